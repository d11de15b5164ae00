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

from access.gate import CALLBACK_PATH, Contract
from access.identity import DEMO_PERSONS
from callbacks.application import Convergence
from domain.person import PersonRole
from domain.saved import Status
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
from tests.saved_scenarios import OWN, change, listed, listing, save, save_body, sent, ticked
from views.components import ids

FOOT = "open=shop&mode=foot&min=15"
SHARED = (HealthCheck.function_scoped_fixture,)


def post(client: FlaskClient, path: str, body: Any) -> Any:
    return client.post(path, json=body, headers=OWN)


def shown(client: FlaskClient, contracts: Mapping[str, Contract], component: str, **values: Any) -> str:
    """Ask for a panel as the browser does; return all that it holds, as text."""
    contract = next(one for one in contracts.values() if (component, "children") in one.outputs)
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
    answer = shown(client, contracts, ids.shown(ids.PLAN), **{ids.PLAN_ASK: FOOT})
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
    conflict = shown(client, contracts, ids.shown(ids.PLAN), **{ids.PLAN_ASK: "budget=20&basin=1"})
    assert "ne peuvent pas tenir ensemble" in conflict
    assert "20 000 €" in conflict.replace("\u202f", " ").replace("\xa0", " ")
    assert "ressourcerie" in shown(client, contracts, ids.shown("curve"), **{ids.ask("curve"): FOOT})
    assert "Il faut d'abord un plan" in shown(client, contracts, ids.shown("safe"), **{ids.ask("safe"): "budget=20&basin=1"})


