"""Promises of the fact tables' readers."""

from __future__ import annotations

import pytest
import shapely

from geodata import facts
from geodata.density import SETTLEMENTS
from geodata.facts import french_case, priority_neighbourhoods, settlements, uninhabited


@pytest.mark.parametrize(
    ("raw", "written"),
    [
        ("BELSUNCE", "Belsunce"),
        ("LA VALENTINE", "La Valentine"),
        ("SAINT-JEAN-DU-DESERT", "Saint-Jean-du-Désert"),
        ("SAINTE ANNE", "Sainte-Anne"),
        ("L'ESTAQUE", "L'Estaque"),
        ("HOTEL DE VILLE", "Hôtel de Ville"),
        ("PALAIS-DE-JUSTICE", "Palais-de-Justice"),
        ("BELLE-DE-MAI", "Belle-de-Mai"),
        ("LES ILES", "Les Îles"),
    ],
)
def test_quartiers_are_written_as_people_write_them(raw, written):
    assert french_case(raw) == written


def test_a_neighbourhood_over_two_communes_belongs_to_the_first():
    row = priority_neighbourhoods().set_index("code").loc["QN01341I"]
    assert row["municipality"] == "13055"
    assert row["municipalities"] == "13055.13070"


def test_a_settlement_stands_in_the_commune_or_arrondissement_of_its_unit_and_where_people_live(territory):
    places, nobody = settlements(), uninhabited()
    units = {*territory.municipalities["code"], *territory.quartiers["code"]}
    assert set(places["unit"]) <= units
    assert set(places["kind"]) == set(SETTLEMENTS)
    assert places["name"].is_unique
    areas = territory.municipalities.set_index("code").geometry
    assert (places.geometry.distance(areas[places["unit"].str[:5]].reset_index(drop=True)) == 0).all()
    assert not places.geometry.intersects(nobody.geometry.union_all()).any()


def test_land_without_inhabitants_is_valid_and_meets_the_territory(territory):
    nobody = uninhabited()
    assert nobody.geometry.is_valid.all()
    assert nobody["name"].is_unique
    assert set(nobody["kind"]) == {"massif", "park", "water", "port", "industry"}
    sizes = nobody.geometry.intersection(territory.municipalities.geometry.union_all()).area
    assert (nobody["kind"] == "water").any()
    assert (sizes[nobody["kind"] != "water"] > 10_000).all()


@pytest.mark.parametrize(
    "lon_lat", [(-1.98, 43.30), (6.12, 46.18), (7.82, 48.57), (7.62, 43.81), (2.62, 51.08), (3.0, 42.28), (-54.3, 5.5)]
)
def test_land_abroad_is_land(lon_lat: tuple[float, float]) -> None:
    assert facts.abroad().contains(shapely.Point(lon_lat)).any()


@pytest.mark.parametrize("lon_lat", [(-1.9, 43.45), (7.6, 43.70), (2.5, 51.2), (3.4, 42.4), (6.5, 46.45), (-53.8, 5.9), (5.2, 43.1)])
def test_water_by_a_border_stays_water(lon_lat: tuple[float, float]) -> None:
    assert not facts.abroad().intersects(shapely.Point(lon_lat)).any()
