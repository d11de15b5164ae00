"""Who reaches a place, and in how long: the port `Reach`, and its embedded implementation on straight lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Protocol

import numpy as np
import shapely
from numpy.typing import NDArray

from i18n import N_
from siting.incidence import Floats
from siting.land import Land
from siting.ways_round import WATER_TOLERANCE_M, WaysRound, straight_lines

OUTLINE_DIRECTIONS = 72
LIMIT_STEP_M = 100.0
ROWS_AT_ONCE = 500  # what is worked out on the way to the times takes little beside them


@dataclass(frozen=True)
class TravelHypothesis:
    """How a straight line becomes a travel time in one mode.

    Attributes
    ----------
    detour_index : network length / straight line.
    speed_km_h : mean speed from door to door.
    access_min : minutes spent before and after the way itself (parking, starting).
    source : where the figures come from, a French message to translate.
    """

    mode: str
    detour_index: float
    speed_km_h: float
    access_min: float
    source: str

    def minutes(self, straight_m: NDArray[np.float64]) -> Floats:
        """Return the minutes for straight lines in metres."""
        return np.asarray(self.access_min + straight_m * self.detour_index / (self.speed_km_h * 1000.0 / 60.0))

    def straight_m(self, minutes: float) -> float:
        """Return how far, as the crow flies, one gets in `minutes`."""
        return max(minutes - self.access_min, 0.0) * self.speed_km_h * 1000.0 / 60.0 / self.detour_index


_DETOUR = N_("hypothèse : indice de détour 1,3 (1,2 à 1,4 ; moyenne publiée de 1,34 pour 300 villes européennes) et vitesse moyenne")
HYPOTHESES: Mapping[str, TravelHypothesis] = MappingProxyType(
    {
        "foot": TravelHypothesis("foot", 1.3, 4.5, 0.0, _DETOUR),
        "bike": TravelHypothesis("bike", 1.3, 14.0, 1.0, _DETOUR),
        "car": TravelHypothesis("car", 1.3, 28.0, 3.0, _DETOUR),
        "straight": TravelHypothesis("straight", 1.0, 60.0, 0.0, N_("à vol d'oiseau : une minute par kilomètre, sans détour")),
    }
)


class Reach(Protocol):
    """Travel times between demand points and places."""

    def minutes(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64], mode: str, limit_min: float = np.inf) -> Floats:
        """Return (m, n) minutes, rows = demand, columns = places; infinite = unreachable, or beyond `limit_min`.

        Parameters
        ----------
        places_l93, demand_l93 : (n, 2) and (m, 2) metres, EPSG:2154.
        mode : one of :data:`domain.scenario.MODES` that the reach knows; ValueError for any other.
        """
        ...

    def outline(self, place_l93: NDArray[np.float64], mode: str, minutes: float) -> Any:
        """Return the catchment of one place as a shapely (multi)polygon, EPSG:2154, empty when nothing is reached."""
        ...

    def version(self) -> str:
        """Return a text that changes whenever the times could."""
        ...


def checked_points(xy_l93: NDArray[np.float64], what: str) -> Floats:
    """Return the points as a contiguous (n, 2) array.

    Raises
    ------
    ValueError
        When the shape is wrong or a coordinate is unknown.
    """
    points = np.ascontiguousarray(xy_l93, dtype=np.float64)
    if points.ndim != 2 or points.shape[1] != 2 or not np.all(np.isfinite(points)):
        raise ValueError(f"{what}: expected known coordinates of shape (n, 2)")
    return points


@dataclass(frozen=True)
class Minutes:
    """The travel times of a reach in one mode, up to a limit: something that is measured between demand points and places."""

    reach: Reach
    mode: str
    limit_min: float = np.inf

    def between(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64]) -> Floats:
        """Return (m, n) minutes."""
        return self.reach.minutes(places_l93, demand_l93, self.mode, self.limit_min)

    def version(self) -> str:
        """Return a text that changes whenever the times could."""
        return f"{self.reach.version()}|{self.mode}|{self.limit_min!r}"


@dataclass(frozen=True)
class StraightReach:
    """Straight line × detour index, at the mode's mean speed; the sea stands in the way when `land` is given.

    The rule of the sea: a straight line that crosses more than `water_tolerance_m` of water is replaced by the shortest
    way on land (on a raster, see :mod:`siting.land`), without the detour index when that way is longer than the detour
    would be. An island is unreachable. Bays, the Étang de Berre and the Frioul are seen; a harbour basin is not.
    """

    hypotheses: Mapping[str, TravelHypothesis] = field(default_factory=lambda: HYPOTHESES)
    land: Land | None = None
    water_tolerance_m: float = WATER_TOLERANCE_M

    def _hypothesis(self, mode: str) -> TravelHypothesis:
        if mode not in self.hypotheses:
            raise ValueError(f"unknown travel mode {mode!r}")
        return self.hypotheses[mode]

    def minutes(
        self,
        places_l93: NDArray[np.float64],
        demand_l93: NDArray[np.float64],
        mode: str,
        limit_min: float = np.inf,
        round_m: Floats | None = None,
    ) -> Floats:
        """See :class:`Reach`. `round_m` is what :meth:`ways` measures between these points, when it is known already."""
        ways, places, demand = self.ways(mode, limit_min), checked_points(places_l93, "places"), checked_points(demand_l93, "demand")
        around = ways.between(places, demand) if ways is not None and round_m is None else round_m
        out = np.empty((len(demand), len(places)))
        for start in range(0, len(demand), ROWS_AT_ONCE):
            rows = slice(start, start + ROWS_AT_ONCE)
            out[rows] = self._minutes(places, demand[rows], self._hypothesis(mode), limit_min, None if around is None else around[rows])
        return out

    def _minutes(self, places: Floats, demand: Floats, hypothesis: TravelHypothesis, limit_min: float, round_m: Floats | None) -> Floats:
        straight = straight_lines(demand, places, hypothesis.straight_m(limit_min))
        times = hypothesis.minutes(straight)
        if round_m is not None:
            wet = np.nonzero(~np.isnan(round_m) & np.isfinite(straight))
            way = round_m[wet]
            way[way > hypothesis.straight_m(limit_min) * hypothesis.detour_index] = np.inf
            times[wet] = hypothesis.minutes(np.maximum(way / hypothesis.detour_index, straight[wet]))
        times[~(times <= limit_min)] = np.inf
        return times

    def ways(self, mode: str, limit_min: float = np.inf) -> WaysRound | None:
        """Return what the times of a mode need to know of the water, the same for every detour index; None where nothing."""
        hypothesis = self._hypothesis(mode)
        if self.land is None or mode == "straight":
            return None
        travelled_m = hypothesis.straight_m(limit_min) * max(hypothesis.detour_index, 1.0)
        return WaysRound(self.land, float(LIMIT_STEP_M * (np.round(travelled_m / LIMIT_STEP_M) + 1)), self.water_tolerance_m)

    def outline(self, place_l93: NDArray[np.float64], mode: str, minutes: float) -> Any:
        """Return the disc reached, less what the sea cuts off: the reach along 72 directions, by this very rule."""
        place = checked_points(np.asarray(place_l93).reshape(1, 2), "place")
        radius = self._hypothesis(mode).straight_m(minutes)
        if radius <= 0:
            return shapely.Polygon()
        angles = np.linspace(0.0, 2 * np.pi, OUTLINE_DIRECTIONS, endpoint=False)
        steps = radius * np.linspace(1 / 24, 1.0, 24)
        ring = place + steps[:, None, None] * np.stack([np.cos(angles), np.sin(angles)], axis=1)[None]
        if self.land is None or mode == "straight":
            return shapely.Polygon(ring[-1])
        inside = np.isfinite(self.minutes(place, ring.reshape(-1, 2), mode, minutes * (1 + 1e-9))).reshape(len(steps), -1)
        far = np.where(inside.all(axis=0), len(steps), np.argmin(inside, axis=0))
        corners = place + (np.concatenate(([0.0], steps))[far])[:, None] * (ring[-1] - place) / radius
        return shapely.make_valid(shapely.Polygon(corners))

    def version(self) -> str:
        """See :class:`Reach`."""
        parts = [f"{h.mode}:{h.detour_index}:{h.speed_km_h}:{h.access_min}" for h in self.hypotheses.values()]
        barrier = "" if self.land is None else f":{self.land.dry.shape}:{int(self.land.dry.sum())}:{self.water_tolerance_m}"
        return "straight;" + ";".join(sorted(parts)) + barrier


def union_places(minutes: NDArray[np.float64], groups: list[NDArray[np.int64]]) -> Floats:
    """Return (m, groups) the time to the nearest member of each group: a hub with its shops as ONE candidate."""
    return np.stack([minutes[:, members].min(axis=1) for members in groups], axis=1)


def gap_weights(weights: NDArray[np.float64], existing_minutes: NDArray[np.float64], limit_min: float) -> Floats:
    """Return the weight that no existing facility reaches within `limit_min`: the gap they leave."""
    if existing_minutes.shape[1] == 0:
        return np.asarray(weights, dtype=np.float64).copy()
    return np.where(existing_minutes.min(axis=1) <= limit_min, 0.0, weights)
