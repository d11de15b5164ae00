"""Any territory opens on its own ground: every screen, layer, export and plan works, and nothing on it is of another."""

from __future__ import annotations

import json

import numpy as np
import pytest

from geodata.candidate_facets import candidate_facets
from geodata.gazetteer import Gazetteer
from geodata.perimeter import in_use
from layers import discover as layers
from layers import offered
from layers.base_map import land_geojson, place_names, search_entries
from tests.territories.conftest import Served
from views.view import discover as screens

FORMATS = ("csv", "xlsx", "geojson", "gpkg", "html")


def test_the_totals_of_its_communes_are_official_and_kept(served: Served) -> None:
    towns = served.territory.municipalities.set_index("code")["population"]
    spread = served.territory.demand.groupby("area_code")["population"].sum()
    assert spread.to_dict() == {code: towns[code] for code in in_use().areas}


def test_every_screen_opens(served: Served) -> None:
    client = served.app.server.test_client()
    for view in screens():
        assert view.layout(served.context) is not None, view.id
        assert client.get(view.path).status_code == 200, view.id


def test_every_layer_and_the_base_map_are_drawn(served: Served) -> None:
    for layer in layers():
        rows = layer.frame(served.territory, None)
        assert len(layer.describe(rows)) == len(rows), layer.id
    assert json.loads(land_geojson(served.territory))["features"]
    names = {one["text"] for one in place_names(served.territory)}
    assert set(served.territory.town_halls["code"]) and names
    assert "Mer Méditerranée" not in names


def test_nothing_of_another_territory_is_named(served: Served) -> None:
    client = served.app.server.test_client()
    pages = [json.dumps(str(view.layout(served.context)), ensure_ascii=False) for view in screens() if view.id != "convergence"]
    pages += [client.get("/").get_data(as_text=True), json.dumps(search_entries(served.territory), ensure_ascii=False)]
    # The authors of the case sheet, wherever it is cited.
    pages = [page.replace("ADEME et Métropole Aix-Marseille-Provence", "") for page in pages]
    assert not [page for page in pages if "Marseille" in page or "18 communes" in page]


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_on_screen_is_exported(name: str, served: Served) -> None:
    answer = served.app.server.test_client().get(f"/export/lieux.{name}")
    assert answer.status_code == 200, name


def test_a_plan_is_found(served: Served) -> None:
    answer = served.app.server.test_client().get("/scenario/plan.json?k=2")
    assert answer.status_code == 200


def test_its_communes_are_found_by_name(served: Served) -> None:
    gazetteer = Gazetteer(served.territory)
    town = served.territory.municipalities.iloc[0]
    assert gazetteer.search(town["name"])[0].area_code == town["code"]


def test_arrondissements_are_named_where_there_are_some(served: Served) -> None:
    texts = [served.context.facets["communes"].label]
    texts += [text for layer in offered(served.territory) for text in (layer.label, layer.alt, *(one.label for one in layer.legend))]
    said = {text for text in texts if "arrondissement" in text}
    assert bool(said) is bool(in_use().cities), said


def test_its_facets_are_its_own(served: Served) -> None:
    facets = candidate_facets(served.territory)
    assert facets is not None
    assert np.isfinite(served.territory.demand.geometry.x).all()
