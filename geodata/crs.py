"""Coordinate systems: Lambert-93 metres inside, WGS 84 degrees at the border."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

L93 = "EPSG:2154"
WGS84 = "EPSG:4326"
COORDINATE_DECIMALS = 2  # 0.01 m: far below the data's own accuracy, and enough to make files reproducible

Floats = npt.NDArray[np.float64]


@lru_cache(maxsize=2)
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_l93(lon: npt.ArrayLike, lat: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Project WGS 84 degrees to Lambert-93 metres.

    Parameters
    ----------
    lon, lat : array-like
        Longitudes and latitudes, degrees.

    Returns
    -------
    tuple of ndarray
        x and y, metres, EPSG:2154.
    """
    x, y = _transformer(WGS84, L93).transform(np.asarray(lon, float), np.asarray(lat, float))
    return np.asarray(x, float), np.asarray(y, float)


def to_wgs84(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Convert Lambert-93 metres to WGS 84 longitudes and latitudes (degrees)."""
    lon, lat = _transformer(L93, WGS84).transform(np.asarray(x, float), np.asarray(y, float))
    return np.asarray(lon, float), np.asarray(lat, float)
