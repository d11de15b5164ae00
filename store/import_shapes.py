"""What an organisation chose for the files of one shape, proposed for the next one: no person, and no row of a file."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select
from sqlalchemy.exc import IntegrityError

from domain.candidate import Kind
from domain.person import Action, Person, require
from domain.proposal import organisation_of
from store.database import Database
from store.tables import import_shapes

MOST_STORED = 40
"""Shapes of an organisation; beyond, the oldest are forgotten."""
MOST_CHARS = 100_000


@dataclass(frozen=True, slots=True)
class StoredShape:
    """What was chosen, as `bulk.shapes` writes it, for files of a shape, and when."""

    shape: str
    choices: Mapping[str, Any]
    at: dt.datetime


class ImportShapes:
    """The shapes of files of a database, an organisation's own each.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person, kind: Kind) -> tuple[StoredShape, ...]:
        """Return those of the person's organisation, the newest first."""
        query = select(import_shapes).where(_own(person, kind)).order_by(import_shapes.c.at.desc(), import_shapes.c.shape)
        with self._database.reading() as connection:
            return tuple(StoredShape(row["shape"], row["choices"], row["at"]) for row in connection.execute(query).mappings())

    def put(self, person: Person, kind: Kind, shape: str, choices: Mapping[str, Any]) -> None:
        """Store what was chosen for a shape, in the place of what was chosen before; too much of it is not stored."""
        require(person, Action.PROPOSE)
        if len(json.dumps(choices)) > MOST_CHARS:
            return
        row: dict[str, Any] = {"organisation": organisation_of(person), "kind": kind, "shape": shape, "choices": dict(choices)}
        row |= {"at": dt.datetime.now(dt.UTC)}
        with suppress(IntegrityError), self._database.writing() as connection:  # another request stored the same meanwhile
            wanted = _own(person, kind) & (import_shapes.c.shape.in_([shape, *_oldest(connection, person, kind)]))
            connection.execute(delete(import_shapes).where(wanted))
            connection.execute(insert(import_shapes).values(row))

    def forget(self, person: Person, kind: Kind, shape: str) -> None:
        """Drop what was chosen for a shape."""
        require(person, Action.PROPOSE)
        with self._database.writing() as connection:
            connection.execute(delete(import_shapes).where(_own(person, kind) & (import_shapes.c.shape == shape)))


def _own(person: Person, kind: Kind) -> ColumnElement[bool]:
    return (import_shapes.c.organisation == organisation_of(person)) & (import_shapes.c.kind == kind)


def _oldest(connection: Connection, person: Person, kind: Kind) -> list[str]:
    """Those beyond what may stay beside a new one."""
    query = select(import_shapes.c.shape).where(_own(person, kind)).order_by(import_shapes.c.at.desc(), import_shapes.c.shape)
    return list(connection.execute(query.offset(MOST_STORED - 1)).scalars())
