"""Facets: codes, ranges, dates and polygons, each against a plain rule."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.days import parse_day, write_day
from domain.facet import CategoryFacet, FlagFacet, PickFacet, PolygonFacet, RangeFacet
from domain.facet_values import MAX_PICKS, MAX_VERTICES, UNKNOWN_INT, Interval, Option
from tests.selections import JSON, rings

TOWNS = CategoryFacet(
    "towns", "Communes", tuple(Option(code, code) for code in ("a", "b", "c", "d", "e")), "town", groups={"abc": ("a", "b", "c")}
)
ROLE = FlagFacet(
    "role",
    "Rôle",
    tuple(Option(code, code) for code in ("hub", "shop", "maybe", "neither")),
    {"hub": (("hub", "yes"),), "shop": (("shop", "yes"),), "maybe": (("hub", "unknown"), ("shop", "unknown"))},
)
AREA = RangeFacet("area", "Surface", "area_m2", "m²", (80, 300))
HEIGHT = RangeFacet("height", "Hauteur", "height_m", "m", (2.5, 4), decimals=1)
DATE = RangeFacet("available", "Disponible", "available_on", "", (20_454.0, 20_544.0), is_date=True)
ZONE = PolygonFacet("zone", "Zone")
PICKS = PickFacet("places", "Lieux", ids=tuple(f"P-{i}" for i in range(400)))
RANGES = (AREA, HEIGHT, DATE)
ALL = (TOWNS, ROLE, *RANGES, ZONE, PICKS)


@pytest.mark.parametrize("facet", ALL, ids=lambda facet: facet.id)
@given(text=st.text(max_size=60) | st.text("0123456789.-,_eEunkow+ ", max_size=60))
def test_any_text_gives_a_filter_that_can_be_written_and_read_back(facet: Any, text: str) -> None:
    value = facet.parse(text)
    if value is not None:
        assert facet.parse(facet.write(value)) == value
        assert facet.from_json(facet.to_json(value)) == value


@pytest.mark.parametrize("facet", ALL, ids=lambda facet: facet.id)
@given(data=JSON)
def test_any_json_gives_a_filter_that_can_be_written_and_read_back(facet: Any, data: Any) -> None:
    value = facet.from_json(data)
    if value is not None:
        assert facet.parse(facet.write(value)) == value
        assert facet.from_json(facet.to_json(value)) == value


# --- categories -------------------------------------------------------------------------------------------------


def test_a_group_stands_for_all_its_members_and_is_written_by_its_own_code() -> None:
    assert TOWNS.parse("abc.e") == ("a", "b", "c", "e")
    assert TOWNS.write(("a", "b", "c", "e")) == "abc.e"
    assert TOWNS.write(("a", "c")) == "a.c"


@given(st.lists(st.sampled_from(["a", "b", "c", "d", "e", "unknown", "abc", "nowhere", ""]), max_size=12))
def test_codes_are_kept_once_in_declared_order_and_strangers_are_dropped(codes: list[str]) -> None:
    wanted = {member for code in codes for member in (("a", "b", "c") if code == "abc" else (code,))}
    expected = tuple(code for code in ("a", "b", "c", "d", "e", "unknown") if code in wanted)
    assert TOWNS.parse(".".join(codes)) == (expected or None)


@given(
    st.lists(st.sampled_from(["a", "b", "e", None, "", "unknown", float("nan")]), max_size=30), st.sets(st.sampled_from(list(TOWNS.index)))
)
def test_a_missing_value_is_the_unknown_option_and_nothing_else_is(raw: list[Any], wanted: set[str]) -> None:
    codes = ["unknown" if value in (None, "", "unknown") or value != value else value for value in raw]
    encoded = TOWNS.encode({"town": np.array(raw, dtype=object)})
    value = tuple(code for code in TOWNS.index if code in wanted)
    assert TOWNS.mask(encoded, value).tolist() == [code in wanted for code in codes]
    assert TOWNS.counts(encoded, np.ones(len(raw), bool)).tolist() == [codes.count(code) for code in TOWNS.index]


def test_an_undeclared_code_in_the_data_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="'z'"):
        TOWNS.encode({"town": np.array(["a", "z"], dtype=object)})


def test_a_missing_value_is_refused_where_the_facet_knows_no_unknown() -> None:
    strict = CategoryFacet("kind", "Nature", (Option("a", "a"),), "kind", has_unknown=False)
    with pytest.raises(ValueError, match="unknown"):
        strict.encode({"kind": np.array(["a", None], dtype=object)})


# --- flags ------------------------------------------------------------------------------------------------------


@given(st.lists(st.tuples(*[st.sampled_from(["yes", "no", "unknown", None])] * 2), max_size=30), st.sets(st.sampled_from(list(ROLE.index))))
def test_a_row_carries_every_flag_whose_test_it_passes_and_the_last_one_when_it_passes_none(rows: list[Any], wanted: set[str]) -> None:
    def flags(hub: str | None, shop: str | None) -> set[str]:
        found = {name for name, value in (("hub", hub), ("shop", shop)) if value == "yes"}
        found |= {"maybe"} if {hub, shop} & {None, "unknown"} else set()
        return found or {"neither"}

    columns = {"hub": np.array([hub for hub, _ in rows], object), "shop": np.array([shop for _, shop in rows], object)}
    encoded = ROLE.encode(columns)
    expected = [flags(*row) for row in rows]
    value = tuple(code for code in ROLE.index if code in wanted)
    assert ROLE.mask(encoded, value).tolist() == [bool(found & wanted) for found in expected]
    assert ROLE.counts(encoded, np.ones(len(rows), bool)).tolist() == [sum(code in found for found in expected) for code in ROLE.index]


# --- ranges -----------------------------------------------------------------------------------------------------

ENDS = st.none() | st.integers(-500, 5_000).map(lambda tenths: tenths / 10)


@given(st.lists(st.integers(0, 900).map(lambda tenths: tenths / 10) | st.just(float("nan")), max_size=40), ENDS, ENDS, st.booleans())
def test_a_range_keeps_its_ends_and_keeps_the_unknown_only_when_asked(
    heights: list[float], low: float | None, high: float | None, unknown: bool
) -> None:
    value = HEIGHT.from_json({"low": low, "high": high, "unknown": unknown})
    if low is None and high is None and not unknown:
        assert value is None
        return
    first, last = sorted((low, high)) if low is not None and high is not None else (low, high)  # type: ignore[type-var]

    def keeps(metres: float) -> bool:
        if metres != metres:
            return unknown
        bounded = first is not None or last is not None
        return bounded and (first is None or metres >= first) and (last is None or metres <= last)

    assert HEIGHT.mask(HEIGHT.encode({"height_m": np.array(heights)}), value).tolist() == [keeps(metres) for metres in heights]


@pytest.mark.parametrize(
    ("facet", "text", "value"),
    [
        (AREA, "80-300", Interval(80, 300)),
        (AREA, "80-", Interval(80, None)),
        (AREA, "-300", Interval(None, 300)),
        (AREA, "300-80", Interval(80, 300)),
        (AREA, "80-300.unknown", Interval(80, 300, True)),
        (AREA, "unknown", Interval(None, None, True)),
        (AREA, "79.6-300.4", Interval(80, 300)),
        (AREA, "80-lots", Interval(80, None)),
        (AREA, "-5-300", Interval(-5, 300)),
        (AREA, "-5-", Interval(-5, None)),
        (AREA, "-5--2", Interval(-5, -2)),
        (AREA, "nan-inf", None),
        (AREA, "80", None),
        (AREA, "-", None),
        (AREA, "", None),
        (HEIGHT, "2.55-", Interval(2.6, None)),
        (DATE, "20270131-", Interval(20_849, None)),
        (DATE, "20270231-20270301", Interval(None, 20_878)),
        (DATE, "2027-01-31", None),
        (DATE, "00000101-", None),
    ],
)
def test_a_range_is_read_as_written_in_an_address(facet: RangeFacet, text: str, value: Interval | None) -> None:
    assert facet.parse(text) == value


@given(st.lists(st.floats(0, 5_000) | st.just(float("nan")), max_size=60))
def test_the_bars_of_a_range_hold_every_row_once_with_the_lower_edge_inside(areas: list[float]) -> None:
    whole = [np.floor(area + 0.5) for area in areas]
    expected = [
        sum(area < 80 for area in whole),
        sum(80 <= area < 300 for area in whole),
        sum(area >= 300 for area in whole),
        sum(area != area for area in whole),
    ]
    encoded = AREA.encode({"area_m2": np.array(areas, float)})
    assert AREA.counts(encoded, np.ones(len(areas), bool)).tolist() == expected


def test_infinite_quantities_are_unknown_and_never_zero() -> None:
    assert AREA.encode({"area_m2": np.array([np.inf, -np.inf, np.nan, 0.0])}).tolist() == [UNKNOWN_INT, UNKNOWN_INT, UNKNOWN_INT, 0]


# --- dates ------------------------------------------------------------------------------------------------------


@given(st.dates())
def test_every_date_of_the_calendar_is_written_and_read_back(date: dt.date) -> None:
    days = (date - dt.date(1970, 1, 1)).days
    assert write_day(days) == date.strftime("%Y%m%d").rjust(8, "0")
    assert parse_day(write_day(days)) == days


@given(st.floats(-1e8, 1e8))
def test_a_day_outside_the_calendar_is_no_end_of_a_range(days: float) -> None:
    value = DATE.from_json({"low": days, "high": None, "unknown": False})
    assert value is None or DATE.parse(DATE.write(value)) == value


@given(
    st.lists(st.dates(dt.date(2020, 1, 1), dt.date(2032, 1, 1)) | st.none(), max_size=30),
    st.dates(dt.date(2025, 1, 1), dt.date(2028, 1, 1)),
)
def test_available_from_a_date_keeps_that_date_and_those_after(dates: list[dt.date | None], first: dt.date) -> None:
    encoded = DATE.encode({"available_on": np.array(dates, dtype="datetime64[D]")})
    value = DATE.parse(f"{first:%Y%m%d}-")
    assert value is not None
    assert DATE.mask(encoded, value).tolist() == [date is not None and date >= first for date in dates]


# --- polygons ---------------------------------------------------------------------------------------------------


@given(rings(), st.integers(0, 2**32 - 1))
def test_a_simple_polygon_keeps_the_points_that_shapely_finds_inside(ring: list[list[float]], seed: int) -> None:
    value = ZONE.from_json(ring)
    assume(value is not None)
    polygon = shapely.Polygon(value)
    assume(polygon.is_valid)
    rng = np.random.default_rng(seed)
    west, south, east, north = polygon.buffer(0.02).bounds
    lon, lat = np.round(rng.uniform(west, east, 300), 6), np.round(rng.uniform(south, north, 300), 6)
    clear = shapely.distance(polygon.exterior, shapely.points(lon, lat)) > 1e-9
    kept = ZONE.mask(ZONE.encode({"lon": lon, "lat": lat}), value)
    assert kept[clear].tolist() == shapely.contains_xy(polygon, lon, lat)[clear].tolist()


def test_a_polygon_that_crosses_itself_follows_the_even_odd_rule() -> None:
    bow_tie = ZONE.parse("0,0_2,2_2,0_0,2")
    assert bow_tie is not None
    assert ZONE.mask(ZONE.encode({"lon": [0.5, 1.5, 1.0, 1.0], "lat": [1.0, 1.0, 0.5, 1.5]}), bow_tie).tolist() == [
        True,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "5,43",
        "5,43_5.1,43",
        "5,43_5,43_5,43_5,43",
        "5,43_5.1,43_north,43",
        "5,43_5.1,43_nan,43",
        "5,43_5.1,43_inf,43",
        "5,43_5.1,43_5,91",
    ],
)
def test_what_is_no_polygon_on_earth_filters_nothing(text: str) -> None:
    assert ZONE.parse(text) is None


def test_a_polygon_of_too_many_vertices_filters_nothing() -> None:
    def circle(count: int) -> list[list[float]]:
        return [[5 + np.cos(t) / 10, 43 + np.sin(t) / 10] for t in np.linspace(0, 6, count)]

    assert ZONE.from_json(circle(MAX_VERTICES)) is not None
    assert ZONE.from_json(circle(MAX_VERTICES + 1)) is None


def test_zero_has_one_sign_so_that_equal_polygons_have_equal_addresses() -> None:
    left, right = ZONE.from_json([[-1e-9, 0.0], [1, 0], [1, 1]]), ZONE.from_json([[0.0, -1e-9], [1, 0], [1, 1]])
    assert left == right
    assert left is not None and right is not None
    assert ZONE.write(left) == ZONE.write(right)


# --- picks ------------------------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([*PICKS.ids, "P-400", "", "p-1"]), max_size=300))
def test_picked_places_are_kept_once_in_the_order_of_the_data_up_to_a_limit(ids: list[str]) -> None:
    expected = tuple(code for code in PICKS.ids if code in ids)[:MAX_PICKS]
    assert PICKS.parse(".".join(ids)) == (expected or None)
    kept = PICKS.mask(PICKS.encode({"id": np.array(PICKS.ids)}), expected)
    assert [code for code, is_kept in zip(PICKS.ids, kept, strict=True) if is_kept] == list(expected)
