"""Places are put in the territory, and misplacements recognised."""

from __future__ import annotations

import random

import numpy as np
import pytest

from geodata.crs import L93, WGS84, to_wgs84
from geodata.perimeter import BOUNDS_L93
from intake.check import Checked
from intake.position import DECLARED, READINGS, is_inside, readings_of
from tests.intake.making import X, Y, csv_of, through

WEST, SOUTH, EAST, NORTH = BOUNDS_L93
SETS = 1_000
SLIPS = [(crs, name) for crs in (WGS84, L93) for name in (*READINGS, "elsewhere") if name != DECLARED[crs]]


def _written(x: float, y: float, name: str) -> tuple[float, float]:
    """The two numbers that would be found in a file with that slip."""
    if name == "elsewhere":
        return x + 200_000, y - 3_000
    reading = READINGS[name]
    lon, lat = (float(axis) for axis in to_wgs84(x, y))
    first, second = (x / reading.factor, y / reading.factor) if reading.crs == L93 else (lon, lat)
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
        assert (row.x_l93, row.y_l93) == pytest.approx((x, y), abs=0.011)
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
