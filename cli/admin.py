"""``convergence admin``: accounts and landlords."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from cli.french import Group, Option, Refusal
from cli.installation import read_settings
from cli.prompt import YES, agreed
from cli.prompt import password as typed_password
from domain.person import ROLE_LABELS, Person, PersonDraft, PersonRole
from geodata.schemas import LANDLORDS
from i18n import N_
from i18n import gettext as _
from store.database import Database
from store.identities import Identities
from store.organisations import Organisations
from store.personal import PersonalData
from store.persons import Persons

CONSOLE = Person("console", "", "Ligne de commande", PersonRole.FACILITATOR)
"""Whoever may run commands where the database is: there is no higher right."""

login_option = click.option("--login", cls=Option, required=True, metavar="IDENTIFIANT", help=N_("Identifiant du compte."))
stdin_option = click.option("--password-stdin", cls=Option, is_flag=True, help=N_("Lit le mot de passe sur l'entrée standard."))


@click.group(cls=Group, help=N_("Comptes et bailleurs."))
def admin() -> None:
    """Hold the commands."""


@admin.command(help=N_("Crée un compte ; le mot de passe est demandé deux fois."))
@login_option
@click.option("--name", cls=Option, required=True, metavar="NOM", help=N_("Nom de la personne."))
@click.option("--role", cls=Option, required=True, type=click.Choice([role.value for role in PersonRole]), help=N_("Son rôle."))
@click.option("--landlord", cls=Option, metavar="CODE", help=N_("Son bailleur, pour le rôle « landlord »."))
@click.option("--email", cls=Option, metavar="ADRESSE", help=N_("Son adresse électronique."))
@stdin_option
@click.option("--no-password", cls=Option, is_flag=True, help=N_("Pas de mot de passe : la connexion unique seule ouvre le compte."))
def create(login: str, name: str, role: str, landlord: str | None, email: str | None, password_stdin: bool, no_password: bool) -> None:
    """Create an account."""
    if password_stdin and no_password:
        raise Refusal(_("« --password-stdin » et « --no-password » vont l'un sans l'autre."))
    with opened() as database:
        landlords = {*LANDLORDS, *Organisations(database).list()}
        draft = PersonDraft(login, name, PersonRole(role), landlord, email).belongs_to_one_of(landlords)
        first = None if no_password else typed_password(password_stdin)
        made = Persons(database).create(CONSOLE, draft, first, landlords)
    print(_("Compte créé : {login} ({name}).").format(login=made.login, name=made.name))


@admin.command("list", help=N_("Liste les comptes."))
def list_persons() -> None:
    """List the accounts."""
    with opened() as database:
        for line in [_line(person) for person in Persons(database).list(CONSOLE)] or [_("Aucun compte.")]:
            print(line)


@admin.command(help=N_("Désactive un compte, et clôt ses sessions."))
@login_option
def disable(login: str) -> None:
    """Disable an account."""
    with opened() as database:
        found = Persons(database).disable(CONSOLE, login)
    print(_("Compte désactivé, sessions closes : {login}.").format(login=found.login))


@admin.command(help=N_("Change un mot de passe, et clôt les sessions du compte."))
@login_option
@stdin_option
def password(login: str, password_stdin: bool) -> None:
    """Change a password."""
    with opened() as database:
        found = Persons(database).set_password(CONSOLE, login, typed_password(password_stdin))
    print(_("Mot de passe changé, sessions closes : {login}.").format(login=found.login))


@admin.command(help=N_("Change l'adresse électronique d'un compte."))
@login_option
@click.option("--email", cls=Option, required=True, metavar="ADRESSE", help=N_("L'adresse ; vide, aucune n'est gardée."))
def email(login: str, email: str) -> None:
    """Change the address of an account."""
    with opened() as database:
        found = Persons(database).set_email(CONSOLE, login, email or None)
    print(_("Adresse enregistrée : {login}.").format(login=found.login))


@admin.command(help=N_("Oublie l'identité de la connexion unique."))
@login_option
def untie(login: str) -> None:
    """Forget the identity of the single sign-on."""
    with opened() as database:
        found = Identities(database).untie(CONSOLE, login)
    print(_("Identité oubliée, sessions closes : {login}.").format(login=found.login))


@admin.command(help=N_("Écrit dans un fichier tout ce qui est gardé d'une personne."))
@login_option
@click.argument("file", metavar="FICHIER.json", type=click.Path(path_type=Path))
def export(login: str, file: Path) -> None:
    """Write all that is kept of a person."""
    with opened() as database:
        personal_data = PersonalData(database).export(CONSOLE, login)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            json.dump(personal_data, written, ensure_ascii=False, indent=1)
    except OSError as error:
        raise Refusal(_("{file} ne peut pas être écrit : {why}.").format(file=file, why=error.strerror)) from error
    print(_("Écrit dans {file} : tout ce qui est gardé de {login}.").format(file=file, login=login))


@admin.command(help=N_("Efface une personne, sans retour ; ce qu'elle a fait reste."))
@login_option
@click.option("--yes", cls=Option, is_flag=True, help=N_("Ne demande rien."))
def erase(login: str, yes: bool) -> None:
    """Erase a person."""
    with opened() as database:
        question = _("Effacer {login} sans retour ? Écrivez « {yes} » : ").format(login=login, yes=YES)
        if not yes and not agreed(question):
            raise Refusal(_("Rien n'a été fait."))
        erased = PersonalData(database).erase(CONSOLE, login)
    sentence = _("Effacé : {login} est désormais « {name} ». Les sauvegardes faites avant en gardent la trace.")
    print(sentence.format(login=login, name=erased.name))


@admin.command(help=N_("Ajoute un bailleur."))
@click.argument("code", metavar="CODE")
@click.argument("name", metavar="NOM")
def landlord(code: str, name: str) -> None:
    """Add a landlord beside the examples."""
    if code.strip().lower() in LANDLORDS:
        raise Refusal(_("Ce code est celui d'un bailleur d'exemple : choisissez-en un autre."))
    with opened() as database:
        Organisations(database).add(CONSOLE, code, name)
    print(_("Bailleur ajouté : {name} ({code}).").format(name=name.strip(), code=code.strip().lower()))


@contextmanager
def opened() -> Iterator[Database]:
    """Give the database, brought up; what the store refuses with a sentence is a refusal of the command."""
    database = Database.open(read_settings().database_url)
    database.upgrade()
    try:
        yield database
    except ValueError as error:
        raise Refusal(str(error)) from error


def _line(person: Person) -> str:
    state = _("actif") if person.active else _("désactivé")
    role = _(ROLE_LABELS[person.role]) + (f" ({person.landlord})" if person.landlord else "")
    return f"{person.login}\t{person.name}\t{role}\t{state}"
