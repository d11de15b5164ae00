"""What whoever runs the service watches of its database."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, case, func, literal, select

from store.database import Database
from store.outbox import MOST_TRIES
from store.tables import outbox, searches


@dataclass(frozen=True)
class StoreState:
    """How many computations are under way and wait for who goes on with them; how many letters are to leave, and were given up."""

    computations_running: int
    computations_waiting: int
    letters_waiting: int
    letters_given_up: int


def is_readable(database: Database) -> None:
    """Read nothing of a database.

    Raises
    ------
    StoreUnavailable
        It cannot be read.
    """
    with database.reading() as connection:
        connection.execute(select(literal(1)))


def state_of(database: Database, now: float | None = None) -> StoreState:
    """Count, in one state of the database, what is not done.

    Raises
    ------
    StoreUnavailable
        It cannot be read.
    """
    is_running = searches.c.lease_until > (time.time() if now is None else now)
    is_left = searches.c.finished.is_(False) & searches.c.cancelled.is_(False)
    is_unsent = outbox.c.sent_at.is_(None)
    with database.reading() as connection:
        running, left = _counts(connection, searches, is_running, is_left)
        tired, unsent = _counts(connection, outbox, outbox.c.tries >= MOST_TRIES, is_unsent)
    return StoreState(running, left - running, unsent - tired, tired)


def _counts(connection: Connection, table: Table, is_one: ColumnElement[bool], where: ColumnElement[bool]) -> tuple[int, int]:
    """Return how many rows are so among those of a condition, and how many these are."""
    counted = select(func.coalesce(func.sum(case((is_one, 1), else_=0)), 0), func.count()).select_from(table).where(where)
    row = connection.execute(counted).one()
    return int(row[0]), int(row[1])
