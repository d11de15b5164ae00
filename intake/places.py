"""The positions and contours of the rows of a file, in both coordinate systems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.crs import COORDINATE_DECIMALS, WGS84, Floats, to_wgs84
from i18n import gettext as _
from i18n.numbers import number
from intake.errors import RowError
from intake.geometry import CrossedError, GeometryError, is_empty, parted, repaired, shape_of
from intake.plain_shapes import plain_shapes
from intake.position import READINGS, Reading, is_inside, promised, readings_of
from intake.table import Table
from intake.values import Value

Report = Callable[[RowError], None]
REPAIR = "repair"
"""What is accepted for contours that cross themselves to be repaired."""


@dataclass(frozen=True, slots=True)
class Places:
    """Coordinates of n rows (NaN where unknown or refused), the contours by rank, and how each position was read."""

    x_l93: Floats
    y_l93: Floats
    lon_wgs84: Floats
    lat_wgs84: Floats
    footprints: Mapping[int, shapely.Geometry]
    readings: Sequence[str]
    crossed: Sequence[tuple[float, float]] = ()
    """Areas (m²) as drawn and once repaired of the contours that cross themselves, and could be."""

    def coordinates(self, rank: int) -> tuple[float, float, float, float]:
        """x and y (metres, EPSG:2154), longitude and latitude (degrees, WGS 84)."""
        return float(self.x_l93[rank]), float(self.y_l93[rank]), float(self.lon_wgs84[rank]), float(self.lat_wgs84[rank])


def places_of(
    table: Table, rows: Sequence[int], values: Mapping[str, list[Value]], crs: str, accept: Collection[str], error: Report, warn: Report
) -> Places:
    """Return the places of the kept rows; what cannot be placed is reported.

    A position is read as `crs` declares. One that falls outside the territory is refused, with the misplacement that explains it
    when there is one; the misplacements of `accept` are corrected, with a warning.
    """
    contours = _Contours(crs, REPAIR in accept, error, warn)
    shapes = contours.shapes(table, rows)
    if table.geometries:
        x, y = _points(shapes, contours.points, len(rows))
    else:
        x, y = _floats(values.get("x"), len(rows)), _floats(values.get("y"), len(rows))
    numbers = [table.numbers[index] for index in rows]
    for half in np.flatnonzero(np.isnan(x) != np.isnan(y)).tolist():
        error(RowError(numbers[half], "x" if np.isnan(x[half]) else "y", _("Il manque une des deux coordonnées")))
    readings, expected = readings_of(x, y, crs), promised()[crs]
    for rank in np.flatnonzero(~(np.isnan(x) | np.isnan(y))).tolist():
        if readings[rank] != expected:
            note = RowError(numbers[rank], "x", judgement(readings[rank], readings[rank] in accept), f"{x[rank]:.12g}, {y[rank]:.12g}")
            (warn if readings[rank] in accept else error)(note)
    used = [name if name == expected or name in accept else "" for name in readings]
    placed = _placed(x, y, used)
    footprints = _footprints({rank: shape for rank, shape in shapes.items() if used[rank] and shape.geom_type != "Point"}, used)
    for rank in _outside(footprints):
        error(RowError(numbers[rank], "geometry", _("Une partie du contour est hors du territoire")))
    return Places(*placed, footprints, readings, contours.crossed)


class _Contours:
    """The shapes of the rows, and the points that stand beside contours; those that cross themselves are counted, and repaired when that
    is asked."""

    def __init__(self, crs: str, is_repairing: bool, error: Report, warn: Report) -> None:
        self.crossed: list[tuple[float, float]] = []
        self.points: dict[int, shapely.Point] = {}
        self._reading = READINGS[promised()[crs]]
        self._is_repairing = is_repairing
        self._error = error
        self._warn = warn

    def shapes(self, table: Table, rows: Sequence[int]) -> dict[int, shapely.Geometry]:
        """Return the shapes by rank; a row whose geometry is empty has none."""
        found = plain_shapes([table.geometries[index] for index in rows]) if table.geometries else {}
        for rank, index in enumerate(rows):
            geometry = table.geometries[index] if table.geometries else None
            if rank in found or geometry is None or is_empty(geometry):
                continue
            try:
                found[rank] = self._shape(rank, table.numbers[index], geometry)
            except CrossedError as crossed:
                if (shape := self._repaired(table.numbers[index], crossed)) is not None:
                    found[rank] = shape
            except GeometryError as refused:
                self._error(RowError(table.numbers[index], "geometry", str(refused)))
        return dict(sorted(found.items()))

    def _shape(self, rank: int, row: int, geometry: Mapping[str, Any]) -> shapely.Geometry:
        """Return a shape; the point beside a contour is noted, unless it is far from it."""
        geometry, point = parted(geometry)
        shape = shape_of(geometry)
        if point is None:
            return shape
        position = shape_of(point)
        if shapely.box(*shape.bounds).intersects(position):
            self.points[rank] = position
        elif (max(map(abs, shape.bounds)) > 180) == (max(abs(position.x), abs(position.y)) > 180):  # else it is of another system
            self._warn(RowError(row, "geometry", _("La position donnée est hors du contour : un point du contour est pris")))
        return shape

    def _repaired(self, row: int, crossed: CrossedError) -> shapely.Geometry | None:
        shape = repaired(crossed.shape)
        if shape is None or not is_inside(*shapely.get_coordinates(_footprint(shape, self._reading)).T).all():
            self._error(RowError(row, "geometry", str(crossed)))
            return None
        before, after = (float(shapely.area(_footprint(each, self._reading))) for each in (crossed.shape, shape))
        areas = _("{before} m² comme tracé, {after} m² une fois réparé").format(before=number(before), after=number(after))
        if self._is_repairing:
            self._warn(RowError(row, "geometry", _("Contour qui se croise, réparé : {areas}").format(areas=areas)))
            return shape
        self.crossed.append((before, after))
        self._error(RowError(row, "geometry", f"{crossed} {areas}."))
        return None


def _points(shapes: Mapping[int, shapely.Geometry], own: Mapping[int, shapely.Point], n: int) -> tuple[Floats, Floats]:
    """The point of each shape, its own or one inside it, in the file's coordinates; NaN where there is none."""
    points = np.full((n, 2), np.nan)
    if shapes:
        points[list(shapes)] = shapely.get_coordinates(shapely.point_on_surface(np.array(list(shapes.values()), dtype=object)))
    for rank in own.keys() & shapes.keys():
        points[rank] = own[rank].x, own[rank].y
    return points[:, 0], points[:, 1]


