"""Every map layer, whatever it draws: names, sources, reference systems, selections, weight."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from flask.testing import FlaskClient

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import facet_columns
from geodata.catalogue import SOURCES
from geodata.territory import Territory
from i18n.catalogue import catalogue
from layers import Layer, discover, legend_of, offered, to_geojson
from services.context import Context
from tests.components import of_type
from tests.geodata.official_more import with_official
from views.components.map_view import map_view

LAYERS = discover()
STYLE = Path(__file__).parents[2] / "assets" / "style.css"
SIGNED = [layer for layer in LAYERS if layer.geometry == "point" and not layer.on_cells]
MAX_BYTES = 2_000_000
CASES = {
    "nothing filtered": "",
    "one commune": "communes=13028",
    "one arrondissement": "communes=13215",
    "no place left": "kinds=zone_site&landlord=unknown&van=unknown&height=0-0",
}
each_layer = pytest.mark.parametrize("layer", LAYERS, ids=lambda layer: layer.id)


def _all_communes(territory: Territory) -> str:
    frame = territory.municipalities
    return "communes=" + ".".join(frame.loc[frame["level"] == "municipality", "code"])


def _selections(territory: Territory, facets: FacetSet) -> dict[str, Selection]:
    queries = CASES | {"all 18 communes": _all_communes(territory)}
    return {name: Selection.from_query(query, facets) for name, query in queries.items()}


def _positions(value: Any) -> list[tuple[float, float]]:
    if value and isinstance(value[0], (int, float)):
        return [(value[0], value[1])]
    return [position for part in value for position in _positions(part)]


def _served(layer: Layer, context: Context, client: FlaskClient) -> bytes:
    return client.get(context.urls["places" if layer.on_canvas else "demand" if layer.on_cells else layer.id]).data


def test_layers_are_found_and_their_ids_are_unique() -> None:
    ids = [layer.id for layer in LAYERS]
    expected = {"municipalities", "priority_neighbourhoods", "demand", "facilities", "zone_sites", "premises"}
    assert expected <= set(ids)
    assert len(set(ids)) == len(ids)


def test_the_cases_are_what_their_names_say(territory: Territory, facets: FacetSet) -> None:
    selections = _selections(territory, facets)
    assert selections["nothing filtered"].is_empty
    assert not selections["no place left"].mask(facet_columns(territory.candidates)).any()
    assert len(selections["all 18 communes"].filters["communes"]) == 17 + 16  # type: ignore[arg-type]
    assert "13055" in selections["all 18 communes"].to_query()


@each_layer
def test_a_layer_speaks_french_and_english(layer: Layer) -> None:
    messages = [layer.label, layer.alt, *[entry.label for entry in layer.legend]]
    assert all(message.strip() for message in messages)
    english = catalogue("en")
    missing = [message for message in messages if not (english.get(message) and english.get(message).string)]
    assert not missing


@each_layer
def test_a_layer_names_sources_of_the_catalogue_and_has_a_legend_and_an_alternative_text(layer: Layer) -> None:
    assert layer.sources
    assert set(layer.sources) <= set(SOURCES)
    assert layer.legend
    assert all(entry.colour.startswith("--") for entry in layer.legend)
    assert len(layer.alt) > 10


@each_layer
def test_a_colour_of_the_legend_is_one_of_the_style_sheet_in_light_and_in_dark(layer: Layer) -> None:
    light, dark = re.findall(r"^:root[^{]*\{$(.*?)^\}", STYLE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    for entry in layer.legend:
        assert f"{entry.colour}:" in light and f"{entry.colour}:" in dark


@pytest.mark.parametrize("layer", SIGNED, ids=lambda layer: layer.id)
def test_a_layer_of_points_is_drawn_with_the_sign_of_its_legend(layer: Layer, context: Context) -> None:
    assert layer.style["shape"] == "square" or f".sign-{layer.style['shape']} " in STYLE.read_text("utf-8")
    assert (layer.style["shape"], layer.style["colour_var"]) in {(entry.shape, entry.colour) for entry in layer.legend}
    if not layer.on_canvas and not layer.needs_rows:
        (drawn,) = [one for one in of_type(map_view(context), "GeoJSON") if one.url == context.urls[layer.id]]
        assert drawn.hideout == {"pane": layer.id, **layer.style}


@each_layer
def test_a_layers_facet_exists_and_holds_the_codes_of_its_areas(layer: Layer, territory: Territory, facets: FacetSet) -> None:
    if layer.facet is not None:
        codes = set(layer.frame(territory, None)["code"])
        assert codes <= set(facets[layer.facet].index)  # type: ignore[union-attr]


@each_layer
@pytest.mark.parametrize("case", [*CASES, "all 18 communes"])
def test_a_layer_works_for_any_selection_in_lambert_93(layer: Layer, case: str, territory: Territory, facets: FacetSet) -> None:
    selection = _selections(territory, facets)[case]
    everything, rows = layer.frame(territory, None), layer.frame(territory, selection)
    assert isinstance(rows, gpd.GeoDataFrame)
    assert rows.crs.to_epsg() == 2154
    assert set(rows.index) <= set(everything.index)
    assert rows.columns.tolist() == everything.columns.tolist()
    assert len(layer.describe(rows)) == len(rows)
    assert all(isinstance(text, str) and text for pair in layer.describe(rows) for text in pair)
    assert rows.geometry.is_valid.all() and not rows.geometry.is_empty.any()
    expected = "Point" if layer.geometry == "point" else "Polygon"
    assert rows.geom_type.str.endswith(expected).all()


@each_layer
def test_nothing_filtered_is_the_same_as_no_selection(layer: Layer, territory: Territory, facets: FacetSet) -> None:
    empty = layer.frame(territory, Selection(facets))
    assert empty.index.tolist() == layer.frame(territory, None).index.tolist()


@pytest.mark.parametrize("case", [*CASES, "all 18 communes"])
def test_the_map_shows_the_same_places_as_the_table(case: str, territory: Territory, facets: FacetSet) -> None:
    selection = _selections(territory, facets)[case]
    drawn = [code for layer in LAYERS if layer.on_canvas for code in layer.frame(territory, selection)["id"]]
    rows = territory.candidates[selection.mask(facet_columns(territory.candidates))]
    assert sorted(drawn) == sorted(rows["id"])


@each_layer
def test_a_layer_fits_in_two_megabytes(layer: Layer, context: Context, client: FlaskClient) -> None:
    assert 0 < len(_served(layer, context, client)) <= MAX_BYTES


@pytest.mark.parametrize("layer", [layer for layer in LAYERS if not layer.on_cells], ids=lambda layer: layer.id)
def test_a_layer_leaves_in_degrees_of_wgs84_with_every_row(layer: Layer, territory: Territory) -> None:
    territory = with_official(territory)
    frame = layer.frame(territory, None)
    west, south, east, north = frame.geometry.to_crs(4326).total_bounds
    features = json.loads(to_geojson(layer, territory))["features"]
    assert len(features) == len(frame)
    lons, lats = zip(*[position for feature in features for position in _positions(feature["geometry"]["coordinates"])], strict=True)
    for got, exact in ((min(lons), west), (min(lats), south), (max(lons), east), (max(lats), north)):
        assert got == pytest.approx(exact, abs=2e-4)
    assert 4.9 < west <= east < 5.8
    assert 43.1 < south <= north < 43.6
    assert all(round(value, 5) == value for value in (*lons, *lats))


def test_the_demand_layer_leaves_in_degrees_of_wgs84_with_every_row(territory: Territory, context: Context, client: FlaskClient) -> None:
    cells = json.loads(client.get(context.urls["demand"]).data)
    assert len(cells["lon"]) == len(cells["lat"]) == len(cells["population"]) == len(territory.demand)
    west, south, east, north = territory.demand.to_crs(4326).total_bounds
    assert (min(cells["lon"]), min(cells["lat"])) == pytest.approx((west, south), abs=2e-5)
    assert (max(cells["lon"]), max(cells["lat"])) == pytest.approx((east, north), abs=2e-5)
    assert sum(cells["population"]) == territory.demand["population"].sum()


def test_a_layer_that_needs_rows_is_offered_once_it_has_some(territory: Territory) -> None:
    empty = {layer.id for layer in LAYERS if layer.needs_rows and not len(layer.frame(territory, None))}
    assert empty and empty == {layer.id for layer in LAYERS} - {layer.id for layer in offered(territory)}
    assert {layer.id for layer in offered(with_official(territory))} == {layer.id for layer in LAYERS}


def test_a_legend_says_nothing_of_examples_once_none_is_left(territory: Territory) -> None:
    real = replace(
        territory, facilities=territory.facilities.assign(is_example=False), candidates=territory.candidates.assign(is_example=False)
    )
    for layer in LAYERS:
        assert legend_of(layer, territory) == layer.legend
        assert not any("exemple" in entry.label or entry.dashed for entry in legend_of(layer, real)), layer.id


def test_example_layers_say_so_in_their_legend() -> None:
    for layer in LAYERS:
        if any(SOURCES[source].is_example for source in layer.sources):
            assert all("exemple" in entry.label for entry in layer.legend), layer.id
        if any(SOURCES[source].is_estimate for source in layer.sources):
            assert all("estimation" in entry.label for entry in layer.legend), layer.id
