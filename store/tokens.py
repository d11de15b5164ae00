"""Tokens of programs: what an account gives a program to read as itself; only the digest of each is kept, and it is shown once."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select, update

from domain.limits import MAX_NAME
from domain.person import Action, Person, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.persons import PERSON_COLUMNS, person_of
from store.sessions import digest
from store.tables import api_tokens, persons

PREFIX = "cvg_"
"""How every token begins, so that a scanner of secrets knows one."""
TOKEN_BYTES = 32
MAX_TOKEN = 80
LASTS_S = 365 * 24 * 3_600
MOST = 10
HANDLE = 12
TOUCHED_EVERY_S = 3_600


@dataclass(frozen=True, slots=True)
class Token:
    """A token of a person: what it is for, since when, until when and when it was last used (seconds since 1970; None for never)."""

    handle: str
    name: str
    made_at: float
    ends_at: float
    used_at: float | None


class Tokens:
    """The tokens of a database. Making and revoking one is told by the journal. `clock` gives seconds since 1970.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def make(self, person: Person, name: str) -> str:
        """Make a token of a person, which ends in a year, and return it: nothing here remembers it.

        Raises
        ------
        NotAllowed
            Nobody has signed in.
        ValueError
            It has no name, or the person has ten already; a sentence.
        """
        require(person, Action.OWN_ACCOUNT)
        label, now, token = " ".join(name.split())[:MAX_NAME], self._clock(), f"{PREFIX}{secrets.token_urlsafe(TOKEN_BYTES)}"
        if not label:
            raise ValueError(_("Dites à quoi sert ce jeton : un nom est attendu."))
        with self._database.writing() as connection:
            connection.execute(delete(api_tokens).where(api_tokens.c.made_at <= now - LASTS_S))
            own = select(func.count()).select_from(api_tokens).where(api_tokens.c.person_id == person.id)
            if connection.execute(own).scalar_one() >= MOST:
                raise ValueError(_("Dix jetons au plus : révoquez-en un."))
            connection.execute(insert(api_tokens).values(digest=digest(token), person_id=person.id, name=label, made_at=now))
            _tell(connection, person, "token")
        return token

    def revoke(self, person: Person, handle: str) -> None:
        """Take a token of a person back, named as `of_person` does; nothing for anybody else's."""
        require(person, Action.OWN_ACCOUNT)
        own = (api_tokens.c.person_id == person.id) & (func.substr(api_tokens.c.digest, 1, HANDLE) == handle)
        with self._database.writing() as connection:
            if connection.execute(delete(api_tokens).where(own)).rowcount:
                _tell(connection, person, "untoken")

    def of_person(self, person: Person) -> tuple[Token, ...]:
        """Return the tokens of a person that are not over, the latest first."""
        wanted = (api_tokens.c.person_id == person.id) & (api_tokens.c.made_at > self._clock() - LASTS_S)
        query = select(api_tokens).where(wanted).order_by(api_tokens.c.made_at.desc(), api_tokens.c.digest)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Token(row["digest"][:HANDLE], row["name"], row["made_at"], row["made_at"] + LASTS_S, row["used_at"]) for row in rows)

    def owner(self, token: str) -> Person | None:
        """Return as whom a token reads, and note that it was used; None for one that is unknown, over, or of a closed account."""
        if not token.startswith(PREFIX) or len(token) > MAX_TOKEN:
            return None
        now, key = self._clock(), digest(token)
        joined = api_tokens.join(persons, api_tokens.c.person_id == persons.c.id)
        query = select(api_tokens.c.made_at, api_tokens.c.used_at, *PERSON_COLUMNS).select_from(joined)
        with self._database.reading() as connection:
            row = connection.execute(query.where(api_tokens.c.digest == key)).mappings().one_or_none()
        if row is None or not row["active"] or not 0 <= now - row["made_at"] < LASTS_S:
            return None
        if row["used_at"] is None or now - row["used_at"] >= TOUCHED_EVERY_S:
            with self._database.writing() as connection:
                connection.execute(update(api_tokens).where(api_tokens.c.digest == key).values(used_at=now))
        return person_of(row)


def _tell(connection: Connection, person: Person, action: str) -> None:
    """Tell it in the journal: the next version of the account, of which nothing else changes; its sessions go on."""
    now = dt.datetime.now(dt.UTC)
    same = persons.c.id == person.id
    connection.execute(update(persons).where(same).values(version=persons.c.version + 1, updated_at=now))
    journal.append(connection, action, None, now, person.name, None, {}, person.id, person.id)