def test_panels_that_nobody_looks_at_cost_nothing(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    for panel in ("curve", "safe", "front", "library", "versus"):
        assert shown(client, contracts, ids.shown(panel)) == "[]"


def test_a_saved_scenario_is_listed_opened_and_found_again(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    saved = save(client, f"{FOOT}&kinds=premises&place=RC-008", "Cinq boutiques")
    assert "Cinq boutiques" in listing(client)
    response = client.get(saved["link"])
    assert response.status_code == 302
    address = response.headers["Location"]
    assert address == f"/scenarios?kinds=premises&open=shop&mode=foot&min=15&s={saved['id']}"
    banner = shown(client, contracts, ids.SAVED_BANNER, **{ids.PARAMS: address.split("?")[1]})
    for words in ("tels que calculés le", "Depuis", "Rien n'a changé", "Recalculer comme un nouveau scénario"):
        assert words in banner
    moved = shown(client, contracts, ids.SAVED_BANNER, **{ids.PARAMS: f"k=9&s={saved['id']}"})
    assert "modifié depuis" in moved
    assert client.get("/s/nothing").status_code == 404


def test_starring_archiving_and_status_can_all_be_undone(client: FlaskClient, context: Context) -> None:
    name = save(client, FOOT, "À ranger")["id"]
    for version, (act, reason) in enumerate((("star", ""), ("chosen", ""), ("archive", "rangé")), start=1):
        change(client, act, name, version, reason)
    assert "À ranger" not in listing(client)
    assert "À ranger" in listing(client, archived=True)
    for version, (act, reason) in enumerate((("restore", ""), ("draft", "à revoir"), ("unstar", "")), start=4):
        change(client, act, name, version, reason)
    assert "À ranger" in listing(client)
    kept = context.scenarios.get(name)
    assert kept is not None
    assert (kept.starred, kept.archived, kept.status, kept.version) == (False, False, Status.DRAFT, 7)


def test_a_choice_is_not_undone_without_a_reason(client: FlaskClient, context: Context) -> None:
    name = save(client, FOOT, "Retenu")["id"]
    change(client, "chosen", name, 1)
    asked_why = change(client, "proposed", name, 2)
    assert asked_why[ids.REASON_FORM] == {"hidden": False}
    assert asked_why[ids.REASON_FOR]["data"]["id"] == ids.REASON
    assert ids.LIBRARY_STEP not in asked_why
    done = change(client, "proposed", name, 2, "Le bail est pris.")
    assert done[ids.REASON_FORM] == {"hidden": True}
    line = changes_of(context.scenarios.history(name)[-1])[-1]
    assert (line.label, line.before, line.after) == ("Motif", None, "Le bail est pris.")


def test_only_the_buttons_that_one_may_press_are_offered(territory: Territory, tmp_path: Path) -> None:
    app = peopled_app(territory, tmp_path)
    planner, landlord = browser_of(app, "planner"), browser_of(app, "landlord")
    save(planner, FOOT, "Du plan")
    offered = {}
    for who, browser in (("planner", planner), ("landlord", landlord)):
        text = listing(browser)
        offered[who] = {act for act in ("star", "chosen", "archive", "copy") if f'"{act}.' in text}
        assert "scenario-link" in text
    assert offered == {"planner": {"star", "chosen", "archive", "copy"}, "landlord": {"copy"}}
    assert "Brouillon" in text


def test_who_may_not_save_is_told_to_sign_in(
    client: FlaskClient, contracts: Mapping[str, Contract], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {ids.SAVE_ASK: "save"}
    assert "scenario-open-save" in shown(client, contracts, ids.SAVE_BUTTON, **asked)
    monkeypatch.setattr("callbacks.scenario_saving.allowed", lambda *_args: False)
    text = shown(client, contracts, ids.SAVE_BUTTON, **asked)
    assert "scenario-open-save" not in text
    assert "/connexion" in text


def test_the_list_is_looked_through_by_text_state_and_page(client: FlaskClient) -> None:
    saved = [save(client, FOOT, f"Névé {i:02d}") for i in range(52)]
    change(client, "star", saved[0]["id"], 1)
    change(client, "chosen", saved[0]["id"], 2)
    first, second = (listed(client, search="névé", order="name", page=number) for number in (1, 2))
    contents = [str(page[ids.shown("library")]["children"]) for page in (first, second)]
    assert [text.count("data-saved") for text in contents] == [50, 2]
    assert first[ids.LIBRARY_EXTENT]["children"] == "1 à 50 sur 52 scénarios"
    assert second[ids.LIBRARY_EXTENT]["children"] == "51 à 52 sur 52 scénarios"
    ends = [[page[way]["disabled"] for way in (ids.LIBRARY_PREVIOUS, ids.LIBRARY_NEXT)] for page in (first, second)]
    assert ends == [[True, False], [False, True]]
    assert "Névé 51" in contents[1]
    assert listing(client, search="névé", page=9).count("data-saved") == 2
    for show in ("starred", "chosen"):
        assert listing(client, search="névé", show=show).count("data-saved") == 1
    assert "ne correspond" in listing(client, search="introuvable")


def test_four_scenarios_at_most_are_compared_and_none_that_has_left_the_list(client: FlaskClient) -> None:
    names = [save(client, FOOT, f"À cocher {i}")["id"] for i in range(5)]
    written = ticked(client, names)
    assert written[ids.LIBRARY_TICKED]["value"] == names[:4]
    assert written[ids.LIBRARY_COMPARE]["children"] == "Comparer les scénarios cochés (4)"
    assert "retirez-en un" in written[ids.LIBRARY_MOST]["children"]
    change(client, "archive", names[1], 1)
    assert ticked(client, names[:3])[ids.LIBRARY_TICKED]["value"] == [names[0], names[2]]
    assert ids.LIBRARY_TICKED not in ticked(client, [names[0], names[2]]), "what is ticked already is not written again"
    assert ticked(client, [names[0]], ids.LIBRARY_UNTICK)[ids.LIBRARY_TICKED]["value"] == []


def test_the_second_of_two_changes_is_told(client: FlaskClient, context: Context) -> None:
    name = save(client, FOOT)["id"]
    change(client, "star", name, 1)
    late = change(client, "archive", name, 1)
    assert "Quelqu'un d'autre" in late[ids.LIBRARY_NOTICE]["children"]
    assert ids.LIBRARY_STEP in late, "the list is read again"
    kept = context.scenarios.get(name)
    assert kept is not None
    assert kept.starred
    assert not kept.archived


def test_a_copy_is_another_scenario_with_the_same_answer(client: FlaskClient, context: Context) -> None:
    name = save(client, FOOT, "À copier")["id"]
    change(client, "copy", name, 1)
    one = context.scenarios.get(name)
    other = next(item for item in context.scenarios.page().items if item.name == "À copier (copie)")
    assert one is not None
    assert (one.question, one.result) == (other.question, context.scenarios.get(other.id).result)  # type: ignore[union-attr]


def test_the_comparison_says_what_differs_and_the_map_counts_it(
    client: FlaskClient, contracts: Mapping[str, Contract], context: Context
) -> None:
    one, other = save(client, FOOT, "Base"), save(client, f"{FOOT}&k=7&imp=RC-008", "Sept")
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
        ("/scenario/resume", {"key": 3}, 400),
        ("/scenario/resume", [], 400),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(client: FlaskClient, path: str, body: Any, status: int) -> None:
    response = post(client, path, body)
    assert response.status_code == status
    assert response.json["error"]


@pytest.mark.parametrize(
    ("name", "query", "why"),
    [("", FOOT, "Nom : de 1 à 120"), ("x" * 121, FOOT, "Nom : de 1 à 120"), ("a\nb", FOOT, "Nom :"), ("x", "budget=20&basin=1", "")],
)
def test_what_cannot_be_saved_is_refused_with_a_sentence(name: str, query: str, why: str, client: FlaskClient) -> None:
    outcome = sent(client, save_body(query, name))[ids.SAVED]["data"]
    assert set(outcome) == {"error", "at"}
    assert outcome["error"].startswith(why)
    assert outcome["error"].endswith(".")


def test_who_has_not_signed_in_saves_and_changes_nothing_and_is_told_why(territory: Territory, tmp_path: Path) -> None:
    app = peopled_app(territory, tmp_path)
    made = save(browser_of(app, "planner"), FOOT, "Du plan")
    visitor = app.server.test_client()
    assert sent(visitor, save_body(FOOT))[ids.SAVED]["data"]["error"] == "Pour cela, il faut d'abord se connecter."
    for act in ("star", "copy"):
        written = change(visitor, act, made["id"], 1)
        assert written[ids.LIBRARY_NOTICE]["children"] == "Pour cela, il faut d'abord se connecter."
        assert ids.LIBRARY_STEP not in written
    assert "scénario n'existe pas" in change(browser_of(app, "planner"), "star", "nothing", 1)[ids.LIBRARY_NOTICE]["children"]


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
    assert client.post(CALLBACK_PATH, json=save_body(FOOT, "x"), headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403


@examples(max_examples=60, suppress_health_check=SHARED)
@given(
    st.binary(max_size=200),
)
def test_no_body_breaks_the_service(client: FlaskClient, body: bytes) -> None:
    assert client.post("/scenario/resume", data=body, headers=OWN).status_code in {400, 404, 422}


def test_the_answer_is_in_english_when_asked(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    client.set_cookie("lang", "en")
    answer = shown(client, contracts, ids.shown(ids.PLAN), **{ids.PLAN_ASK: FOOT})
    with use_language("en"):
        assert "Prouvé" not in answer
        assert "habitants" not in answer


def test_a_place_says_whether_it_suits_before_it_is_imposed(
    client: FlaskClient, contracts: Mapping[str, Contract], context: Context
) -> None:
    candidates = context.territory.candidates
    excluded = candidates.loc[candidates["plui_allows"] == "no", "id"].iloc[0]

    def fit(query: str) -> str:
        return shown(client, contracts, ids.PLACE_FIT, **{ids.PLACE_FIT_ASK: query})

    both = fit(f"place={excluded}")
    assert both.count("exclu, parce que") == both.count("PLUi") == 2
    assert "ne peut pas se faire" in both and "off" in both
    assert fit(f"place={excluded}&open=hub").count("exclu, parce que") == 1
    assert fit("place=unknown") == "[]"
