"""Who reaches what: the sea is gone round, the group's own detour counts, roads replace straight lines where there is an extract."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

import scenarios.roads as roads_module
import scenarios.travel as travel
from geodata.published import with_places
from geodata.territory import Territory
from scenarios.travel import LONGEST_MIN, Floats, TravelTimes
from siting.reach import HYPOTHESES, StraightReach
from siting.road_graph import RoadGraph, build_graph
from siting.road_reach import RoadReach
from siting.ways_round import WaysRound
from tests.published import LAUNDRY, YARD


@pytest.fixture(scope="module")
def travel_times(territory: Territory) -> TravelTimes:
    return TravelTimes(territory)


def test_times_are_never_shorter_than_the_crows_flight(travel_times: TravelTimes) -> None:
    times = travel_times.minutes("foot", 1.3)
    straight_km = np.hypot(*(travel_times.demand_l93[:, None] - travel_times.places_l93[None]).transpose(2, 0, 1)) / 1000
    known = np.isfinite(times)
    assert known.any()
    assert np.all(times[known] >= straight_km[known] * 1.3 * 60 / 4.5 * (1 - 1e-9))
    assert times[known].max() <= LONGEST_MIN


def test_a_longer_detour_reaches_fewer(travel_times: TravelTimes) -> None:
    short, long = travel_times.minutes("foot", 1.2), travel_times.minutes("foot", 1.6)
    assert np.all(long >= short * (1 - 1e-9))
    assert (long <= 15).sum() < (short <= 15).sum()
    assert travel_times.version("foot", 1.2) != travel_times.version("foot", 1.6)
    assert travel_times.version("straight", 1.2) == TravelTimes(travel_times.territory).version("straight", 1.2)


def test_what_no_detour_index_changes_is_computed_once_and_kept(
    territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = TravelTimes(territory, cache=tmp_path)
    times = {detour: first.minutes("foot", detour) for detour in (1.3, 1.6)}
    assert not np.array_equal(times[1.3], times[1.6])
    monkeypatch.setattr(WaysRound, "between", lambda *_: pytest.fail("computed again"))
    for again in (first, TravelTimes(territory, cache=tmp_path)):
        assert np.array_equal(again.minutes("foot", 1.3), times[1.3])
        assert np.array_equal(again.minutes("foot", 1.6), times[1.6])


@pytest.mark.parametrize("mode", HYPOTHESES)
def test_the_times_to_some_places_are_those_of_the_whole_and_may_be_changed(travel_times: TravelTimes, mode: str) -> None:
    whole, columns = travel_times.minutes(mode, 1.25), np.array([3, 0, 40, len(travel_times.places_l93) - 1])
    some = travel_times.minutes_to(columns, mode, 1.25)
    assert np.array_equal(some, whole[:, columns])
    some[:] = 0
    assert np.array_equal(travel_times.minutes(mode, 1.25), whole)


def test_who_asks_for_other_times_does_not_wait_and_who_asks_for_the_same_does_not_compute(
    territory: Territory, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, asked, travel_times = threading.Event(), list[float](), TravelTimes(territory)
    by_car = StraightReach(HYPOTHESES, travel_times._land).ways("car", LONGEST_MIN)

    def slow(self: WaysRound, places: Floats, demand: Floats) -> Floats:
        asked.append(self.limit_m)
        assert self != by_car or held.wait(60)
        return np.full((len(demand), len(places)), np.nan)

    monkeypatch.setattr(WaysRound, "between", slow)
    with ThreadPoolExecutor(2) as threads:
        cars = [threads.submit(travel_times.minutes, "car", 1.3) for _ in range(2)]
        travel_times.minutes("foot", 1.3)
        held.set()
        assert np.array_equal(cars[0].result(60), cars[1].result(60))
    assert sorted(asked) == sorted({*asked})


@pytest.mark.parametrize("mode", ["straight", "bike"])
def test_with_places_added_the_times_are_those_of_a_fresh_atlas(
    travel_times: TravelTimes, territory: Territory, tmp_path: Path, mode: str
) -> None:
    whole = with_places(territory, (LAUNDRY, YARD)).territory
    fresh = TravelTimes(whole).minutes(mode, 1.3)
    assert np.array_equal(travel_times.with_places(whole).minutes(mode, 1.3), fresh)
    cached = TravelTimes(territory, tmp_path)
    assert np.array_equal(cached.with_places(whole).minutes(mode, 1.3), fresh)
    assert np.array_equal(cached.with_places(whole).minutes(mode, 1.3), fresh)


def test_a_place_more_does_not_compute_the_others_again(territory: Territory, monkeypatch: pytest.MonkeyPatch) -> None:
    ground = TravelTimes(territory)
    ground.minutes("foot", 1.3)
    asked: list[int] = []
    plain = WaysRound.between

    def counting(self: WaysRound, places: Floats, demand: Floats) -> Floats:
        asked.append(len(places))
        return plain(self, places, demand)

    monkeypatch.setattr(WaysRound, "between", counting)
    ground.with_places(with_places(territory, (LAUNDRY,)).territory).minutes("foot", 1.3)
    assert asked == [1]
    assert ground.with_places(territory) is ground


def test_a_catchment_holds_its_place_and_keeps_off_the_sea(travel_times: TravelTimes) -> None:
    outline = travel_times.outline_l93(0, "car", 10, 1.3)
    assert outline.is_valid
    assert outline.area > 1e6
    assert outline.distance(travel.shapely.Point(*travel_times.places_l93[0])) == 0


def grid(_path: Path, mode: str, _cache: Path, _box: object = None) -> RoadGraph:
    """Roads every 500 m over the whole territory, at 30 km/h by car and 4.5 on foot."""
    x, y = np.meshgrid(np.arange(860_000, 925_500, 500.0), np.arange(6_225_000, 6_270_500, 500.0))
    xy = np.column_stack((x.ravel(), y.ravel()))
    at = np.arange(len(xy)).reshape(x.shape)
    tail = np.concatenate((at[:, :-1].ravel(), at[:-1].ravel()))
    head = np.concatenate((at[:, 1:].ravel(), at[1:].ravel()))
    minutes = np.full(len(tail), 0.5 / {"car": 30, "bike": 14, "foot": 4.5}[mode] * 60)
    return build_graph(xy, np.concatenate((tail, head)), np.concatenate((head, tail)), np.concatenate((minutes, minutes)))


def test_an_openstreetmap_extract_replaces_straight_lines(territory: Territory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads_module, "graph_from_osm", grid)
    asked: list[str] = []
    plain = RoadReach.minutes
    monkeypatch.setattr(RoadReach, "minutes", lambda *given: (asked.append(given[3]), plain(*given))[1])
    roads = TravelTimes(territory, osm=Path("extract.osm.pbf"))
    times = roads.minutes("foot", 1.3)
    assert roads.on_roads("foot")
    assert not roads.on_roads("straight")
    assert np.array_equal(roads.minutes("foot", 1.6), times)
    assert asked == ["foot"]  # a detour index says nothing of real roads
    blocks_km = np.abs(roads.demand_l93[:, None] - roads.places_l93[None]).sum(axis=2) / 1000
    near = np.isfinite(times) & (blocks_km > 2)
    assert np.median(times[near] / (blocks_km[near] * 60 / 4.5)) == pytest.approx(1, abs=0.1)
    assert roads.version("foot", 1.3) != TravelTimes(territory).version("foot", 1.3)
    assert roads.outline_l93(0, "foot", 15, 1.3).area > 0


def test_an_extract_that_cannot_be_used_leaves_straight_lines_and_says_why(territory: Territory, tmp_path: Path) -> None:
    lines = TravelTimes(territory, tmp_path, osm=tmp_path / "none.osm.pbf")
    assert lines.roads_so_far is None
    assert isinstance(lines.reach("car", 1.3), StraightReach) and not lines.on_roads("car")
    assert "none.osm.pbf ne sert pas (fichier absent)" in str(lines.roads_so_far and lines.roads_so_far.refusal)
