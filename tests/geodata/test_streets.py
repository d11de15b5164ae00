"""Promises of the street index: a known number is where it is, another one between its neighbours."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.street_import import import_streets
from geodata.streets import Streets
from tests.geodata.ban import small_town

REPUBLIQUE = 1


@pytest.fixture(scope="module")
def streets(tmp_path_factory: pytest.TempPathFactory) -> Streets:
    folder = tmp_path_factory.mktemp("streets")
    (folder / "a.csv").write_bytes(small_town())
    import_streets(folder / "a.csv", folder / "streets.parquet")
    return Streets.load(folder / "streets.parquet")


def test_a_known_number_is_where_it_is_known(streets: Streets) -> None:
    for at, figures in enumerate(streets.numbers[3:9], start=3):
        spot = streets.spot(REPUBLIQUE, int(figures))
        assert (spot.x, spot.y, spot.precision) == (*streets.xy_l93[at], "number")


def test_a_repetition_is_told_from_its_number_however_it_is_written(streets: Streets) -> None:
    plain, bis = streets.spot(REPUBLIQUE, 12), streets.spot(REPUBLIQUE, 12, "bis")
    assert plain.precision == bis.precision == "number"
    assert plain != bis
    assert streets.spot(REPUBLIQUE, 12, "b") == bis
    assert streets.spot(REPUBLIQUE, 12, "ter").precision == "interpolated"


def test_between_two_numbers_of_its_side_a_number_lies_in_proportion(streets: Streets) -> None:
    four, ten = streets.spot(REPUBLIQUE, 4), streets.spot(REPUBLIQUE, 10)
    six = streets.spot(REPUBLIQUE, 6)
    assert six.precision == "interpolated"
    assert (six.x, six.y) == pytest.approx((four.x + (ten.x - four.x) / 3, four.y + (ten.y - four.y) / 3))


@given(st.integers(1, 9_999))
def test_any_number_lies_on_the_street(streets: Streets, figures: int) -> None:
    xy = streets.xy_l93[3:11]
    spot = streets.spot(REPUBLIQUE, figures)
    assert (xy.min(axis=0) - 1e-6 <= (spot.x, spot.y)).all()
    assert ((spot.x, spot.y) <= xy.max(axis=0) + 1e-6).all()
    assert (spot.precision == "number") == (figures in streets.numbers[3:11])


def test_beyond_the_last_number_the_nearest_known_one_is_given(streets: Streets) -> None:
    assert streets.spot(REPUBLIQUE, 400) == streets.spot(REPUBLIQUE, 12, "ter")


def test_a_place_without_numbers_is_a_street(streets: Streets) -> None:
    assert streets.spot(2, 7).precision == streets.spot(2).precision == "street"
    assert streets.label(2, "Marseille 16e", 0) == "Hameau de la Nerthe, 13016 Marseille 16e"
    assert streets.label(REPUBLIQUE, "Marseille 2e", 12, "bis") == "12 bis Rue de la République, 13002 Marseille 2e"


def test_the_nearest_address_is_found_within_its_distance_alone(streets: Streets) -> None:
    x, y = streets.xy_l93[7]
    street, figures, _suffix, distance_m = streets.nearest(x + 3, y + 4, 50) or (None, None, None, None)
    assert (street, figures) == (REPUBLIQUE, int(streets.numbers[7]))
    assert distance_m == pytest.approx(5)
    assert streets.nearest(x + 30_000, y, 50) is None
    hamlet = streets.xy_l93[-1]
    assert streets.nearest(*hamlet, 50) is None  # it has no number
    assert Streets.none().nearest(x, y, 50) is None


@given(st.integers(0, 10), st.floats(-40, 40), st.floats(-40, 40))
def test_the_nearest_address_is_never_further_than_another(streets: Streets, at: int, east: float, north: float) -> None:
    x, y = streets.xy_l93[at] + (east, north)
    found = streets.nearest(x, y, 100)
    numbered = streets.xy_l93[streets.numbers > 0]
    assert found is not None
    assert found[3] == pytest.approx(np.hypot(numbered[:, 0] - x, numbered[:, 1] - y).min())


def test_another_file_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"a": [1]}), tmp_path / "a.parquet")
    with pytest.raises(ValueError, match="not a street index"):
        Streets.load(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_bytes(b"PAR1 not at all")
    with pytest.raises((OSError, ValueError)):
        Streets.load(tmp_path / "b.parquet")
