"""The land that is drawn without network: it goes on where the data were cut, and ends where a coast does."""

from __future__ import annotations

import json

import geopandas as gpd

from geodata.territory import Territory
from layers.base_map import BEYOND_M, CORNER_M, land_geojson


def test_land_goes_on_where_the_data_were_cut_and_the_sea_beyond_a_cape_is_sea(territory: Territory) -> None:
    land = gpd.GeoDataFrame.from_features(json.loads(land_geojson(territory))["features"], crs=4326).to_crs(territory.neighbours.crs)
    west, south, _east, north = land.total_bounds - territory.neighbours.total_bounds
    assert west < -BEYOND_M + CORNER_M and north > BEYOND_M - CORNER_M
    assert abs(south) < CORNER_M
