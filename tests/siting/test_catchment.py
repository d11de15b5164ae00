"""An outline has the holes and the islands of what is reached."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from siting.catchment import catchment, level_area

CENTRE = np.array([[890_000.0, 6_245_000.0]])


def distance_m(points: np.ndarray) -> np.ndarray:
    return np.hypot(*(points - CENTRE[0]).T)


def test_a_hole_and_an_island_are_there() -> None:
    def times(points: np.ndarray) -> np.ndarray:
        far = distance_m(points)
        return np.where((far < 1_000) | (np.abs(far - 2_000) < 400) | (np.abs(far - 4_000) < 200), 5.0, np.inf)

    shape = catchment(times, CENTRE, 5_000.0, 10.0)
    assert shape.is_valid
    holes = [len(part.interiors) for part in sorted(shape.geoms, key=lambda part: part.area)]
    assert sorted(holes) == [0, 1, 1]
    assert not shapely.contains_xy(shape, CENTRE + np.array([1_300.0, 0.0]))[0]
    assert shapely.contains_xy(shape, CENTRE + np.array([2_000.0, 0.0]))[0]


def test_the_edge_is_where_the_limit_is_met() -> None:
    shape = catchment(lambda points: distance_m(points) / 100, CENTRE, 4_000.0, 20.0)
    assert shape.geom_type == "Polygon"
    assert shape.area == pytest.approx(np.pi * 2_000**2, rel=0.005)
    edge = distance_m(shapely.get_coordinates(shape))
    assert edge.min() > 1_980
    assert edge.max() < 2_020


def test_nowhere_is_empty() -> None:
    assert catchment(lambda points: np.full(len(points), np.inf), CENTRE, 1_000.0, 10.0).is_empty


@given(st.lists(st.lists(st.sampled_from([0.0, 3.0, 5.0, 7.0, 10.0, np.inf]), min_size=5, max_size=5), min_size=5, max_size=5))
def test_every_point_of_the_grid_is_on_its_side(rows: list[list[float]]) -> None:
    values, axis = np.array(rows), np.arange(5.0)
    shape = level_area(values, axis, axis, 5.0)
    assert shape.is_valid
    for y, x in np.ndindex(values.shape):
        assert shapely.distance(shape, shapely.Point(x, y)) > 0 or shape.is_empty or values[y, x] <= 5.0, (x, y)
