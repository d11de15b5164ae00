"""Geometries of map files."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.geometry import CrossedError, GeometryError, is_empty, repaired, shape_of
from intake.plain_shapes import plain_shapes
from tests.intake.making import LAT, LON, circle, point, polygon
from tests.intake.test_geojson_file import JSON

SQUARE = [[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]


BOW_TIE = [[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]


def test_points_and_contours_are_taken_and_heights_left_out() -> None:
    assert shape_of(point()).coords[0] == (LON, LAT)
    assert not shape_of({"type": "Point", "coordinates": [1, 2, 3]}).has_z
    assert shape_of({"type": "MultiPoint", "coordinates": [[1, 2]]}).geom_type == "Point"
    assert shape_of(polygon(SQUARE, [[0.2, 0.2], [0.2, 0.4], [0.4, 0.4], [0.2, 0.2]])).area == pytest.approx(0.98)
    assert shape_of({"type": "MultiPolygon", "coordinates": [[SQUARE], [[[x + 5, y] for x, y in SQUARE]]]}).area == 2


def test_up_to_5000_vertices_are_taken_over_all_rings() -> None:
    assert shape_of(polygon(circle(4_999))).is_valid
    for bomb in (polygon(circle(5_000)), polygon(circle(2_500), circle(2_500, radius=0.0005))):
        with pytest.raises(GeometryError, match="5000 sommets"):
            shape_of(bomb)


def test_a_contour_that_crosses_itself_is_refused_with_the_place_and_never_repaired() -> None:
    with pytest.raises(GeometryError, match=r"près de 0\.5, 0\.5"):
        shape_of(polygon([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]))
    comb = [[math.cos(turn * 2.4) * (1 + turn % 7), math.sin(turn * 2.4) * (1 + turn % 5)] for turn in range(400)]
    with pytest.raises(GeometryError, match="près de"):
        shape_of(polygon([*comb, comb[0]]))


@pytest.mark.parametrize(
    "geometry",
    [
        {},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": ["5", "43"]},
        {"type": "Point", "coordinates": [True, 1]},
        {"type": "Point", "coordinates": [None, 1]},
        {"type": "Point", "coordinates": [math.inf, 1]},
        {"type": "Point", "coordinates": [10**400, 1]},
        {"type": "MultiPoint", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Polygon", "coordinates": []},
        polygon([]),
        polygon(SQUARE[:2]),
        polygon([[0, 0]] * 4),
        {"type": "MultiPolygon", "coordinates": [[]]},
        {"type": []},
        {"type": "unreadable"},
        {"type": "too_many_vertices"},
        {"type": "Polygon", "coordinates": {"a": 1}},
    ],
)
def test_anything_else_is_refused_with_a_sentence(geometry: dict[str, object]) -> None:
    with pytest.raises(GeometryError) as refused:
        shape_of(geometry)
    assert str(refused.value).endswith(".") or "près de" in str(refused.value)


def test_a_ring_that_is_not_closed_is_closed() -> None:
    assert shape_of(polygon(SQUARE[:4])).equals(shape_of(polygon(SQUARE)))


def test_a_collection_of_one_is_that_one() -> None:
    empty = {"type": "Point", "coordinates": []}
    assert shape_of({"type": "GeometryCollection", "geometries": [polygon(SQUARE), empty]}).area == 1
    with pytest.raises(GeometryError):
        shape_of({"type": "GeometryCollection", "geometries": [polygon(SQUARE), point()]})


@pytest.mark.parametrize("coordinates", [[], [[]], [[[]]]])
def test_what_holds_nothing_is_empty(coordinates: list[object]) -> None:
    assert is_empty({"type": "MultiPolygon", "coordinates": coordinates})
    assert is_empty({"type": "GeometryCollection", "geometries": []})
    assert not is_empty(point())
    assert not is_empty({"type": "Point"})


def test_a_bow_tie_is_repaired_as_its_two_halves_and_what_would_take_too_long_is_not() -> None:
    with pytest.raises(CrossedError) as crossed:
        shape_of(polygon(BOW_TIE))
    assert repaired(crossed.value.shape).area == pytest.approx(0.5)  # type: ignore[union-attr]
    comb = [[math.cos(turn * 2.4) * (1 + turn % 7), math.sin(turn * 2.4) * (1 + turn % 5)] for turn in range(400)]
    with pytest.raises(CrossedError) as crossed:
        shape_of(polygon([*comb, comb[0]]))
    assert repaired(crossed.value.shape) is None


@given(st.sampled_from(["Point", "Polygon", "MultiPolygon", "MultiPoint"]), JSON)
def test_any_coordinates_give_a_valid_shape_or_a_sentence(kind: str, coordinates: object) -> None:
    try:
        assert shape_of({"type": kind, "coordinates": coordinates}).is_valid
    except GeometryError as refused:
        assert str(refused)


COORDINATES = st.lists(st.floats(-4, 4).map(lambda value: round(value, 1)), min_size=2, max_size=2)
RINGS = st.lists(COORDINATES, min_size=2, max_size=6).map(lambda ring: [*ring, ring[0]])
NO_NUMBER, NO_PAIR = {"type": "Point", "coordinates": [math.nan, 1.0]}, {"type": "Point", "coordinates": "ab"}
STRANGE = st.sampled_from([None, point(), NO_NUMBER, NO_PAIR, {"type": "Polygon"}, polygon(BOW_TIE)])
HOLED = st.lists(RINGS, min_size=1, max_size=2).map(lambda rings: polygon(*rings))
SHAPES = st.one_of(RINGS.map(polygon), HOLED, COORDINATES.map(lambda pair: point(*pair)), STRANGE, st.dictionaries(st.text(), JSON))


@given(st.lists(SHAPES, max_size=8))
def test_what_is_made_thousands_at_a_time_is_what_is_made_one_by_one(geometries: list[Any]) -> None:
    for rank, shape in plain_shapes(geometries).items():
        assert shape.equals_exact(shape_of(geometries[rank]), 0)


def test_points_and_contours_of_one_ring_are_made_together() -> None:
    ring = [[float(x), float(y)] for x, y in SQUARE]
    assert set(plain_shapes([point(), polygon(ring), polygon(BOW_TIE), None, polygon(ring, ring)])) == {0, 1}
