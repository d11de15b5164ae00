"""A link to a saved scenario shows what was saved, on every screen, whatever was accepted, withdrawn or refreshed since."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from flask.testing import FlaskClient

import app as application
from access.gate import Contract
from access.settings import Settings
from callbacks.application import Convergence
from callbacks.registry import Registry
from domain.address import Address
from domain.person import VISITOR
from domain.saved import SavedScenario, ScenarioDraft
from geodata.territory import Territory
from services.context import Context
from tests.callbacks.test_scenarios import shown
from tests.published import LAUNDRY, Giver
from tests.saved_scenarios import listing, save
from views.components import ids

QUERY = "mode=straight&k=2&open=shop"
NAME = str(LAUNDRY.content["name"])


@pytest.fixture(scope="module")
def giver() -> Giver:
    return Giver()


@pytest.fixture(scope="module")
def live(territory: Territory, giver: Giver, tmp_path_factory: pytest.TempPathFactory) -> tuple[Convergence, dict[str, Any]]:
    """An application whose places are the tests', and what it was built from."""
    made: dict[str, Any] = {}

    def keep(kind: type[Any]) -> Any:
        return lambda *args, **kwargs: made.setdefault(kind.__name__, kind(*args, **kwargs))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", keep(Context))
        patch.setattr(application, "Registry", keep(Registry))
        settings = Settings(demo=True, database_url=f"sqlite:///{tmp_path_factory.mktemp('saved')}/c.db")
        return application.create_app(settings, territory, giver), made


@pytest.fixture
def visitor(live: tuple[Convergence, dict[str, Any]], giver: Giver) -> Iterator[FlaskClient]:
    giver.publish()
    yield live[0].server.test_client()
    giver.publish()


@pytest.fixture
def declared(live: tuple[Convergence, dict[str, Any]]) -> Mapping[str, Contract]:
    contracts: Mapping[str, Contract] = live[1]["Registry"].contracts
    return contracts


@pytest.fixture
def store(live: tuple[Convergence, dict[str, Any]]) -> Context:
    context: Context = live[1]["Context"]
    return context


def opened_at(client: FlaskClient, saved: Mapping[str, Any]) -> str:
    """Return the query to which a link leads."""
    return str(client.get(saved["link"]).headers["Location"].split("?")[1])


def plan(client: FlaskClient, query: str) -> dict[str, Any]:
    response = client.get(f"/scenario/plan.json?{query}")
    assert response.status_code == 200
    answer: dict[str, Any] = response.json
    return answer


def test_a_place_accepted_since_changes_nothing_of_a_saved_plan_and_is_told_beside_it(
    visitor: FlaskClient, declared: Mapping[str, Contract], giver: Giver
) -> None:
    saved = save(visitor, f"{QUERY}&k=1")
    query = opened_at(visitor, saved)
    before, panel = plan(visitor, query), shown(visitor, declared, ids.shown(ids.PLAN), **{ids.PLAN_ASK: query})
    giver.publish(replace(LAUNDRY, lon_wgs84=5.3810, lat_wgs84=43.3005))
    assert plan(visitor, query) == before
    assert shown(visitor, declared, ids.shown(ids.PLAN), **{ids.PLAN_ASK: query}) == panel
    banner = shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: query})
    for words in (
        "Ont changé : les lieux ou les autres données",
        f"1 lieu s'ajoute au choix : {NAME}",
        "Recalculer comme un nouveau scénario",
    ):
        assert words in banner
    assert "le résultat est le même" not in banner
    again = plan(visitor, query.split("&s=")[0])
    assert again["key"] != before["key"]


