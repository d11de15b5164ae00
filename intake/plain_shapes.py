"""Points and plain contours made thousands at a time: whatever needs a look of its own is left to `intake.geometry`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
import shapely

from intake.table import MAX_VERTICES, Geometry


def plain_shapes(geometries: Sequence[Geometry]) -> dict[int, shapely.Geometry]:
    """Return by rank those that `intake.geometry.shape_of` would make of them: finite points, valid contours of one closed ring."""
    points, rings = dict[int, Any](), dict[int, Any]()
    for rank, geometry in enumerate(geometries):
        kind, coordinates = (geometry.get("type"), geometry.get("coordinates")) if geometry else (None, None)
        if kind == "Point" and _is_pair(coordinates):
            points[rank] = coordinates
        elif kind == "Polygon" and type(coordinates) is list and len(coordinates) == 1 and _is_ring(coordinates[0]):
            rings[rank] = coordinates[0]
    return _points(points) | _contours(rings)


def _is_pair(value: Any) -> bool:
    return type(value) is list and len(value) == 2 and type(value[0]) is float and type(value[1]) is float


def _is_ring(value: Any) -> bool:
    return type(value) is list and 3 < len(value) <= MAX_VERTICES and value[0] == value[-1] and all(map(_is_pair, value))


def _points(pairs: dict[int, Any]) -> dict[int, shapely.Geometry]:
    if not pairs:
        return {}
    positions = np.array(list(pairs.values()), float)
    is_finite = np.isfinite(positions).all(axis=1)
    return dict(zip(np.array(list(pairs))[is_finite].tolist(), shapely.points(positions[is_finite]), strict=True))


def _contours(rings: dict[int, Any]) -> dict[int, shapely.Geometry]:
    if not rings:
        return {}
    vertices = np.array(list(chain.from_iterable(rings.values())), float)
    at = np.repeat(np.arange(len(rings)), list(map(len, rings.values())))
    ranks, is_finite = np.array(list(rings)), np.ones(len(rings), bool)
    is_finite[at[~np.isfinite(vertices).all(axis=1)]] = False
    if not is_finite.any():
        return {}
    sound = is_finite[at]
    shapes = shapely.polygons(shapely.linearrings(vertices[sound], indices=np.unique(at[sound], return_inverse=True)[1]))
    is_valid = shapely.is_valid(shapes)
    return dict(zip(ranks[is_finite][is_valid].tolist(), shapes[is_valid], strict=True))
