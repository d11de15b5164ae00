"""Persons who may sign in: made, disabled, given a password; never deleted, and never a password kept in clear."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import Connection, RowMapping, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.person import Action, Person, PersonDraft, check_password, clean_email, name_key, require
from i18n import gettext as _
from store import installation, journal
from store.database import Database
from store.journal import JournalEntry
from store.tables import persons, sessions

ID_BYTES = 9
KEPT = [persons.c[name] for name in ("id", "login", "name", "role", "landlord", "active", "version")]


class UnknownPerson(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """Nobody has this login."""


class Taken(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else has this login or this name."""


class Persons:
    """The persons of a database. Each write and its journal row are one transaction.

    `actor` is who asks: whoever may not manage persons is answered by `domain.person.NotAllowed`. Every method raises
    `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or PasswordHasher()
        # What an unknown login is compared with, so that it takes the time of a known one.
        self._nobody = self._hasher.hash(secrets.token_urlsafe())

    def exist(self) -> bool:
        """Say whether the service has any person, active or not."""
        with self._database.reading() as connection:
            return connection.execute(select(persons.c.id).limit(1)).first() is not None

    def is_demonstration(self) -> bool:
        """Say whether example persons may be used, for lack of any other (see `store.installation`)."""
        with self._database.reading() as connection:
            return installation.is_demonstration(connection)

    def authenticate(self, login: str, password: str) -> Person | None:
        """Return who has this login and this password; None for anybody else, as slowly."""
        with self._database.reading() as connection:
            row = connection.execute(select(persons).where(persons.c.login == login.strip().lower())).mappings().one_or_none()
        is_right = self._matches(self._nobody if row is None else row["password"], password)
        return _person(row) if row is not None and is_right and row["active"] else None

    def _matches(self, kept: str, password: str) -> bool:
        try:
            return self._hasher.verify(kept, _composed(password))
        except (VerificationError, InvalidHashError):
            return False

    def create(self, actor: Person, draft: PersonDraft, password: str, landlords: Collection[str]) -> Person:
        """Make a person who may sign in at once; `landlords` are the codes of the known organisations.

        Raises
        ------
        Taken
            Somebody, active or not, has this login or this name.
        ValueError
            The password or the organisation is refused (see `domain.person`).
        """
        require(actor, Action.MANAGE_PERSONS)
        draft.belongs_to_one_of(landlords)
        check_password(password, draft.login)
        now = dt.datetime.now(dt.UTC)
        told: dict[str, Any] = {"login": draft.login, "name": draft.name, "role": draft.role, "landlord": draft.landlord, "active": True}
        told |= {} if draft.email is None else {"email": draft.email}
        key = secrets.token_urlsafe(ID_BYTES)
        row = {"id": key, **told, "name_key": name_key(draft.name), "password": self._hasher.hash(_composed(password))}
        row |= {"version": 1, "created_at": now, "updated_at": now}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(persons).values(row))
                installation.end_demonstration(connection)
                journal.append(connection, "create", None, now, actor.name, None, told, key, actor.id)
        except IntegrityError as error:
            raise Taken(_("Cet identifiant ou ce nom est déjà pris.")) from error
        return Person(key, draft.login, draft.name, draft.role, draft.landlord)

    def list(self, actor: Person) -> tuple[Person, ...]:
        """Return every person, by login."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            return tuple(Person(**row) for row in connection.execute(select(*KEPT).order_by(persons.c.login)).mappings())

    def disable(self, actor: Person, login: str) -> Person:
        """Let a person sign in no more, and sign them out everywhere; nothing is written for one who is disabled already.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            found = _of_login(connection, login)
            if not found.active:
                return found
            return self._change(connection, actor, found, "disable", {"active": False}, ({"active": True}, {"active": False}))

    def set_password(self, actor: Person, login: str, password: str) -> Person:
        """Give a person another password, and sign them out everywhere; the journal tells that it was, not what it is.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        ValueError
            The password is refused.
        """
        require(actor, Action.MANAGE_PERSONS)
        check_password(password, login.strip())
        kept = self._hasher.hash(_composed(password))  # before the transaction: it takes a while, on purpose
        with self._database.writing() as connection:
            return self._change(connection, actor, _of_login(connection, login), "password", {"password": kept}, (None, {}))

    def set_email(self, actor: Person, login: str, email: str | None) -> Person:
        """Give a person another address to write to, or none; they are signed out everywhere, as an address may let one sign in.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        ValueError
            The address is refused.
        """
        require(actor, Action.MANAGE_PERSONS)
        clean = None if email is None else clean_email(email)
        with self._database.writing() as connection:
            found = _of_login(connection, login)
            former = connection.execute(select(persons.c.email).where(persons.c.id == found.id)).scalar()
            if former == clean:
                return found
            return self._change(connection, actor, found, "email", {"email": clean}, ({"email": former}, {"email": clean}))

    def history(self, actor: Person, person_id: str) -> tuple[JournalEntry, ...]:
        """Return what was done to a person's account, oldest first."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            return journal.entries_of_person(connection, person_id)

    def _change(
        self,
        connection: Connection,
        actor: Person,
        found: Person,
        action: str,
        values: Mapping[str, Any],
        told: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    ) -> Person:
        """Write the next version of a person, end their sessions, and tell it; all in the connection's transaction."""
        now = dt.datetime.now(dt.UTC)
        same = (persons.c.id == found.id) & (persons.c.version == found.version)
        written = connection.execute(update(persons).where(same).values(**values, version=found.version + 1, updated_at=now))
        if written.rowcount != 1:
            raise UnknownPerson(_("Ce compte vient d'être modifié : recommencez."))
        connection.execute(delete(sessions).where(sessions.c.person_id == found.id))
        journal.append(connection, action, None, now, actor.name, *told, found.id, actor.id)
        return _of_login(connection, found.login)


def _composed(password: str) -> str:
    """Return a password with each accented letter in one piece: keyboards differ in how they write « é »."""
    return unicodedata.normalize("NFC", password)


def _of_login(connection: Connection, login: str) -> Person:
    row = connection.execute(select(*KEPT).where(persons.c.login == login.strip().lower())).mappings().one_or_none()
    if row is None:
        raise UnknownPerson(_("Personne n'a l'identifiant « {login} ».").format(login=login.strip()))
    return Person(**row)


def _person(row: RowMapping) -> Person:
    return Person(**{column.name: row[column.name] for column in KEPT})
