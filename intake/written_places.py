"""The positions and contours of a map file as cells of a spreadsheet: in degrees, so that they are read where they were."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from geodata.crs import WGS84, Floats, to_wgs84
from intake.content import DEGREE_DECIMALS
from intake.geometry import CrossedError, GeometryError, is_empty, parted, shape_of
from intake.position import READINGS, Reading, promised, readings_of
from intake.table import Cell, Geometry, Table


def written_places(table: Table) -> tuple[Sequence[Sequence[Cell]], bool]:
    """Return longitude, latitude (degrees, WGS 84) and contour (WKT) of each row, and whether there is a contour at all.

    Where a position falls in the territory only when it is read otherwise than declared, it is written as it is read so; what no reading
    makes degrees of is left empty.
    """
    lines = [_written(geometry, table.crs or WGS84) for geometry in table.geometries]
    return lines, any(line[2] for line in lines)


def _written(geometry: Geometry, crs: str) -> list[Cell]:
    if geometry is None or is_empty(geometry):
        return [None, None, None]
    geometry, point = parted(geometry)
    try:
        shape = shape_of(geometry)
    except CrossedError as crossed:
        shape = crossed.shape
    except GeometryError:
        return [None, None, None]
    reading = _reading(shape, crs)
    degrees = shapely.transform(shape, lambda pairs: _degrees(pairs, reading))
    if not np.isfinite(shapely.get_coordinates(degrees)).all():
        return [None, None, None]
    if shape.geom_type == "Point":
        return [*shapely.get_coordinates(degrees)[0].tolist(), None]
    position = _written(point, crs)[:2] if point else [None, None]
    return [*position, shapely.to_wkt(degrees, rounding_precision=DEGREE_DECIMALS)]


def _reading(shape: shapely.Geometry, crs: str) -> Reading:
    x, y = shapely.get_coordinates(shape)[:1].T
    return READINGS[readings_of(x, y, crs)[0] or promised()[crs]]


def _degrees(pairs: Floats, reading: Reading) -> Floats:
    if reading.crs == WGS84:
        pair = np.array(pairs[:, ::-1] if reading.is_swapped else pairs)
        pair[(np.abs(pair) > (180, 90)).any(axis=1)] = np.nan
        return pair
    metres = reading.to_l93(pairs[:, 0], pairs[:, 1])
    return np.asarray(np.round(np.column_stack(to_wgs84(*metres)), DEGREE_DECIMALS), float)
