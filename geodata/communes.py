"""Which commune or arrondissement holds a point: one rule for the map, proposals, addresses and what lies around."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from geodata.crs import COORDINATE_DECIMALS, to_l93
from geodata.perimeter import AREAS

COAST_M = 1_000.0
"""The contours are generalised, a point every 670 m: a place on the quay may lie beyond them, though in no other commune."""
Areas: TypeAlias = list[tuple[str, str]]


class Communes:
    """The 17 communes and 16 arrondissements that cover the territory, and the communes around, which are not of it.

    Parameters
    ----------
    municipalities, neighbours : GeoDataFrame
        As in `geodata.territory.Territory` (polygons, EPSG:2154).
    """

    def __init__(self, municipalities: gpd.GeoDataFrame, neighbours: gpd.GeoDataFrame) -> None:
        towns = municipalities[municipalities["code"].isin(AREAS)]
        self._named = [(str(code), str(name)) for code, name in zip(towns["code"], towns["name"], strict=True)]
        self._inside, self._around = shapely.STRtree(towns.geometry.to_numpy()), shapely.STRtree(neighbours.geometry.to_numpy())

    def at(self, x_l93: npt.ArrayLike, y_l93: npt.ArrayLike) -> Areas:
        """Return the code and the name of the area at each position (metres, EPSG:2154); two empty texts where there is none.

        A position that is not finite is nowhere. One a little beyond the coast (`COAST_M`), and in no other commune, is in the nearest.
        """
        xy = np.round(np.column_stack([np.atleast_1d(x_l93), np.atleast_1d(y_l93)]), COORDINATE_DECIMALS)
        return [self._of(shapely.Point(one)) if np.isfinite(one).all() else ("", "") for one in xy]

    def at_wgs84(self, lon: Sequence[float], lat: Sequence[float]) -> list[str]:
        """Return the code of the area at each position (degrees), "" where there is none."""
        return [code for code, _name in self.at(*to_l93(lon, lat))]

    def _of(self, point: shapely.Point) -> tuple[str, str]:
        found = self._inside.query(point, "intersects")
        if not len(found) and not len(self._around.query(point, "intersects")):
            found = self._inside.query_nearest(point, max_distance=COAST_M)
        return self._named[int(found.min())] if len(found) else ("", "")
