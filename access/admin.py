"""The command line of accounts: ``python app.py admin create | list | disable | password | email | landlord``."""

from __future__ import annotations

import argparse
import getpass
import sys

from domain.person import ROLE_LABELS, NotAllowed, Person, PersonDraft, PersonRole
from geodata.schemas import LANDLORDS
from i18n import gettext as _
from store.organisations import Organisations
from store.persons import Persons, UnknownPerson

CONSOLE = Person("console", "", "Ligne de commande", PersonRole.FACILITATOR)
"""Whoever may run commands where the database is: there is no higher right."""


def run(asked: argparse.Namespace, persons: Persons, organisations: Organisations) -> int:
    """Do what a command asks and say so; return the exit code, 2 with a sentence for what is refused."""
    try:
        for line in _done(asked, persons, organisations):
            print(line)
    except (ValueError, UnknownPerson, NotAllowed) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _done(asked: argparse.Namespace, persons: Persons, organisations: Organisations) -> list[str]:
    if asked.command == "create":
        landlords = {*LANDLORDS, *organisations.list()}
        draft = PersonDraft(asked.login, asked.name, PersonRole(asked.role), asked.landlord, asked.email).belongs_to_one_of(landlords)
        made = persons.create(CONSOLE, draft, _password(asked.password_stdin), landlords)
        return [_("Compte créé : {login} ({name}).").format(login=made.login, name=made.name)]
    if asked.command == "landlord":
        return [_landlord(asked.code, asked.name, organisations)]
    if asked.command == "email":
        found = persons.set_email(CONSOLE, asked.login, asked.email or None)
        return [_("Adresse enregistrée : {login}.").format(login=found.login)]
    if asked.command == "disable":
        return [_("Compte désactivé, sessions closes : {login}.").format(login=persons.disable(CONSOLE, asked.login).login)]
    if asked.command == "password":
        found = persons.set_password(CONSOLE, asked.login, _password(asked.password_stdin))
        return [_("Mot de passe changé, sessions closes : {login}.").format(login=found.login)]
    return [_line(person) for person in persons.list(CONSOLE)] or [_("Aucun compte.")]


def _landlord(code: str, name: str, organisations: Organisations) -> str:
    if code.strip().lower() in LANDLORDS:
        raise ValueError(_("Ce code est celui d'un bailleur d'exemple : choisissez-en un autre."))
    organisations.add(CONSOLE, code, name)
    return _("Bailleur ajouté : {name} ({code}).").format(name=name.strip(), code=code.strip().lower())


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
