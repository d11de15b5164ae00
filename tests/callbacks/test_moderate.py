"""What « Modérer » asks the server: the queue, one proposal and all one decides by, decisions that can be undone, by whoever decides."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask.testing import FlaskClient

from callbacks.application import Convergence
from domain.person import PersonRole
from domain.proposal import Act, Proposal
from geodata.territory import Territory
from services.assessor import Assessor
from services.editions import Editions
from services.moderation import ModerationService, Overtaken
from services.moderation_queue import QueueFilters, QueueRow
from store.attachments import Attachments
from store.organisations import Organisations
from store.proposals import Proposals
from tests.bodies import POST
from tests.callbacks.moderating import call, press, request_of
from tests.callbacks.peopled import accounts_of, browser_of, peopled_app
from tests.store.proposers import AGENT, CHIEF, OFFICER, RIVAL, propose, publish, submit
from views.components import ids
from views.moderation.picture import picture

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


@pytest.fixture(scope="module")
def service(app: Convergence, store: Proposals, territory: Territory) -> ModerationService:
    edition, database = SimpleNamespace(territory=territory, assessor=Assessor.of(territory)), accounts_of(app).persons._database
    editions = cast("Editions", SimpleNamespace(latest=lambda: edition))
    return ModerationService(store, editions, Attachments(database), Organisations(database), picture)


def seen(one: Proposal, version: int | None = None) -> dict[str, Any]:
    return {"id": one.id, "version": version or one.version, "name": str(one.content["name"])}


def told(service: ModerationService, name: str) -> Any:
    return json.loads(service.detail(OFFICER, name).to_json())


def decide(service: ModerationService, one: Proposal, act: str, reason: str = "", version: int | None = None) -> Any:
    return json.loads(service.decide(OFFICER, one.id, version or one.version, act, reason).to_json())


def row_of(service: ModerationService, name: str) -> QueueRow | None:
    return next((row for row in service.queue(OFFICER).rows if row.id == name), None)


@pytest.mark.parametrize("who", WHO)
def test_only_those_who_decide_are_answered(who: str | None, app: Convergence, store: Proposals) -> None:
    one, browser = submit(store), browser_of(app, who)
    asked = [
        call(browser, f"{ids.QUEUE}.rowData", moderation_tab="submitted"),
        call(browser, f"{ids.REVIEW_HEAD}.children", params=f"prop={one.id}"),
        call(browser, f"{ids.MESSAGE}.value", ids.MESSAGE_SEND, moderation_seen=seen(one), moderation_message="Bonjour"),
        press(browser, "accept", scope="many", moderation_ticked=[{"id": one.id, "version": 1}]),
        press(browser, "accept", seen(one)),
    ]
    assert [answer.status_code for answer in asked] == [200 if who in DECIDERS else 403] * 5
    assert ([one.id in answer.text for answer in asked[:2]] == [True, True]) is (who in DECIDERS)
    assert store.get(CHIEF, one.id).stage == ("accepted" if who in DECIDERS else "submitted")
    assert len(store.messages(AGENT, one.id)) == (who in DECIDERS) * 2


def test_the_queue_tells_each_proposal_in_a_row_and_no_draft(store: Proposals, service: ModerationService) -> None:
    draft, one = propose(store, name="Brouillon"), submit(store, RIVAL, name="Halle", lon=5.3700, lat=43.3000)
    twin = submit(store, name="Halle bis", lon=5.3700, lat=43.3001)
    assert row_of(service, draft.id) is None
    row, other = row_of(service, one.id), row_of(service, twin.id)
    assert row is not None and other is not None
    assert (row.name, row.kind, row.stage, row.version, row.area_m2) == ("Halle", "premises", "submitted", one.version, 140.0)
    assert (row.suits_hub, row.suits_shop) == ("area", "unknown")
    assert row.area.startswith("Marseille")
    assert "Habitat" in row.organisation or "exemple" in row.organisation
    assert row.is_double and other.is_double
    assert 0 < row.known_percent < 100
    assert not row.is_change


def test_the_queue_is_looked_through_by_words_organisation_and_kind(store: Proposals, service: ModerationService) -> None:
    one = submit(store, name="Épicerie d'Arenc")

    def found(**wanted: str) -> set[str]:
        return {row.id for row in service.queue(OFFICER, QueueFilters(**wanted)).rows}

    assert one.id in found(search="epicerie ARENC") & found(search=one.id) & found(kind="premises")
    assert one.id not in found(search="epicerie nord") | found(kind="zone_site") | found(organisation="Personne") | found(tab="refused")
    assert found(tab="nothing") == set()
    tabs = {tab.id: tab.n for tab in service.queue(OFFICER).tabs}
    decide(service, one, "refuse", "Trop petit.")
    after = service.queue(OFFICER, QueueFilters(tab="refused", search="epicerie"))
    assert {row.id for row in after.rows} == {one.id}
    counts = {tab.id: tab.n for tab in after.tabs}
    assert (counts["submitted"], counts["refused"]) == (tabs["submitted"] - 1, tabs["refused"] + 1)


def test_a_draft_and_what_does_not_exist_are_not_found_alike(store: Proposals, officer: FlaskClient) -> None:
    answers = [call(officer, f"{ids.REVIEW_HEAD}.children", params=f"prop={name}") for name in (propose(store).id, "LP-999999", "nothing")]
    assert {answer.status_code for answer in answers} == {200}
    (shown,) = {json.dumps(answer.json["response"][ids.REVIEW_HEAD]) for answer in answers}
    assert "n'existe pas" in shown or "introuvable" in shown


def test_the_photographs_of_a_proposal_are_shown_to_those_who_decide(app: Convergence, store: Proposals, officer: FlaskClient) -> None:
    made = propose(store, name="Local en photo", lon=5.3810, lat=43.3110)
    Attachments(accounts_of(app).persons._database).add(AGENT, made.id, "photo", "facade.jpg", "image/jpeg", b"x", 4, 3, "la façade")
    store.act(AGENT, made.id, 2, Act.SUBMIT)
    shown = json.dumps(call(officer, f"{ids.REVIEW_HEAD}.children", params=f"prop={made.id}").json)
    assert "/attachment/" in shown


def test_one_proposal_comes_with_all_that_one_decides_by(app: Convergence, store: Proposals, service: ModerationService) -> None:
    made = propose(store, name="Ancienne mercerie", lon=5.3800, lat=43.3100)
    Attachments(accounts_of(app).persons._database).add(AGENT, made.id, "photo", "facade.jpg", "image/jpeg", b"x", 4, 3, "la façade")
    one = store.act(AGENT, made.id, 2, Act.SUBMIT)
    store.say(AGENT, one.id, "Visite possible mardi.")
    shown = told(service, one.id)
    assert [(photo["caption"], photo["url"][:12]) for photo in shown["attachments"]] == [("la façade", "/attachment/")]
    facts = {row["key"]: row for block in shown["facts"] for row in block["rows"]}
    assert facts["area_m2"]["value"] == "140\u202fm²"
    assert facts["contact"]["value"] == "06 00 00 00 01" and facts["contact"]["confidential"]
    assert facts["van_access"]["value"] is None
    assert shown["feedback"]["inside"]
    assert len(shown["beside"]["columns"]) >= 6
    assert shown["map"].startswith("data:image/svg+xml")
    assert [message["text"] for message in shown["messages"]] == ["Visite possible mardi."]
    assert next(entry["text"] for entry in shown["timeline"]) == "Proposition soumise"
    assert [act["id"] for act in shown["acts"]] == ["accept", "ask", "refuse"]
    assert "«\u00a0Durée proposée\u00a0»" in shown["ready"]["ask"][0]
    assert shown["changes"] == []


def test_a_place_without_position_is_told_as_such(store: Proposals, service: ModerationService) -> None:
    one = submit(store, lon=5.0, lat=42.0)
    shown = told(service, one.id)
    assert shown["feedback"] == {**shown["feedback"], "placed": True, "inside": False}
    assert "position" in shown["ready"]["ask"][-2]
    assert shown["area"] == "hors du territoire"


def test_a_decision_is_told_to_the_proposer_and_undone(store: Proposals, service: ModerationService) -> None:
    one = submit(store)
    refused = decide(service, one, "refuse", "Trop loin des quartiers.")
    assert (refused["stage"], [act["id"] for act in refused["acts"]]) == ("refused", ["reopen"])
    assert refused["messages"][-1]["text"] == "Trop loin des quartiers."
    assert refused["messages"][-1]["title"] == "Lieu refusé"
    assert [message.text for message in store.messages(AGENT, one.id)] == ["Trop loin des quartiers."]
    again = decide(service, one, "reopen", version=refused["version"])
    assert (again["stage"], len(again["timeline"])) == ("submitted", 3)
    accepted = decide(service, one, "accept", version=again["version"])
    assert accepted["is_public"]
    assert one.id in {place.id for place in store.published()}


@pytest.mark.parametrize("act", ["ask", "refuse"])
def test_no_refusal_and_no_question_without_a_reason(act: str, store: Proposals, service: ModerationService) -> None:
    one = submit(store)
    with pytest.raises(ValueError, match="motif"):
        decide(service, one, act, " ")
    assert store.get(AGENT, one.id).version == one.version


@pytest.mark.parametrize("act", ["submit", "withdraw", "renew", "erase", ""])
def test_only_decisions_are_made_here(act: str, store: Proposals, service: ModerationService) -> None:
    one = submit(store)
    with pytest.raises(ValueError, match=r"\.$"):
        decide(service, one, act, "pour voir")
    assert store.get(AGENT, one.id).version == one.version


def test_whoever_comes_second_is_shown_what_is_there_now(store: Proposals, service: ModerationService) -> None:
    one = submit(store)
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0})
    with pytest.raises(Overtaken) as refused:
        decide(service, one, "accept")
    answer = refused.value.answer
    assert answer.current.version == one.version + 1
    assert "155\u202fm²" in {row.value for block in answer.current.facts for row in block.rows}
    assert [(line.label, line.before, line.after, line.author) for line in answer.changes] == [
        ("Surface", "140\u202fm²", "155\u202fm²", "Basile"),
    ]
    assert store.get(CHIEF, one.id).stage == "submitted"
    assert decide(service, one, "accept", version=answer.current.version)["stage"] == "accepted"


def test_what_others_changed_in_several_times_is_told_once_a_field(store: Proposals, service: ModerationService) -> None:
    one = submit(store)
    first = store.edit(AGENT, one.id, one.version, {"area_m2": 155.0, "van_access": "yes"})
    store.edit(AGENT, one.id, first.version, {"area_m2": 160.0})
    with pytest.raises(Overtaken) as refused:
        decide(service, one, "accept")
    assert [(line.label, line.before, line.after) for line in refused.value.answer.changes] == [
        ("Surface", "140\u202fm²", "160\u202fm²"),
        ("Accès camionnette", None, "Oui"),
    ]


def test_the_form_says_what_is_wrong_and_keeps_what_was_typed(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    begun = press(officer, "refuse", seen(one)).json["response"]
    assert begun["decision-one-form"] == {"hidden": False}
    assert begun["decision-one-reason"]["label"] == "Motif du refus (le proposant le lira)"
    empty = press(officer, "send", seen(one), act="refuse", reason=" ").json["response"]
    assert empty == {"decision-one-reason": {"error": "Écrivez une phrase : le proposant doit savoir pourquoi."}}
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0})
    late = press(officer, "send", seen(one), act="refuse", reason="Trop loin.").json["response"]
    assert "Basile" in json.dumps(late["decision-one-late"]) and late["decision-one-conflict"] == {"hidden": False}
    assert "value" not in late.get("decision-one-reason", {})
    done = press(officer, "send", seen(one, one.version + 1), act="refuse", reason="Trop loin.").json["response"]
    assert done["decision-one-reason"]["value"] == ""
    assert [message.text for message in store.messages(AGENT, one.id)] == ["Trop loin."]
    before_it_is_shown_anew = press(officer, "undo", seen(one, one.version + 1), done=done["decision-one-done"]["data"])
    assert before_it_is_shown_anew.status_code == 200
    assert store.get(CHIEF, one.id).stage == "submitted"


def test_many_are_refused_or_asked_for_more_for_one_reason_and_given_back(store: Proposals, officer: FlaskClient) -> None:
    many = [submit(store, name=f"Lot {n}", lon=5.42 + n / 1000) for n in range(3)]
    ticked = [{"id": one.id, "version": one.version} for one in many]
    nothing = press(officer, "send", scope="many", moderation_ticked=ticked, act="refuse", reason="").json["response"]
    assert nothing["decision-many-reason"]["error"].startswith("Écrivez une phrase")
    refused = press(officer, "send", scope="many", moderation_ticked=ticked, act="refuse", reason="Hors projet.").json["response"]
    assert {store.get(CHIEF, one.id).stage for one in many} == {"refused"}
    assert [message.text for message in store.messages(AGENT, many[2].id)] == ["Hors projet."]
    done = refused["decision-many-done"]["data"]
    assert [one["id"] for one in done] == [one.id for one in many]
    press(officer, "undo", scope="many", done=done)
    assert {store.get(CHIEF, one.id).stage for one in many} == {"submitted"}
    again = [{"id": one.id, "version": store.get(CHIEF, one.id).version} for one in many]
    press(officer, "send", scope="many", moderation_ticked=again, act="ask", reason="Une photo ?")
    assert {store.get(CHIEF, one.id).stage for one in many} == {"to_complete"}


def test_no_more_are_decided_at_once_than_a_request_has_time_for(store: Proposals, officer: FlaskClient) -> None:
    one = submit(store)
    ticked = [{"id": one.id, "version": one.version}] * 201
    answer = press(officer, "accept", scope="many", moderation_ticked=ticked).json["response"]
    assert "200 lieux au plus" in json.dumps(answer["decision-many-outcome"])
    assert store.get(CHIEF, one.id).stage == "submitted"


def test_a_ready_sentence_never_asks_for_what_is_there(app: Convergence, store: Proposals, service: ModerationService) -> None:
    made = propose(store, name="Local montré", rent_is_confidential=True, rent_eur_m2_yr=90.0)
    bare = " ".join(told(service, store.act(AGENT, made.id, made.version, Act.SUBMIT).id)["ready"]["ask"])
    assert "photos" in bare
    assert "Loyer" not in bare
    version = store.get(AGENT, made.id).version
    Attachments(accounts_of(app).persons._database).add(AGENT, made.id, "photo", "facade.jpg", "image/jpeg", b"x", 4, 3, "la façade")
    assert store.get(AGENT, made.id).version == version + 1
    assert "photos" not in " ".join(told(service, made.id)["ready"]["ask"])


def test_a_change_of_an_accepted_place_is_told_field_by_field(store: Proposals, service: ModerationService) -> None:
    one = publish(store)
    changed = store.edit(AGENT, one.id, one.version, {"area_m2": 200.0, "rent_eur_m2_yr": None})
    store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    shown = told(service, one.id)
    assert shown["is_change"] and shown["is_public"]
    assert [(line["label"], line["before"], line["after"]) for line in shown["changes"]] == [
        ("Surface", "140\u202fm²", "200\u202fm²"),
        ("Loyer annuel", "85\u202f€/m²/an", None),
    ]


def test_undoing_what_was_decided_of_a_change_gives_back_what_everybody_saw(store: Proposals, service: ModerationService) -> None:
    def seen() -> float:
        return next(place.content["area_m2"] for place in store.published() if place.id == one.id)

    one = publish(store)
    changed = store.edit(AGENT, one.id, one.version, {"area_m2": 200.0})
    asked = store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    accepted = decide(service, asked, "accept")
    assert seen() == 200.0
    undone = decide(service, one, "reopen", version=accepted["version"])
    assert (undone["stage"], undone["is_public"], seen()) == ("submitted", True, 140.0)
    assert [(line["before"], line["after"]) for line in undone["changes"]] == [("140\u202fm²", "200\u202fm²")]
    refused = decide(service, one, "refuse", "Non mesuré", undone["version"])
    assert (refused["stage"], seen(), store.get(AGENT, one.id).content["area_m2"]) == ("accepted", 140.0, 140.0)
    again = decide(service, one, "reopen", version=refused["version"])
    assert (again["stage"], seen(), store.get(AGENT, one.id).content["area_m2"]) == ("submitted", 140.0, 200.0)


def test_forty_are_accepted_by_one_press_and_one_that_cannot_be_stops_no_other(store: Proposals, officer: FlaskClient) -> None:
    many = [submit(store, name=f"Local {n}", lon=5.40 + n / 1000) for n in range(40)]
    moved = store.edit(AGENT, many[7].id, many[7].version, {"area_m2": 1_000.0})
    items = [{"id": one.id, "version": one.version} for one in many]
    answer = press(officer, "accept", scope="many", moderation_ticked=items).json["response"]
    assert [one["id"] for one in answer["decision-many-done"]["data"]] == [one.id for one in many if one.id != moved.id]
    assert moved.id in json.dumps(answer["decision-many-outcome"])
    assert {store.get(CHIEF, one.id).stage for one in many if one.id != moved.id} == {"accepted"}
    assert store.get(CHIEF, moved.id).stage == "submitted"


def test_notes_stay_among_those_who_decide(store: Proposals, officer: FlaskClient, service: ModerationService, app: Convergence) -> None:
    one = submit(store)
    for text, internal in (("Bonjour", False), ("Voir la cour", True)):
        values = {"moderation_seen": seen(one), "moderation_message": text, "moderation_internal": internal}
        answer = call(officer, f"{ids.MESSAGE}.value", ids.MESSAGE_SEND, **values).json["response"]
        assert answer[ids.MESSAGE]["value"] == ""
    empty = call(officer, f"{ids.MESSAGE}.value", ids.MESSAGE_SEND, moderation_seen=seen(one), moderation_message=" ")
    assert "Écrivez d'abord le message." in json.dumps(empty.json, ensure_ascii=False)
    shown = told(service, one.id)["messages"]
    assert [(message["text"], message["internal"]) for message in shown] == [("Bonjour", False), ("Voir la cour", True)]
    assert [message.text for message in store.messages(AGENT, one.id)] == ["Bonjour"]
    assert "Voir la cour" not in browser_of(app, "landlord").get(f"/proposals/{one.id}.json").text


def test_each_is_told_how_many_wait_for_them(store: Proposals, officer: FlaskClient, service: ModerationService, app: Convergence) -> None:
    landlord = browser_of(app, "landlord")
    before, news = officer.get("/inbox.json").json, landlord.get("/inbox.json").json
    one = submit(store)
    assert officer.get("/inbox.json").json["n"] == before["n"] + 1
    assert before["path"] == "/moderer" and news["path"] == "/proposer"
    decide(service, one, "ask", "La hauteur libre ?")
    assert officer.get("/inbox.json").json["n"] == before["n"]
    assert landlord.get("/inbox.json").json["n"] == news["n"] + 1
    assert browser_of(app, "waste").get("/inbox.json").status_code == 403


STRANGE: list[dict[str, Any]] = [
    {"moderation_seen": {"id": "LP-1", "version": 1, "name": "x"}},
    {"moderation_seen": {"id": "LP-000001", "version": 0, "name": "x"}},
    {"moderation_seen": {"id": "LP-000001", "version": 1, "name": "x", "more": 1}},
    {"moderation_seen": None, "act": "accept"},
    {"moderation_seen": None, "act": "erase"},
    {"moderation_seen": None, "reason": "x" * 1_001},
    {"moderation_seen": None, "reason": ["x"]},
]


@pytest.mark.parametrize("values", STRANGE)
def test_a_press_of_another_form_is_refused(values: dict[str, Any], officer: FlaskClient) -> None:
    shown = values.pop("moderation_seen") if "moderation_seen" in values else None
    assert press(officer, "send", shown, **values).status_code == 400


def test_what_is_pressed_of_nothing_open_or_of_what_is_not_there_breaks_nothing(officer: FlaskClient) -> None:
    gone = {"id": "LP-999999", "version": 1, "name": "Rien"}
    for button in ("accept", "ask", "refuse", "reopen", "undo", "send", "cancel", "latest"):
        assert [press(officer, button, shown).status_code for shown in (None, gone)] == [200, 200], button
    for button in ("accept", "ask", "refuse", "undo", "send", "cancel", "close"):
        ticked = [{"id": "LP-999999", "version": 1}]
        assert press(officer, button, scope="many", moderation_ticked=ticked, done=ticked).status_code == 200, button


def test_a_long_queue_is_told_by_parts_searched_and_put_in_order_whole(store: Proposals, service: ModerationService) -> None:
    made = [submit(store, name=f"Cour longue {rank}", area_m2=100.0 + rank, lon=5.40 + rank / 1_000) for rank in range(12)]
    submit(store, name="Cour longue sans surface", area_m2=None, lon=5.39)

    def found(most: int = 3, **wanted: Any) -> tuple[list[str], int]:
        queue = service.queue(OFFICER, QueueFilters(search="cour longue", **wanted), most)
        return [row.id for row in queue.rows], queue.n_found

    ids_ = [one.id for one in made]
    assert found() == (ids_[:3], 13)
    assert found(order="area_m2") == (ids_[:3], 13)
    assert found(order="area_m2", is_descending=True) == (ids_[:-4:-1], 13)
    assert found(order="name", most=11) == (ids_[:11], 13)
    for order in ("suits_shop", "known_percent", "flags", "area", "nothing"):  # of all, what is found of each is worked out
        assert (len(found(order=order)[0]), found(order=order)[1]) == (3, 13)
    whole = service.queue(OFFICER, QueueFilters(search="cour longue", order="area_m2"), 100).rows
    assert [row.area_m2 for row in whole] == [*(100.0 + rank for rank in range(12)), None]


def test_the_grid_is_answered_for_an_order_only_where_it_has_not_all_the_rows(officer: FlaskClient) -> None:
    body = request_of(f"{ids.QUEUE}.rowData", moderation_tab="submitted")
    (order,) = (item for item in body["inputs"] if item["id"] == ids.QUEUE_ORDER)
    (is_whole,) = body["state"]
    order["value"] = {"column": "area_m2", "descending": True}
    answers = []
    for is_whole["value"] in (True, False):
        answers.append(officer.open(**POST, json={**body, "changedPropIds": [f"{ids.QUEUE_ORDER}.data"]}).status_code)
    assert answers == [204, 200]
