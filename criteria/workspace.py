"""What the criteria share: one territory, its candidates, the hypotheses, and the costly results computed once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property, lru_cache

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from criteria.geodesy import distances_m, scale_factor
from criteria.hypotheses import Hypotheses
from criteria.scale import Floats
from domain.candidate import Role
from domain.suitability import SHOP_MAX_AREA_M2, Suitability
from geodata.territory import Territory

CHUNK_CELLS = 2_000_000
EXACT = 2.0**-29
"""The unit of what is summed around a candidate: sums of its multiples are exact in floating point up to sixteen million people, so that
they are the same on every processor, whatever is summed beside them."""
MOST_WORKSPACES = 8
KNOWN_SHARE = 0.5


@dataclass(frozen=True)
class Around:
    """Sums over the demand points within a reach of each candidate, each of shape (n,)."""

    population: Floats
    newly_reached: Floats
    qpv_population: Floats
    dwellings: Floats
    dwellings_of_known_tenure: Floats
    social_dwellings: Floats
    population_of_known_poverty: Floats
    poor: Floats

    def at(self, row: int) -> Around:
        """Return the sums of one place, each of shape (1,)."""
        return Around(**{item.name: getattr(self, item.name)[row : row + 1] for item in fields(self)})


@dataclass(frozen=True, eq=False)
class Workspace:
    """One territory × candidates × hypotheses. Build it once and pass it; it fills itself as criteria ask.

    Parameters
    ----------
    territory : Territory
        Demand points, facilities, municipalities (EPSG:2154).
    candidates : GeoDataFrame
        Enriched candidates (EPSG:2154), n rows: all results follow their order.
    hypotheses : Hypotheses
        Values in force.
    notes : dict
        What is said beside the variables of a criterion, by its id.
    measured, suited, variables : dict
        What was worked out already: measures and suitability by role; what a criterion reads, by its id and a role.
    """

    territory: Territory
    candidates: gpd.GeoDataFrame
    hypotheses: Hypotheses = field(default_factory=Hypotheses)
    measured: dict[Role, Floats] = field(default_factory=dict, repr=False)
    suited: dict[Role, Suitability] = field(default_factory=dict, repr=False)
    variables: dict[tuple[str, Role], Mapping[str, Floats]] = field(default_factory=dict, repr=False)
    notes: dict[str, str] = field(default_factory=dict, repr=False)
    _around: dict[float, Around] = field(default_factory=dict, repr=False)

    def at(self, row: int) -> Workspace:
        """Return the workspace of one place: what is shown of it costs the same however many places there are."""
        place = Workspace(self.territory, self.candidates.iloc[[row]], self.hypotheses)
        place._around.update({reach_m: sums.at(row) for reach_m, sums in self._around.items()})
        for key, variables in self.variables.items():
            place.variables[key] = {symbol: values[row : row + 1] for symbol, values in variables.items()}
        return place

    def under(self, hypotheses: Hypotheses, is_same_reach: bool) -> Workspace:
        """Return the same places under other hypotheses, sharing what does not depend on them.

        Parameters
        ----------
        is_same_reach : bool
            Whether what is read around each place stays: the hypotheses that change then act in no distance.
        """
        other = Workspace(self.territory, self.candidates, hypotheses, suited=self.suited)
        vars(other).update(demand_l93=self.demand_l93, xy_l93=self.xy_l93, scale=self.scale)
        if is_same_reach:
            other.variables.update(self.variables)
            other._around.update(self._around)
        return other

    @property
    def size(self) -> int:
        """Number of candidates."""
        return len(self.candidates)

    @cached_property
    def xy_l93(self) -> Floats:
        """Positions of the candidates, shape (n, 2), EPSG:2154."""
        return np.asarray(shapely.get_coordinates(self.candidates.geometry.to_numpy()), float)

    @cached_property
    def scale(self) -> Floats:
        """Projected length of a true metre at each candidate, shape (n,)."""
        return scale_factor(self.xy_l93)

    @property
    def is_premises(self) -> npt.NDArray[np.bool_]:
        """Whether each candidate is a landlord's ground floor, shape (n,)."""
        return np.asarray(self.candidates["kind"] == "premises", bool)

    def column(self, name: str) -> Floats:
        """Return a numeric column of the candidates, shape (n,), NaN where unknown."""
        return self.candidates[name].to_numpy(float)

    def codes(self, name: str, meaning: dict[str, float]) -> Floats:
        """Return a text column as numbers, shape (n,); what `meaning` does not name is unknown (NaN)."""
        return np.array([meaning.get(value, np.nan) if isinstance(value, str) else np.nan for value in self.candidates[name]], float)

    def of_area(self, name: str) -> Floats:
        """Return a column of the commune or arrondissement of each candidate, shape (n,), NaN where unknown."""
        return np.asarray(self.territory.areas[name].reindex(self.candidates["area_code"]), float)

    @cached_property
    def months_vacant(self) -> Floats:
        """Months from when each candidate became vacant to the day of the data, shape (n,); NaN where the date is unknown."""
        days = (pd.Timestamp(self.territory.as_of) - self.candidates["vacant_since"]).dt.days.to_numpy(float)
        return np.asarray(np.maximum(days, 0) / 30.4375, float)

    def travel_m(self, role: Role) -> float:
        """Return the catchment of a role, travelled metres: donors by car for a hub, buyers on foot for a shop."""
        return self.hypotheses.central("donor_reach_m" if role is Role.HUB else "walk_reach_m")

    def job_travel_m(self, role: Role) -> float:
        """Return how far a job is offered, travelled metres: by transit to a hub, on foot to a shop."""
        return self.hypotheses.central("job_reach_m" if role is Role.HUB else "walk_reach_m")

    def crow_m(self, travel_m: float) -> float:
        """Return the straight-line distance of a travelled distance (÷ detour)."""
        return travel_m / self.hypotheses.central("detour")

    def usable_area_m2(self, role: Role) -> Floats:
        """Return the floor area that a role puts to use (m², shape (n,)): a shop takes at most its largest size of a big place."""
        area = self.column("area_m2")
        return np.minimum(area, SHOP_MAX_AREA_M2) if role is Role.SHOP else area

    def inventories(self, row: int) -> tuple[str, ...]:
        """Return the sources (ids of the catalogue) that tell of one candidate itself."""
        return (str(self.candidates["source_id"].iloc[row]),)

    def facility_m(self, kind: str) -> Floats:
        """Return the straight-line distance to the nearest existing facility of a kind, metres, shape (n,).

        NaN when the territory lists none: an empty directory is an absence of data.
        """
        places = self.facilities_l93(kind)
        return distances_m(self.xy_l93, places).min(axis=1) if len(places) else np.full(self.size, np.nan)

    def facilities_l93(self, kind: str) -> Floats:
        """Return the positions of the existing facilities of a kind, shape (f, 2), EPSG:2154."""
        frame = self.territory.facilities
        shapes = frame.geometry[(frame["kind"] == kind).to_numpy()].to_numpy()
        return np.asarray(shapely.get_coordinates(shapes), float).reshape(-1, 2)

    def around(self, reach_m: float) -> Around:
        """Return the sums within `reach_m` of each candidate (straight line, metres), computed once a reach."""
        if reach_m not in self._around:
            self._around[reach_m] = Around(*self._sums(reach_m, self.demand_columns).T)
        return self._around[reach_m]

    def around_trip(self, role: Role) -> Around:
        """Return the sums within the catchment of a role (see `travel_m`)."""
        return self.around(self.crow_m(self.travel_m(role)))

    def around_jobs(self, role: Role) -> Around:
        """Return the sums within reach of the jobs of a role (see `job_travel_m`)."""
        return self.around(self.crow_m(self.job_travel_m(role)))

    @cached_property
    def demand_l93(self) -> Floats:
        """Positions of the demand points, shape (d, 2), EPSG:2154."""
        return np.asarray(shapely.get_coordinates(self.territory.demand.geometry.to_numpy()), float)

    @cached_property
    def demand_columns(self) -> Floats:
        """The columns of `Around` at the demand points, shape (d, 8), in multiples of `EXACT`."""
        served_m = self.crow_m(self.hypotheses.central("served_reach_m"))
        frame = self.territory.demand
        people, homes = frame["population"].to_numpy(float), frame["dwellings"].to_numpy(float)
        social, poverty = frame["social_dwellings"].to_numpy(float), frame["poverty_rate_pct"].to_numpy(float)
        existing = self.facilities_l93("ressourcerie")
        served = distances_m(self.demand_l93, existing).min(axis=1) <= served_m if len(existing) else np.zeros(len(frame), bool)
        columns = [
            people, people * ~served, people * frame["qpv_code"].notna().to_numpy(), homes, homes * np.isfinite(social),
            np.nan_to_num(social), people * np.isfinite(poverty), people * np.nan_to_num(poverty) / 100,
        ]  # fmt: skip
        return np.round(np.column_stack(columns) / EXACT) * EXACT

    def _sums(self, reach_m: float, columns: Floats) -> Floats:
        """Return, for each candidate, the sums of the columns over the demand points within reach, shape (n, c)."""
        result = np.empty((self.size, columns.shape[1]))
        x, y = self.demand_l93.T
        limit = (reach_m * self.scale) ** 2
        step = max(1, CHUNK_CELLS // max(1, len(x)))
        for start in range(0, self.size, step):
            rows = slice(start, start + step)
            squared = (self.xy_l93[rows, :1] - x) ** 2
            squared += (self.xy_l93[rows, 1:] - y) ** 2
            result[rows] = (squared <= limit[rows, None]).astype(float) @ columns
        return result


def workspaces(territory: Territory) -> Callable[[Hypotheses], Workspace]:
    """Return what gives a territory's workspace for a set of hypotheses, and remembers the last few."""

    @lru_cache(maxsize=MOST_WORKSPACES)
    def workspace(hypotheses: Hypotheses) -> Workspace:
        return Workspace(territory, territory.candidates, hypotheses)

    return workspace


def share_of_known(part: Floats, known: Floats, total: Floats) -> Floats:
    """Return ``part / known`` where at least half of `total` is known; 0 where there is nobody; NaN elsewhere. Shape (n,)."""
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(known >= KNOWN_SHARE * total, part / known, np.nan)
    return np.where(total == 0, 0.0, share)
