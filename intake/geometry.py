"""Geometries of a map file: points and contours only, finite, of a sane size, valid; or a sentence that says what is wrong."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

import shapely

from i18n import gettext as _
from intake.table import MAX_VERTICES

_PLACE = re.compile(r"\[(\S+) (\S+?)\]")
Position = tuple[float, float]
MOST_REPAIRED = 200
"""Vertices of a contour that is repaired: for more that cross, a repair can take minutes."""


class GeometryError(ValueError):
    """A geometry is refused; the message is a sentence in the current language."""


class CrossedError(GeometryError):
    """A contour crosses or touches itself: `shape` is what it is, which can be repaired (see `repaired`)."""

    def __init__(self, sentence: str, shape: shapely.Geometry) -> None:
        super().__init__(sentence)
        self.shape = shape


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
        When it is of another type, not finite, too big, or crosses itself (`CrossedError`: the place is said, and nothing is repaired
        unasked).

    Notes
    -----
    A ring that is not closed is closed, and a closed line is a contour; a collection of one geometry is that geometry.
    """
    geometry = _only_member(geometry)
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    counter = _Counter()
    if kind == "too_many_vertices":
        counter.take(MAX_VERTICES + 1)
    if kind == "MultiPoint" and isinstance(coordinates, list) and len(coordinates) == 1:
        kind, coordinates = "Point", coordinates[0]
    if kind == "Point":
        return shapely.Point(_position(coordinates))
    if kind == "LineString" and _is_closed(coordinates):
        kind, coordinates = "Polygon", [coordinates]
    if kind == "Polygon":
        return _valid(_polygon(coordinates, counter))
    if kind == "MultiPolygon":
        return _valid(shapely.MultiPolygon([_polygon(part, counter) for part in _list(coordinates)]))
    raise GeometryError(_("Un lieu est un point ou un contour fermé."))


def is_empty(geometry: Mapping[str, Any]) -> bool:
    """Say whether a geometry holds nothing (« POINT EMPTY »): its row has none."""
    kind, parts = geometry.get("type"), geometry.get("geometries", geometry.get("coordinates"))
    return isinstance(kind, str) and isinstance(parts, list) and not any(_leaves(parts))


def _leaves(parts: list[Any]) -> Iterator[Any]:
    left = list(parts)
    while left:
        part = left.pop()
        if isinstance(part, list):
            left += part
        else:
            yield part


def _only_member(geometry: Mapping[str, Any]) -> Mapping[str, Any]:
    for _depth in range(4):
        members = geometry.get("geometries")
        if geometry.get("type") != "GeometryCollection" or not isinstance(members, list):
            break
        whole = [member for member in members if isinstance(member, dict) and not is_empty(member)]
        if len(whole) != 1:
            break
        geometry = whole[0]
    lines = geometry.get("coordinates")
    if geometry.get("type") == "MultiLineString" and isinstance(lines, list) and len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return geometry


def _is_closed(line: Any) -> bool:
    return isinstance(line, list) and len(line) > 3 and line[0] == line[-1]


def with_point(contour: Mapping[str, Any], point: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a contour with the position of its place beside it, as `parted` takes them apart."""
    return {"type": "GeometryCollection", "geometries": [contour, point]}


def parted(geometry: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any] | None]:
    """Return a geometry, and the position of its place where it is a collection of a contour and a point (None elsewhere)."""
    members = geometry.get("geometries") if geometry.get("type") == "GeometryCollection" else None
    if not isinstance(members, list) or len(members) != 2 or not all(isinstance(member, dict) for member in members):
        return geometry, None
    contour, point = sorted(members, key=lambda member: member.get("type") == "Point")
    is_place = point.get("type") == "Point" and contour.get("type") in {"Polygon", "MultiPolygon"}
    return (contour, point) if is_place and not is_empty(point) else (geometry, None)


def repaired(shape: shapely.Geometry) -> shapely.Geometry | None:
    """Return a contour that crosses itself as the areas that it encloses; None when it has too many vertices, or encloses nothing."""
    if shapely.get_num_coordinates(shape) > MOST_REPAIRED:
        return None
    parts = [part for part in shapely.get_parts(shapely.make_valid(shape)) if part.geom_type in {"Polygon", "MultiPolygon"}]
    found = shapely.union_all(parts) if parts else None
    return None if found is None or found.is_empty else found


def vertices_of(geometry: Mapping[str, Any] | None) -> int:
    """Return how many positions a geometry holds, well formed or not: the lists in it that hold no list."""
    count, left = 0, [(geometry or {}).get("coordinates")]
    while left:
        value = left.pop()
        if not isinstance(value, list):
            continue
        if list in map(type, value):  # most hold numbers alone: they are told at the speed of C
            left += [each for each in value if isinstance(each, list)]
        else:
            count += 1
    return count


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list) or not value:
        raise GeometryError(_("La géométrie est vide ou mal formée."))
    return value


def _position(value: Any) -> Position:
    pair = _list(value)[:2]
    if [*map(type, pair)] == [float, float] and math.isfinite(pair[0]) and math.isfinite(pair[1]):
        return pair[0], pair[1]
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
    if ring[0] != ring[-1]:
        ring.append(ring[0])
    if len(ring) < 4:
        raise GeometryError(_("Un contour a au moins trois côtés."))
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
    raise CrossedError(_("Le contour se croise ou se touche près de {x}, {y}.").format(x=found[1], y=found[2]), shape)
