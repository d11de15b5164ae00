"""Where the places are that a person may know of: all of them, or those around a point."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, not_, or_, select

from domain.person import Person
from domain.proposal import CLOSED, Stage
from store.proposal_rows import is_published, name_of, readable
from store.tables import proposals

EARTH_RADIUS_M = 6_371_008.8
MOST_AROUND = 2_000
Box = tuple[float, float, float, float]
"""West, south, east, north; degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Known:
    """Where a place is that a person may know of; degrees, WGS 84."""

    id: str
    name: str
    lon: float
    lat: float
    is_public: bool
    stage: Stage
    organisation: str

    @property
    def is_closed(self) -> bool:
        """Whether it was refused or withdrawn."""
        return self.stage in CLOSED


def known_places(
    connection: Connection, person: Person, where: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], limit: int | None = None
) -> tuple[Known, ...]:
    """Return the places of a condition: where they now are for whoever reads them, where everybody sees them for the others.

    Contents are not read, only their names: there may be thousands of places.
    """
    column, is_read = proposals.c, readable(person)
    names = (column.content["name"].as_string().label("name"), column.published["name"].as_string().label("public_name"))
    read = (
        column.id,
        column.stage,
        column.organisation,
        column.lon,
        column.lat,
        column.public_lon,
        column.public_lat,
        *names,
        is_read.label("is_read"),
    )
    query = select(*read).where(where, or_(is_read, is_published())).order_by(*order).limit(limit)
    rows = connection.execute(query).all()
    positions = [
        (row, row.name, row.lon, row.lat) if row.is_read else (row, row.public_name, row.public_lon, row.public_lat) for row in rows
    ]
    return tuple(
        Known(row.id, name_of({"name": name}, row.id), lon, lat, row.public_lat is not None, row.stage, row.organisation)
        for row, name, lon, lat in positions
        if lon is not None and lat is not None
    )


def known_around(connection: Connection, person: Person, lon: float, lat: float, metres: float) -> tuple[Known, ...]:
    """Return the nearest 2,000 places that a person may know of in a box that holds all those within `metres` of a point."""
    return known_places(connection, person, _in(_around(lon, lat, metres), person), _nearest_first(lon, lat), MOST_AROUND)


def _in(box: Box, person: Person) -> ColumnElement[bool]:
    """Return the condition of a place that lies in a box for a person: where it now is only for whoever reads it."""
    (west, south, east, north), column, is_read = box, proposals.c, readable(person)
    now = column.lat.between(south, north) & column.lon.between(west, east)
    return or_(is_read & now, not_(is_read) & column.public_lat.between(south, north) & column.public_lon.between(west, east))


def _around(lon: float, lat: float, metres: float) -> Box:
    """Return a box that holds every point within `metres` of a point, and some more."""
    d_lat = math.degrees(metres / EARTH_RADIUS_M) * 1.01
    d_lon = d_lat / max(math.cos(math.radians(lat)), 1e-3)
    return lon - d_lon, lat - d_lat, lon + d_lon, lat + d_lat


def _nearest_first(lon: float, lat: float) -> tuple[ColumnElement[Any], ...]:
    """Return an order that is right for close points, on a plane that touches the sphere there."""
    column, narrow = proposals.c, math.cos(math.radians(lat))
    d_lon = (func.coalesce(column.lon, column.public_lon) - lon) * narrow
    d_lat = func.coalesce(column.lat, column.public_lat) - lat
    return d_lon * d_lon + d_lat * d_lat, column.id