def _floats(values: Sequence[Value] | None, n: int) -> Floats:
    return np.full(n, np.nan) if values is None else np.array(values, float)


def judgement(reading: str, is_corrected: bool) -> str:
    """Return what to say of a position that is not where its declared system puts it in the territory."""
    if not reading:
        return _("Position hors du territoire")
    sentence = READINGS[reading].words
    if is_corrected:
        return _("Position corrigée : {reading}").format(reading=sentence)
    return _("Position hors du territoire ; il semble que {reading}").format(reading=sentence)


def _placed(x: Floats, y: Floats, used: Sequence[str]) -> tuple[Floats, Floats, Floats, Floats]:
    """Both kinds of coordinates; degrees are kept as they were given, metres rounded to the centimetre."""
    n = len(x)
    x_l93, y_l93, lon, lat = (np.full(n, np.nan) for _axis in range(4))
    names = np.array(used, dtype=object)
    for name in sorted(set(used) - {""}):
        at, reading = names == name, READINGS[name]
        metres = reading.to_l93(x[at], y[at])
        x_l93[at], y_l93[at] = (np.round(axis, COORDINATE_DECIMALS) for axis in metres)
        given = (y[at], x[at]) if reading.is_swapped else (x[at], y[at])
        lon[at], lat[at] = given if reading.crs == WGS84 else to_wgs84(x_l93[at], y_l93[at])
    return x_l93, y_l93, lon, lat


def _footprints(shapes: Mapping[int, shapely.Geometry], used: Sequence[str]) -> dict[int, shapely.Geometry]:
    """The contours in metres, EPSG:2154, by rank: all those of one reading at once."""
    found: dict[int, shapely.Geometry] = {}
    for name in sorted({used[rank] for rank in shapes}):
        ranks = [rank for rank in shapes if used[rank] == name]
        found |= zip(ranks, _footprint(np.array([shapes[rank] for rank in ranks], dtype=object), READINGS[name]), strict=True)
    return {rank: found[rank] for rank in shapes}


def _outside(footprints: Mapping[int, shapely.Geometry]) -> list[int]:
    """The ranks of the contours of which a part is outside the territory."""
    pairs, at = shapely.get_coordinates(np.array(list(footprints.values()), dtype=object), return_index=True)
    ranks = list(footprints)
    return [ranks[index] for index in dict.fromkeys(at[~is_inside(*pairs.T)].tolist())]


def _footprint(shape: Any, reading: Reading) -> Any:
    """The contour, or an array of contours, in metres, EPSG:2154."""

    def to_metres(pairs: Floats) -> Floats:
        return np.asarray(np.round(np.column_stack(reading.to_l93(pairs[:, 0], pairs[:, 1])), COORDINATE_DECIMALS), float)

    return shapely.transform(shape, to_metres)