def test_a_place_of_the_plan_that_was_withdrawn_stays_on_screen_in_the_list_and_on_the_map(
    visitor: FlaskClient, declared: Mapping[str, Contract], giver: Giver
) -> None:
    giver.publish(LAUNDRY)
    saved = save(visitor, f"{QUERY}&imp={LAUNDRY.id}", "Avec la laverie")
    query = opened_at(visitor, saved)
    before = plan(visitor, query)
    giver.publish()
    after = plan(visitor, query)
    assert [place["id"] for place in after["places"]] == [place["id"] for place in before["places"]]
    assert (after["served"], after["outlines"]) == (before["served"], before["outlines"])
    gone = next(place for place in after["places"] if place["id"] == LAUNDRY.id)
    assert (gone["name"], gone["row"]) == (NAME, None)
    assert (gone["lon"], gone["lat"]) == pytest.approx((LAUNDRY.lon_wgs84, LAUNDRY.lat_wgs84), abs=1e-5)
    assert NAME in shown(visitor, declared, ids.shown(ids.PLAN), **{ids.PLAN_ASK: query})
    banner = shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: query})
    assert f"N'existe plus : {NAME}" in banner
    other = save(visitor, QUERY, "Sans")
    text = shown(visitor, declared, ids.shown("versus"), **{ids.ask("versus"): f"vs={saved['id']}.{other['id']}"})
    assert NAME in text
    assert LAUNDRY.id not in text.replace(saved["id"], "")


def test_the_map_of_differences_is_of_the_stored_plans(visitor: FlaskClient, giver: Giver, store: Context) -> None:
    giver.publish(LAUNDRY)
    one, other = save(visitor, f"{QUERY}&imp={LAUNDRY.id}"), save(visitor, QUERY)
    path = f"/scenario/difference.json?a={one['id']}&b={other['id']}"
    before = visitor.get(path).json
    giver.publish()
    assert visitor.get(path).json == before
    people = store.territory.demand["population"].to_numpy()
    codes = np.frombuffer(base64.b64decode(before["codes"]), np.uint8)
    assert (before["newly"], before["lost"]) == (people[codes == 2].sum(), people[codes == 3].sum())


def rewritten(store: Context, scenario: str, **changes: Any) -> SavedScenario:
    """Save again with another content, as an older version of the product would have."""
    saved = store.scenarios.get(scenario)
    assert saved is not None
    result = {**saved.result, **changes}
    result = {key: value for key, value in result.items() if value is not None}
    return store.scenarios.create(VISITOR, ScenarioDraft("ancien", "", saved.question, result, "x", "y"))


def test_a_scenario_saved_without_its_plan_says_that_it_is_worked_out_again(
    visitor: FlaskClient, declared: Mapping[str, Contract], store: Context
) -> None:
    made = save(visitor, QUERY)
    old = rewritten(store, made["id"], format=None, attributes=None, map=None, cells=None)
    query = f"{old.question}&s={old.id}"
    assert plan(visitor, query)["key"] == plan(visitor, old.question)["key"]
    assert "avant que les scénarios gardent leur plan" in shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: query})
    assert old.id in listing(visitor)
    assert visitor.get(f"/scenario/difference.json?a={old.id}&b={made['id']}").json["newly"] == 0


def test_a_plan_saved_on_another_grid_brings_its_cells_and_is_not_laid_over_a_plan_of_today(visitor: FlaskClient, store: Context) -> None:
    made = save(visitor, QUERY)
    saved = store.scenarios.get(made["id"])
    assert saved is not None
    population = saved.result["cells"]["lon"]  # any other column of as many numbers
    other = rewritten(store, made["id"], cells={**saved.result["cells"], "population": population})
    assert "cells" not in plan(visitor, f"{QUERY}&s={made['id']}")
    cells = plan(visitor, f"{QUERY}&s={other.id}")["cells"]
    assert len(cells["lon"]) == len(cells["lat"]) == len(cells["population"]) == len(store.territory.demand)
    refused = visitor.get(f"/scenario/difference.json?a={made['id']}&b={other.id}")
    assert refused.status_code == 422
    assert "même maille" in refused.json["error"]


def test_saving_what_a_link_shows_saves_that_and_not_what_today_would_answer(visitor: FlaskClient, giver: Giver, store: Context) -> None:
    giver.publish(LAUNDRY)
    made = save(visitor, f"{QUERY}&imp={LAUNDRY.id}")
    giver.publish()
    again = save(visitor, opened_at(visitor, made), "autre")
    one, other = store.scenarios.get(made["id"]), store.scenarios.get(again["id"])
    assert one is not None
    assert other is not None
    assert json.dumps(one.result) == json.dumps(other.result)
    assert other.name == "autre"


