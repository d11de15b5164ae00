"""The command line: which commands there are, and what each is given."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from domain.person import PersonRole
from geodata.schemas import LANDLORDS

USAGE = """Commandes :
  python app.py                                             sert l'application
  python app.py migrate [--new]                             crée la base, ou la met à niveau ; --new à la place d'une base perdue
  python app.py backup FICHIER|DOSSIER                      sauvegarde, pendant que le service tourne
  python app.py restore FICHIER [--yes] [--unsigned]        remet une sauvegarde ; ce qu'elle remplace est gardé à côté
  python app.py verify [FICHIER] [--unsigned]               vérifie la base, ou une sauvegarde (--unsigned : sans sa signature)
  python app.py streets import FICHIER.csv[.gz]             adresses de la Base Adresse Nationale, pour chercher sans réseau
  python app.py admin create --login L --name N --role R [--landlord B] [--email E] [--password-stdin | --no-password]
  python app.py admin list
  python app.py admin disable --login L
  python app.py admin password --login L [--password-stdin]
  python app.py admin email --login L --email E             « "" » pour n'en garder aucune
  python app.py admin untie --login L                       oublie l'identité de la connexion unique
  python app.py admin export --login L FICHIER.json         tout ce qui est gardé d'une personne
  python app.py admin erase --login L [--yes]               efface une personne, sans retour ; ce qu'elle a fait reste
  python app.py admin landlord CODE NOM                     ajoute un bailleur
Rôles : {roles}. Bailleurs d'exemple : {landlords}."""


YES = "oui"


class UsageError(ValueError):
    """The command is not one of those that exist; the message lists them, in French."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"Commande incomplète ou inconnue.\n{usage()}")


def usage() -> str:
    """Return the list of commands."""
    return USAGE.format(roles=", ".join(PersonRole), landlords=", ".join(LANDLORDS))


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command: its `verb`, for `admin` its `command`, and what they are given.

    Raises
    ------
    UsageError
        It is not one.
    """
    parser = _Parser(add_help=False, allow_abbrev=False)
    verbs = parser.add_subparsers(dest="verb", required=True)
    _add(verbs, "migrate").add_argument("--new", action="store_true")
    _add(verbs, "backup").add_argument("file", type=Path)
    restore = _add(verbs, "restore")
    restore.add_argument("file", type=Path)
    restore.add_argument("--yes", action="store_true")
    verify = _add(verbs, "verify")
    verify.add_argument("file", type=Path, nargs="?")
    for command in (restore, verify):
        command.add_argument("--unsigned", action="store_true")
    _add(_add(verbs, "streets").add_subparsers(dest="command", required=True), "import").add_argument("file", type=Path)
    _add_admin(_add(verbs, "admin").add_subparsers(dest="command", required=True))
    return parser.parse_args(list(arguments))


def agreed(question: str) -> bool:
    """Ask on the terminal; anything but a plain yes is no."""
    try:
        return input(question).strip().lower() == YES
    except EOFError:
        return False


def _add_admin(commands: Any) -> None:
    names = ("create", "list", "disable", "password", "email", "untie", "export", "erase")
    create, _list, disable, password, email, untie, export, erase = (_add(commands, name) for name in names)
    for command in (create, disable, password, email, untie, export, erase):
        command.add_argument("--login", required=True)
    given = create.add_mutually_exclusive_group()
    given.add_argument("--password-stdin", action="store_true")
    password.add_argument("--password-stdin", action="store_true")
    given.add_argument("--no-password", action="store_true")
    export.add_argument("file", type=Path)
    erase.add_argument("--yes", action="store_true")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=[role.value for role in PersonRole])
    create.add_argument("--landlord")
    create.add_argument("--email")
    email.add_argument("--email", required=True)
    landlord = _add(commands, "landlord")
    landlord.add_argument("code")
    landlord.add_argument("name")


def _add(commands: Any, name: str) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, add_help=False, allow_abbrev=False)
    return made
