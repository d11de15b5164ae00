"""What the Scenarios screen asks the server: plans, studies, the life of saved scenarios; and what it refuses."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import numpy as np
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from access.gate import Contract
from access.identity import DEMO_PERSONS
from app import Convergence
from domain.person import PersonRole
from geodata.territory import Territory
from i18n import use_language
from scenarios.assignment import NOT_REACHED, assignment_of
from scenarios.outcome import outcome_of
from scenarios.service import Service
from services.context import Context
from services.words.journal import changes_of
from store.searches import StoredSearch
from tests.bodies import POST, valid_body
from tests.callbacks.peopled import browser_of, peopled_app
from views.components import ids

OWN = {"Sec-Fetch-Site": "same-origin"}
FOOT = "open=shop&mode=foot&min=15"
SHARED = (HealthCheck.function_scoped_fixture,)


def post(client: FlaskClient, path: str, body: Any) -> Any:
    return client.post(path, json=body, headers=OWN)


def save(client: FlaskClient, query: str = FOOT, name: str = "essai") -> Any:
    response = post(client, "/scenario/saved", {"name": name, "note": "une note", "query": query})
    assert response.status_code == 201, response.data
    return response.json


def shown(client: FlaskClient, contracts: Mapping[str, Contract], component: str, **values: Any) -> str:
    """Ask for a panel as the browser does; return all that it holds, as text."""
    contract = contracts[f"{component}.children"]
    body = valid_body(contract)
    for item in body["inputs"]:
        item["value"] = values.get(item["id"])
    response = client.open(**POST, json=body)
    assert response.status_code == 200, response.data
    return json.dumps(response.json["response"][component]["children"], ensure_ascii=False)


def test_a_plan_for_the_map_is_the_answer_itself(client: FlaskClient, context: Context) -> None:
    given_plan = client.get(f"/scenario/plan.json?{FOOT}").json
    answer = context.service.answer(FOOT)
    instance, plan = answer.instance, answer.progress.plan if answer.progress else None
    assert instance is not None
    assert plan is not None
    told = outcome_of(instance, plan)
    assert given_plan["rows"] == [place.row for place in told.opened]
    assert given_plan["proven"] is True
    codes = np.frombuffer(base64.b64decode(given_plan["served"]), dtype=np.uint8)
    served = assignment_of(instance, plan).server
    assert np.array_equal(codes == 0, served == NOT_REACHED)
    people = context.territory.demand["population"].to_numpy()
    assert [int(people[codes == 2 + i].sum()) for i in range(len(told.opened))] == [place.newly for place in told.opened]
    assert len(given_plan["outlines"]) == len(plan)
    assert all(4.9 < lon < 5.8 and 43.1 < lat < 43.6 for rings in given_plan["outlines"] for ring in rings for lon, lat in ring)


def test_a_question_without_answer_is_answered_with_a_sentence(client: FlaskClient) -> None:
    response = client.get("/scenario/plan.json?communes=13021&landlord=hpr&area=90000-")
    assert response.status_code == 200
    assert "filtre" in response.json["sentence"]
    assert response.json["rows"] == []


@examples(max_examples=30, suppress_health_check=SHARED)
@given(st.text(max_size=120))
def test_any_address_has_a_plan_or_a_sentence(client: FlaskClient, text: str) -> None:
    response = client.get(f"/scenario/plan.json?{quote(text, safe='=&.-,')}")
    assert response.status_code == 200
    assert response.json["rows"] or response.json["sentence"]


def test_the_panels_say_the_answer_in_words(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    answer = shown(client, contracts, ids.PLAN_RESULT, **{ids.PLAN_ASK: FOOT})
    for words in (
        "Prouvé optimal",
        "Ce qu'il faut faire",
        "Ouvrir une boutique-relais",
        "Direction Déchets",
        "Équité",
        "hypothèse",
        "exemple",
    ):
        assert words in answer
    conflict = shown(client, contracts, ids.PLAN_RESULT, **{ids.PLAN_ASK: "budget=20&basin=1"})
    assert "ne peuvent pas tenir ensemble" in conflict
    assert "20 000 €" in conflict.replace("\u202f", " ").replace("\xa0", " ")
    assert "ressourcerie" in shown(client, contracts, ids.shown("curve"), **{ids.ask("curve"): FOOT})
    assert "Il faut d'abord un plan" in shown(client, contracts, ids.shown("safe"), **{ids.ask("safe"): "budget=20&basin=1"})


def test_panels_that_nobody_looks_at_cost_nothing(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    for panel in ("curve", "safe", "front", "library", "versus"):
        assert shown(client, contracts, ids.shown(panel)) == "[]"


def test_a_saved_scenario_is_listed_opened_and_found_again(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    saved = save(client, f"{FOOT}&kinds=premises&place=RC-008", "Cinq boutiques")
    assert "Cinq boutiques" in shown(client, contracts, ids.shown("library"), **{ids.ask("library"): "turn=1"})
    response = client.get(saved["link"])
    assert response.status_code == 302
    address = response.headers["Location"]
    assert address == f"/scenarios?kinds=premises&open=shop&mode=foot&min=15&s={saved['id']}"
    banner = shown(client, contracts, ids.SAVED_BANNER, **{ids.PARAMS: address.split("?")[1]})
    for words in ("tels qu'enregistrés", "Depuis", "Rien n'a changé", "Recalculer comme un nouveau scénario"):
        assert words in banner
    moved = shown(client, contracts, ids.SAVED_BANNER, **{ids.PARAMS: f"k=9&s={saved['id']}"})
    assert "modifié depuis" in moved
    assert client.get("/s/nothing").status_code == 404


def test_starring_archiving_and_status_can_all_be_undone(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    saved = save(client, name="À ranger")
    path = f"/scenario/saved/{saved['id']}"
    version = saved["version"]
    for change in ({"starred": True}, {"status": "chosen"}, {"archived": True, "reason": "rangé"}):
        version = post(client, path, {"version": version, **change}).json["version"]
    assert "À ranger" not in shown(client, contracts, ids.shown("library"), **{ids.ask("library"): "turn=1"})
    assert "À ranger" in shown(client, contracts, ids.shown("library"), **{ids.ask("library"): "archived=1&turn=2"})
    for change in ({"archived": False}, {"status": "draft", "reason": "à revoir"}, {"starred": False}):
        version = post(client, path, {"version": version, **change}).json["version"]
    assert "À ranger" in shown(client, contracts, ids.shown("library"), **{ids.ask("library"): "turn=3"})


def test_a_choice_is_not_undone_without_a_reason(client: FlaskClient, context: Context) -> None:
    saved = save(client, name="Retenu")
    path = f"/scenario/saved/{saved['id']}"
    version = post(client, path, {"version": saved["version"], "status": "chosen"}).json["version"]
    refused = post(client, path, {"version": version, "status": "proposed"})
    assert (refused.status_code, refused.json["needs"]) == (422, "reason")
    assert "dites pourquoi" in refused.json["error"]
    assert post(client, path, {"version": version, "status": "proposed", "reason": "Le bail est pris."}).status_code == 200
    line = changes_of(context.scenarios.history(saved["id"])[-1])[-1]
    assert (line.label, line.before, line.after) == ("Motif", None, "Le bail est pris.")


def test_only_the_buttons_that_one_may_press_are_offered(territory: Territory, tmp_path: Path, contracts: Mapping[str, Contract]) -> None:
    app = peopled_app(territory, tmp_path)
    planner, landlord = browser_of(app, "planner"), browser_of(app, "landlord")
    save(planner, name="Du plan")
    offered = {}
    for who, browser in (("planner", planner), ("landlord", landlord)):
        text = shown(browser, contracts, ids.shown("library"), **{ids.ask("library"): "turn=1"})
        offered[who] = {act for act in ("star", "status", "archive", "copy", "link") if f'scenario-{act}"' in text}
    assert offered == {"planner": {"star", "status", "archive", "copy", "link"}, "landlord": {"copy", "link"}}
    assert "Brouillon" in text


def test_who_may_not_save_is_told_to_sign_in(
    client: FlaskClient, contracts: Mapping[str, Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {ids.SAVE_ASK: "save"}
    assert "scenario-open-save" in shown(client, contracts, ids.SAVE_BUTTON, **asked)
    monkeypatch.setattr("callbacks.scenarios.allowed", lambda *_args: False)
    text = shown(client, contracts, ids.SAVE_BUTTON, **asked)
    assert "scenario-open-save" not in text
    assert "/connexion" in text


def test_the_list_is_looked_through_by_text_state_and_page(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    saved = [save(client, name=f"Névé {i:02d}") for i in range(52)]
    post(client, f"/scenario/saved/{saved[0]['id']}", {"version": saved[0]["version"], "starred": True, "status": "chosen"})

    def listed(asked: str) -> str:
        return shown(client, contracts, ids.shown("library"), **{ids.ask("library"): asked})

    first, second = (listed(f"q=n%C3%A9v%C3%A9&order=name&page={number}") for number in (1, 2))
    assert (first.count("data-saved"), second.count("data-saved")) == (50, 2)
    assert "1 à 50 sur 52 scénarios" in first
    assert "51 à 52 sur 52 scénarios" in second
    assert ("Page suivante" in first, "Page précédente" in first) == (True, False)
    assert ("Page suivante" in second, "Page précédente" in second) == (False, True)
    assert "Névé 51" in second
    assert listed("q=n%C3%A9v%C3%A9&page=9").count("data-saved") == 2
    assert listed("q=n%C3%A9v%C3%A9&show=starred").count("data-saved") == listed("q=n%C3%A9v%C3%A9&show=chosen").count("data-saved") == 1
    assert "ne correspond" in listed("q=introuvable")
    assert listed("page=-1&order=x&show=y&archived=z").count("data-saved") == 50


def test_the_second_of_two_changes_is_told(client: FlaskClient, context: Context) -> None:
    saved = save(client)
    path = f"/scenario/saved/{saved['id']}"
    assert post(client, path, {"version": saved["version"], "starred": True}).status_code == 200
    late = post(client, path, {"version": saved["version"], "archived": True})
    assert late.status_code == 409
    assert "quelqu'un d'autre" in late.json["error"]
    kept = context.scenarios.get(saved["id"])
    assert kept is not None
    assert kept.starred
    assert not kept.archived


def test_a_copy_is_another_scenario_with_the_same_answer(client: FlaskClient, context: Context) -> None:
    saved = save(client)
    copy = post(client, f"/scenario/saved/{saved['id']}/copy", {"name": "copie"}).json
    one, other = context.scenarios.get(saved["id"]), context.scenarios.get(copy["id"])
    assert one is not None
    assert other is not None
    assert (one.question, one.result) == (other.question, other.result)
    assert other.name == "copie"


def test_the_comparison_says_what_differs_and_the_map_counts_it(
    client: FlaskClient, contracts: Mapping[str, Contract], context: Context
) -> None:
    one, other = save(client, name="Base"), save(client, f"{FOOT}&k=7&imp=RC-008", "Sept")
    text = shown(client, contracts, ids.shown("versus"), **{ids.ask("versus"): f"vs={one['id']}.{other['id']}"})
    for words in ("7 lieux au lieu de 5", "Impose ", "Carte des différences", "gagne"):
        assert words in text
    difference = client.get(f"/scenario/difference.json?a={one['id']}&b={other['id']}").json
    reached = []
    for query in (FOOT, f"{FOOT}&k=7&imp=RC-008"):
        answer = context.service.answer(query)
        assert answer.instance is not None
        assert answer.progress is not None
        reached.append(assignment_of(answer.instance, answer.progress.plan or ()).server != NOT_REACHED)
    people = context.territory.demand["population"].to_numpy()
    assert difference["newly"] == people[~reached[0] & reached[1]].sum()
    assert difference["lost"] == people[reached[0] & ~reached[1]].sum()
    assert client.get("/scenario/difference.json?a=x&b=y").status_code == 404


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/scenario/saved", {"name": "", "query": FOOT}, 422),
        ("/scenario/saved", {"name": "x", "query": "budget=20&basin=1"}, 422),
        ("/scenario/saved", {"name": "x" * 121, "query": FOOT}, 400),
        ("/scenario/saved", {"name": "x", "query": FOOT, "author": "moi"}, 400),
        ("/scenario/saved", [], 400),
        ("/scenario/saved/nothing", {"version": 1, "starred": True}, 404),
        ("/scenario/saved/nothing", {"version": "1"}, 400),
        ("/scenario/saved/nothing/copy", {"name": "x"}, 404),
        ("/scenario/resume", {"key": 3}, 400),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(client: FlaskClient, path: str, body: Any, status: int) -> None:
    response = post(client, path, body)
    assert response.status_code == status
    assert response.json["error"]


def test_a_computation_is_stopped_by_who_asked_for_it_a_planner_or_the_facilitator_and_nobody_else(
    app: Convergence, context: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[str] = []
    monkeypatch.setattr(Service, "cancel", lambda _self, key: stopped.append(key))
    marie, other = DEMO_PERSONS[PersonRole.WASTE], DEMO_PERSONS[PersonRole.ECONOMY]
    search = StoredSearch("k", "front", "", b"", {"asked_by": marie.id}, 1, False, False, None, None, 0.0)
    monkeypatch.setattr(Service, "computation", lambda _self, key: search if key == "k" else None)
    for person, status in ((None, 403), (other, 403), (marie, 200), (DEMO_PERSONS[PersonRole.PLANNER], 200)):
        browser = app.server.test_client()
        if person is not None:
            assert browser.post("/demonstration", data={"role": person.role.value}, headers=OWN).status_code == 303
        response = post(browser, "/scenario/cancel", {"key": "k"})
        assert response.status_code == status
        assert status == 200 or response.json["error"].endswith(".")
    assert stopped == ["k", "k"]


def test_another_site_cannot_save(client: FlaskClient) -> None:
    body = {"name": "x", "note": "", "query": FOOT}
    assert client.post("/scenario/saved", json=body, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@examples(max_examples=60, suppress_health_check=SHARED)
@given(
    st.sampled_from(["/scenario/saved", "/scenario/saved/x", "/scenario/saved/x/copy", "/scenario/resume"]),
    st.binary(max_size=200),
)
def test_no_body_breaks_the_service(client: FlaskClient, path: str, body: bytes) -> None:
    assert client.post(path, data=body, headers=OWN).status_code in {400, 404, 422}


def test_the_answer_is_in_english_when_asked(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    client.set_cookie("lang", "en")
    answer = shown(client, contracts, ids.PLAN_RESULT, **{ids.PLAN_ASK: FOOT})
    with use_language("en"):
        assert "Prouvé" not in answer
        assert "habitants" not in answer
