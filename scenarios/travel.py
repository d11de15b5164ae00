"""Travel times of the territory, computed once a mode: from every demand point to every candidate and existing ressourcerie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from domain.scenario import MODES
from geodata.crs import bounds_wgs84
from geodata.perimeter import in_use
from geodata.territory import Territory
from processes.memory_cache import MemoryCache
from scenarios.roads import ROAD_MODES, Roads, roads_of
from scenarios.timetables import Timetables, timetables_of
from siting.cached_matrix import CachedMatrix, GrowingMatrix, Measure
from siting.land import Land, land_of
from siting.reach import HYPOTHESES, ROWS_AT_ONCE, Minutes, Reach, StraightReach, TravelHypothesis
from siting.transit_reach import TRANSIT, TransitReach

Floats = npt.NDArray[np.float64]
LONGEST_MIN = 60.0
ROADS_AROUND_M = 10_000.0
CACHE_BYTES = 48_000_000  # those of foot, bike and car on the embedded territory; pages of a file that all processes share
MOST_FILES = 4_000
OUTLINES_BYTES = 2_000_000
SHAPE_BYTES = 300


@dataclass(frozen=True, eq=False)
class TravelTimes:
    """Who reaches what, in how long.

    Columns: the candidates of the territory in their order, then its existing ressourceries; rows: its demand points.

    Parameters
    ----------
    territory : Territory
    cache : Path or None
        Where times are kept between runs, under the hash of what they depend on.
    osm : Path or None
        A local OpenStreetMap extract: real roads then replace straight lines (foot, bike, car). Of it only what lies in the territory and
        `ROADS_AROUND_M` around is read.
    gtfs : Path or None
        A GTFS: public transport is then a mode, on foot by what answers for the mode ``foot``.
    ground : TravelTimes or None
        The travel_times of the same territory before places were added after its own candidates: only what is added is computed, and the
        times of all are kept within one number of bytes.
    """

    territory: Territory
    cache: Path | None = None
    osm: Path | None = None
    gtfs: Path | None = None
    ground: TravelTimes | None = None
    _cached: MemoryCache[Floats] = field(default_factory=lambda: MemoryCache(CACHE_BYTES, lambda times: times.nbytes), repr=False)

    _outlines: MemoryCache[Any] = field(default_factory=lambda: MemoryCache(OUTLINES_BYTES, shape_bytes), repr=False)

    def with_places(self, territory: Territory) -> TravelTimes:
        """Return the travel_times of this territory with places added after its candidates."""
        if territory is self.territory:
            return self
        return TravelTimes(territory, self.cache, self.osm, self.gtfs, self, self._cached, self._outlines)

    @cached_property
    def facilities(self) -> npt.NDArray[np.int64]:
        """Rows of the existing ressourceries among the territory's facilities."""
        return np.flatnonzero((self.territory.facilities["kind"] == "ressourcerie").to_numpy())

    @cached_property
    def places_l93(self) -> Floats:
        """(n + e, 2) metres: candidates, then existing ressourceries."""
        existing = self.territory.facilities.geometry.iloc[self.facilities]
        both = [shapely.get_coordinates(shape.to_numpy()) for shape in (self.territory.candidates.geometry, existing)]
        return np.vstack(both)

    @cached_property
    def demand_l93(self) -> Floats:
        """(m, 2) metres: demand points."""
        return np.asarray(shapely.get_coordinates(self.territory.demand.geometry.to_numpy()), float)

    @cached_property
    def _land(self) -> Land:
        if self.ground:
            return self.ground._land
        return land_of([*self.territory.municipalities.geometry, *self.territory.neighbours.geometry])

    @cached_property
    def roads(self) -> Roads:
        """What is known of roads, read once: with a large extract, a matter of minutes the first time."""
        if self.ground:
            return self.ground.roads
        west, south, east, north = in_use().bounds_m
        around = (west - ROADS_AROUND_M, south - ROADS_AROUND_M, east + ROADS_AROUND_M, north + ROADS_AROUND_M)
        return roads_of(self.osm, self._folder / "roads", bounds_wgs84(around))

    @property
    def roads_so_far(self) -> Roads | None:
        """What is known of roads already; None while an extract was not read yet."""
        if self.ground:
            return self.ground.roads_so_far
        found: Roads | None = self.__dict__.get("roads")
        return Roads() if self.osm is None else found

    @property
    def _folder(self) -> Path:
        return self.cache or Path("var") / "cache"

    @cached_property
    def timetables(self) -> Timetables:
        """What is known of public transport, read once."""
        return self.ground.timetables if self.ground else timetables_of(self.gtfs, self._folder / "timetables")

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes whose times are known."""
        return tuple(mode for mode in MODES if mode != TRANSIT or self.timetables.timetable is not None)

    def hypotheses(self, detour: float) -> Mapping[str, TravelHypothesis]:
        """Return the speed and detour of each mode; `detour` is the group's own figure, the crow's flight keeps none."""
        items = {mode: item if mode == "straight" else replace(item, detour_index=detour) for mode, item in HYPOTHESES.items()}
        return MappingProxyType(items)

    def reach(self, mode: str, detour: float) -> Reach:
        """Return who answers for a mode: timetables, roads where an extract is given, else straight lines around the sea.

        Raises
        ------
        ValueError
            The mode is none of `modes`.
        """
        if mode == TRANSIT and self.timetables.timetable is not None:
            return TransitReach(self.timetables.timetable, self.reach("foot", detour))
        if mode in ROAD_MODES and self.roads.reach is not None:
            return self.roads.reach
        return StraightReach(self.hypotheses(detour), self._land)

    def on_roads(self, mode: str) -> bool:
        """Whether a mode's times, or those of its walks, come from real roads."""
        return mode in (*ROAD_MODES, TRANSIT) and self.roads.reach is not None

    def minutes(self, mode: str, detour: float) -> Floats:
        """Return (m, n + e) minutes, infinite beyond one hour."""
        return self.minutes_to(np.arange(len(self.places_l93)), mode, detour)

    def minutes_to(self, columns: npt.NDArray[np.int64], mode: str, detour: float) -> Floats:
        """Return (m, len(columns)) minutes to some places, infinite beyond one hour."""
        reach = self.reach(mode, detour)
        if not isinstance(reach, StraightReach):
            return self._measured(Minutes(reach, mode, LONGEST_MIN), columns)
        ways = reach.ways(mode, LONGEST_MIN)
        round_m = None if ways is None else self._measured(ways, columns)
        return reach.minutes(self.places_l93[columns], self.demand_l93, mode, LONGEST_MIN, round_m)

    def _measured(self, measure: Measure, columns: npt.NDArray[np.int64]) -> Floats:
        """Return (m, len(columns)) of a measure, in new memory; where the territory has very many places, only theirs are computed."""
        if len(self.places_l93) > MOST_FILES:
            return measure.between(self.places_l93[columns], self.demand_l93)
        if self.ground is None:
            return np.take(self._whole(measure), columns, axis=1)
        first, last = len(self.ground.territory.candidates), len(self.territory.candidates)
        added = (columns >= first) & (columns < last)
        of_ground = columns[~added]
        out = np.empty((len(self.demand_l93), len(columns)))
        _put(out, ~added, self.ground._whole(measure), np.where(of_ground < first, of_ground, of_ground - (last - first)))
        if added.any():
            _put(out, added, self._added(measure, first, last), columns[added] - first)
        return out

    def _whole(self, measure: Measure) -> Floats:
        """Return a measure of all places of a ground, read-only."""
        cached: Measure = measure
        if self.cache:
            cached = CachedMatrix(measure, self.cache)
        key = (self.territory.version, measure.version())
        return self._cached.get(key, lambda: cached.between(self.places_l93, self.demand_l93))

    def _added(self, measure: Measure, first: int, last: int) -> Floats:
        """Return a measure of the places added to the ground."""
        cached: Measure = measure
        if self.cache:
            cached = GrowingMatrix(measure, self.cache)
        key = (self.territory.version, measure.version())
        return self._cached.get(key, lambda: cached.between(self.places_l93[first:last], self.demand_l93))

    def outline_l93(self, column: int, mode: str, minutes: float, detour: float) -> Any:
        """Return the catchment of one place as a shapely (multi)polygon, EPSG:2154."""
        place = self.places_l93[column]
        return self._outlines.get((mode, minutes, detour, *place), lambda: self.reach(mode, detour).outline(place, mode, minutes))

    def version(self, mode: str, detour: float) -> str:
        """Return a text that changes whenever the times of a mode could, or whether they are known."""
        return self.reach(mode, detour).version() if mode in self.modes else f"{mode};unknown"


def shape_bytes(shape: Any) -> int:
    """Return the bytes that a shapely shape takes, about."""
    return SHAPE_BYTES + 2 * 8 * int(shapely.get_num_coordinates(shape))


def _put(out: Floats, where: npt.NDArray[np.bool_], values: Floats, columns: npt.NDArray[np.int64]) -> None:
    """Copy some columns of `values` to where they go in `out`, some rows at a time."""
    for start in range(0, len(out), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        out[rows, where] = values[rows, columns]
