"""How dense each part of a commune or quartier is, from the settlements that are known in it (an estimate)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import geopandas as gpd
import numpy as np
import shapely

from geodata.crs import Floats


@dataclass(frozen=True)
class Centre:
    """A point around which people live.

    Attributes
    ----------
    x, y : float
        EPSG:2154.
    density : float
        Beside the densest kind of settlement, in (0, 1].
    reach_m : float or None
        Distance at which the density has fallen to 1/e; None: 0.6 × the radius of the disc of the unit's area.
    """

    x: float
    y: float
    density: float = 1.0
    reach_m: float | None = None


# [H] working hypotheses, measured together against INSEE's 1 km cells: docs/adr/points-de-demande.md.
SETTLEMENTS: Mapping[str, tuple[float, float]] = MappingProxyType({"centre": (1.0, 550.0), "quarter": (0.6, 500.0), "hamlet": (0.3, 350.0)})
"""Density and reach (m) of each kind of settlement."""
REACH_SHARE = 0.6
FLOOR = 0.02
QPV_FLOOR = 0.6
QPV_BOOST = 2.0
CITY_REACH_M = 3_000.0


def centres(settlements: gpd.GeoDataFrame) -> tuple[Centre, ...]:
    """Return the centres of one unit's settlements (columns kind and geometry, EPSG:2154)."""
    return tuple(
        Centre(float(point.x), float(point.y), *SETTLEMENTS[kind])
        for kind, point in zip(settlements["kind"], settlements.geometry, strict=True)
    )


def density(parts: gpd.GeoDataFrame, around: Sequence[Centre], city_l93: tuple[float, float] | None = None) -> Floats:
    """Return the relative number of people of each part of one unit.

    Parameters
    ----------
    parts : GeoDataFrame
        Columns part_m2 (m²), qpv_code (null outside priority neighbourhoods), geometry (points, EPSG:2154).
    around : sequence of Centre
        At least one.
    city_l93 : tuple of float, optional
        Centre of the city that the unit is a quartier of.

    Returns
    -------
    ndarray, shape (n,)
        area × max(max over centres of a × exp(−d / h), floor) × boost × exp(−D / 3 km), with d the distance to a centre, a its
        density beside the unit's densest, h its reach, D the distance to the centre of the city (Clark's law; only in a city). The
        floor is 2 %. Priority neighbourhoods are dense wherever they stand: their floor is 60 %, their boost 2 (elsewhere 1).
    """
    xy = shapely.get_coordinates(parts.geometry.to_numpy())
    area = parts["part_m2"].to_numpy(float)
    inside = parts["qpv_code"].notna().to_numpy()
    whole_m = REACH_SHARE * float(np.sqrt(area.sum() / np.pi))
    densest = max(centre.density for centre in around)
    near = [centre.density / densest * np.exp(-_distance(xy, (centre.x, centre.y)) / (centre.reach_m or whole_m)) for centre in around]
    settled = np.maximum(np.max(near, axis=0), np.where(inside, QPV_FLOOR, FLOOR))
    in_city = 1.0 if city_l93 is None else np.exp(-_distance(xy, city_l93) / CITY_REACH_M)
    return np.asarray(area * settled * np.where(inside, QPV_BOOST, 1.0) * in_city, float)


def _distance(xy: Floats, point: tuple[float, float]) -> Floats:
    return np.asarray(np.hypot(xy[:, 0] - point[0], xy[:, 1] - point[1]), float)
