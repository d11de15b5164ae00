"""Geometries of a map file: points and contours only, finite, of a sane size, valid; or a sentence that says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

import shapely

from i18n import gettext as _
from intake.table import MAX_VERTICES

_PLACE = re.compile(r"\[(\S+) (\S+?)\]")
Position = tuple[float, float]


class GeometryError(ValueError):
    """A geometry is refused; the message is a sentence in the current language."""


class _Counter:
    """Counts the vertices of one geometry."""

    def __init__(self) -> None:
        self.left = MAX_VERTICES

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise GeometryError(_("Le contour a plus de {limit} sommets : simplifiez-le.").format(limit=MAX_VERTICES))


def shape_of(geometry: Mapping[str, Any]) -> shapely.Geometry:
    """Return a Point, Polygon or MultiPolygon in the file's own coordinates.

    Raises
    ------
    GeometryError
        When it is of another type, not finite, too big, or crosses itself (the place is said: nothing is repaired here,
        since a repair of a few hundred vertices can take minutes).
    """
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    counter = _Counter()
    if kind == "too_many_vertices":
        counter.take(MAX_VERTICES + 1)
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind == "Point":
        return shapely.Point(_position(coordinates))
    if kind == "Polygon":
        return _valid(_polygon(coordinates, counter))
    if kind == "MultiPolygon":
        return _valid(shapely.MultiPolygon([_polygon(part, counter) for part in _list(coordinates)]))
    raise GeometryError(_("Un lieu est un point ou un contour fermé."))


def vertices_of(geometry: Mapping[str, Any] | None) -> int:
    """Return how many positions a geometry holds, well formed or not: the lists in it that hold no list."""
    count, left = 0, [(geometry or {}).get("coordinates")]
    while left:
        value = left.pop()
        if isinstance(value, list):
            inner = [each for each in value if isinstance(each, list)]
            count += not inner
            left += inner
    return count


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise GeometryError(_("La géométrie est vide ou mal formée."))
    return value


def _position(value: Any) -> Position:
    pair = _list(value)[:2]
    if len(pair) < 2 or not all(isinstance(number, (int, float)) and not isinstance(number, bool) for number in pair):
        raise GeometryError(_("La géométrie est vide ou mal formée."))
    try:
        x, y = float(pair[0]), float(pair[1])
    except OverflowError:
        x = y = math.inf
    if not (math.isfinite(x) and math.isfinite(y)):
        raise GeometryError(_("Une coordonnée n'est pas un nombre fini."))
    return x, y


def _ring(value: Any, counter: _Counter) -> list[Position]:
    positions = _list(value)
    counter.take(len(positions))
    ring = [_position(position) for position in positions]
    if len(ring) < 4 or ring[0] != ring[-1]:
        raise GeometryError(_("Un contour se ferme sur son premier point et a au moins trois côtés."))
    return ring


def _polygon(value: Any, counter: _Counter) -> shapely.Polygon:
    rings = [_ring(ring, counter) for ring in _list(value)]
    return shapely.Polygon(rings[0], rings[1:])


def _valid(shape: shapely.Geometry) -> shapely.Geometry:
    if shapely.is_valid(shape):
        return shape
    found = _PLACE.search(str(shapely.is_valid_reason(shape)))
    if found is None:
        raise GeometryError(_("Le contour est invalide."))
    raise GeometryError(_("Le contour se croise ou se touche près de {x}, {y}.").format(x=found[1], y=found[2]))
