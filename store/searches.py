"""State of long computations: any worker can go on with one, and only one does at a time."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from store.database import Database
from store.tables import searches

ABANDONED_S = 30 * 86_400.0
MOST_SEARCHES = 2_000
REQUESTED_BY = "asked_by"


@dataclass(frozen=True)
class StoredSearch:
    """One computation. Times are seconds since 1970; `holder` works on it, alone until `lease_until`."""

    key: str
    kind: str
    question: str
    state: bytes
    report: Mapping[str, Any]
    steps: int
    finished: bool
    cancelled: bool
    holder: str | None
    lease_until: float | None
    updated_at: float

    @property
    def author(self) -> str | None:
        """Id of the person who asked for it first; None for whoever had not signed in."""
        return self.report.get(REQUESTED_BY)


class Searches:
    """The searches of a database. A holder is named by a text that no other run of any worker uses.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, key: str) -> StoredSearch | None:
        """Return a search; None when there is none of this key."""
        with self._database.reading() as connection:
            row = connection.execute(select(searches).where(searches.c.key == key)).mappings().one_or_none()
        return None if row is None else StoredSearch(**row)

    def start(self, key: str, kind: str, question: str, state: bytes, report: Mapping[str, Any], finished: bool) -> StoredSearch:
        """Store a new search that nobody holds; return the one that is already there when somebody was faster."""
        found = self.get(key)
        if found is not None:
            return found
        new = StoredSearch(key, kind, question, state, dict(report), 0, finished, False, None, None, time.time())
        try:
            with self._database.writing() as connection:
                connection.execute(insert(searches).values(vars(new)))
        except IntegrityError:
            return self.get(key) or new
        return new

    def claim(self, key: str, holder: str, seconds: float, now: float | None = None) -> bool:
        """Take or renew the search for `seconds`; False when it is over, cancelled, unknown, or another's lease is alive."""
        now = time.time() if now is None else now
        is_free = or_(searches.c.holder.is_(None), searches.c.holder == holder, searches.c.lease_until <= now)
        return self._set(_is_open(key) & is_free, holder=holder, lease_until=now + seconds)

    def advance(
        self, key: str, holder: str, state: bytes, report: Mapping[str, Any], finished: bool, seconds: float, now: float | None = None
    ) -> bool:
        """Write a step and renew the lease (drop it when finished).

        False, and nothing is written, when the search is over, cancelled, or `holder` no longer has it. A lease that ran out and
        that nobody took still counts: no other step was written since.
        """
        now = time.time() if now is None else now
        return self._set(
            _is_open(key) & (searches.c.holder == holder),
            state=state,
            report=dict(report),
            finished=finished,
            steps=searches.c.steps + 1,
            holder=None if finished else holder,
            lease_until=None if finished else now + seconds,
            updated_at=now,
        )

    def release(self, key: str, holder: str) -> None:
        """Let others go on, when `holder` has the search."""
        self._set((searches.c.key == key) & (searches.c.holder == holder), holder=None, lease_until=None)

    def cancel(self, key: str) -> None:
        """Stop a search that is not finished, whoever has it: the step they are at will not be written."""
        self._set(_is_open(key), cancelled=True, holder=None, lease_until=None)

    def resume(self, key: str) -> None:
        """Let a cancelled search go on from its last written step."""
        self._set(searches.c.key == key, cancelled=False)

    def prune(self, keep: int = MOST_SEARCHES, now: float | None = None) -> int:
        """Drop the oldest finished searches beyond `keep`, and the others that nobody has gone on with for a month; return how many."""
        newest_first = (searches.c.updated_at.desc(), searches.c.key)
        old = select(searches.c.key).where(searches.c.finished).order_by(*newest_first).offset(keep)
        is_abandoned = searches.c.finished.is_(False) & (searches.c.updated_at < (time.time() if now is None else now) - ABANDONED_S)
        with self._database.writing() as connection:
            return connection.execute(delete(searches).where(searches.c.key.in_(old) | is_abandoned)).rowcount

    def _set(self, where: ColumnElement[bool], **values: Any) -> bool:
        with self._database.writing() as connection:
            return connection.execute(update(searches).where(where).values(values)).rowcount == 1


def _is_open(key: str) -> ColumnElement[bool]:
    return (searches.c.key == key) & searches.c.finished.is_(False) & searches.c.cancelled.is_(False)
