"""The command line of accounts: ``python app.py admin create | list | disable | password``."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from typing import NoReturn

from domain.person import ROLE_LABELS, NotAllowed, Person, PersonDraft, PersonRole
from geodata.schemas import LANDLORDS
from i18n import gettext as _
from store.persons import Persons, UnknownPerson

CONSOLE = Person("console", "", "Ligne de commande", PersonRole.FACILITATOR)
"""Whoever may run commands where the database is: there is no higher right."""
USAGE = """Commandes :
  python app.py                                             sert l'application
  python app.py admin create --login L --name N --role R [--landlord B] [--password-stdin]
  python app.py admin list
  python app.py admin disable --login L
  python app.py admin password --login L [--password-stdin]
Rôles : {roles}. Bailleurs : {landlords}."""


class UsageError(ValueError):
    """The command is not one of those that exist; the message lists them, in French."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"Commande incomplète ou inconnue.\n{usage()}")


def usage() -> str:
    """Return the list of commands."""
    return USAGE.format(roles=", ".join(PersonRole), landlords=", ".join(LANDLORDS))


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Read a command.

    Raises
    ------
    UsageError
        It is not one.
    """
    parser = _Parser(add_help=False)
    admin = parser.add_subparsers(required=True).add_parser("admin", add_help=False)
    commands = admin.add_subparsers(dest="command", required=True)
    create, _list, disable, password = (commands.add_parser(name, add_help=False) for name in ("create", "list", "disable", "password"))
    for command in (create, disable, password):
        command.add_argument("--login", required=True)
    for command in (create, password):
        command.add_argument("--password-stdin", action="store_true")
    create.add_argument("--name", required=True)
    create.add_argument("--role", required=True, choices=[role.value for role in PersonRole])
    create.add_argument("--landlord")
    return parser.parse_args(list(arguments))


def run(asked: argparse.Namespace, persons: Persons) -> int:
    """Do what a command asks and say so; return the exit code, 2 with a sentence for what is refused."""
    try:
        for line in _done(asked, persons):
            print(line)
    except (ValueError, UnknownPerson, NotAllowed) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _done(asked: argparse.Namespace, persons: Persons) -> list[str]:
    if asked.command == "create":
        draft = PersonDraft(asked.login, asked.name, PersonRole(asked.role), asked.landlord).belongs_to_one_of(LANDLORDS)
        made = persons.create(CONSOLE, draft, _password(asked.password_stdin), LANDLORDS)
        return [_("Compte créé : {login} ({name}).").format(login=made.login, name=made.name)]
    if asked.command == "disable":
        return [_("Compte désactivé, sessions closes : {login}.").format(login=persons.disable(CONSOLE, asked.login).login)]
    if asked.command == "password":
        found = persons.set_password(CONSOLE, asked.login, _password(asked.password_stdin))
        return [_("Mot de passe changé, sessions closes : {login}.").format(login=found.login)]
    return [_line(person) for person in persons.list(CONSOLE)] or [_("Aucun compte.")]


def _line(person: Person) -> str:
    state = _("actif") if person.active else _("désactivé")
    role = _(ROLE_LABELS[person.role]) + (f" ({person.landlord})" if person.landlord else "")
    return f"{person.login}\t{person.name}\t{role}\t{state}"


def _password(from_stdin: bool) -> str:
    """Read a password: the first line of what is piped in, else twice from the terminal, which does not show it."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(_("Mot de passe : "))
    if getpass.getpass(_("Encore une fois : ")) != password:
        raise ValueError(_("Les deux mots de passe diffèrent : rien n'a été fait."))
    return password
