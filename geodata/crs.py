"""Coordinate systems: metres of the territory's own projection inside, WGS 84 degrees at the border.

The projection is Lambert-93 in mainland France, hence `_l93` in names; overseas it is the legal UTM (docs/adr/territories.md).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
import shapely
from pyproj import Transformer

from geodata.perimeter import LAMBERT_93, in_use

L93 = LAMBERT_93
PROJECTIONS: Mapping[str, str] = MappingProxyType(
    {
        L93: "Lambert-93",
        "EPSG:5490": "RGAF09 / UTM 20N",
        "EPSG:2972": "RGFG95 / UTM 22N",
        "EPSG:2975": "RGR92 / UTM 40S",
        "EPSG:4471": "RGM04 / UTM 38S",
    }
)
"""The legal projections of France, in which a territory is measured: name by code (decree 2000-1276)."""
WGS84 = "EPSG:4326"
COORDINATE_DECIMALS = 2  # 0.01 m: far below the data's own accuracy, and enough to make files reproducible

Floats = npt.NDArray[np.float64]


def local_crs() -> str:
    """Return the projection of the territory served by this process, in metres: « EPSG:2154 » in mainland France."""
    return in_use().crs


def projection_name() -> str:
    """Return the name of the projection of the territory: « Lambert-93 » in mainland France."""
    return PROJECTIONS.get(local_crs(), local_crs())


@lru_cache(maxsize=16)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_l93(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Project WGS 84 degrees to the metres of the territory.

    Parameters
    ----------
    lon, lat : array-like
        Longitudes and latitudes, degrees.

    Returns
    -------
    tuple of ndarray
        x and y, metres of `local_crs`.
    """
    x, y = _transformer(WGS84, local_crs()).transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.asarray(x, float), np.asarray(y, float)


def polygon_l93(ring: Sequence[Sequence[float]]) -> shapely.Polygon:
    """Project a ring of [longitude, latitude] (degrees, three corners or more) to a polygon in metres of the territory."""
    return shapely.Polygon(np.column_stack(to_l93(*np.array(ring, float).T)))


def ring_area_m2(ring: Sequence[Sequence[float]]) -> float:
    """Return the area that a ring of [longitude, latitude] (degrees) encloses, to the square metre."""
    return float(round(polygon_l93(ring).area))


def bounds_wgs84(bounds_m: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """Return west, south, east, north (degrees) of the box that holds a box in metres of the territory."""
    west, south, east, north = _transformer(local_crs(), WGS84).transform_bounds(*bounds_m)
    return float(west), float(south), float(east), float(north)


def to_wgs84(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Convert metres of the territory to WGS 84 longitudes and latitudes (degrees)."""
    lon, lat = _transformer(local_crs(), WGS84).transform(np.asarray(x, float), np.asarray(y, float))
    return np.asarray(lon, float), np.asarray(lat, float)