def test_the_page_follows_the_search_on_the_data_in_force_beside_a_saved_plan(
    visitor: FlaskClient, store: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = opened_at(visitor, save(visitor, QUERY))
    answer = store.service.answer
    searching = {"steps": 3, "running": True}
    monkeypatch.setattr(store.service, "answer", lambda *asked, **how: replace(answer(*asked, **how), **searching))
    given = plan(visitor, query)
    assert (given["steps"], given["running"], given["is_saved"]) == (3, True, True)
    searching.update(running=False)
    assert plan(visitor, query)["running"] is False


def test_the_first_screen_opens_the_comparison_that_its_address_names_beside_its_reference(visitor: FlaskClient) -> None:
    one, other = save(visitor, QUERY)["id"], save(visitor, f"{QUERY}&min=5")["id"]
    found = visitor.get(f"/?vs={one}.{other}&lang=en")
    assert found.status_code == 302
    path, _mark, given = found.headers["Location"].partition("?")
    address = Address.parse(given)
    assert path.endswith("/scenarios")
    assert address.ids("vs") == (one, other)
    assert [address.text(key) for key in ("s", "tab", "lang", "mode")] == [one, "versus", "en", "straight"]
    own = Address.parse(visitor.get(f"/?vs={one}.{other}&k=7&tab=curve").headers["Location"].partition("?")[2])
    assert [own.text(key) for key in ("k", "s", "tab")] == ["7", "", "versus"]
    assert visitor.get("/?k=7").status_code == 200


def test_a_plan_beside_a_comparison_that_it_is_no_part_of_says_so(visitor: FlaskClient, declared: Mapping[str, Contract]) -> None:
    one, other = save(visitor, QUERY, "Référence"), save(visitor, f"{QUERY}&min=5")
    compared = f"vs={one['id']}.{other['id']}"
    note = "aucun des scénarios comparés"
    said = shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: f"k=7&{compared}"})
    assert note in said and "Montrer la référence «\u00a0Référence\u00a0»" in said
    assert note not in shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: f"{opened_at(visitor, other)}&{compared}"})
    assert note not in shown(visitor, declared, ids.SAVED_BANNER, **{ids.PARAMS: "k=7"})


def test_the_file_of_a_saved_plan_says_its_scenario_its_certificate_and_the_role_of_each_place(visitor: FlaskClient) -> None:
    saved = save(visitor, f"{QUERY}&budget=900", "Deux boutiques")
    query = opened_at(visitor, saved)
    places = ".".join(place["id"] for place in plan(visitor, query)["places"])
    text = visitor.get(f"/export/lieux.csv?{urlencode({'places': places, 'question': query})}").data.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(text), delimiter=";")
    first = dict(zip(head, rows[0], strict=True))
    assert first["Scénario"] == "Deux boutiques"
    assert first["Lien du scénario"].endswith(f"/s/{saved['id']}") and first["Adresse de la vue"] == first["Lien du scénario"]
    assert re.match(
        r"(prouvé optimal|à [\d,]+ % du meilleur possible) \(valeur [\d,]+, borne [\d,]+\)$", first["Certificat"].replace("\u202f", " ")
    )
    assert "habitants atteints sur" in first["Ce que le plan atteint"]
    assert "Le budget écarte" in first["À savoir du plan"]
    assert {dict(zip(head, row, strict=True))["Le plan l'ouvre comme"] for row in rows} == {"Boutique-relais"}
    told = visitor.get(f"/export/lieux.geojson?{urlencode({'places': places, 'question': query})}").get_data(as_text=True)
    assert "une valeur non renseignée" in told and "Colonnes confidentielles" not in told  # the role of a place is no secret


def test_the_file_of_a_plan_that_is_not_saved_leads_to_its_question_and_other_files_say_nothing_of_plans(visitor: FlaskClient) -> None:
    places = ".".join(place["id"] for place in plan(visitor, QUERY)["places"])
    text = visitor.get(f"/export/lieux.csv?{urlencode({'places': places, 'question': QUERY})}").data.decode("utf-8-sig")
    assert "/scenarios?k=2" in text
    assert "Certificat" in text.splitlines()[0] and "Scénario" not in text.splitlines()[0]
    assert "l'ouvre comme" not in visitor.get(f"/export/lieux.csv?places={places}").data.decode("utf-8-sig")
