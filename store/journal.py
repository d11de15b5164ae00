"""The journal: who did what to which scenario or person, and when; rows are only ever added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select

from store.tables import journal


@dataclass(frozen=True)
class JournalEntry:
    """One action. `before` and `after` hold the fields that it changed; `before` is None for a creation or a copy.

    The result is not repeated here: nothing changes it once saved. A password, or what is kept of it, never is.
    """

    id: int
    at: dt.datetime
    author: str | None
    action: str
    scenario_id: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    person_id: str | None = None


def append(
    connection: Connection,
    action: str,
    scenario_id: str | None,
    at: dt.datetime,
    author: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    person_id: str | None = None,
) -> None:
    """Add a row about a scenario or a person, in the transaction of what it tells."""
    subject = {"scenario_id": scenario_id, "person_id": person_id}
    connection.execute(insert(journal).values(at=at, author=author, action=action, before=before, after=after, **subject))


def entries(connection: Connection, scenario_id: str) -> tuple[JournalEntry, ...]:
    """Return what was done to one scenario, oldest first."""
    query = select(journal).where(journal.c.scenario_id == scenario_id).order_by(journal.c.id)
    return tuple(JournalEntry(**row) for row in connection.execute(query).mappings())


def entries_of_person(connection: Connection, person_id: str) -> tuple[JournalEntry, ...]:
    """Return what was done to one person's account, oldest first."""
    query = select(journal).where(journal.c.person_id == person_id).order_by(journal.c.id)
    return tuple(JournalEntry(**row) for row in connection.execute(query).mappings())
