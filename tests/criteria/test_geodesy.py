"""Lengths and areas agree with an independent geodesic computation within 0.1 %."""

import numpy as np
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from criteria.geodesy import distances_m, true_area_m2
from geodata.crs import to_wgs84

GEOD = Geod(ellps="GRS80")
points = st.tuples(st.floats(868_000, 935_000), st.floats(6_225_000, 6_270_000))


@given(points, points)
def test_a_distance_is_within_a_thousandth_of_the_geodesic(start, end):
    lon, lat = to_wgs84([start[0], end[0]], [start[1], end[1]])
    expected = GEOD.inv(lon[0], lat[0], lon[1], lat[1])[2]
    assert abs(float(distances_m(start, end)[0, 0]) - expected) <= 1e-3 * expected + 1e-6


@given(points, st.floats(50, 8_000))
def test_an_area_is_within_a_thousandth_of_the_geodesic(centre, size_m):
    shape = shapely.box(centre[0], centre[1], centre[0] + size_m, centre[1] + size_m / 2).segmentize(100)
    lon, lat = to_wgs84(*shapely.get_coordinates(shape).T)
    expected = abs(GEOD.polygon_area_perimeter(lon, lat)[0])
    assert abs(float(true_area_m2(np.array([shape]))[0]) - expected) <= 1e-3 * expected


def test_the_neighbourhoods_of_the_territory_have_their_published_area(territory):
    zones = territory.priority_neighbourhoods
    error = true_area_m2(zones.geometry.to_numpy()) / 1e4 / zones["area_ha"].to_numpy() - 1
    assert np.median(np.abs(error)) < 5e-3
