"""What « Proposer » and « Identifier » ask the server: field by field, by whoever may, and nothing of the others."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from callbacks.application import Convergence
from geodata.territory import Territory
from tests.access.accounts import OWN
from tests.callbacks.moderating import press
from tests.callbacks.peopled import HALLE, LAVERIE, browser_of, peopled_app
from tests.own_places import ask, done_to, own_rows
from views.components import ids


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return peopled_app(territory, tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def landlord(app: Convergence) -> FlaskClient:
    return browser_of(app, "landlord")


@pytest.fixture(scope="module")
def rival(app: Convergence) -> FlaskClient:
    return browser_of(app, "rival")


@pytest.fixture(scope="module")
def economy(app: Convergence) -> FlaskClient:
    return browser_of(app, "economy")


def post(browser: FlaskClient, path: str, body: Any, status: int = 200) -> Any:
    response = browser.post(path, json=body, headers=OWN)
    assert response.status_code == status, response.data
    return response.json


def begin(browser: FlaskClient, fields: dict[str, Any] | None = None, **lists: Any) -> Any:
    return post(browser, "/proposals", {"fields": LAVERIE if fields is None else fields, **lists}, 201)


def edit(browser: FlaskClient, made: Any, status: int = 200, **fields: Any) -> Any:
    return post(browser, f"/proposals/{made['id']}", {"version": made["version"], "fields": fields}, status)


def act(browser: FlaskClient, made: Any, name: str) -> Any:
    """Do something to a place, and return it as it is then."""
    done_to(browser, made, name)
    done = browser.get(f"/proposals/{made['id']}.json").json
    assert done["version"] == made["version"] + 1
    return done


def opened(made: Any) -> dict[str, Any]:
    return {"id": made["id"], "version": made["version"]}


def head(browser: FlaskClient, made: Any) -> Any:
    """What follows each saving of a place, by component."""
    return ask(browser, ids.PLACE_TITLE, **{ids.PLACE_OPEN: opened(made)})


def around(browser: FlaskClient, made: Any) -> Any:
    """What stands around the form of a place, by component."""
    return ask(browser, ids.PLACE_ROLES, **{ids.PLACE_WORTH: opened(made)})


def say(browser: FlaskClient, made: Any, text: str, *, is_internal: bool = False) -> Any:
    values = {ids.PLACE_OPEN: opened(made), ids.PLACE_MESSAGE: text, ids.PLACE_INTERNAL: is_internal}
    return ask(browser, ids.PLACE_MESSAGE, ids.PLACE_SEND, **values)


def submit_many(browser: FlaskClient, items: Any) -> str:
    return ask(browser, ids.OWN_OUTCOME, ids.OWN_MANY, **{ids.OWN_READY: items})[ids.OWN_OUTCOME]["children"]


def test_what_is_typed_is_read_as_french_people_write_it(landlord: FlaskClient) -> None:
    made = begin(landlord, {"name": "  Local ", "rent_eur_m2_yr": "85,5", "van_access": "Oui", "available_on": "01/03/2027"})
    assert made["content"] == {"name": "Local", "rent_eur_m2_yr": 85.5, "van_access": "yes", "available_on": "2027-03-01"}
    assert made["errors"] == {}
    assert made["stage"] == "draft"


def test_a_wrong_field_is_told_in_a_sentence_and_the_right_ones_are_kept(landlord: FlaskClient) -> None:
    made = begin(landlord, {"name": "Local", "area_m2": "14O"})
    assert list(made["errors"]) == ["area_m2"]
    assert "14O" in made["errors"]["area_m2"]
    assert made["content"] == {"name": "Local"}


def test_an_emptied_field_is_unknown_again(landlord: FlaskClient) -> None:
    made = begin(landlord)
    assert "area_m2" not in edit(landlord, made, area_m2="")["content"]


def test_two_writers_of_one_version_are_told_of_each_other(landlord: FlaskClient) -> None:
    made = begin(landlord)
    edit(landlord, made, area_m2="150")
    answer = edit(landlord, made, 409, area_m2="160")
    assert answer["current"]["content"]["area_m2"] == 150
    assert answer["current"]["version"] == made["version"] + 1


def test_the_other_landlord_finds_nothing(landlord: FlaskClient, rival: FlaskClient) -> None:
    made = begin(landlord)
    body = {"version": made["version"], "fields": {"name": "volé"}}
    assert made["id"] not in {one["id"] for one in own_rows(rival)}
    assert rival.get(f"/proposals/{made['id']}.json").status_code == 404
    assert "n'existe pas" in str(around(rival, made)[ids.PLACE_ROLES])
    assert rival.post(f"/proposals/{made['id']}", json=body, headers=OWN).status_code == 404
    assert "n'existe pas" in say(rival, made, "bonjour")[ids.PLACE_MESSAGE]["error"]
    assert "n'existe pas" in done_to(rival, made, "submit")
    twin = begin(rival)
    assert made["id"] not in str(head(rival, twin)[ids.PLACE_NEAR])
    assert "n'existe pas" in str(head(rival, made)[ids.PLACE_STANDING])


def test_a_draft_is_not_for_those_who_decide_either(landlord: FlaskClient, economy: FlaskClient) -> None:
    made = begin(landlord)
    assert economy.get(f"/proposals/{made['id']}.json").status_code == 404
    act(landlord, made, "submit")
    assert economy.get(f"/proposals/{made['id']}.json").status_code == 200


def test_without_a_position_nothing_is_submitted(landlord: FlaskClient) -> None:
    made = begin(landlord, {"name": "Sans adresse"})
    assert made["lacking"] == ["Position"]
    assert "n'a pas abouti" in done_to(landlord, made, "submit")


def test_what_lies_in_no_commune_is_not_submitted_alone_nor_with_others(landlord: FlaskClient) -> None:
    at_sea, ashore = begin(landlord, {"name": "Au large", "lon": 5.20, "lat": 43.20}), begin(landlord)
    assert "communes" in done_to(landlord, at_sea, "submit")
    items = [{"id": one["id"], "version": one["version"]} for one in (at_sea, ashore)]
    told = submit_many(landlord, items)
    assert told.startswith("1 lieu soumis. ")
    assert "communes" in told


def test_the_same_place_told_twice_is_noticed(landlord: FlaskClient) -> None:
    first = begin(landlord, {"name": "Premier", "lon": 5.4010, "lat": 43.3010})
    second = begin(landlord, {"name": "Second", "lon": 5.4011, "lat": 43.3010})
    near = json.dumps(head(landlord, second)[ids.PLACE_NEAR], ensure_ascii=False)
    assert first["id"] in near
    assert "Déjà connu à 8 m : «\u00a0Premier\u00a0»" in near


def test_a_place_of_the_map_that_is_there_already_is_noticed(landlord: FlaskClient, territory: Territory) -> None:
    known = territory.candidates.iloc[0]
    made = begin(landlord, {"name": "Encore", "lon": float(known["lon"]), "lat": float(known["lat"])})
    assert known["id"] in str(head(landlord, made)[ids.PLACE_NEAR])


def test_an_officer_publishes_a_site_and_everybody_sees_it_at_once(app: Convergence, economy: FlaskClient) -> None:
    nobody = browser_of(app, None)
    made = begin(economy, HALLE, tags=["urgent"], history=[{"on": "2026-01-05", "what": "vacant", "text": ""}])
    before = nobody.get("/export/lieux.csv").data.decode()
    done = act(economy, made, "accept")
    after = nobody.get("/export/lieux.csv").data.decode()
    assert made["id"] not in before
    assert "Halle aux grains" in after
    assert "urgent" not in after
    assert (done["stage"], done["published"]) == ("accepted", True)
    act(economy, done, "reopen")
    assert "Halle aux grains" not in nobody.get("/export/lieux.csv").data.decode()


def test_a_confidential_rent_and_a_contact_are_in_no_visitors_export(app: Convergence, economy: FlaskClient) -> None:
    nobody = browser_of(app, None)
    secret = {"rent_eur_m2_yr": "77,25", "rent_is_confidential": True, "contact": "Mme Discrète 06 00 00 00 00", "owner": "SCI Secrète"}
    made = begin(economy, {**HALLE, "name": "Halle discrète", **secret})
    done = act(economy, made, "accept")
    for fmt in ("csv", "geojson"):
        text = nobody.get(f"/export/lieux.{fmt}").data.decode()
        assert "Halle discrète" in text
        assert not any(word in text for word in ("77,25", "77.25", "Discrète 06", "SCI Secrète"))
    act(economy, done, "withdraw")


def test_reminders_that_are_due_are_counted(economy: FlaskClient) -> None:
    made = begin(economy, HALLE, reminders=[{"on": "2020-01-01", "text": "rappeler"}, {"on": "2999-01-01", "text": "plus tard"}])
    assert made["reminders"] == 1
    done = post(
        economy,
        f"/proposals/{made['id']}",
        {"version": made["version"], "reminders": [{"on": "2020-01-01", "text": "rappeler", "done": True}]},
    )
    assert done["reminders"] == 0


@pytest.mark.parametrize(
    "body",
    [
        {"fields": {"unknown_field": "x"}},
        {"fields": {"rent_is_confidential": "oui"}},
        {"fields": {"footprint": [[5.3, 43.3], [5.4, 43.3]]}},
        {"fields": {"lon": "5,37"}},
        {"fields": {"lon": 43.3, "lat": 5.37}},
    ],
)
def test_what_makes_no_sense_is_told_and_not_kept(landlord: FlaskClient, body: Any) -> None:
    made = post(landlord, "/proposals", body, 201)
    assert made["errors"]
    assert made["content"] == {}


@pytest.mark.parametrize(
    "body",
    [
        [],
        {"fields": {"name": {"a": 1}}},
        {"fields": {"name": "x" * 3000}},
        {"colour": "red"},
        {"tags": ["x" * 41]},
        {"history": [{"on": "hier", "what": "vacant"}]},
        {"reminders": [{"on": "2026-01-01", "text": ""}]},
    ],
)
def test_a_body_of_another_form_is_refused(landlord: FlaskClient, body: Any) -> None:
    assert post(landlord, "/proposals", body, 400)["error"].endswith(".")


def test_messages_go_both_ways_and_internal_notes_do_not(landlord: FlaskClient, economy: FlaskClient) -> None:
    made = act(landlord, begin(landlord), "submit")
    assert say(economy, made, "Quelle hauteur ?")[ids.PLACE_STATUS]["children"] == "Message envoyé."
    assert say(economy, made, "Douteux", is_internal=True)[ids.PLACE_STATUS]["children"] == "Note enregistrée."
    listed = next(one for one in own_rows(landlord) if one["id"] == made["id"])
    assert "nouveau message" in listed["summary"]
    told = str(around(landlord, made)[ids.PLACE_MESSAGES])
    assert "Quelle hauteur ?" in told
    assert "Douteux" not in told
    assert "mine" not in told
    assert "mine" in str(around(economy, made)[ids.PLACE_MESSAGES])
    assert head(landlord, made)[ids.PLACE_HEAD]["data"]["unread"]
    ask(landlord, ids.PLACE_READ, **{ids.PLACE_UNREAD: opened(made)})
    assert not head(landlord, made)[ids.PLACE_HEAD]["data"]["unread"]
    listed = next(one for one in own_rows(landlord) if one["id"] == made["id"])
    assert "nouveau message" not in listed["summary"]


def test_many_are_submitted_by_one_request_and_each_is_answered(landlord: FlaskClient) -> None:
    ready, bare = begin(landlord), begin(landlord, {"name": "Sans position"})
    items = [{"id": one["id"], "version": one["version"]} for one in (ready, bare)]
    assert submit_many(landlord, items).startswith("1 lieu soumis. ")


def test_an_empty_message_is_refused_in_its_field(landlord: FlaskClient) -> None:
    made = begin(landlord)
    assert say(landlord, made, "  ")[ids.PLACE_MESSAGE]["error"] == "Écrivez d'abord le message."


def test_what_is_asked_of_a_place_is_read_above_its_form(landlord: FlaskClient, economy: FlaskClient) -> None:
    made = act(landlord, begin(landlord), "submit")
    assert "hauteur" not in str(head(landlord, made)[ids.PLACE_STANDING])
    seen = {**opened(made), "name": "Laverie"}
    assert press(economy, "send", seen, act="ask", reason="Quelle est la hauteur libre ?").status_code == 200
    assert "Quelle est la hauteur libre ?" in str(head(landlord, made)[ids.PLACE_STANDING])


def test_what_a_place_would_be_worth_is_said_with_what_each_missing_figure_would_change(landlord: FlaskClient) -> None:
    shown = around(landlord, begin(landlord))
    assert "Boutique-relais" in str(shown[ids.PLACE_ROLES])
    assert "Loyer annuel" in str(shown[ids.PLACE_WHY])
    assert "Marseille 15e" in str(shown[ids.PLACE_WHERE])
    at_sea = around(landlord, begin(landlord, {"name": "Au large", "lon": 5.20, "lat": 43.20}))
    assert "hors du territoire" in str(at_sea[ids.PLACE_WHERE])
    assert at_sea[ids.PLACE_WHY]["children"] == []


def test_an_act_is_done_at_the_version_that_one_sees_and_says_how_it_is_undone(landlord: FlaskClient) -> None:
    made = begin(landlord)
    said = done_to(landlord, made, "submit")
    assert "Soumis : la décision vous sera dite ici." in said
    assert "'data-does': 'take_back'" in said
    assert "vient d'être modifié" in done_to(landlord, made, "withdraw")
    assert "Action inconnue." in done_to(landlord, {**made, "version": made["version"] + 1}, "burn")
    assert "Reprendre avant décision" in str(head(landlord, made)[ids.PLACE_ACTS])


def test_what_two_persons_wrote_of_a_field_is_shown_in_words(landlord: FlaskClient) -> None:
    made = begin(landlord)
    edit(landlord, made, area_m2="300", van_access="yes")
    typed = {"id": made["id"], "fields": {"area_m2": "310", "van_access": "yes", "rent_eur_m2_yr": "85 €"}, "tags": ["urgent"]}
    shown = str(ask(landlord, ids.PLACE_VERSIONS, **{ids.PLACE_TYPED: typed})[ids.PLACE_VERSIONS])
    assert "Votre saisie : 310\\u202fm²" in shown and "300\\u202fm²" in shown
    assert "urgent" in shown and "Loyer annuel" in shown
    assert "Accès camionnette" not in shown  # both wrote the same


def test_a_site_is_offered_the_name_of_the_zone_in_which_it_lies(economy: FlaskClient, territory: Territory) -> None:
    zone = territory.candidates[territory.candidates["zone_name"].notna()].iloc[0]
    made = begin(economy, {"name": "Hangar", "lon": float(zone["lon"]), "lat": float(zone["lat"])})
    assert zone["zone_name"] in str(head(economy, made)[ids.PLACE_ZONE])
    named = edit(economy, made, zone_name=zone["zone_name"])
    assert head(economy, named)[ids.PLACE_ZONE]["children"] == []
