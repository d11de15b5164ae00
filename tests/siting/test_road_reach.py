"""Times along roads: one-way streets count, unreachable is infinite, and nothing is computed twice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse.csgraph import floyd_warshall

from siting.road_graph import _ways, build_graph, segment_minutes
from siting.road_reach import RoadReach


def ring(n: int = 8, one_way: bool = True) -> RoadReach:
    """A ring road of n nodes, one minute a segment."""
    angle = np.linspace(0, 2 * np.pi, n, endpoint=False)
    xy = 5000 * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    tail, head = np.arange(n), (np.arange(n) + 1) % n
    if not one_way:
        tail, head = np.concatenate((tail, head)), np.concatenate((head, tail))
    return RoadReach({"car": build_graph(xy, tail, head, np.ones(len(tail)))})


def test_one_way_streets_are_driven_from_demand_to_place() -> None:
    reach = ring()
    xy = reach.graphs["car"].xy_l93
    assert reach.minutes(xy[[0]], xy[[1, 7]], "car")[:, 0].tolist() == [7.0, 1.0]
    assert reach.minutes(xy[[0, 2, 3]], xy[[1]], "car")[0].tolist() == [7.0, 1.0, 2.0]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000))
def test_either_side_as_source_gives_the_shortest_times(seed) -> None:
    rng = np.random.default_rng(seed)
    tail, head = rng.integers(0, 12, 60), rng.integers(0, 12, 60)
    keep = tail != head
    graph = build_graph(rng.random((12, 2)) * 1000, tail[keep], head[keep], rng.integers(1, 9, 60)[keep].astype(float))
    full = floyd_warshall(graph.forth)
    reach = RoadReach({"car": graph})
    few, many = graph.xy_l93[:1], graph.xy_l93
    assert np.allclose(reach.minutes(few, many, "car"), full[:, :1])
    assert np.allclose(reach.minutes(many, few, "car"), full[:1, :])


def test_far_from_any_road_or_beyond_the_limit_is_infinite() -> None:
    reach = ring()
    xy = reach.graphs["car"].xy_l93
    times = reach.minutes(xy[[0]], np.array([xy[7], xy[4], [90_000.0, 0.0]]), "car", 2.0)
    assert times[:, 0].tolist() == [1.0, np.inf, np.inf]


def test_an_isolated_lane_is_left_out_of_the_graph() -> None:
    graph = build_graph(np.arange(10.0).reshape(5, 2), np.array([0, 1, 2, 3, 4]), np.array([1, 2, 0, 4, 3]), np.ones(5))
    assert len(graph.xy_l93) == 3


def test_a_free_segment_is_refused() -> None:
    with pytest.raises(ValueError, match="positive"):
        build_graph(np.zeros((2, 2)), np.array([0]), np.array([1]), np.zeros(1))


def test_a_stated_limit_and_the_class_of_road_set_the_speed() -> None:
    minutes = segment_minutes(np.full(3, 1000.0), np.array(["primary", "primary", "service"]), np.array(["50", None, "none"]), "car")
    assert minutes == pytest.approx([60 / 37.5, 60 / 40, 60 / 12])
    on_foot = segment_minutes(np.full(2, 400.0), np.array(["path", "steps"]), np.array(["", ""]), "foot")
    assert on_foot == pytest.approx([5.0, 9.6])


def test_the_outline_holds_the_nodes_reached() -> None:
    reach = ring(64, one_way=False)
    xy = reach.graphs["car"].xy_l93
    shape = reach.outline(xy[0], "car", 5.0)
    assert shape.contains(shapely.Point(xy[4]))
    assert not shape.contains(shapely.Point(xy[20]))
    assert reach.outline(np.array([90_000.0, 0.0]), "car", 5.0).is_empty


def test_one_cycles_against_a_one_way_street_only_where_it_says_so() -> None:
    streets = pd.DataFrame(
        {
            "oneway": ["yes", "yes", "yes", None, "-1"],
            "oneway:bicycle": [None, "no", None, None, None],
            "cycleway": [None, None, "opposite_lane", None, None],
        }
    )
    forth, back = _ways(streets, "bike")
    assert (forth.tolist(), back.tolist()) == ([True, True, True, True, False], [False, True, True, True, True])
    assert _ways(streets, "car")[1].tolist() == [False, False, False, True, True]
    assert _ways(streets, "foot")[1].all()


def test_a_catchment_on_roads_has_its_hole() -> None:
    reach = ring(64, one_way=False)
    shape = reach.outline(reach.graphs["car"].xy_l93[0], "car", 40.0)
    assert shape.is_valid
    assert len(shape.interiors) == 1  # nobody is near a road in the middle of the ring
    assert not shape.contains(shapely.Point(0, 0))
