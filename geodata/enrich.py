"""Derived columns of the candidates: what follows from their position and attributes alone."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from domain.candidate import QPV_NEAR_M, QPV_WALK_M, Role
from domain.suitability import suitability
from geodata.crs import Floats, local_crs, to_wgs84

FURTHEST_STOP_M = 20_000.0
DERIVED = ("lon", "lat", "qpv_distance_m", "qpv_code", "qpv_name", "qpv_band", "quartier", "fits_hub", "fits_shop", "rent_is_confidential")


def enrich(
    candidates: gpd.GeoDataFrame, priority: gpd.GeoDataFrame, quartiers: gpd.GeoDataFrame, stops: gpd.GeoDataFrame | None = None
) -> gpd.GeoDataFrame:
    """Add the derived columns to candidates (or to proposals with the same columns).

    Parameters
    ----------
    candidates : GeoDataFrame
        Points in EPSG:2154 with the columns of ``schemas.CANDIDATES``.
    priority, quartiers : GeoDataFrame
        The territory's frames (polygons, EPSG:2154); quartiers may be the points of their centres.
    stops : GeoDataFrame, optional
        Stops of public transport (points): the distance to the nearest, straight, is what nobody declared, or what is invented.

    Returns
    -------
    GeoDataFrame
        A copy with lon, lat (degrees, WGS 84), qpv_distance_m (straight line, 0 inside), qpv_code and qpv_name (nearest; null, and
        the distance NaN, in a territory without priority neighbourhoods), qpv_band (null there too), quartier (that which holds it or the
        nearest, of the same arrondissement; null where there are none), fits_hub and fits_shop ("yes", "no", "unknown"),
        rent_is_confidential (false: a published place says otherwise).

    Raises
    ------
    ValueError
        When the candidates are not in EPSG:2154.
    """
    if candidates.crs is None or candidates.crs != local_crs():
        raise ValueError("candidates: EPSG:2154 is expected")
    frame = candidates.drop(columns=[name for name in DERIVED if name in candidates.columns])
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    lon, lat = to_wgs84(xy[:, 0], xy[:, 1])
    codes, names, distance_m = _nearest_priority(frame, priority)
    derived = {
        "lon": np.round(lon, 6),
        "lat": np.round(lat, 6),
        "qpv_distance_m": distance_m,
        "qpv_code": codes,
        "qpv_name": names,
        "qpv_band": qpv_band(distance_m) if len(priority) else codes,
        "quartier": nearest_quartier(xy, frame["area_code"].to_numpy(), quartiers),
        "fits_hub": suitability(frame, Role.HUB).verdicts(),
        "fits_shop": suitability(frame, Role.SHOP).verdicts(),
        "rent_is_confidential": np.zeros(len(frame), bool),
    }
    # Text columns keep one type whatever the rows, even when every value is null.
    text = {name: pd.StringDtype(na_value=np.nan) for name, values in derived.items() if values.dtype.kind not in "fb"}
    return gpd.GeoDataFrame(with_stop_distance(frame, stops).assign(**derived).astype(text), crs=local_crs())


def with_stop_distance(frame: gpd.GeoDataFrame, stops: gpd.GeoDataFrame | None) -> gpd.GeoDataFrame:
    """Return candidates whose distance to the nearest stop (m) is measured where it is unknown or invented; declared ones stay."""
    if stops is None or stops.empty or frame.empty:
        return frame
    distance_m = np.round(nearest_zone(frame.geometry.to_numpy(), stops)[1], -1)
    declared = frame["transit_m"].to_numpy(float)
    is_ours = np.isnan(declared) | frame["is_example"].to_numpy(bool)
    measured = np.where(distance_m <= FURTHEST_STOP_M, distance_m, np.nan)
    return frame.assign(transit_m=np.where(is_ours, measured, declared))


def _nearest_priority(
    frame: gpd.GeoDataFrame, priority: gpd.GeoDataFrame
) -> tuple[npt.NDArray[np.object_], npt.NDArray[np.object_], Floats]:
    """Return the code and name of each place's nearest priority neighbourhood and its distance (m); None and NaN where there is none."""
    if priority.empty:
        nothing = np.full(len(frame), None, dtype=object)
        return nothing, nothing, np.full(len(frame), np.nan)
    nearest, distance_m = nearest_zone(frame.geometry.to_numpy(), priority)
    return priority["code"].to_numpy(object)[nearest], priority["name"].to_numpy(object)[nearest], distance_m


def nearest_zone(points: npt.NDArray[np.object_], zones: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return, for each point, the position of the nearest zone and its distance (metres, 0 inside, 0.1 m steps)."""
    tree = shapely.STRtree(zones.geometry.to_numpy())
    (point, zone), distance = tree.query_nearest(points, return_distance=True, all_matches=True)
    # Ties (a point on two zones) go to the first zone in the frame, whatever the tree's order.
    order = np.lexsort((zone, point))
    first = np.unique(point[order], return_index=True)[1]
    return np.asarray(zone[order][first], np.int64), np.round(distance[order][first], 1)


def qpv_band(distance_m: npt.ArrayLike) -> npt.NDArray[np.str_]:
    """Return the band of a distance to the nearest priority neighbourhood (metres)."""
    distance = np.asarray(distance_m, float)
    return np.select([distance <= 0, distance <= QPV_WALK_M, distance <= QPV_NEAR_M], ["inside", "within_300", "within_800"], "further")


def nearest_quartier(xy_l93: Floats, area_codes: npt.NDArray[np.object_], quartiers: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    """Return the name of the quartier that holds each place, or is the nearest, in its own arrondissement (None elsewhere)."""
    names = np.full(len(xy_l93), None, dtype=object)
    for code in set(area_codes) & set(quartiers["arrondissement"]):
        mine = np.flatnonzero(np.asarray(area_codes, object) == code)
        seeds = quartiers[quartiers["arrondissement"] == code]
        if len(mine) and len(seeds):
            distance = shapely.distance(shapely.points(xy_l93[mine])[:, None], seeds.geometry.to_numpy())
            names[mine] = seeds["name"].to_numpy()[distance.argmin(axis=1)]
    return names
