"""Who reaches a place: unreachable is infinite, never zero, and the sea is not crossed on foot."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.scenario import MODES
from i18n import gettext
from siting.land import SOURCES_AT_ONCE, land_graph, land_of, way_round_m
from siting.reach import HYPOTHESES, StraightReach, gap_weights, union_places

HORSESHOE = [
    shapely.box(0, 0, 10_000, 3_000),
    shapely.box(0, 0, 3_000, 10_000),
    shapely.box(7_000, 0, 10_000, 10_000),
    shapely.box(4_500, 8_000, 5_500, 9_000),
]
WEST, EAST, ISLAND, SOUTH = [1_500.0, 8_500.0], [8_500.0, 8_500.0], [5_000.0, 8_500.0], [5_000.0, 1_500.0]


@pytest.fixture(scope="module")
def horseshoe():
    return land_of(HORSESHOE)


def points(*xy: list[float]) -> np.ndarray:
    return np.array(xy)


def test_a_straight_kilometre_takes_its_hypothesis() -> None:
    minutes = StraightReach().minutes(points([0, 0]), points([1000, 0]), "foot")
    assert minutes[0, 0] == pytest.approx(1.3 / 4.5 * 60)
    assert {*MODES} - {"transit"} == {*HYPOTHESES}
    assert all("hypothèse" in gettext(h.source) for m, h in HYPOTHESES.items() if m != "straight")


def test_beyond_the_limit_is_infinite() -> None:
    minutes = StraightReach().minutes(points([0, 0], [5000, 0]), points([100, 0]), "foot", 10.0)
    assert np.isfinite(minutes[0, 0])
    assert minutes[0, 1] == np.inf


def test_the_bay_is_walked_round_and_the_island_is_out_of_reach(horseshoe) -> None:
    reach = StraightReach(land=horseshoe)
    dry = StraightReach()
    there = points(WEST)
    times = reach.minutes(there, points(EAST, ISLAND, SOUTH), "car")
    direct = dry.minutes(there, points(EAST, ISLAND, SOUTH), "car")
    assert times[0, 0] > 1.5 * direct[0, 0]
    assert times[1, 0] == np.inf
    assert times[2, 0] < 1.3 * direct[2, 0]


def test_the_way_round_is_symmetric_and_never_shorter_than_the_crow(horseshoe) -> None:
    rng = np.random.default_rng(0)
    spots = np.concatenate([rng.random((20, 2)) * [3000, 10_000], rng.random((20, 2)) * [3000, 10_000] + [7000, 0]])
    around = way_round_m(horseshoe, spots, spots)
    crow = np.hypot(*(spots[:, None] - spots[None]).transpose(2, 0, 1))
    assert np.allclose(around, around.T)
    assert np.all(around >= crow - 2 * 2**0.5 * horseshoe.cell_m)
    assert np.all(np.isfinite(around))


def test_a_diagonal_does_not_slip_between_two_wet_cells() -> None:
    land = land_of([shapely.box(0, 0, 200, 200), shapely.box(200, 200, 400, 400)], cell_m=200.0, margin_m=200.0)
    assert land.dry.sum() == 2
    assert land_graph(land).nnz == 0


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["foot", "bike", "car"]))
def test_water_only_ever_makes_the_way_longer(seed, mode) -> None:
    rng = np.random.default_rng(seed)
    land = land_of(HORSESHOE, 400.0)
    a, b = rng.random((3, 2)) * 10_000, rng.random((5, 2)) * 10_000
    assert np.all(StraightReach(land=land).minutes(a, b, mode) >= StraightReach().minutes(a, b, mode) - 1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["foot", "bike", "car"]), st.floats(1.0, 1.8), st.sampled_from([20.0, 60.0]))
def test_the_ways_round_are_measured_once_for_every_detour_index(seed, mode, detour, limit) -> None:
    rng = np.random.default_rng(seed)
    land = land_of(HORSESHOE, 400.0)
    a, b = rng.random((3, 2)) * 10_000, rng.random((5, 2)) * 10_000
    known = StraightReach(land=land).ways(mode, limit)
    reach = StraightReach({mode: replace(HYPOTHESES[mode], detour_index=detour)}, land)
    assert known == reach.ways(mode, limit)
    assert np.array_equal(reach.minutes(a, b, mode, limit, known.between(a, b)), reach.minutes(a, b, mode, limit))


def test_the_ways_round_to_many_places_are_those_to_each(horseshoe) -> None:
    rng = np.random.default_rng(1)
    places, demand = rng.random((3 * SOURCES_AT_ONCE, 2)) * 10_000, rng.random((50, 2)) * 10_000
    each = [way_round_m(horseshoe, place[None], demand, 9_000.0) for place in places]
    assert np.array_equal(way_round_m(horseshoe, places, demand, 9_000.0), np.hstack(each))


def test_the_outline_holds_what_is_reached_and_stops_at_the_water(horseshoe) -> None:
    reach = StraightReach(land=horseshoe)
    shape = reach.outline(np.array(WEST), "foot", 45.0)
    assert shape.is_valid
    assert shape.contains(shapely.Point(1_500, 7_000))
    assert not shape.contains(shapely.Point(4_500, 8_500))
    assert StraightReach().outline(np.array(WEST), "car", 1.0).is_empty


def test_a_hub_with_its_shops_is_as_near_as_its_nearest_part() -> None:
    minutes = np.array([[5.0, 9.0, np.inf], [np.inf, 2.0, np.inf]])
    assert union_places(minutes, [np.array([0, 1]), np.array([2])]).tolist() == [[5.0, np.inf], [2.0, np.inf]]


def test_the_gap_is_what_existing_facilities_do_not_reach() -> None:
    weights = np.array([3.0, 4.0])
    assert gap_weights(weights, np.array([[5.0], [np.inf]]), 10.0).tolist() == [0.0, 4.0]
    assert gap_weights(weights, np.zeros((2, 0)), 10.0).tolist() == [3.0, 4.0]


def test_unknown_coordinates_and_modes_are_refused() -> None:
    with pytest.raises(ValueError, match="coordinates"):
        StraightReach().minutes(points([np.nan, 0]), points([0, 0]), "foot")
    with pytest.raises(ValueError, match="mode"):
        StraightReach().minutes(points([0, 0]), points([0, 0]), "boat")
