"""The journal: who did what to which scenario, proposal, meeting or person, and when; rows are only ever added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select

from domain.person import Person
from store.tables import journal, proposals


@dataclass(frozen=True)
class JournalEntry:
    """One action. `before` and `after` hold the fields that it changed; `before` is None for a creation or a copy.

    The result is not repeated here: nothing changes it once saved. A password, or what is kept of it, never is.
    Of a proposal, `organisation` is whose it is, and `is_shared` says whether those who decide could read it then.
    """

    id: int
    at: dt.datetime
    author: str | None
    action: str
    scenario_id: str | None
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    person_id: str | None = None
    author_id: str | None = None
    proposal_id: str | None = None
    organisation: str | None = None
    is_shared: bool | None = None
    meeting_id: str | None = None
    commitment_id: str | None = None
    project_id: str | None = None


def append(
    connection: Connection,
    action: str,
    scenario_id: str | None,
    at: dt.datetime,
    author: str | None,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    person_id: str | None = None,
    author_id: str | None = None,
) -> None:
    """Add a row about a scenario or a person, in the transaction of what it tells."""
    subject = {"scenario_id": scenario_id, "person_id": person_id, "author_id": author_id}
    connection.execute(insert(journal).values(at=at, author=author, action=action, before=before, after=after, **subject))


def append_row(connection: Connection, row: Mapping[str, Any]) -> int:
    """Add a row, given by column, in the transaction of what it tells; return its id."""
    key = connection.execute(insert(journal).values(**row)).inserted_primary_key
    return int(key[0]) if key else 0


def append_by(
    connection: Connection,
    person: Person,
    action: str,
    at: dt.datetime,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any],
    **of: str,
) -> None:
    """Add a row of what a person did, in the transaction of what it tells; `of` is the column of what it was done to, with its id."""
    author = {"author": person.name or None, "author_id": person.id}
    append_row(connection, {"at": at, "action": action, "before": before, "after": dict(after), **author, **of})


def append_many(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add several rows at once; all have the same columns."""
    connection.execute(insert(journal), [dict(row) for row in rows])


def entries(connection: Connection, scenario_id: str) -> tuple[JournalEntry, ...]:
    """Return what was done to one scenario, oldest first."""
    return select_entries(connection, journal.c.scenario_id == scenario_id)


def entries_of_person(connection: Connection, person_id: str) -> tuple[JournalEntry, ...]:
    """Return what was done to one person's account, oldest first."""
    return select_entries(connection, journal.c.person_id == person_id)


def last_of(connection: Connection, proposal_id: str, actions: Sequence[str]) -> JournalEntry | None:
    """Return the latest row of some actions on a proposal; None where there is none."""
    wanted = (journal.c.proposal_id == proposal_id) & journal.c.action.in_(actions)
    found = select_entries(connection, wanted, newest_first=True, limit=1)
    return found[0] if found else None


def of_version(connection: Connection, proposal_id: str, version: int) -> JournalEntry | None:
    """Return the row of the writing that made a version of a proposal: each writing is one row (see `store.verify`)."""
    if version < 1:
        return None
    found = select_entries(connection, journal.c.proposal_id == proposal_id, limit=version)
    return found[version - 1] if len(found) == version else None


def latest_authors(connection: Connection, wanted: ColumnElement[bool], most: int) -> frozenset[str]:
    """Return who wrote the latest `most` rows for which a condition holds (see `select_entries`); nobody's are passed over."""
    joined = journal.outerjoin(proposals, journal.c.proposal_id == proposals.c.id)
    latest = select(journal.c.author).select_from(joined).where(wanted).order_by(journal.c.id.desc()).limit(most)
    return frozenset(author for author in connection.execute(latest).scalars() if author)


def select_entries(
    connection: Connection, wanted: ColumnElement[bool], newest_first: bool = False, limit: int | None = None
) -> tuple[JournalEntry, ...]:
    """Return the rows for which a condition holds, oldest or newest first; the condition may be on a proposal's columns too."""
    order = journal.c.id.desc() if newest_first else journal.c.id
    joined = journal.outerjoin(proposals, journal.c.proposal_id == proposals.c.id)
    query = select(journal).select_from(joined).where(wanted).order_by(order).limit(limit)
    return tuple(JournalEntry(**row) for row in connection.execute(query).mappings())
