"""What the official data sets that a refresh brings say of one position: zones that hold it, sites and stops that are near."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geodata.territory import Territory

ZONE_NEAR_M, SOIL_NEAR_M, BROWNFIELD_NEAR_M = 300.0, 100.0, 200.0


@dataclass(frozen=True)
class Official:
    """Something official at a position: its name, what else is said of it, and the straight-line distance (m, 0 inside)."""

    name: str
    detail: str
    distance_m: float


REACH_M = {
    "activity_zones": ZONE_NEAR_M,
    "activity_zones_paca": ZONE_NEAR_M,
    "plui_zones": 0.0,
    "flood_zones": 0.0,
    "polluted_soils": SOIL_NEAR_M,
    "brownfields": BROWNFIELD_NEAR_M,
    "transit_stops": np.inf,
}
"""How far from a position (m) the rows of each frame still say something of it; 0 for those that hold it."""
MOST = {"transit_stops": 1}
MOST_ELSE = 3


def at_place(territory: Territory, name: str, point: tuple[float, float]) -> tuple[Official, ...] | None:
    """Return what an official frame says of a position (metres, in the projection of the territory), nearest first.

    None where no refresh brought it, which says nothing of the place.
    """
    if name not in territory.came:
        return None
    frame = gpd.GeoDataFrame(territory.came[name])
    place, most = shapely.Point(point), MOST.get(name, MOST_ELSE)
    distance = shapely.distance(frame.geometry.to_numpy(), place)
    order = [row for row in np.argsort(distance, kind="stable")[:most] if distance[row] <= REACH_M[name]]
    details = [[frame[column].iloc[row] for column in ("kind", "detail") if column in frame] for row in order]
    return tuple(
        Official(str(frame["name"].iloc[row]), ", ".join(str(one) for one in parts if isinstance(one, str)), round(float(distance[row])))
        for row, parts in zip(order, details, strict=True)
    )
