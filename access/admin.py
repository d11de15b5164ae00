"""The command line of accounts: ``python app.py admin create | list | disable | password | email | untie | export | erase | landlord``."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import secrets
import sys
from pathlib import Path

from access.commands import YES, agreed
from domain.person import ROLE_LABELS, NotAllowed, Person, PersonDraft, PersonRole
from geodata.schemas import LANDLORDS
from i18n import gettext as _
from store.database import Database
from store.identities import Identities
from store.organisations import Organisations
from store.personal import PersonalData
from store.persons import Persons, UnknownPerson

CONSOLE = Person("console", "", "Ligne de commande", PersonRole.FACILITATOR)
"""Whoever may run commands where the database is: there is no higher right."""

NO_LOGIN = "!#$%&*=?/"
"""Signs that begin no login, so that no login is in a password made of them."""


def run(asked: argparse.Namespace, database: Database) -> int:
    """Do what a command asks and say so; return the exit code, 2 with a sentence for what is refused."""
    try:
        for line in _done(asked, database):
            print(line)
    except (ValueError, UnknownPerson, NotAllowed) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _done(asked: argparse.Namespace, database: Database) -> list[str]:
    persons, organisations = Persons(database), Organisations(database)
    if asked.command == "create":
        landlords = {*LANDLORDS, *organisations.list()}
        draft = PersonDraft(asked.login, asked.name, PersonRole(asked.role), asked.landlord, asked.email).belongs_to_one_of(landlords)
        made = persons.create(CONSOLE, draft, _first_password(asked), landlords)
        return [_("Compte créé : {login} ({name}).").format(login=made.login, name=made.name)]
    if asked.command == "landlord":
        return [_landlord(asked.code, asked.name, organisations)]
    if asked.command == "email":
        found = persons.set_email(CONSOLE, asked.login, asked.email or None)
        return [_("Adresse enregistrée : {login}.").format(login=found.login)]
    if asked.command == "untie":
        return [_("Identité oubliée, sessions closes : {login}.").format(login=Identities(database).untie(CONSOLE, asked.login).login)]
    if asked.command == "export":
        return [_export(asked.login, asked.file, PersonalData(database))]
    if asked.command == "erase":
        return [_erase(asked, PersonalData(database))]
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


def _export(login: str, file: Path, personal: PersonalData) -> str:
    told = personal.export(CONSOLE, login)
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as written:
            json.dump(told, written, ensure_ascii=False, indent=1)
    except OSError as error:
        raise ValueError(_("{file} ne peut pas être écrit : {why}.").format(file=file, why=error.strerror)) from error
    return _("Écrit dans {file} : tout ce qui est gardé de {login}.").format(file=file, login=login)


def _erase(asked: argparse.Namespace, personal: PersonalData) -> str:
    question = _("Effacer {login} sans retour ? Écrivez « {yes} » : ").format(login=asked.login, yes=YES)
    if not asked.yes and not agreed(question):
        raise ValueError(_("Rien n'a été fait."))
    erased = personal.erase(CONSOLE, asked.login)
    return _("Effacé : {login} est désormais « {name} ». Les sauvegardes faites avant en gardent la trace.").format(
        login=asked.login, name=erased.name
    )


def _first_password(asked: argparse.Namespace) -> str:
    """Return the password of a new account; for one that only the single sign-on opens, one that nobody is told."""
    return "".join(secrets.choice(NO_LOGIN) for _n in range(64)) if asked.no_password else _password(asked.password_stdin)


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
