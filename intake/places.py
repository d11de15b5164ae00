"""The positions and contours of the rows of a file, in both coordinate systems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.crs import COORDINATE_DECIMALS, WGS84, Floats, to_wgs84
from i18n import gettext as _
from intake.errors import RowError
from intake.geometry import GeometryError, shape_of
from intake.position import DECLARED, READINGS, Reading, is_inside, readings_of
from intake.table import Table
from intake.values import Value

Report = Callable[[RowError], None]


@dataclass(frozen=True, slots=True)
class Places:
    """Coordinates of n rows (NaN where unknown or refused), the contours by rank, and how each position was read."""

    x_l93: Floats
    y_l93: Floats
    lon_wgs84: Floats
    lat_wgs84: Floats
    footprints: Mapping[int, shapely.Geometry]
    readings: Sequence[str]

    def coordinates(self, rank: int) -> tuple[float, float, float, float]:
        """x and y (metres, EPSG:2154), longitude and latitude (degrees, WGS 84)."""
        return float(self.x_l93[rank]), float(self.y_l93[rank]), float(self.lon_wgs84[rank]), float(self.lat_wgs84[rank])


def places_of(
    table: Table, kept: Sequence[int], values: Mapping[str, list[Value]], crs: str, accept: Collection[str], error: Report, warn: Report
) -> Places:
    """Return the places of the kept rows; what cannot be placed is reported.

    A position is read as `crs` declares. One that falls outside the territory is refused, with the misplacement that explains it
    when there is one; the misplacements of `accept` are corrected, with a warning.
    """
    shapes = _shapes(table, kept, error)
    if table.geometries:
        x, y = _points(shapes, len(kept))
    else:
        x, y = _floats(values.get("x"), len(kept)), _floats(values.get("y"), len(kept))
    numbers = [table.numbers[index] for index in kept]
    for half in np.flatnonzero(np.isnan(x) != np.isnan(y)).tolist():
        error(RowError(numbers[half], "x" if np.isnan(x[half]) else "y", _("Il manque une des deux coordonnées")))
    readings = readings_of(x, y, crs)
    for rank in np.flatnonzero(~(np.isnan(x) | np.isnan(y))).tolist():
        if readings[rank] != DECLARED[crs]:
            note = RowError(numbers[rank], "x", judgement(readings[rank], readings[rank] in accept), f"{x[rank]:.12g}, {y[rank]:.12g}")
            (warn if readings[rank] in accept else error)(note)
    used = [name if name == DECLARED[crs] or name in accept else "" for name in readings]
    placed = _placed(x, y, used)
    footprints = {}
    for rank, shape in shapes.items():
        if used[rank] and shape.geom_type != "Point":
            footprints[rank] = _footprint(shape, READINGS[used[rank]])
            if not is_inside(*shapely.get_coordinates(footprints[rank]).T).all():
                error(RowError(numbers[rank], "geometry", _("Une partie du contour est hors du territoire")))
    return Places(*placed, footprints, readings)


def _shapes(table: Table, kept: Sequence[int], error: Report) -> dict[int, shapely.Geometry]:
    shapes = {}
    for rank, index in enumerate(kept):
        geometry = table.geometries[index] if table.geometries else None
        if geometry is None:
            continue
        try:
            shapes[rank] = shape_of(geometry)
        except GeometryError as refused:
            error(RowError(table.numbers[index], "geometry", str(refused)))
    return shapes


def _points(shapes: Mapping[int, shapely.Geometry], n: int) -> tuple[Floats, Floats]:
    """A point of each shape, inside it, in the file's coordinates; NaN where there is none."""
    points = np.full((n, 2), np.nan)
    if shapes:
        points[list(shapes)] = shapely.get_coordinates(shapely.point_on_surface(np.array(list(shapes.values()), dtype=object)))
    return points[:, 0], points[:, 1]


def _floats(values: Sequence[Value] | None, n: int) -> Floats:
    return np.full(n, np.nan) if values is None else np.array(values, float)


def judgement(reading: str, is_corrected: bool) -> str:
    """Return what to say of a position that is not where its declared system puts it in the territory."""
    if not reading:
        return _("Position hors du territoire")
    sentence = _(READINGS[reading].sentence)
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


def _footprint(shape: shapely.Geometry, reading: Reading) -> shapely.Geometry:
    """The contour in metres, EPSG:2154."""

    def to_metres(pairs: Floats) -> Floats:
        return np.asarray(np.round(np.column_stack(reading.to_l93(pairs[:, 0], pairs[:, 1])), COORDINATE_DECIMALS), float)

    return shapely.transform(shape, to_metres)
