"""Promises of the cells and of the quartiers' power diagram."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geodata import facts
from geodata.cells import LEAST_SHARE, OWN_M, _fitted_weights, _settled, _shared, _squared, cell_parts, inhabited
from geodata.perimeter import in_use

AREA = gpd.GeoDataFrame({"code": ["13028"]}, geometry=[shapely.box(900_000, 6_240_000, 901_500, 6_240_900)], crs=2154)
ZONE = gpd.GeoDataFrame({"code": ["QN01301M"]}, geometry=[shapely.box(900_150, 6_240_000, 900_250, 6_240_100)], crs=2154)
FAR = gpd.GeoDataFrame({"code": ["QN01302M"]}, geometry=[shapely.box(0, 0, 10, 10)], crs=2154)


def test_a_rectangle_of_whole_cells_gives_their_centres():
    parts = cell_parts(AREA, FAR)
    assert len(parts) == 15
    assert (parts["part_m2"] == in_use().cell_m ** 2).all()
    assert sorted(set(parts.geometry.x)) == [900_150.0 + 300 * step for step in range(5)]


def test_a_neighbourhood_smaller_than_a_cell_gets_its_own_part_and_no_land_is_counted_twice():
    parts = cell_parts(AREA, ZONE)
    inside = parts[parts["qpv_code"] == "QN01301M"]
    assert len(parts) == 16
    assert inside["part_m2"].tolist() == [10_000.0]
    assert parts["part_m2"].sum() == AREA.geometry.area.sum()
    assert ZONE.geometry.iloc[0].contains(inside.geometry.iloc[0])


def test_the_parts_of_the_territory_cover_its_land(territory):
    areas = territory.municipalities[territory.municipalities["code"].isin(in_use().areas)]
    land = inhabited(areas, territory.priority_neighbourhoods, facts.uninhabited())
    parts = cell_parts(land, territory.priority_neighbourhoods)
    assert (parts["part_m2"] >= LEAST_SHARE * in_use().cell_m ** 2).all()
    assert parts["part_m2"].sum() == pytest.approx(land.geometry.area.sum(), rel=0.01)
    assert parts["part_m2"].sum() <= land.geometry.area.sum()


def test_land_without_inhabitants_is_left_out_except_inside_a_priority_neighbourhood():
    empty = gpd.GeoDataFrame(geometry=[shapely.box(900_000, 6_240_000, 900_300, 6_240_300)], crs=2154)
    land = inhabited(AREA, ZONE, empty)
    assert land.geometry.area.sum() == AREA.geometry.area.sum() - 300 * 300 + ZONE.geometry.area.sum()
    assert land.geometry.iloc[0].contains(ZONE.geometry.iloc[0])
    parts = cell_parts(land, ZONE)
    assert parts[parts["qpv_code"].notna()]["part_m2"].tolist() == [10_000.0]
    assert len(parts) == 15


@pytest.mark.parametrize("code", in_use().districts[::3])
def test_each_region_of_the_diagram_holds_its_quartiers_share_of_the_land(territory, code):
    land = territory.municipalities.set_index("code").geometry[code]
    quartiers = territory.quartiers[territory.quartiers["arrondissement"] == code]
    seeds, area = shapely.get_coordinates(quartiers.geometry.to_numpy()), quartiers["area_ha"].to_numpy(float)
    sample = np.array([point.coords[0] for point in gpd.GeoSeries([land]).sample_points(4_000, rng=1).explode()])
    region = (_squared(sample, seeds) - _fitted_weights(land, seeds, area)).argmin(axis=1)
    share = np.bincount(region, minlength=len(area)) / len(sample)
    assert np.abs(share - area / area.sum()).max() < 0.04


def test_every_region_owns_a_point_even_when_the_diagram_gives_it_none():
    xy = np.array([[0.0, 0.0], [1.0, 0.0], [9.0, 0.0]])
    seeds = np.array([[0.0, 0.0], [6.0, 0.0]])
    assert _shared(xy, seeds, np.array([0, 0, 0])).tolist() == [0, 0, 1]


def test_around_a_settlement_the_land_is_its_quartiers():
    xy = np.array([[0.0, 0.0], [OWN_M, 0.0], [OWN_M + 1, 0.0]])
    settlements = gpd.GeoDataFrame({"unit": ["1320102", "1320901"]}, geometry=gpd.points_from_xy([0, OWN_M], [0, 0]), crs=2154)
    codes = pd.Series(["1320101", "1320102"])
    assert _settled(xy, np.array([0, 0, 0]), codes, settlements).tolist() == [1, 1, 0]
    assert _settled(xy, np.array([0, 0, 0]), codes, settlements.iloc[1:]).tolist() == [0, 0, 0]
