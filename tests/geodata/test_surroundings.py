"""Promises of the surroundings of a point."""

from __future__ import annotations

import math

import pytest
import shapely

from geodata.surroundings import surroundings


@pytest.fixture(params=[0, 45, 90, 150])
def place(request, territory):
    return territory.candidates.iloc[request.param]


def test_counts_are_those_of_a_plain_sum(territory, place):
    found = surroundings(territory, (place.geometry.x, place.geometry.y))
    near = territory.demand[territory.demand.geometry.distance(place.geometry) <= 1_000]
    assert found.residents == near["population"].sum()
    assert found.social_dwellings == near["social_dwellings"].sum()
    assert found.area_code == place["area_code"]


def test_neighbourhoods_within_eight_hundred_metres_come_nearest_first(territory, place):
    found = surroundings(territory, (place.geometry.x, place.geometry.y)).priority_neighbourhoods
    distances = [near.distance_m for near in found]
    assert distances == sorted(distances)
    assert len(found) == (territory.priority_neighbourhoods.geometry.distance(place.geometry).round(1) <= 800).sum()
    if found:
        assert found[0].code == place["qpv_code"]
        assert found[0].distance_m == place["qpv_distance_m"]


def test_the_three_nearest_facilities_are_given(territory, place):
    found = surroundings(territory, (place.geometry.x, place.geometry.y)).facilities
    expected = territory.facilities.geometry.distance(place.geometry).nsmallest(3)
    assert [near.code for near in found] == list(territory.facilities.loc[expected.index, "id"])


def test_the_open_sea_has_no_area_and_no_resident(territory):
    found = surroundings(territory, (880_000.0, 6_235_000.0))
    assert (found.area_code, found.area_name, found.quartier) == (None, None, None)
    assert found.residents == 0
    assert found.priority_neighbourhoods == ()


@pytest.mark.parametrize("point", [(math.nan, 0.0), (0.0, math.inf)])
def test_a_point_that_is_not_one_is_refused(territory, point):
    with pytest.raises(ValueError, match="finite"):
        surroundings(territory, point)


def test_one_unknown_point_leaves_social_dwellings_unknown(territory):
    import dataclasses

    demand = territory.demand.copy()
    demand.loc[demand.index[0], "social_dwellings"] = math.nan
    point = shapely.get_coordinates(demand.geometry.iloc[0])[0]
    assert math.isnan(surroundings(dataclasses.replace(territory, demand=demand), tuple(point)).social_dwellings)
