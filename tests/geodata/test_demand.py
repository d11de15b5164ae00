"""Promises of the demand points: official totals, no more and no less."""

from __future__ import annotations

import numpy as np
import pandas as pd
import shapely

from geodata import facts
from geodata.demand import Ground, demand_points, social_dwellings_total
from geodata.enrich import nearest_zone
from geodata.perimeter import in_use
from geodata.schemas import check


def by(frame, key, column):
    return frame.groupby(key)[column].sum().sort_index()


def test_every_commune_and_arrondissement_keeps_its_legal_population_exactly(territory):
    legal = territory.municipalities.set_index("code")["population"]
    for key in ("area_code", "municipality"):
        found = by(territory.demand, key, "population")
        assert found.to_dict() == legal[found.index].to_dict()
    assert by(territory.demand, "area_code", "population").size == 33


def test_the_arrondissements_sum_to_marseille(territory):
    legal = territory.municipalities.set_index("code")["population"]
    assert legal[list(in_use().districts)].sum() == legal["13055"] == 886_040


def test_every_quartier_keeps_its_census_population_and_dwellings_exactly(territory):
    quartiers = territory.quartiers.set_index("code").sort_index()
    assert by(territory.demand, "quartier", "population_rp2021").to_dict() == quartiers["population"].to_dict()
    assert by(territory.demand, "quartier", "dwellings").to_dict() == quartiers["dwellings"].to_dict()


def test_every_quartier_keeps_its_share_of_the_arrondissement(territory):
    found = by(territory.demand, "quartier", "population")
    for code, group in territory.quartiers.groupby("arrondissement"):
        legal = territory.municipalities.set_index("code").at[code, "population"]
        exact = group.set_index("code")["population"] / group["population"].sum() * legal
        assert (found[exact.index] - exact).abs().max() < 1


def test_every_commune_outside_marseille_keeps_its_census_totals_exactly(territory):
    outside = territory.demand[territory.demand["municipality"] != "13055"]
    census = by(territory.iris, "municipality", "population").drop("13055")
    assert by(outside, "municipality", "population_rp2021").to_dict() == census.to_dict()
    dwellings = territory.municipalities.set_index("code")["dwellings"]
    found = by(outside, "municipality", "dwellings")
    assert (found == dwellings[found.index]).all()


def test_social_dwellings_keep_the_total_of_the_official_rate_and_fit_in_the_dwellings(territory):
    towns = territory.municipalities.set_index("code")
    found = by(territory.demand, "municipality", "social_dwellings")
    for code, total in found.items():
        assert total == social_dwellings_total(int(towns.at[code, "main_residences"]), towns.at[code, "social_housing_rate_pct"])
    assert (territory.demand["social_dwellings"] <= territory.demand["dwellings"]).all()


def test_an_unknown_rate_leaves_social_dwellings_unknown(territory):
    from geodata.demand import _social_dwellings

    indicators = facts.indicators()
    indicators.loc[indicators["code"] == "13022", "social_housing_rate_pct"] = np.nan
    values = pd.Series(_social_dwellings(territory.demand, indicators))
    cassis = (territory.demand["municipality"] == "13022").to_numpy()
    assert values[cassis].isna().all()
    assert values[~cassis].notna().all()


def test_every_point_lies_in_the_area_it_names(territory):
    areas = territory.municipalities.set_index("code").geometry
    points = territory.demand.geometry.to_numpy()
    shapes = areas[territory.demand["area_code"]].to_numpy()
    assert (shapely.distance(points, shapes) <= 0.02).all()


def test_a_point_carries_a_priority_neighbourhood_if_and_only_if_it_stands_in_it(territory):
    nearest, distance = nearest_zone(territory.demand.geometry.to_numpy(), territory.priority_neighbourhoods)
    codes = territory.priority_neighbourhoods["code"].to_numpy()[nearest]
    named = territory.demand["qpv_code"].notna().to_numpy()
    assert ((distance == 0) == named).all()
    assert (codes[named] == territory.demand["qpv_code"].to_numpy()[named]).all()


def test_every_priority_neighbourhood_and_every_quartier_has_people(territory):
    assert (by(territory.demand, "qpv_code", "population") > 0).sum() == 44
    assert (by(territory.demand, "quartier", "population") > 0).sum() == 111


def test_nobody_stands_where_nobody_lives(territory):
    nobody = shapely.union_all(facts.uninhabited().geometry.to_numpy())
    inside = shapely.contains(shapely.buffer(nobody, -0.02), territory.demand.geometry.to_numpy())
    assert territory.demand["qpv_code"][inside].notna().all()


def spread_again(territory, ground):
    places = (territory.priority_neighbourhoods, territory.quartiers, territory.iris)
    return demand_points(territory.municipalities, territory.town_halls, *places, facts.indicators(), ground)


def test_spread_again_the_points_are_those_of_the_snapshot(territory):
    again = check("demand", spread_again(territory, Ground(facts.settlements(), facts.uninhabited())))
    pd.testing.assert_frame_equal(pd.DataFrame(again), pd.DataFrame(territory.demand))


def test_without_settlements_nor_empty_land_every_total_is_still_kept(territory):
    points = spread_again(territory, Ground(facts.settlements().iloc[:0], facts.uninhabited().iloc[:0]))
    for key, column in (("area_code", "population"), ("quartier", "population_rp2021"), ("municipality", "dwellings")):
        assert by(points, key, column).to_dict() == by(territory.demand, key, column).to_dict()
