"""Promises of the derived columns, held against slow and simple computations."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.build import SNAPSHOT
from geodata.crs import to_l93, to_wgs84
from geodata.enrich import DERIVED, enrich, qpv_band
from geodata.parquet import from_bytes


def again(territory, frame):
    return enrich(frame, territory.priority_neighbourhoods, territory.quartiers)


def test_distances_and_names_are_those_of_a_plain_search(territory):
    zones = territory.priority_neighbourhoods
    for row in territory.candidates.itertuples():
        distances = zones.geometry.distance(row.geometry)
        assert row.qpv_distance_m == pytest.approx(distances.min(), abs=0.051)
        assert distances[zones["code"] == row.qpv_code].iloc[0] == pytest.approx(distances.min(), abs=0.051)
        assert row.qpv_name == zones.loc[zones["code"] == row.qpv_code, "name"].iloc[0]


def test_a_place_is_at_distance_zero_if_and_only_if_it_is_inside(territory):
    zones = territory.priority_neighbourhoods.union_all()
    inside = territory.candidates.geometry.intersects(zones)
    assert ((territory.candidates["qpv_distance_m"] == 0) == inside).all()
    assert ((territory.candidates["qpv_band"] == "inside") == inside).all()


@given(st.floats(0, 60_000))
def test_bands_follow_the_distance(distance):
    expected = "inside" if distance == 0 else "within_300" if distance <= 300 else "within_800" if distance <= 800 else "further"
    assert qpv_band([distance])[0] == expected


def test_quartiers_are_given_inside_marseille_and_nowhere_else(territory):
    marseille = territory.candidates["municipality"] == "13055"
    assert (territory.candidates["quartier"].notna() == marseille).all()
    quartiers = territory.quartiers.set_index("name")["arrondissement"]
    mine = territory.candidates[marseille]
    assert (quartiers[mine["quartier"]].to_numpy() == mine["area_code"].to_numpy()).all()


def test_enriching_twice_changes_nothing(territory):
    assert again(territory, territory.candidates).equals(territory.candidates)


def test_enriching_no_candidate_gives_the_same_columns(territory):
    empty = again(territory, territory.candidates.iloc[:0])
    assert list(empty.columns) == list(territory.candidates.columns)
    assert (empty.dtypes == territory.candidates.dtypes).all()


def test_the_given_frame_is_left_alone(territory):
    raw = from_bytes((SNAPSHOT / "candidates.parquet").read_bytes())
    before = list(raw.columns)
    again(territory, raw)
    assert list(raw.columns) == before
    assert not set(DERIVED) & set(before)


def test_degrees_are_refused(territory):
    with pytest.raises(ValueError, match="2154"):
        again(territory, territory.candidates.to_crs(4326))


@given(lon=st.floats(5.0, 5.7), lat=st.floats(43.1, 43.5))
def test_positions_go_to_metres_and_back(lon, lat):
    x, y = to_l93(lon, lat)
    back_lon, back_lat = to_wgs84(x, y)
    assert np.allclose([back_lon, back_lat], [lon, lat], atol=1e-8)


def test_lambert_93_is_checked_against_a_known_point():
    # Notre-Dame de la Garde, Marseille: published by IGN's geodetic sheets to about ten metres.
    x, y = to_l93(5.37117, 43.28398)
    assert float(x) == pytest.approx(892_540, abs=60)
    assert float(y) == pytest.approx(6_245_650, abs=60)
