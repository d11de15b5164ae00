"""Persons who may sign in: made, disabled, given a password; never deleted, and never a password kept in clear."""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import ColumnElement, Connection, RowMapping, delete, exists, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from domain.account import check_facilitator_left
from domain.password import check_password
from domain.person import Action, Person, PersonDraft, PersonRole, clean_email, name_key, require
from i18n import gettext as _
from store import installation, journal
from store.database import Database
from store.journal import JournalEntry
from store.tables import account_requests, password_links, persons, sessions

ID_BYTES = 9
PERSON_COLUMNS = [persons.c[name] for name in ("id", "login", "name", "role", "landlord", "active", "version")]
_ACCOUNTS = select(persons, exists().where(password_links.c.person_id == persons.c.id).label("is_invited"))


class UnknownPerson(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """Nobody has this login."""


class Taken(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else has this login or this name."""


class WrongPassword(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """The present password is another one."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as those who manage accounts see them. `is_invited`: a link that sets a password was made, and nobody has used it."""

    person: Person
    email: str | None
    created_at: dt.datetime
    signed_in_at: dt.datetime | None
    is_single: bool
    is_invited: bool


HASHER = PasswordHasher()


@cache
def _of_nobody(hasher: PasswordHasher) -> str:
    """Return what the password of an unknown login is compared with, so that it takes the time of a known one; one a process will do."""
    return hasher.hash(secrets.token_urlsafe())


class Persons:
    """The persons of a database. Each write and its journal row are one transaction.

    `actor` is who asks: whoever may not manage persons is answered by `domain.person.NotAllowed`. Every method raises
    `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        self._database = database
        self._hasher = hasher or HASHER
        self._nobody = _of_nobody(self._hasher)

    def exist(self) -> bool:
        """Say whether the service has any person, active or not."""
        with self._database.reading() as connection:
            return connection.execute(select(persons.c.id).limit(1)).first() is not None

    def is_demonstration(self) -> bool:
        """Say whether example persons may be used, for lack of any other (see `store.installation`)."""
        with self._database.reading() as connection:
            return installation.is_demonstration(connection)

    def authenticate(self, login: str, password: str) -> Person | None:
        """Return who has this login, or this e-mail address, and this password; None for anybody else, as slowly."""
        with self._database.reading() as connection:
            row = named(connection, login)
        is_right = self._matches(self._nobody if row is None else row["password"], password)
        return person_of(row) if row is not None and is_right and row["active"] else None

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, _composed(password))
        except (VerificationError, InvalidHashError):
            return False

    def login_of(self, name: str) -> str:
        """Return the login of whoever has this login or this address; the text itself for nobody's."""
        with self._database.reading() as connection:
            row = named(connection, name)
        return name if row is None else str(row["login"])

    def create(
        self, actor: Person, draft: PersonDraft, password: str | None, landlords: Collection[str], request_id: int | None = None
    ) -> Person:
        """Make a person; `landlords` are the codes of the known organisations.

        Parameters
        ----------
        password
            None for one that nobody knows: a link, or the single sign-on, opens the account.
        request_id
            The request for an account that is granted so, which then waits no more.

        Raises
        ------
        Taken
            Somebody, active or not, has this login or this name.
        ValueError
            The password or the organisation is refused (see `domain.person`).
        """
        require(actor, Action.MANAGE_PERSONS)
        draft.belongs_to_one_of(landlords)
        if password is not None:
            check_password(password, draft.login, (draft.name,))
        now = dt.datetime.now(dt.UTC)
        values: dict[str, Any] = {"login": draft.login, "name": draft.name, "role": draft.role, "landlord": draft.landlord, "active": True}
        values |= {} if draft.email is None else {"email": draft.email}
        key = secrets.token_urlsafe(ID_BYTES)
        hashed = self.hashed(secrets.token_urlsafe() if password is None else password)
        row = {"id": key, **values, "name_key": name_key(draft.name), "password": hashed}
        row |= {"version": 1, "created_at": now, "updated_at": now}
        try:
            with self._database.writing() as connection:
                connection.execute(insert(persons).values(row))
                connection.execute(delete(account_requests).where(account_requests.c.id == request_id))
                installation.end_demonstration(connection)
                journal.append(connection, "create", None, now, actor.name, None, values, key, actor.id)
        except IntegrityError as error:
            raise Taken(_("Cet identifiant ou ce nom est déjà pris.")) from error
        return Person(key, draft.login, draft.name, draft.role, draft.landlord)

    def list(self, actor: Person) -> tuple[Person, ...]:
        """Return every person, by login."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            return tuple(Person(**row) for row in connection.execute(select(*PERSON_COLUMNS).order_by(persons.c.login)).mappings())

    def accounts(self, actor: Person) -> tuple[Account, ...]:
        """Return every account, by name."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            return tuple(_account(row) for row in connection.execute(_ACCOUNTS.order_by(persons.c.name_key)).mappings())

    def account(self, person: Person) -> Account | None:
        """Return a person's own account; None for an example person."""
        with self._database.reading() as connection:
            row = connection.execute(_ACCOUNTS.where(persons.c.id == person.id)).mappings().one_or_none()
        return None if row is None else _account(row)

    def disable(self, actor: Person, login: str) -> Person:
        """Let a person sign in no more, and sign them out everywhere; nothing is written for one who is disabled already.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        ValueError
            They are the last who may manage accounts.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            found = of_login(connection, login)
            if not found.active:
                return found
            _check_facilitator_left(connection, found)
            return change(connection, actor, found, "disable", {"active": False}, ({"active": True}, {"active": False}))

    def enable(self, actor: Person, login: str) -> Person:
        """Let a disabled person sign in again; nothing is written for one who may.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            found = of_login(connection, login)
            if found.active:
                return found
            return change(connection, actor, found, "enable", {"active": True}, ({"active": False}, {"active": True}))

    def set_role(self, actor: Person, login: str, role: PersonRole, landlord: str | None, landlords: Collection[str]) -> Person:
        """Give a person another role or organisation; nothing is written where both are theirs already.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        ValueError
            The organisation is refused, or they are the last who may manage accounts.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            found = of_login(connection, login)
            PersonDraft(found.login, found.name, role, landlord).belongs_to_one_of(landlords)
            before, after = {"role": found.role, "landlord": found.landlord}, {"role": role, "landlord": landlord}
            if before == after:
                return found
            if role is not PersonRole.FACILITATOR:
                _check_facilitator_left(connection, found)
            return change(connection, actor, found, "role", after, (before, after))

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
        hashed = self.hashed(password)  # before the transaction: it takes a while, on purpose
        with self._database.writing() as connection:
            return change(connection, actor, of_login(connection, login), "password", {"password": hashed}, (None, {}))

    def change_password(self, person: Person, present: str, password: str, keeping: str) -> Person:
        """Give a person another password at their own request; their other sessions end, but that of the digest `keeping`.

        Raises
        ------
        WrongPassword
            The present one is another.
        ValueError
            The new one is refused.
        """
        if self.authenticate(person.login, present) is None:
            raise WrongPassword(_("Mot de passe actuel : ce n'est pas le bon."))
        check_password(password, person.login, (person.name,))
        if _composed(password) == _composed(present):
            raise ValueError(_("Nouveau mot de passe : c'est celui que vous avez déjà."))
        hashed = self.hashed(password)
        with self._database.writing() as connection:
            return change(connection, person, of_login(connection, person.login), "password", {"password": hashed}, (None, {}), keeping)

    def hashed(self, password: str) -> str:
        """Return what is kept of a password; it takes a while, on purpose."""
        return self._hasher.hash(_composed(password))

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
            row = row_of_login(connection, login)
            found, former = person_of(row), row["email"]
            if former == clean:
                return found
            return change(connection, actor, found, "email", {"email": clean}, ({"email": former}, {"email": clean}))

    def history(self, actor: Person, person_id: str) -> tuple[JournalEntry, ...]:
        """Return what was done to a person's account, oldest first."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            return journal.entries_of_person(connection, person_id)


def change(
    connection: Connection,
    actor: Person,
    found: Person,
    action: str,
    values: Mapping[str, Any],
    entry: tuple[Mapping[str, Any] | None, Mapping[str, Any]],
    keeping: str = "",
) -> Person:
    """Write the next version of a person, end their sessions and links, and tell it; all in the connection's transaction.

    Raises
    ------
    UnknownPerson
        Somebody else has changed the account meanwhile.
    """
    now = dt.datetime.now(dt.UTC)
    same = (persons.c.id == found.id) & (persons.c.version == found.version)
    written = connection.execute(update(persons).where(same).values(**values, version=found.version + 1, updated_at=now))
    if written.rowcount != 1:
        raise UnknownPerson(_("Ce compte vient d'être modifié : recommencez."))
    connection.execute(delete(sessions).where(sessions.c.person_id == found.id, sessions.c.digest != keeping))
    connection.execute(delete(password_links).where(password_links.c.person_id == found.id))
    journal.append(connection, action, None, now, actor.name, *entry, found.id, actor.id)
    return of_login(connection, found.login)


def named(connection: Connection, name: str) -> RowMapping | None:
    """Return the row of whoever has this login; else of the only active person who has this e-mail address."""
    text = name.strip().lower()
    wanted: ColumnElement[bool] = or_(persons.c.login == text, (persons.c.email == text) & persons.c.active.is_(True))
    rows = connection.execute(select(persons).where(wanted).limit(3)).mappings().all()
    own = next((row for row in rows if row["login"] == text), None)
    return own if own is not None or len(rows) != 1 else rows[0]


def _check_facilitator_left(connection: Connection, found: Person) -> None:
    same_role = (persons.c.role == PersonRole.FACILITATOR) & persons.c.active.is_(True) & (persons.c.id != found.id)
    others = connection.execute(select(func.count()).select_from(persons).where(same_role)).scalar_one()
    check_facilitator_left(found, int(others))


def _composed(password: str) -> str:
    """Return a password with each accented letter in one piece: keyboards differ in how they write « é »."""
    return unicodedata.normalize("NFC", password)


def row_of_login(connection: Connection, login: str) -> RowMapping:
    """Return the row of who has a login; UnknownPerson when nobody has."""
    row = connection.execute(select(persons).where(persons.c.login == login.strip().lower())).mappings().one_or_none()
    if row is None:
        raise UnknownPerson(_("Personne n'a l'identifiant « {login} ».").format(login=login.strip()))
    return row


def of_login(connection: Connection, login: str) -> Person:
    """Return who has a login; UnknownPerson when nobody has."""
    return person_of(row_of_login(connection, login))


def person_of(row: RowMapping) -> Person:
    """Return the person of a row that has all of `PERSON_COLUMNS`."""
    return Person(**{column.name: row[column.name] for column in PERSON_COLUMNS})


def _account(row: RowMapping) -> Account:
    return Account(
        person=person_of(row),
        email=row["email"],
        created_at=row["created_at"],
        signed_in_at=row["signed_in_at"],
        is_single=row["oidc_subject"] is not None,
        is_invited=bool(row["is_invited"]),
    )
