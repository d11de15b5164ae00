"""A point is in one commune, the same for whoever asks; a quay belongs to its commune, the sea and the neighbours to none."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from geodata.communes import COAST_M
from geodata.crs import to_l93
from geodata.surroundings import surroundings
from geodata.territory import Territory

AT_SEA = (860_500.0, 6_225_500.0)


def quay(territory: Territory) -> tuple[float, float]:
    """A point 100 m off the contours of Marseille 7e, which lies in no commune and has none as near."""
    towns = territory.municipalities
    shape = towns.loc[towns["code"] == "13207", "geometry"].iloc[0]
    land = shapely.union_all([*towns.loc[~towns["code"].isin(["13055", "13207"]), "geometry"], *territory.neighbours.geometry])
    around = shapely.get_coordinates(shape.buffer(100.0))
    return next((float(x), float(y)) for x, y in around if shapely.distance(land, shapely.Point(x, y)) > 200)


def test_each_place_is_in_its_commune_and_the_sea_in_none(territory: Territory) -> None:
    places = territory.candidates
    found = territory.communes.at(places.geometry.x, places.geometry.y)
    assert [code for code, _name in found] == places["area_code"].tolist()
    assert territory.communes.at([AT_SEA[0], np.nan, np.inf], [AT_SEA[1], 0.0, 0.0]) == [("", "")] * 3


def test_a_quay_is_of_its_commune_for_the_map_and_for_what_lies_around(territory: Territory) -> None:
    x, y = quay(territory)
    assert territory.communes.at(x, y)[0][0] == "13207"
    assert surroundings(territory, (x, y)).area_code == "13207"


def test_a_neighbouring_commune_is_not_of_the_territory_however_near(territory: Territory) -> None:
    inside = territory.neighbours.geometry.representative_point()
    assert territory.communes.at(inside.x, inside.y) == [("", "")] * len(inside)


@pytest.mark.parametrize(("lon", "lat", "code"), [(5.3744, 43.2951, "13201"), (5.6055, 43.1748, "13028"), (2.3522, 48.8566, "")])
def test_degrees_give_the_same_as_metres(territory: Territory, lon: float, lat: float, code: str) -> None:
    assert territory.communes.at_wgs84([lon], [lat]) == [code]
    x, y = to_l93(lon, lat)
    assert territory.communes.at(x, y)[0][0] == code
    assert COAST_M > 0
