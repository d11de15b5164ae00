"""The queue « À placer »: places without a position come one after the other, and are put or skipped."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from callbacks.application import Convergence
from geodata.territory import Territory
from tests.callbacks.importing import text as shown_words
from tests.callbacks.peopled import browser_of, peopled_app
from tests.callbacks.test_proposals import begin
from tests.own_places import ask, own_list
from views.components import ids, import_ids

POINT = {"lon": 5.37, "lat": 43.30}


@pytest.fixture
def landlord(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A landlord with three places that have no position, the last one told first, and one that has."""
    app: Convergence = peopled_app(territory, tmp_path_factory.mktemp("queue"))
    browser = browser_of(app, "landlord")
    begin(browser, {"name": "Zinc", "lon": 5.37, "lat": 43.30})
    begin(browser, {"name": "Sans rien"})
    begin(browser, {"name": "Cave", "postcode": "13600", "town": "La Ciotat"})
    begin(browser, {"name": "Loge", "address": "12 rue Boisselot", "postcode": "13014"})
    return browser


def press(browser: FlaskClient, pressed: str, **values: Any) -> Any:
    return ask(browser, ids.TO_PLACE, pressed, **values)


def text(shown: Any) -> str:
    """What the queue says of a place, in one line."""
    return " ".join(shown_words(shown[ids.TO_PLACE_ABOUT]["children"]).split())


def test_the_list_counts_the_places_to_put_and_each_comes_with_its_address_and_its_commune(landlord: FlaskClient) -> None:
    assert own_list(landlord)[ids.OWN_PLACE] == {"children": "Placer les 3 lieux sans position", "hidden": False}
    shown = press(landlord, ids.OWN_PLACE)
    assert shown[ids.TO_PLACE_TITLE]["children"] == "À placer : 1 sur 3"
    assert text(shown) == "Loge 12 rue Boisselot 13014"
    assert shown[ids.TO_PLACE_VIEWPOINT]["data"]["zoom"] == 13
    assert "administrateur" in shown[ids.TO_PLACE_STATUS]["children"]
    shown = press(landlord, ids.TO_PLACE_SKIP, **{ids.TO_PLACE_STATE: shown[ids.TO_PLACE_STATE]["data"]})
    assert text(shown) == "Cave 13600 La Ciotat"
    assert shown[ids.TO_PLACE_VIEWPOINT]["data"]["lon"] == pytest.approx(5.6, abs=0.03)
    shown = press(landlord, ids.TO_PLACE_SKIP, **{ids.TO_PLACE_STATE: shown[ids.TO_PLACE_STATE]["data"]})
    assert text(shown) == "Sans rien Ni adresse ni code postal : cliquez sur la carte."


def test_a_point_puts_the_place_the_next_one_comes_and_one_may_come_back(landlord: FlaskClient) -> None:
    state = press(landlord, ids.OWN_PLACE)[ids.TO_PLACE_STATE]["data"]
    shown = press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: POINT, ids.TO_PLACE_STATE: state})
    assert shown[ids.TO_PLACE_TITLE]["children"] == "À placer : 2 sur 3"
    assert own_list(landlord)[ids.OWN_PLACE]["children"] == "Placer les 2 lieux sans position"
    stored = landlord.get(f"/proposals/{state['ids'][0]}.json").json["content"]
    assert (stored["lon"], stored["lat"], stored["position_precision"]) == (5.37, 43.3, "hand")
    shown = press(landlord, ids.TO_PLACE_BACK, **{ids.TO_PLACE_STATE: shown[ids.TO_PLACE_STATE]["data"]})
    assert "Déjà placé" in text(shown)
    assert shown[ids.TO_PLACE_VIEWPOINT]["data"] == {**POINT, "zoom": 17}
    state = shown[ids.TO_PLACE_STATE]["data"]
    press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: {"lon": 5.38, "lat": 43.31}, ids.TO_PLACE_STATE: state})
    assert landlord.get(f"/proposals/{state['ids'][0]}.json").json["content"]["lon"] == 5.38


def test_the_end_says_how_many_were_put_and_the_rest_may_be_taken_again(landlord: FlaskClient) -> None:
    state = press(landlord, ids.OWN_PLACE)[ids.TO_PLACE_STATE]["data"]
    for pressed in (ids.TO_PLACE_POINT, ids.TO_PLACE_SKIP, ids.TO_PLACE_POINT):
        shown = press(landlord, pressed, **{ids.TO_PLACE_POINT: POINT, ids.TO_PLACE_STATE: state})
        state = shown[ids.TO_PLACE_STATE]["data"]
    assert shown[ids.TO_PLACE_TITLE]["children"] == "Il en reste à placer"
    assert text(shown) == "2 lieux placés. 1 reste sans position."
    shown = press(landlord, ids.TO_PLACE_AGAIN, **{ids.TO_PLACE_STATE: state})
    assert (shown[ids.TO_PLACE_TITLE]["children"], text(shown)) == ("À placer : 1 sur 1", "Cave 13600 La Ciotat")
    state = shown[ids.TO_PLACE_STATE]["data"]
    shown = press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: POINT, ids.TO_PLACE_STATE: state})
    assert shown[ids.TO_PLACE_TITLE]["children"] == "Tout est placé"
    assert own_list(landlord)[ids.OWN_PLACE]["hidden"] is True


def test_a_point_outside_the_territory_is_refused_in_words_and_the_place_stays(landlord: FlaskClient) -> None:
    state = press(landlord, ids.OWN_PLACE)[ids.TO_PLACE_STATE]["data"]
    shown = press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: {"lon": 2.35, "lat": 48.85}, ids.TO_PLACE_STATE: state})
    assert shown[ids.TO_PLACE_STATUS] == {"children": "Ce point est hors des communes du territoire : choisissez-en un autre."}
    assert set(shown) == {ids.TO_PLACE_STATUS, ids.TO_PLACE_TAKE}
    assert "lon" not in landlord.get(f"/proposals/{state['ids'][0]}.json").json["content"]


def test_what_another_wrote_meanwhile_is_not_overwritten(landlord: FlaskClient) -> None:
    state = press(landlord, ids.OWN_PLACE)[ids.TO_PLACE_STATE]["data"]
    shown = press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: POINT, ids.TO_PLACE_STATE: {**state, "version": 7}})
    assert set(shown) == {ids.TO_PLACE_STATUS, ids.TO_PLACE_TAKE}


def test_what_was_placed_is_submitted_at_the_end_of_the_queue(landlord: FlaskClient) -> None:
    state = press(landlord, import_ids.PUT)[ids.TO_PLACE_STATE]["data"]
    for _place in range(3):
        shown = press(landlord, ids.TO_PLACE_POINT, **{ids.TO_PLACE_POINT: POINT, ids.TO_PLACE_STATE: state})
        state = shown[ids.TO_PLACE_STATE]["data"]
    assert shown[ids.TO_PLACE_SUBMIT] == {"children": "Soumettre les 4 brouillons complets", "hidden": False}
    told = press(landlord, ids.TO_PLACE_SUBMIT, **{ids.TO_PLACE_STATE: state})
    assert (told[ids.TO_PLACE_STATUS]["children"], told[ids.TO_PLACE_SUBMIT]["hidden"]) == ("4 lieux soumis.", True)
    stages = [landlord.get(f"/proposals/{item['id']}.json").json["stage"] for item in state["ready"]]
    assert stages == ["submitted"] * 4
