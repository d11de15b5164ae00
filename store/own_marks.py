"""By what the places of an organisation are known again: identifier, reference, name, address, position; their contents are not read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from domain.person import Person
from domain.proposal import EDITABLE, Stage
from store.proposal_rows import name_of, owned
from store.tables import proposals


@dataclass(frozen=True, slots=True)
class OwnMark:
    """A place of one's organisation; degrees, WGS 84, None while it has no position. Texts are empty where they are unknown."""

    id: str
    stage: Stage
    name: str
    reference: str
    address: str
    lon: float | None
    lat: float | None

    @property
    def is_editable(self) -> bool:
        """Whether it may be told anew: neither refused nor withdrawn."""
        return self.stage in EDITABLE


def own_state(connection: Connection, person: Person) -> tuple[Any, ...]:
    """Return what is another one as soon as anything of the places of a person's organisation is written."""
    column = proposals.c
    query = select(func.count(), func.sum(column.version), func.max(column.updated_at), func.max(column.number)).where(owned(person))
    return tuple(connection.execute(query).one())


def own_versions(connection: Connection, person: Person) -> list[tuple[str, int]]:
    """Return (id, version) of the places of a person's organisation, newest change first."""
    column = proposals.c
    query = select(column.id, column.version).where(owned(person)).order_by(column.updated_at.desc(), column.number.desc())
    return [(key, version) for key, version in connection.execute(query)]


def unplaced_ids(connection: Connection, person: Person) -> list[str]:
    """Return the ids of the places of a person's organisation that have no position and may be given one, newest change first."""
    column = proposals.c
    wanted = owned(person) & column.lon.is_(None) & column.stage.in_(EDITABLE)
    query = select(column.id).where(wanted).order_by(column.updated_at.desc(), column.number.desc())
    return list(connection.execute(query).scalars())


def own_marks(connection: Connection, person: Person) -> tuple[OwnMark, ...]:
    """Return the places of a person's organisation, whatever their stage, in the order in which they were begun."""
    column = proposals.c
    texts = [column.content[key].as_string().label(key) for key in ("name", "reference", "address")]
    query = select(column.id, column.stage, *texts, column.lon, column.lat).where(owned(person)).order_by(column.number)
    return tuple(_mark(*row) for row in connection.execute(query))


def _mark(key: str, stage: Stage, name: str | None, reference: str | None, address: str | None, *position: Any) -> OwnMark:
    return OwnMark(key, stage, name_of({"name": name}, key), reference or "", address or "", *position)
