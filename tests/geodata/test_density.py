"""Promises of the density inside a commune or quartier."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.density import CITY_REACH_M, FLOOR, SETTLEMENTS, Centre, centres, density

metres = st.floats(-20_000, 20_000)
kinds = st.sampled_from(sorted(SETTLEMENTS))


def parts(xs, qpv_codes=None):
    codes = [None] * len(xs) if qpv_codes is None else qpv_codes
    frame = {"part_m2": [90_000.0] * len(xs), "qpv_code": np.array(codes, object)}
    return gpd.GeoDataFrame(frame, geometry=gpd.points_from_xy(xs, [0.0] * len(xs)), crs=2154)


def test_density_decays_from_the_centre_and_rises_in_priority_neighbourhoods():
    centre, far, priority = density(parts([0, 900, 900], [None, None, "QN01301M"]), [Centre(0.0, 0.0)])
    assert centre > far
    assert priority > centre > far


def test_a_village_core_is_denser_than_a_quarter_and_a_quarter_than_a_hamlet():
    settlements = gpd.GeoDataFrame(
        {"kind": ["centre", "quarter", "hamlet"]}, geometry=gpd.points_from_xy([0, 10_000, 20_000], [0] * 3), crs=2154
    )
    found = density(parts([0, 10_000, 20_000]), centres(settlements))
    assert found / found[0] == pytest.approx([SETTLEMENTS[kind][0] for kind in ("centre", "quarter", "hamlet")], rel=0.01)


def test_a_settlement_alone_is_the_densest_of_its_unit_whatever_its_kind():
    hamlet = centres(gpd.GeoDataFrame({"kind": ["hamlet"]}, geometry=gpd.points_from_xy([0], [0]), crs=2154))
    beside, far = density(parts([0, 30_000]), hamlet)
    assert far / beside == pytest.approx(FLOOR)


def test_in_a_city_density_falls_with_the_distance_to_its_centre():
    around = [Centre(0.0, 0.0), Centre(CITY_REACH_M, 0.0)]
    inner, outer = density(parts([0, CITY_REACH_M]), around, (0.0, 0.0))
    assert inner / outer == pytest.approx(np.e)


@given(st.lists(st.tuples(metres, kinds), min_size=1, max_size=5), st.lists(metres, min_size=1, max_size=8))
def test_every_part_has_some_people_and_no_more_than_the_densest_would(settlements, xs):
    frame = gpd.GeoDataFrame(
        {"kind": [kind for _x, kind in settlements]},
        geometry=gpd.points_from_xy([x for x, _kind in settlements], [0] * len(settlements)),
        crs=2154,
    )
    found = density(parts(xs), centres(frame))
    assert (found >= 90_000 * FLOOR * 0.999).all()
    assert (found <= 90_000).all()
