"""What the official data sets that a refresh brings say of one position: zones that hold it, sites and stops that are near."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely

from geodata.territory import Territory

ZONE_NEAR_M, SOIL_NEAR_M, BROWNFIELD_NEAR_M = 300.0, 100.0, 200.0
MOST = 3


@dataclass(frozen=True)
class Official:
    """Something official at a position: its name, what else is said of it, and the straight-line distance (m, 0 inside)."""

    name: str
    detail: str
    distance_m: float


@dataclass(frozen=True)
class AtPlace:
    """What each data set says of a position; None where it never came, which says nothing of the place.

    Attributes
    ----------
    activity_zones, regional_zones : those that hold it or lie within 300 m, nearest first; of BD TOPO, and of the region.
    plui_zones : the zones of the town-planning document that hold it.
    flood_zones : the regulated flood zones that hold it.
    polluted_soils : those within 100 m.
    brownfields : those within 200 m.
    stop : the nearest stop of public transport, none where there is none in the data.
    """

    activity_zones: tuple[Official, ...] | None
    regional_zones: tuple[Official, ...] | None
    plui_zones: tuple[Official, ...] | None
    flood_zones: tuple[Official, ...] | None
    polluted_soils: tuple[Official, ...] | None
    brownfields: tuple[Official, ...] | None
    stop: tuple[Official, ...] | None


def at_place(territory: Territory, point: tuple[float, float]) -> AtPlace:
    """Return what is said of a position (metres, in the projection of the territory)."""
    place = shapely.Point(point)
    found = {name: _near(territory, name, place, within) for name, within in _REACH.items()}
    return AtPlace(
        activity_zones=found["activity_zones"],
        regional_zones=found["activity_zones_paca"],
        plui_zones=found["plui_zones"],
        flood_zones=found["flood_zones"],
        polluted_soils=found["polluted_soils"],
        brownfields=found["brownfields"],
        stop=None if found["transit_stops"] is None else found["transit_stops"][:1],
    )


_REACH = {
    "activity_zones": ZONE_NEAR_M,
    "activity_zones_paca": ZONE_NEAR_M,
    "plui_zones": 0.0,
    "flood_zones": 0.0,
    "polluted_soils": SOIL_NEAR_M,
    "brownfields": BROWNFIELD_NEAR_M,
    "transit_stops": np.inf,
}


def _near(territory: Territory, name: str, place: shapely.Point, within_m: float) -> tuple[Official, ...] | None:
    """Return the nearest rows of a frame; None where no refresh brought it."""
    if name not in territory.came:
        return None
    frame = gpd.GeoDataFrame(territory.came[name])
    distance = shapely.distance(frame.geometry.to_numpy(), place)
    order = [row for row in np.argsort(distance, kind="stable")[:MOST] if distance[row] <= within_m]
    details = [[frame[column].iloc[row] for column in ("kind", "detail") if column in frame] for row in order]
    return tuple(
        Official(str(frame["name"].iloc[row]), ", ".join(str(one) for one in parts if isinstance(one, str)), round(float(distance[row])))
        for row, parts in zip(order, details, strict=True)
    )
