"""Which commune or arrondissement holds a point: one rule for the map, proposals, addresses and what lies around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import COORDINATE_DECIMALS, to_l93
from geodata.perimeter import in_use

COAST_M = 1_000.0
"""The contours are generalised, a point every 670 m: a place on the quay may lie beyond them, though in no other commune."""
Areas: TypeAlias = list[tuple[str, str]]


def covering(areas: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the communes and arrondissements that cover the territory without overlap, among all of them (column code)."""
    return gpd.GeoDataFrame(areas[areas["code"].isin(in_use().areas)], crs=areas.crs)


class Communes:
    """The communes and arrondissements that cover the territory, and the communes around, which are not of it.

    Parameters
    ----------
    municipalities, neighbours : GeoDataFrame
        As in `geodata.territory.Territory` (polygons, EPSG:2154).
    """

    def __init__(self, municipalities: gpd.GeoDataFrame, neighbours: gpd.GeoDataFrame) -> None:
        towns = covering(municipalities)
        self._named = [(str(code), str(name)) for code, name in zip(towns["code"], towns["name"], strict=True)]
        self._inside, self._around = shapely.STRtree(towns.geometry.to_numpy()), shapely.STRtree(neighbours.geometry.to_numpy())

    def at(self, x_l93: npt.ArrayLike, y_l93: npt.ArrayLike) -> Areas:
        """Return the code and the name of the area at each position (metres, EPSG:2154); two empty texts where there is none.

        A position that is not finite is nowhere. One a little beyond the coast (`COAST_M`), and in no other commune, is in the nearest.
        """
        xy = np.round(np.column_stack([np.atleast_1d(x_l93), np.atleast_1d(y_l93)]), COORDINATE_DECIMALS)
        area, known = np.full(len(xy), -1), np.flatnonzero(np.isfinite(xy).all(axis=1))
        points = shapely.points(xy[known])
        area[known] = _first(self._inside.query(points, "intersects"), len(points))
        astray = known[area[known] < 0]
        points = shapely.points(xy[astray])
        elsewhere = np.isin(np.arange(len(points)), self._around.query(points, "intersects")[0])
        near = _first(self._inside.query_nearest(points, max_distance=COAST_M), len(points))
        area[astray] = np.where(elsewhere, -1, near)
        return [self._named[one] if one >= 0 else ("", "") for one in area]

    def at_wgs84(self, lon: Sequence[float], lat: Sequence[float]) -> list[str]:
        """Return the code of the area at each position (degrees), "" where there is none."""
        return [code for code, _name in self.at(*to_l93(lon, lat))]


def _first(pairs: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.int64]:
    """Return, for each of so many points, the least area among the pairs (2, p) of point and area; -1 where there is none."""
    least = np.full(count, np.iinfo(np.int64).max)
    np.minimum.at(least, pairs[0], pairs[1])
    least[least == np.iinfo(np.int64).max] = -1
    return least
