"""Promises of the example data: plausible, on land, near the neighbourhoods, and always marked."""

from __future__ import annotations

import pandas as pd
import shapely

from geodata import facts
from geodata.example import example_candidates
from geodata.schemas import CANDIDATES, LANDLORDS


def test_there_are_forty_zone_sites_and_a_hundred_and_twenty_four_premises(territory):
    assert territory.candidates["kind"].value_counts().to_dict() == {"premises": 124, "zone_site": 40}


def test_every_place_lies_in_the_area_it_names(territory):
    shapes = territory.municipalities.set_index("code").geometry
    for frame in (territory.candidates, territory.facilities):
        assert shapely.contains(shapes[frame["area_code"]].to_numpy(), frame.geometry.to_numpy()).all()
        assert shapely.contains(shapes[frame["municipality"]].to_numpy(), frame.geometry.to_numpy()).all()


def test_every_example_says_so_in_its_row_and_in_its_name(territory):
    for frame in (territory.candidates, territory.facilities):
        assert frame["is_example"].all()
        assert frame["name"].str.endswith("(exemple)").all()


def test_premises_stand_within_nine_hundred_metres_of_every_priority_neighbourhood(territory):
    premises = territory.candidates[territory.candidates["kind"] == "premises"]
    assert premises["qpv_distance_m"].max() <= 900
    nearest = territory.priority_neighbourhoods.geometry.map(lambda zone: premises.geometry.distance(zone).min())
    assert nearest.max() <= 900


def test_the_fifteenth_has_five_shop_sized_premises_near_a_priority_neighbourhood(territory):
    frame = territory.candidates
    found = (frame["area_code"] == "13215") & frame["area_m2"].between(80, 300) & (frame["qpv_distance_m"] <= 300)
    assert (found & (frame["kind"] == "premises")).sum() >= 5


def test_zone_sites_have_a_zone_and_premises_have_a_landlord(territory):
    zone = territory.candidates["kind"] == "zone_site"
    assert (territory.candidates["zone_name"].notna() == zone).all()
    assert (territory.candidates["landlord"].isna() == zone).all()
    assert set(territory.candidates["landlord"].dropna()) == set(LANDLORDS)


def test_gaps_and_knock_outs_are_there_to_be_seen(territory):
    frame = territory.candidates
    assert 0.2 < frame["rent_eur_m2_yr"].isna().mean() < 0.3
    assert 0.3 < frame["clear_height_m"].isna().mean() < 0.4
    assert (frame["tenure_months"] < 12).any()
    assert {"no"} <= set(frame["van_access"].dropna())
    assert {"red"} <= set(frame["flood_zone"].dropna())
    assert {"yes"} <= set(frame["basement_sale"].dropna())


def test_dates_are_plausible(territory):
    frame = territory.candidates
    assert frame["available_on"].dropna().between("2026-01-01", "2028-12-31").all()
    assert (frame["vacant_since"].dropna() < pd.Timestamp("2026-01-01")).all()


def test_the_same_seed_gives_the_same_examples(territory):
    areas = territory.municipalities
    first, second = (example_candidates(areas, facts.priority_neighbourhoods()) for _ in range(2))
    assert first.equals(second)
    assert list(first["id"]) == list(territory.candidates["id"])
    assert set(first.columns) == set(CANDIDATES.columns) - {"cnig_id", "parcels"}  # what is invented bears no identifier of the land
