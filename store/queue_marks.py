"""The queue of those who decide, by what it is searched and put in order by: contents are not read whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, case, false, func, select

from domain.candidate import Kind
from domain.proposal import Stage
from store.proposal_rows import is_published, shared
from store.tables import proposals

QueueCounts = Mapping[tuple[Stage, str], int]
"""How many proposals there are, by stage and organisation."""


@dataclass(frozen=True, slots=True)
class QueueMark:
    """A proposal of the queue; degrees, WGS 84, None while it has no position. `since` is when it was submitted."""

    id: str
    kind: Kind
    organisation: str
    stage: Stage
    since: dt.datetime
    lon: float | None
    lat: float | None
    name: str | None
    area_m2: float | None
    is_public: bool


def waiting_first() -> tuple[ColumnElement[object], ...]:
    """Return the order of the queue: what waits first, the longest waiting first."""
    return case((proposals.c.stage == Stage.SUBMITTED, 0), else_=1), proposals.c.submitted_at, proposals.c.number


def queue_marks(connection: Connection, stages: Collection[Stage]) -> tuple[QueueMark, ...]:
    """Return the proposals of some stages that those who decide read, in the order of the queue."""
    column = proposals.c
    since = func.coalesce(column.submitted_at, column.updated_at, type_=column.updated_at.type)
    texts = (column.content["name"].as_string(), column.content["area_m2"].as_float(), is_published())
    query = select(column.id, column.kind, column.organisation, column.stage, since, column.lon, column.lat, *texts)
    wanted = shared() & (column.stage.in_(stages) if stages else false())
    return tuple(QueueMark(*row) for row in connection.execute(query.where(wanted).order_by(*waiting_first())))


def queue_counts(connection: Connection) -> QueueCounts:
    """Return how many proposals those who decide read, by stage and organisation."""
    column = proposals.c
    query = select(column.stage, column.organisation, func.count()).where(shared()).group_by(column.stage, column.organisation)
    return {(stage, organisation): count for stage, organisation, count in connection.execute(query)}
