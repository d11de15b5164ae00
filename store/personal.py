"""Personal data: all that is kept about one person, given out on request, and taken out for good."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Enum, RowMapping, String, Table, delete, func, or_, select, update

from domain.person import Action, Person, name_key, require
from store import journal as journal_room
from store.database import Database
from store.meeting_tables import commitments, hypothesis_versions, meeting_archives, meetings, projects
from store.outbox import MOST_TRIES
from store.persons import row_of_login
from store.tables import (
    account_requests,
    api_tokens,
    attachments,
    imports,
    invitations,
    journal,
    messages,
    metadata,
    outbox,
    password_links,
    persons,
    proposals,
    scenarios,
    searches,
    sessions,
)
from store.tables import attempts as attempts_table

GONE_LOGIN, GONE_NAME, GONE_ADDRESS = "efface-", "personne effacée n° ", "adresse effacée"
"""What stands for whom it was, in French as all that is kept: it is data, not a sentence of the screen."""
NO_PASSWORD = "!"  # noqa: S105 - no password has this hash
ACCOUNT = ("login", "name", "email", "oidc_issuer", "oidc_subject")
UNTOUCHED = {persons.name, sessions.name, attempts_table.name, searches.name, password_links.name, api_tokens.name}
UNTOLD = {"bytes", "data", "review", "reviewed", "result", "password", "digest", "id_token", "origin"}
"""Columns that the export leaves out: files, results of computations, and secrets of which only digests are kept."""
OF_MEETINGS = (meetings, commitments, meeting_archives, projects)
OF_WRITERS = (proposals, messages, attachments, imports, hypothesis_versions, invitations)


class PersonalData:
    """The personal data of a database. Only whoever manages persons may ask, at the command line.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def export(self, actor: Person, login: str) -> dict[str, Any]:
        """Return everything that is kept about a person, as plain values: the account, sessions, and what they wrote.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            person = row_of_login(connection, login)
            name, key, email = person["name"], person["id"], person["email"]
            about = {
                "account": select(persons).where(persons.c.id == key),
                "sessions": select(sessions).where(sessions.c.person_id == key),
                "journal_of_the_account": select(journal).where(journal.c.person_id == key),
                "journal": select(journal).where(_wrote(journal, key, name)),
                **{table.name: select(table).where(table.c.author == name) for table in (scenarios, *OF_MEETINGS)},
                **{table.name: select(table).where(_wrote(table, key, name)) for table in OF_WRITERS},
                "password_links": select(password_links).where(password_links.c.person_id == key),
                "api_tokens": select(api_tokens).where(api_tokens.c.person_id == key),
                "account_requests": select(account_requests).where(account_requests.c.email == (email or "")),
                "emails": select(outbox).where(func.lower(outbox.c.to_address) == (email or "")),
            }
            return {part: [_plain(row) for row in connection.execute(query).mappings()] for part, query in about.items()}

    def erase(self, actor: Person, login: str) -> Person:
        """Take out of the database whatever names a person, for good; what they did stays, by « personne effacée n° … ».

        The account, its names in every author's column and in the journal, and its address wherever it is written are replaced; sessions
        and imports under way end. This is the only rewriting of the journal, and the journal tells of it. Names that people wrote in
        texts of their own (a message, the contact of a place) are theirs to change.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            person = row_of_login(connection, login)
            gone = _Gone(person, _next_number(connection))
            connection.execute(delete(sessions).where(sessions.c.person_id == person["id"]))
            connection.execute(delete(password_links).where(password_links.c.person_id == person["id"]))
            connection.execute(delete(api_tokens).where(api_tokens.c.person_id == person["id"]))
            connection.execute(delete(account_requests).where(account_requests.c.email == (person["email"] or "")))
            _forget_imports(connection, person["id"])
            connection.execute(delete(outbox).where(outbox.c.person_id == person["id"]))  # they are by name
            _stop_emails(connection, person["email"])
            for table in metadata.sorted_tables:
                if table.name not in UNTOUCHED:
                    _rewrite(connection, table, gone)
            now, version = dt.datetime.now(dt.UTC), person["version"] + 1
            account = {"login": gone.login, "name": gone.name, "name_key": name_key(gone.name), "password": NO_PASSWORD, "active": False}
            account |= dict.fromkeys(("email", "oidc_issuer", "oidc_subject", "signed_in_at")) | {"version": version, "updated_at": now}
            connection.execute(update(persons).where(persons.c.id == person["id"]).values(account))
            before = {"active": True} if person["active"] else None
            journal_room.append(connection, "erase", None, now, actor.name, before, {"active": False}, person["id"], actor.id)
            return Person(person["id"], gone.login, gone.name, person["role"], person["landlord"], False, version)


