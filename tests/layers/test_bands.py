"""Layers of classes: social housing, bulky waste, who is reached today."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from criteria.workspace import Workspace
from geodata.territory import Territory
from layers import Layer, offered, to_geojson
from layers.bands import bands
from layers.bulky_waste import LAYER as BULKY_WASTE
from layers.demand import to_cells
from layers.layer import UNKNOWN_BAND
from layers.reached_today import LAYER as REACHED_TODAY
from layers.reached_today import nearest_m
from layers.social_housing import LAYER as SOCIAL_HOUSING

STYLE = Path(__file__).parents[2] / "assets" / "style.css"
AREAS = (SOCIAL_HOUSING, BULKY_WASTE)
LA_CIOTAT = "13028"
each_area_layer = pytest.mark.parametrize("layer", AREAS, ids=lambda layer: layer.id)


def _without_tenure(territory: Territory, share: float) -> Territory:
    """The territory with the tenure of a share of the dwellings of La Ciotat unknown."""
    demand = territory.demand.copy()
    homes = demand["dwellings"].where(demand["area_code"] == LA_CIOTAT, 0).cumsum()
    unknown = (demand["area_code"] == LA_CIOTAT) & (homes <= share * homes.max())
    demand.loc[unknown, "social_dwellings"] = np.nan
    return replace(territory, demand=demand)


def _properties(layer: Layer, territory: Territory) -> dict[str, dict[str, str]]:
    return {feature["properties"]["code"]: feature["properties"] for feature in json.loads(to_geojson(layer, territory))["features"]}


def test_a_value_on_an_edge_is_in_the_class_above_and_an_unknown_one_in_none() -> None:
    assert bands(np.array([0.0, 4.9, 5.0, 25.0, 99.0, np.nan]), (5.0, 25.0)) == ["0", "0", "1", "2", "2", UNKNOWN_BAND]


@each_area_layer
def test_every_class_has_a_sign_in_the_legend_and_a_fill_in_the_style_sheet(layer: Layer, territory: Territory) -> None:
    style = STYLE.read_text("utf-8")
    assert {entry.colour for entry in layer.legend if entry.shape == "area"} == {f"--band-{band}" for band in range(5)}
    drawn = {properties["band"] for properties in _properties(layer, territory).values()}
    assert len(drawn) > 2
    for band in (*drawn, UNKNOWN_BAND):
        assert re.search(rf"\.area\.band-{band} \{{ fill:", style)


@each_area_layer
def test_an_area_whose_tenure_is_mostly_unknown_is_unknown_and_never_zero(layer: Layer, territory: Territory) -> None:
    assert _properties(layer, territory)[LA_CIOTAT]["band"] != UNKNOWN_BAND
    told = _properties(layer, _without_tenure(territory, 0.9))[LA_CIOTAT]
    assert told["band"] == UNKNOWN_BAND
    assert ("non renseigné" in told["detail"]) and not re.search(r"\d", told["detail"])
    assert _properties(layer, _without_tenure(territory, 0.2))[LA_CIOTAT]["band"] != UNKNOWN_BAND


def test_social_dwellings_of_the_areas_are_those_of_the_demand_points(territory: Territory) -> None:
    rows = SOCIAL_HOUSING.frame(territory, None)
    assert rows["social_dwellings"].sum() == pytest.approx(territory.demand["social_dwellings"].sum())
    share = rows.set_index("code")["social_share_pct"]
    assert share.between(0, 100).all()


def test_who_is_reached_today_is_whom_the_criteria_count_as_served(territory: Territory) -> None:
    workspace = Workspace(territory, territory.candidates.iloc[:1])
    everybody, others = workspace.demand_columns[:, 0], workspace.demand_columns[:, 1]
    reached = nearest_m(territory) <= workspace.crow_m(workspace.hypotheses.central("served_reach_m"))
    inhabited = everybody > 0
    assert np.array_equal(reached[inhabited], others[inhabited] == 0)
    told = [label for label, _detail in REACHED_TODAY.describe(REACHED_TODAY.frame(territory, None))]
    assert told.count("Déjà atteint aujourd'hui") == np.count_nonzero(reached) > 0


def test_no_known_ressourcerie_is_an_absence_of_data_not_people_out_of_reach(territory: Territory) -> None:
    facilities = territory.facilities
    none = replace(territory, facilities=facilities[facilities["kind"] != "ressourcerie"])
    assert REACHED_TODAY.id in {layer.id for layer in offered(territory)}
    assert REACHED_TODAY.id not in {layer.id for layer in offered(none)}
    assert json.loads(to_cells(none, nearest_m(none)))["existing_m"] == []
    assert len(json.loads(to_cells(territory, nearest_m(territory)))["existing_m"]) == len(territory.demand)
