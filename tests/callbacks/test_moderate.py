"""What « Modérer » asks the server: the queue, one proposal and all one decides by, decisions that can be undone, by whoever decides."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from app import Convergence
from domain.person import PersonRole
from domain.proposal import Act
from geodata.territory import Territory
from store.attachments import Attachments
from store.proposals import Proposals
from tests.access.accounts import OWN
from tests.callbacks.peopled import accounts_of, browser_of, peopled_app
from tests.store.proposers import AGENT, CHIEF, RIVAL, propose, publish, submit

DECIDERS = {"economy", "facilitator"}
WHO = [None, *(role.value for role in PersonRole)]


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return peopled_app(territory, tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def store(app: Convergence) -> Proposals:
    return Proposals(accounts_of(app).persons._database)


@pytest.fixture(scope="module")
def officer(app: Convergence) -> FlaskClient:
    return browser_of(app, "economy")


def post(browser: FlaskClient, path: str, body: Any, status: int = 200) -> Any:
    response = browser.post(path, json=body, headers=OWN)
    assert response.status_code == status, response.data
    return response.json


def decide(browser: FlaskClient, one: Any, act: str, reason: str = "", status: int = 200) -> Any:
    return post(browser, f"/moderation/{one.id}/act", {"version": one.version, "act": act, "reason": reason}, status)


def row_of(browser: FlaskClient, name: str) -> dict[str, Any] | None:
    return next((row for row in browser.get("/moderation/queue.json").json["rows"] if row["id"] == name), None)


@pytest.mark.parametrize("who", WHO)
def test_only_those_who_decide_are_answered(who: str | None, app: Convergence, store: Proposals) -> None:
    one, browser = submit(store), browser_of(app, who)
    asked = [
        browser.get("/moderation/queue.json"),
        browser.get(f"/moderation/{one.id}.json"),
        browser.post(f"/moderation/{one.id}/message", json={"text": "Bonjour"}, headers=OWN),
        browser.post("/moderation/act_many", json={"act": "accept", "items": [{"id": one.id, "version": 1}]}, headers=OWN),
        browser.post(f"/moderation/{one.id}/act", json={"version": one.version, "act": "accept"}, headers=OWN),
    ]
    assert [answer.status_code for answer in asked] == ([200, 200, 201, 200, 200] if who in DECIDERS else [403] * 5)
    assert store.get(CHIEF, one.id).stage == ("accepted" if who in DECIDERS else "submitted")


def test_the_queue_tells_each_proposal_in_a_row_and_no_draft(store: Proposals, officer: FlaskClient) -> None:
    draft, one = propose(store, name="Brouillon"), submit(store, RIVAL, name="Halle", lon=5.3700, lat=43.3000)
    twin = submit(store, name="Halle bis", lon=5.3700, lat=43.3001)
    assert row_of(officer, draft.id) is None
    row = row_of(officer, one.id)
    assert row is not None
    assert (row["name"], row["kind"], row["stage"], row["version"]) == ("Halle", "premises", "submitted", one.version)
    assert row["area"].startswith("Marseille")
    assert "Habitat" in row["organisation"] or "exemple" in row["organisation"]
    assert row["is_double"] and row_of(officer, twin.id)["is_double"]  # type: ignore[index]
    assert 0 < row["told"] < 100
    assert not row["is_change"]


def test_a_draft_and_what_does_not_exist_are_not_found_alike(store: Proposals, officer: FlaskClient) -> None:
    answers = [officer.get(f"/moderation/{name}.json") for name in (propose(store).id, "LP-999999", "nothing")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.json["error"] for answer in answers}) == 1


def test_one_proposal_comes_with_all_that_one_decides_by(app: Convergence, store: Proposals, officer: FlaskClient) -> None:
    made = propose(store, name="Ancienne mercerie", lon=5.3800, lat=43.3100)
    Attachments(accounts_of(app).persons._database).add(AGENT, made.id, "photo", "facade.jpg", "image/jpeg", b"x", 4, 3, "la façade")
    one = store.act(AGENT, made.id, 2, Act.SUBMIT)
    store.say(AGENT, one.id, "Visite possible mardi.")
    told = officer.get(f"/moderation/{one.id}.json").json
    assert [(photo["caption"], photo["url"][:12]) for photo in told["attachments"]] == [("la façade", "/attachment/")]
    facts = {row["key"]: row for block in told["facts"] for row in block["rows"]}
    assert facts["area_m2"]["value"] == "140\u202fm²"
    assert facts["contact"]["value"] == "06 00 00 00 01" and facts["contact"]["kept"]
    assert facts["van_access"]["value"] is None
    assert told["feedback"]["inside"]
    assert len(told["beside"]["columns"]) >= 6
    assert told["map"].startswith("data:image/svg+xml")
    assert [message["text"] for message in told["messages"]] == ["Visite possible mardi."]
    assert next(entry["text"] for entry in told["timeline"]) == "Proposition soumise"
    assert [act["id"] for act in told["acts"]] == ["accept", "ask", "refuse"]
    assert "« Durée proposée »" in told["ready"]["ask"][0]
    assert told["changes"] == []


def test_a_place_without_position_is_told_as_such(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store, lon=5.0, lat=42.0)
    told = officer.get(f"/moderation/{one.id}.json").json
    assert told["feedback"] == {**told["feedback"], "placed": True, "inside": False}
    assert "position" in told["ready"]["ask"][-2]
    assert told["area"] == "hors du territoire"


def test_a_decision_is_told_to_the_proposer_and_undone(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    refused = decide(officer, one, "refuse", "Trop loin des quartiers.")
    assert (refused["stage"], [act["id"] for act in refused["acts"]]) == ("refused", ["reopen"])
    assert refused["messages"][-1]["text"] == "Trop loin des quartiers."
    assert refused["messages"][-1]["title"] == "Lieu refusé"
    assert [message.text for message in store.messages(AGENT, one.id)] == ["Trop loin des quartiers."]
    again = post(officer, f"/moderation/{one.id}/act", {"version": refused["version"], "act": "reopen"})
    assert (again["stage"], len(again["timeline"])) == ("submitted", 3)
    accepted = post(officer, f"/moderation/{one.id}/act", {"version": again["version"], "act": "accept"})
    assert accepted["is_public"]
    assert one.id in {place.id for place in store.published()}


@pytest.mark.parametrize("act", ["ask", "refuse"])
def test_no_refusal_and_no_question_without_a_reason(act: str, store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    assert "motif" in decide(officer, one, act, " ", 422)["error"]
    assert store.get(AGENT, one.id).version == one.version


@pytest.mark.parametrize("act", ["submit", "withdraw", "renew", "erase", ""])
def test_only_decisions_are_made_here(act: str, store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    assert decide(officer, one, act, "pour voir", 422)["error"].endswith(".")
    assert store.get(AGENT, one.id).version == one.version


def test_whoever_comes_second_is_shown_what_is_there_now(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0})
    answer = decide(officer, one, "accept", status=409)
    now = answer["current"]
    assert now["version"] == one.version + 1
    assert "155\u202fm²" in {row["value"] for block in now["facts"] for row in block["rows"]}
    assert store.get(CHIEF, one.id).stage == "submitted"
    assert post(officer, f"/moderation/{one.id}/act", {"version": now["version"], "act": "accept"})["stage"] == "accepted"


def test_a_change_of_an_accepted_place_is_told_field_by_field(store: Proposals, officer: FlaskClient) -> None:
    one = publish(store)
    changed = store.edit(AGENT, one.id, one.version, {"area_m2": 200.0, "rent_eur_m2_yr": None})
    store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    told = officer.get(f"/moderation/{one.id}.json").json
    assert told["is_change"] and told["is_public"]
    assert [(line["label"], line["before"], line["after"]) for line in told["changes"]] == [
        ("Surface", "140\u202fm²", "200\u202fm²"),
        ("Loyer annuel", "85\u202f€/m²/an", None),
    ]


def test_undoing_what_was_decided_of_a_change_gives_back_what_everybody_saw(store: Proposals, officer: FlaskClient) -> None:
    def seen() -> float:
        return next(place.told["area_m2"] for place in store.published() if place.id == one.id)

    one = publish(store)
    changed = store.edit(AGENT, one.id, one.version, {"area_m2": 200.0})
    asked = store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    accepted = decide(officer, asked, "accept")
    assert seen() == 200.0
    undone = post(officer, f"/moderation/{one.id}/act", {"version": accepted["version"], "act": "reopen"})
    assert (undone["stage"], undone["is_public"], seen()) == ("submitted", True, 140.0)
    assert [(line["before"], line["after"]) for line in undone["changes"]] == [("140\u202fm²", "200\u202fm²")]
    refused = post(officer, f"/moderation/{one.id}/act", {"version": undone["version"], "act": "refuse", "reason": "Non mesuré"})
    assert (refused["stage"], seen(), store.get(AGENT, one.id).content["area_m2"]) == ("accepted", 140.0, 140.0)
    again = post(officer, f"/moderation/{one.id}/act", {"version": refused["version"], "act": "reopen"})
    assert (again["stage"], seen(), store.get(AGENT, one.id).content["area_m2"]) == ("submitted", 140.0, 200.0)


def test_forty_are_accepted_by_one_press_and_one_that_cannot_be_stops_no_other(store: Proposals, officer: FlaskClient) -> None:
    many = [submit(store, name=f"Local {n}", lon=5.40 + n / 1000) for n in range(40)]
    moved = store.edit(AGENT, many[7].id, many[7].version, {"area_m2": 1_000.0})
    items = [{"id": one.id, "version": one.version} for one in many]
    outcomes = post(officer, "/moderation/act_many", {"act": "accept", "items": items})["outcomes"]
    assert [one["id"] for one in outcomes] == [one.id for one in many]
    assert [one["id"] for one in outcomes if one["sentence"]] == [moved.id]
    assert {store.get(CHIEF, one.id).stage for one in many if one.id != moved.id} == {"accepted"}
    assert store.get(CHIEF, moved.id).stage == "submitted"


def test_notes_stay_among_those_who_decide(store: Proposals, officer: FlaskClient, app: Convergence) -> None:
    one = submit(store)
    post(officer, f"/moderation/{one.id}/message", {"text": "Bonjour"}, 201)
    told = post(officer, f"/moderation/{one.id}/message", {"text": "Voir la cour", "internal": True}, 201)
    assert [(message["text"], message["internal"]) for message in told["messages"]] == [("Bonjour", False), ("Voir la cour", True)]
    assert [message.text for message in store.messages(AGENT, one.id)] == ["Bonjour"]
    assert "Voir la cour" not in browser_of(app, "landlord").get(f"/proposals/{one.id}.json").text


def test_each_is_told_how_many_wait_for_them(store: Proposals, officer: FlaskClient, app: Convergence) -> None:
    landlord = browser_of(app, "landlord")
    before, news = officer.get("/inbox.json").json, landlord.get("/inbox.json").json
    one = submit(store)
    assert officer.get("/inbox.json").json["n"] == before["n"] + 1
    assert before["path"] == "/moderer" and news["path"] == "/proposer"
    decide(officer, one, "ask", "La hauteur libre ?")
    assert officer.get("/inbox.json").json["n"] == before["n"]
    assert landlord.get("/inbox.json").json["n"] == news["n"] + 1
    assert browser_of(app, "waste").get("/inbox.json").status_code == 403


BODIES = st.one_of(
    st.binary(max_size=80),
    st.fixed_dictionaries({}, optional={"version": st.integers(), "act": st.text(max_size=8), "reason": st.text(max_size=8)}).map(str),
    st.sampled_from(['{"version":1,"act":"accept","reason":1}', '{"items":[],"act":"accept"}', '{"text":""}', '{"text":"x","to":"all"}']),
).map(lambda body: body if isinstance(body, bytes) else body.encode())


@examples(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["/moderation/LP-000001/act", "/moderation/act_many", "/moderation/LP-000001/message"]), BODIES)
def test_no_body_breaks_the_service(officer: FlaskClient, path: str, body: bytes) -> None:
    assert officer.post(path, data=body, headers=OWN).status_code in {400, 404, 422}