class _Gone:
    """Who is erased, and what is put in the place of their names."""

    def __init__(self, person: RowMapping, number: int) -> None:
        self.id: str = person["id"]
        self.key: str = person["name_key"]
        self.login, self.name = f"{GONE_LOGIN}{number}", f"{GONE_NAME}{number}"
        email = person["email"]
        self._address = re.compile(rf"(?<![\w.+-]){re.escape(email)}(?![\w-]|\.\w)", re.IGNORECASE) if email else None

    def is_author(self, row: Mapping[str, Any]) -> bool:
        """Say whether a row is theirs: by their id, else by their name (no two persons bear one name)."""
        known = row.get("author_id")
        return known == self.id if known else name_key(row.get("author") or "") == self.key

    def text(self, text: str) -> str:
        """Return a text without their address."""
        return self._address.sub(GONE_ADDRESS, text) if self._address else text

    def value(self, value: Any) -> Any:
        """Return a JSON value without their address, and without their name where it is said to be an author's."""
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, list):
            return [self.value(part) for part in value]
        if isinstance(value, dict):
            return {key: self._author(part) if key == "author" else self.value(part) for key, part in value.items()}
        return value

    def account(self, fields: Any) -> Any:
        """Return what the journal tells of their account, without what names them."""
        names = {"login": self.login, "name": self.name}
        return {key: names.get(key) if key in ACCOUNT and old is not None else self.value(old) for key, old in fields.items()}

    def _author(self, value: Any) -> Any:
        return self.name if isinstance(value, str) and name_key(value) == self.key else self.value(value)


def _rewrite(connection: Connection, table: Table, gone: _Gone) -> None:
    """Put the pseudonym into every row of a table that names the person."""
    keys = list(table.primary_key.columns)
    words = [column for column in table.columns if _holds_words(column) and column not in keys]
    others = [table.c[name] for name in ("author_id", "person_id") if name in table.c]
    for row in connection.execute(select(*keys, *{*words, *others})).mappings().all():
        values = {column.name: row[column.name] for column in words}
        changed = {name: new for name, old in values.items() if (new := _changed(table, row, name, old, gone)) != old}
        if changed:
            same = [key == row[key.name] for key in keys]
            connection.execute(update(table).where(*same).values(changed))


def _changed(table: Table, row: RowMapping, name: str, old: Any, gone: _Gone) -> Any:
    if old is None:
        return None
    if name == "author":
        return gone.name if gone.is_author(dict(row)) else gone.value(old)
    if table is journal and name in ("before", "after") and row["person_id"] is not None:
        return gone.account(old) if row["person_id"] == gone.id else old  # of another's account it says what that holds
    return gone.value(old)


def _holds_words(column: Column[Any]) -> bool:
    kind = column.type
    return isinstance(kind, (String, JSON)) and not isinstance(kind, (Enum, Boolean)) and not column.name.endswith("id")


def _wrote(table: Table, key: str, name: str) -> Any:
    own = table.c.author_id == key
    return or_(own, table.c.author_id.is_(None) & (table.c.author == name)) if "author" in table.c else own


def _next_number(connection: Connection) -> int:
    logins = connection.execute(select(persons.c.login).where(persons.c.login.like(f"{GONE_LOGIN}%"))).scalars()
    taken = [int(number) for login in logins if (number := login.removeprefix(GONE_LOGIN)).isdigit()]
    return max(taken, default=0) + 1


def _forget_imports(connection: Connection, person_id: str) -> None:
    own = select(imports.c.id).where(imports.c.author_id == person_id)
    rows = metadata.tables["import_rows"]
    connection.execute(delete(rows).where(rows.c.import_id.in_(own)))
    connection.execute(delete(imports).where(imports.c.author_id == person_id))


def _stop_emails(connection: Connection, email: str | None) -> None:
    """Letters to them that still wait are not sent."""
    waiting = (func.lower(outbox.c.to_address) == (email or "")) & outbox.c.sent_at.is_(None)
    connection.execute(update(outbox).where(waiting).values(tries=MOST_TRIES, error=GONE_ADDRESS))


def _plain(row: RowMapping) -> dict[str, Any]:
    values = {str(key): value for key, value in row.items() if key not in UNTOLD}
    return {key: value.isoformat() if isinstance(value, dt.datetime) else value for key, value in values.items()}
