"""True lengths and areas: projected metres corrected by the projection's local scale."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Proj

from geodata.crs import Floats, local_crs, to_wgs84


@lru_cache(maxsize=8)
def _projection(code: str) -> Proj:
    return Proj(code)


def scale_factor(xy_l93: npt.ArrayLike) -> Floats:
    """Return the projected length of one true metre at each point, shape (n,).

    Lambert-93 and UTM are conformal: the factor is the same in every direction. Near 43.3° N a projected length is 0.06 %
    and an area 0.12 % too large, which is more than the 0.1 % that this product allows itself.

    Parameters
    ----------
    xy_l93 : array-like, shape (n, 2)
        Points, metres of the territory.
    """
    xy = np.asarray(xy_l93, float).reshape(-1, 2)
    if not len(xy):
        return np.zeros(0)
    lon, lat = to_wgs84(xy[:, 0], xy[:, 1])
    return np.asarray(_projection(local_crs()).get_factors(lon, lat).meridional_scale, float).reshape(-1)


def true_area_m2(shapes_l93: npt.NDArray[np.object_]) -> Floats:
    """Return the area on the ellipsoid of shapes in metres of the territory (m², shape (n,)), to better than 0.1 % within 50 km."""
    centres = shapely.get_coordinates(shapely.centroid(shapes_l93))
    return np.asarray(shapely.area(shapes_l93) / scale_factor(centres) ** 2, float)


def distances_m(from_l93: npt.ArrayLike, to_l93: npt.ArrayLike) -> Floats:
    """Return the straight-line distances on the ground, shape (n, m), in metres (scale taken at mid-distance)."""
    start, end = np.asarray(from_l93, float).reshape(-1, 2), np.asarray(to_l93, float).reshape(-1, 2)
    flat = np.hypot(start[:, None, 0] - end[None, :, 0], start[:, None, 1] - end[None, :, 1])
    return np.asarray(2 * flat / (scale_factor(start)[:, None] + scale_factor(end)[None, :]), float)
