"""A valid row made into what a proposal tells: plain values, a position in degrees, a contour of one ring."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from domain.place_fields import TAGS
from domain.proposal import RENT_SWITCH
from domain.tags import tags_of
from geodata.crs import to_wgs84
from intake.check import Row

MAX_RING_VERTICES = 500
"""What a contour may have once it is kept: a drawn one has dozens, and `domain.proposal.MAX_CONTENT_BYTES` bounds the whole."""
DEGREE_DECIMALS = 7  # about a centimetre
FIRST_TOLERANCE_M = 0.1
Ring = list[list[float]]


def content_of(row: Row) -> dict[str, Any]:
    """Return the content of a proposal (see `domain.proposal.Content`): days as ``YYYY-MM-DD``, unknown values left out."""
    content: dict[str, Any] = {name: _plain(value) for name, value in row.values.items() if not _is_unknown(value)}
    if RENT_SWITCH in content:
        content[RENT_SWITCH] = content[RENT_SWITCH] == "yes"
    if TAGS in content:
        content[TAGS] = tags_of(content[TAGS])
    if not math.isnan(row.lon_wgs84):
        content |= {"lon": row.lon_wgs84, "lat": row.lat_wgs84}
    if row.footprint_l93 is not None:
        content["footprint"] = ring_of(row.footprint_l93)
    return content


def _is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, float) and math.isnan(value))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def ring_of(shape: shapely.Geometry) -> Ring:
    """Return the outer ring of the largest part of a contour (EPSG:2154) as [lon, lat] in degrees, closed, of at most 500 vertices.

    Vertices are left out by Douglas–Peucker, no further than needed; what is left out is said beforehand (see `loses`).
    """
    part = _largest(shape)
    tolerance_m = FIRST_TOLERANCE_M
    ring = part
    while shapely.get_num_coordinates(shapely.get_exterior_ring(ring)) > MAX_RING_VERTICES:
        ring = shapely.simplify(part, tolerance_m, preserve_topology=True)
        tolerance_m *= 2
    x, y = shapely.get_coordinates(shapely.get_exterior_ring(ring)).T
    return np.round(np.column_stack(to_wgs84(x, y)), DEGREE_DECIMALS).tolist()


def _largest(shape: shapely.Geometry) -> shapely.Geometry:
    parts = shapely.get_parts(shape)
    return parts[int(np.argmax(shapely.area(parts)))]


def losing(shapes: Sequence[shapely.Geometry]) -> npt.NDArray[np.bool_]:
    """Say which contours are more than what `ring_of` keeps: several parts, holes, or too many vertices."""
    whole = np.array(shapes, object)
    parts, of = shapely.get_parts(whole, return_index=True)
    holes = np.bincount(of, shapely.get_num_interior_rings(parts), len(whole)) if len(whole) else np.zeros(0)
    return np.asarray(
        (shapely.get_num_geometries(whole) != 1) | (holes > 0) | (shapely.get_num_coordinates(whole) > MAX_RING_VERTICES), bool
    )
