"""Sessions: who has signed in, by a token of which only the digest is kept; each ends by itself."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from domain.person import Person, PersonRole
from store.database import Database, StoreUnavailable
from store.persons import PERSON_COLUMNS, person_of
from store.tables import persons, sessions

IDLE_S = 30 * 60
LONGEST_S = 12 * 3_600
TOUCHED_EVERY_S = 60
"""A session in use is written at most this often: a person may be taken for idle one minute early, and never late."""
TOKEN_BYTES = 32
MAX_TOKEN = 64
HANDLE = 12
"""Signs of a digest by which a person's own session is named."""
MAX_AGENT = 60


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a session: a person of the database, or an example person of the demonstration, by role."""

    person: Person | None
    demo: PersonRole | None


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session of a person: from which kind of browser, since when and when it was last used (seconds since 1970)."""

    handle: str
    agent: str | None
    started_at: float
    seen_at: float
    is_current: bool


class Sessions:
    """The sessions of a database. `clock` gives seconds since 1970.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database = database
        self._clock = clock

    def open(self, holder: Person | PersonRole, replacing: str | None = None, id_token: str | None = None, agent: str = "") -> str:
        """Open a session and end the one of the token `replacing`; return the new token, which nothing here remembers.

        `id_token` is what an identity provider asks for when the session ends, `agent` the kind of browser, in words.
        """
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        who = {"demo": holder} if isinstance(holder, PersonRole) else {"person_id": holder.id}
        with self._database.writing() as connection:
            _sweep(connection, now)
            if replacing:
                connection.execute(delete(sessions).where(sessions.c.digest == digest(replacing)))
            times = {"started_at": now, "seen_at": now}
            connection.execute(insert(sessions).values(digest=digest(token), id_token=id_token, agent=agent[:MAX_AGENT], **times, **who))
            if isinstance(holder, Person):
                at = dt.datetime.fromtimestamp(now, dt.UTC)
                connection.execute(update(persons).where(persons.c.id == holder.id).values(signed_in_at=at))
        return token

    def of_person(self, person: Person, token: str) -> tuple[OpenSession, ...]:
        """Return a person's sessions that are not over, the last used first; `token` is that of the one that asks."""
        now = self._clock()
        query = select(sessions).where(sessions.c.person_id == person.id).order_by(sessions.c.seen_at.desc())
        with self._database.reading() as connection:
            rows = [row for row in connection.execute(query).mappings() if not _is_over(row["started_at"], row["seen_at"], now)]
        return tuple(
            OpenSession(row["digest"][:HANDLE], row["agent"], row["started_at"], row["seen_at"], row["digest"] == digest(token))
            for row in rows
        )

    def close_own(self, person: Person, handle: str) -> None:
        """End a session of a person, named as `of_person` does; nothing for anybody else's."""
        with self._database.writing() as connection:
            wanted = (sessions.c.person_id == person.id) & (func.substr(sessions.c.digest, 1, HANDLE) == handle)
            connection.execute(delete(sessions).where(wanted))

    def close_others(self, person: Person, token: str) -> None:
        """End a person's sessions but the one of a token."""
        with self._database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.person_id == person.id, sessions.c.digest != digest(token)))

    def holder(self, token: str) -> Holder | None:
        """Return who holds a token, and note that they are here; None when it is unknown, over, or its person is disabled."""
        if not token or len(token) > MAX_TOKEN:
            return None
        now, key = self._clock(), digest(token)
        query = (
            select(sessions.c.started_at, sessions.c.seen_at, sessions.c.demo, *PERSON_COLUMNS)
            .select_from(sessions.outerjoin(persons, sessions.c.person_id == persons.c.id))
            .where((sessions.c.digest == key) & or_(persons.c.active.is_(True), sessions.c.demo.is_not(None)))
        )
        with self._database.reading() as connection:
            row = connection.execute(query).mappings().one_or_none()
        if row is None or _is_over(row["started_at"], row["seen_at"], now):
            return None
        if now - row["seen_at"] >= TOUCHED_EVERY_S:
            self._touch(key, now)
        if row["demo"] is not None:
            return Holder(None, row["demo"])
        return Holder(person_of(row), None)

    def close(self, token: str) -> str | None:
        """End a session, and return the provider's token that came with it; nothing when there is no such session."""
        own = sessions.c.digest == digest(token)
        with self._database.writing() as connection:
            id_token = connection.execute(select(sessions.c.id_token).where(own)).scalar()
            connection.execute(delete(sessions).where(own))
        return id_token

    def _touch(self, key: str, now: float) -> None:
        try:
            with self._database.writing() as connection:
                connection.execute(update(sessions).where(sessions.c.digest == key).values(seen_at=now))
        except StoreUnavailable:
            return  # reading goes on while nothing can be written; the session then ends half an hour after it was last noted


def digest(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _is_over(started_at: float, seen_at: float, now: float) -> bool:
    """Say whether a session has ended; one that began or was seen in the future (a clock went back) has not."""
    return now - seen_at >= IDLE_S or now - started_at >= LONGEST_S


def _sweep(connection: Connection, now: float) -> None:
    """Forget the sessions that are over."""
    over = or_(sessions.c.seen_at <= now - IDLE_S, sessions.c.started_at <= now - LONGEST_S)
    connection.execute(delete(sessions).where(over))
