"""What lies around one point: residents, social dwellings, priority neighbourhoods, existing facilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from domain.candidate import QPV_NEAR_M
from geodata.crs import Floats
from geodata.enrich import nearest_quartier
from geodata.territory import Territory

RESIDENTS_RADIUS_M = 1_000.0
NEAREST_FACILITIES = 3


@dataclass(frozen=True)
class Near:
    """Something near a point: its code, its name, its kind, and the straight-line distance (m, 0 inside); whether it is invented."""

    code: str
    name: str
    kind: str
    distance_m: float
    is_example: bool = False


@dataclass(frozen=True)
class Surroundings:
    """The neighbourhood of a point (all counts are estimates made from the demand points).

    Attributes
    ----------
    area_code, area_name : str or None
        Commune or arrondissement that holds the point; None outside the territory.
    quartier : str or None
        Quartier of the arrondissement that holds it, or the nearest; None where none is known.
    priority_neighbourhoods : tuple of Near
        QPV within 800 m, nearest first.
    residents : int
        Residents of the demand points within 1 km.
    social_dwellings : float
        Estimated social dwellings within 1 km; NaN when one of the points is unknown.
    facilities : tuple of Near
        The three nearest existing facilities.
    """

    area_code: str | None
    area_name: str | None
    quartier: str | None
    priority_neighbourhoods: tuple[Near, ...]
    residents: int
    social_dwellings: float
    facilities: tuple[Near, ...]


def surroundings(territory: Territory, point_l93: tuple[float, float]) -> Surroundings:
    """Describe what lies around a point given in metres, EPSG:2154.

    Raises
    ------
    ValueError
        When a coordinate is not a finite number.
    """
    x, y = point_l93
    if not (np.isfinite(x) and np.isfinite(y)):
        raise ValueError("point_l93: two finite numbers are expected")
    area_code, area_name = territory.communes.at(x, y)[0]
    demand = territory.demand
    reached = _distances(shapely.get_coordinates(demand.geometry.to_numpy()), x, y) <= RESIDENTS_RADIUS_M
    quartier = nearest_quartier(np.array([[x, y]]), np.array([area_code], object), territory.outlined_quartiers)[0]
    return Surroundings(
        area_code=area_code or None,
        area_name=area_name or None,
        quartier=quartier,
        priority_neighbourhoods=_priority(territory, x, y),
        residents=int(demand["population"].to_numpy()[reached].sum()),
        social_dwellings=float(demand["social_dwellings"].to_numpy()[reached].sum()),
        facilities=_facilities(territory, x, y),
    )


def _distances(xy_l93: Floats, x: float, y: float) -> Floats:
    return np.asarray(np.hypot(xy_l93[:, 0] - x, xy_l93[:, 1] - y), float)


def _priority(territory: Territory, x: float, y: float) -> tuple[Near, ...]:
    zones = territory.priority_neighbourhoods
    distance = np.round(shapely.distance(zones.geometry.to_numpy(), shapely.Point(x, y)), 1)
    near = [index for index in np.argsort(distance, kind="stable") if distance[index] <= QPV_NEAR_M]
    codes, names = zones["code"].to_numpy(), zones["name"].to_numpy()
    return tuple(Near(str(codes[i]), str(names[i]), "priority_neighbourhood", float(distance[i])) for i in near)


def _facilities(territory: Territory, x: float, y: float) -> tuple[Near, ...]:
    frame = territory.facilities
    distance = np.round(_distances(shapely.get_coordinates(frame.geometry.to_numpy()), x, y), 1)
    order = np.argsort(distance, kind="stable")[:NEAREST_FACILITIES]
    ids, names, kinds, examples = (frame[column].to_numpy() for column in ("id", "name", "kind", "is_example"))
    return tuple(Near(str(ids[i]), str(names[i]), str(kinds[i]), float(distance[i]), bool(examples[i])) for i in order)
