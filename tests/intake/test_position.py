"""Places are put in the territory, and misplacements recognised."""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import pytest
from pyproj import Transformer

from geodata.crs import L93, WGS84, to_wgs84
from geodata.perimeter import in_use
from geodata.systems import SYSTEMS
from intake.check import Checked
from intake.position import OWN, READINGS, declared_system, is_inside, promised, readings_of
from tests.intake.making import LAT, LON, X, Y, circle, csv_of, feature, geojson, point, polygon, read, taken, through

WEST, SOUTH, EAST, NORTH = in_use().bounds_m
SETS = 1_000
SLIPS = [(crs, name) for crs in (WGS84, L93) for name in (*READINGS, "elsewhere") if name != promised()[crs]]


@cache
def _projection(code: str) -> Transformer:
    return Transformer.from_crs(WGS84, code, always_xy=True)


def _written(x: float, y: float, name: str) -> tuple[float, float]:
    """The two numbers that would be found in a file with that slip."""
    if name == "elsewhere":
        return x + 200_000, y - 3_000
    reading = READINGS[name]
    lon, lat = (float(axis) for axis in to_wgs84(x, y))
    if reading.crs in SYSTEMS:
        return _projection(reading.crs).transform(lon, lat)
    first, second = (x / reading.factor, y / reading.factor) if reading.crs == OWN else (lon, lat)
    return (second, first) if reading.is_swapped else (first, second)


def _file(rng: random.Random, name: str) -> tuple[list[tuple[float, float]], bytes]:
    places = [(rng.uniform(WEST + 5, EAST - 5), rng.uniform(SOUTH + 5, NORTH - 5)) for _place in range(rng.randint(1, 6))]
    pairs = [_written(*place, name) for place in places]
    lines = [f"Lieu {number};a;{x!r};{y!r};80" for number, (x, y) in enumerate(pairs)]
    return places, csv_of(*lines, head="Nom;Adresse;X;Y;Surface")


def test_a_thousand_misplaced_sets_are_all_caught_and_their_slip_is_named() -> None:
    rng = random.Random(1)
    caught = 0
    for number in range(SETS):
        crs, name = SLIPS[number % len(SLIPS)]
        places, data = _file(rng, name)
        found = through("a.csv", data, crs=crs)
        assert found.rows == ()
        assert {error.row for error in found.errors} == set(range(2, 2 + len(places)))
        assert [slip.id for slip in found.misplacements] == ([] if name == "elsewhere" else [name])
        caught += 1
        if name != "elsewhere" and number < 100:
            _assert_corrected(through("a.csv", data, crs=crs, accept=[name]), places)
    assert caught == SETS


def _assert_corrected(found: Checked, places: list[tuple[float, float]]) -> None:
    assert found.errors == found.misplacements == ()
    assert len(found.warnings) == len(places)
    for row, (x, y) in zip(found.rows, places, strict=True):
        assert (row.x_l93, row.y_l93) == pytest.approx((x, y), abs=0.02)
        assert to_wgs84(row.x_l93, row.y_l93) == (pytest.approx(row.lon_wgs84, abs=1e-6), pytest.approx(row.lat_wgs84, abs=1e-6))


def test_no_place_of_the_territory_can_be_read_in_two_ways() -> None:
    x, y = (axis.ravel() for axis in np.meshgrid(np.linspace(WEST, EAST, 30), np.linspace(SOUTH, NORTH, 30)))
    for name in READINGS:
        pairs = np.array([_written(a, b, name) for a, b in zip(x, y, strict=True)])
        inside = [other for other in READINGS.values() if is_inside(*other.to_l93(*pairs.T)).any()]
        assert [other.id for other in inside] == [name]


def test_what_is_accepted_for_one_slip_corrects_no_other() -> None:
    data = csv_of("A;a;43,3487;5,3691;80", f"B;a;{X};{Y};80")
    found = through("a.csv", data, accept=["degrees-swapped"])
    assert [row.number for row in found.rows] == [2]
    assert [slip.id for slip in found.misplacements] == ["metres"]
    assert "non des degrés" in found.misplacements[0].sentence


@pytest.mark.parametrize("bad", [(0.0, 0.0), (np.nan, 1.0), (np.inf, 1.0), (1e300, -1e300), (181.0, 91.0), (2.35, 48.85)])
@pytest.mark.parametrize("crs", [WGS84, L93])
def test_a_position_that_makes_no_sense_is_outside_and_nothing_else(bad: tuple[float, float], crs: str) -> None:
    assert readings_of(np.array([bad[0]]), np.array([bad[1]]), crs) == [""]


@pytest.mark.parametrize("code", list(SYSTEMS))
def test_a_map_in_a_known_system_is_put_where_it_is_and_the_system_is_said(code: str) -> None:
    transform = _projection(code).transform
    ring = [list(transform(*pair)) for pair in circle(20)]
    data = geojson(
        feature(polygon(ring)), feature(point(*transform(LON, LAT)), nom="B"), crs={"type": "name", "properties": {"name": code}}
    )
    table = read("a.geojson", data)
    assert code in table.notes[0]
    found = taken(table)
    assert found.errors == found.misplacements == ()
    contour, spot = found.rows
    assert (spot.lon_wgs84, spot.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-6)
    assert (contour.x_l93, contour.y_l93) == pytest.approx((X, Y), abs=60)
    assert contour.footprint_l93 is not None and contour.footprint_l93.area == pytest.approx(27_700, rel=0.05)


def test_a_map_that_does_not_say_that_it_is_in_a_known_system_is_offered_to_be_read_so() -> None:
    x, y = _projection("EPSG:3944").transform(LON, LAT)
    found = through("a.geojson", geojson(feature(point(x, y))))
    assert [slip.id for slip in found.misplacements] == ["EPSG:3944"]
    assert "RGF93 / CC44" in found.misplacements[0].sentence
    (row,) = through("a.geojson", geojson(feature(point(x, y))), accept=["EPSG:3944"]).rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-6)


def test_a_system_that_is_not_known_is_named() -> None:
    table = read("a.geojson", geojson(feature(point()), crs={"type": "name", "properties": {"name": "EPSG:2056"}}))
    assert table.crs is None
    assert "EPSG:2056" in table.notes[0]


def test_a_system_told_at_length_is_said_by_its_name() -> None:
    code, (sentence,) = declared_system('PROJCS["RGF_1993_Lambert_93",GEOGCS["GCS_RGF_1993",DATUM["D_RGF_1993"]]]')
    assert code == "EPSG:2154"
    assert "RGF_1993_Lambert_93," in sentence
    assert "GEOGCS" not in sentence
