"""What was written of the proposals that those who decide read, since the journal had a given last row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, select

from store.proposal_rows import shared
from store.tables import journal, proposals


@dataclass(frozen=True, slots=True)
class JournalMark:
    """The last row of the journal: another one as soon as anything is written of a proposal."""

    id: int
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class QueueChanges:
    """What was written since a mark, by id: `read` is read now (None: read all of it), `gone` no longer; `mark` is the mark of now."""

    mark: JournalMark
    read: Collection[str] | None
    gone: Collection[str]


def queue_changes(connection: Connection, since: JournalMark | None) -> QueueChanges:
    """Return what was written since a mark: everything where there is none, or where another database was put in its place.

    Each writing of a proposal is one row of the journal, in the same transaction, and no two writings go on at once.
    """
    column, mark = journal.c, _mark(connection)
    if since is None or (since.id and _at(connection, since.id) != since.at):
        return QueueChanges(mark, None, ())
    written = select(column.proposal_id, shared()).join(proposals, proposals.c.id == column.proposal_id)
    rows = connection.execute(written.where(column.id > since.id).distinct()).all() if mark != since else []
    return QueueChanges(mark, [key for key, is_read in rows if is_read], [key for key, is_read in rows if not is_read])


def _mark(connection: Connection) -> JournalMark:
    last = connection.execute(select(journal.c.id, journal.c.at).order_by(journal.c.id.desc()).limit(1)).one_or_none()
    return JournalMark(0, None) if last is None else JournalMark(*last)


def _at(connection: Connection, row: int) -> dt.datetime | None:
    return connection.execute(select(journal.c.at).where(journal.c.id == row)).scalar_one_or_none()
