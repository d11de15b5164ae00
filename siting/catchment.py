"""The outline of what is reached in time, holes and islands as they are, from the times at the points of a grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from siting.incidence import Bools, Floats

LEAST_CELL_M = 50.0
MOST_POINTS = 30_000
BEYOND = 1.5  # of the limit: what is never reached, for the place of the line between two points of the grid


def catchment(times_at: Callable[[Floats], Floats], around_l93: Floats, radius_m: Floats | float, limit_min: float) -> Any:
    """Return where `times_at` is at most `limit_min`, as a shapely (multi)polygon, EPSG:2154; empty when that is nowhere.

    Parameters
    ----------
    times_at : gives the minutes of (n, 2) points, infinite where never.
    around_l93, radius_m : (n, 2) points and metres; nothing further than its radius from all of them is reached.
    """
    radius = np.broadcast_to(np.asarray(radius_m, dtype=float), len(around_l93))
    low, high = (around_l93 - radius[:, None]).min(axis=0), (around_l93 + radius[:, None]).max(axis=0)
    cell = max(LEAST_CELL_M, float(np.sqrt(np.prod(high - low) / MOST_POINTS)))
    nx, ny = (np.ceil((high - low) / cell).astype(int) + 3).tolist()
    x, y = low[0] + cell * (np.arange(nx) - 1), low[1] + cell * (np.arange(ny) - 1)
    points = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    near = _near(points, around_l93, radius)
    times = np.full(len(points), np.inf)
    times[near] = times_at(points[near])
    return level_area(times.reshape(ny, nx), x, y, limit_min)


def _near(points: Floats, around: Floats, radius: Floats) -> Bools:
    """Return which points lie within the radius of any of some others."""
    near = np.zeros(len(points), dtype=np.bool_)
    for length in np.unique(radius):
        near |= np.isfinite(cKDTree(around[radius == length]).query(points, distance_upper_bound=float(length) + 1e-6)[0])
    return near


def level_area(values: NDArray[np.float64], x: Floats, y: Floats, limit: float) -> Any:
    """Return where a surface known at the points of a grid is at most `limit`: each cell cut in four triangles, each along a line.

    `values` is (len(y), len(x)). The surface is linear within a triangle; at the middle of a cell it is the mean of its corners.
    """
    known = np.minimum(np.where(np.isfinite(values), values, np.inf), BEYOND * limit + 1e-9)
    cells = np.stack([known[:-1, :-1], known[:-1, 1:], known[1:, 1:], known[1:, :-1]], axis=-1).reshape(-1, 4)
    left, low = (part.ravel() for part in np.meshgrid(x[:-1], y[:-1]))
    right, high = (part.ravel() for part in np.meshgrid(x[1:], y[1:]))
    corners = np.stack([np.stack(pair, axis=-1) for pair in ((left, low), (right, low), (right, high), (left, high))], axis=1)
    inside = cells <= limit
    whole = inside.all(axis=1)
    cut = np.flatnonzero(inside.any(axis=1) & ~whole)
    parts = [shapely.polygons(corners[whole])] if whole.any() else []
    middle, mean = corners[cut].mean(axis=1), cells[cut].mean(axis=1)
    for side in range(4):
        a, b = side, (side + 1) % 4
        triangle = np.stack([corners[cut, a], corners[cut, b], middle], axis=1)
        parts += _below(triangle, np.stack([cells[cut, a], cells[cut, b], mean], axis=1), limit)
    pieces = np.concatenate(parts) if parts else np.array([])
    return shapely.union_all(pieces[shapely.area(pieces) > 0]) if len(pieces) else shapely.Polygon()


def _below(triangle: Floats, value: Floats, limit: float) -> list[Any]:
    """Return the part of each triangle where the value, linear between its corners, is at most `limit`."""
    inside = value <= limit
    number = inside.sum(axis=1)
    parts = [shapely.polygons(triangle[number == 3])] if (number == 3).any() else []
    for count, odd_is_inside in ((1, True), (2, False)):
        rows = np.flatnonzero(number == count)
        if len(rows):
            odd = np.argmax(inside[rows] == odd_is_inside, axis=1)
            turn = (odd[:, None] + np.arange(3)) % 3
            corner = np.take_along_axis(triangle[rows], turn[:, :, None], axis=1)
            level = np.take_along_axis(value[rows], turn, axis=1)
            first, second = (_crossing(corner[:, 0], corner[:, at], level[:, 0], level[:, at], limit) for at in (1, 2))
            ring = [corner[:, 0], first, second] if odd_is_inside else [first, corner[:, 1], corner[:, 2], second]
            parts.append(shapely.polygons(np.stack(ring, axis=1)))
    return parts


def _crossing(one: Floats, other: Floats, at_one: Floats, at_other: Floats, limit: float) -> Floats:
    """Return where the limit is met between two points, the same to the last bit from either end."""
    swap = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    start, end = np.where(swap[:, None], other, one), np.where(swap[:, None], one, other)
    low, high = np.where(swap, at_other, at_one), np.where(swap, at_one, at_other)
    return np.asarray(start + ((limit - low) / (high - low))[:, None] * (end - start))
