"""The list of one's own places: whose they are, what is looked for, in which order, and what is said where nothing is found."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from callbacks import own_places
from callbacks.application import Convergence
from geodata.territory import Territory
from tests.bodies import POST
from tests.callbacks.peopled import HALLE, browser_of, peopled_app
from tests.callbacks.test_proposals import act, begin, post
from tests.own_places import own_list, own_request, own_rows
from views.components import ids
from views.proposals import own_places as own_places_view


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return peopled_app(territory, tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def landlord(app: Convergence) -> FlaskClient:
    """A landlord with a complete draft, one to be placed, one submitted and one withdrawn."""
    browser = browser_of(app, "landlord")
    begin(browser, {"name": "Zinc", "area_m2": "140,5", "lon": 5.37, "lat": 43.30, "van_access": "Oui", "available_on": "01/03/2027"})
    begin(browser, {"name": "À placer"}, tags=["urgent"])
    act(browser, begin(browser, {"name": "Laverie", "lon": 5.3691, "lat": 43.3487}), "submit")
    act(browser, begin(browser, {"name": "Ancien garage", "lon": 5.38, "lat": 43.31}), "withdraw")
    return browser


def names(browser: FlaskClient, **values: Any) -> list[str]:
    return [row["name"] for row in own_rows(browser, **values)]


def test_what_was_withdrawn_is_hidden_until_it_is_looked_for_or_open(landlord: FlaskClient) -> None:
    assert sorted(names(landlord)) == ["Laverie", "Zinc", "À placer"]
    assert names(landlord, stage="withdrawn") == ["Ancien garage"]
    assert names(landlord, search="garage") == ["Ancien garage"]
    opened = own_rows(landlord, stage="withdrawn")[0]["id"]
    assert "Ancien garage" in names(landlord, params=f"dossier={opened}")


def test_words_find_a_place_by_its_name_its_number_and_its_tags_without_accents(landlord: FlaskClient) -> None:
    assert names(landlord, search="a PLACER") == ["À placer"]
    assert names(landlord, search="urgent") == ["À placer"]
    zinc = next(row for row in own_rows(landlord) if row["name"] == "Zinc")
    assert names(landlord, search=zinc["id"]) == ["Zinc"]


def test_the_list_is_put_in_the_order_that_one_chooses(landlord: FlaskClient) -> None:
    assert names(landlord, order="name") == ["À placer", "Laverie", "Zinc"]
    assert names(landlord, order="stage")[-1] == "Laverie"
    assert names(landlord, order="least")[-1] == "Zinc"


def test_the_map_and_the_table_show_what_the_list_shows(landlord: FlaskClient) -> None:
    shown = own_list(landlord, stage="draft", has_no_table=False)
    listed = [row["id"] for row in shown[ids.OWN_GRID]["rowData"]]
    assert [row["id"] for row in shown[ids.OWN_TABLE]["rowData"]] == listed
    assert {mark["id"] for mark in shown[ids.OWN_MARKS]["data"]} < set(listed)  # one has no position yet


def test_the_table_has_values_as_one_types_them(landlord: FlaskClient) -> None:
    row = own_list(landlord, search="zinc", has_no_table=False)[ids.OWN_TABLE]["rowData"][0]
    assert (row["area_m2"], row["van_access"], row["available_on"]) == ("140,5", "Oui", "01/03/2027")
    assert row["rent_eur_m2_yr"] is None
    changed = {key: row[key] for key in ("area_m2", "van_access", "available_on")}
    again = post(landlord, f"/proposals/{row['id']}", {"version": row["version"], "fields": changed})
    assert again["errors"] == {}
    assert own_list(landlord, search="zinc", has_no_table=False)[ids.OWN_TABLE]["rowData"][0] == {**row, "version": again["version"]}


def test_a_long_list_is_shown_a_part_at_a_time_and_counted_whole(landlord: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (own_places, own_places_view):
        monkeypatch.setattr(module, "PAGE", 2)
    first, second = own_list(landlord), own_list(landlord, **{ids.OWN_MORE: 1})
    assert (len(first[ids.OWN_GRID]["rowData"]), first[ids.OWN_MORE]["hidden"]) == (2, False)
    assert first[ids.OWN_COUNT]["children"].startswith("Trouvés : 3.")
    assert (len(second[ids.OWN_GRID]["rowData"]), second[ids.OWN_MORE]["hidden"]) == (3, True)
    assert names(landlord, search="garage") == ["Ancien garage"]


def test_a_card_says_the_stage_and_how_far_the_place_is_told(landlord: FlaskClient) -> None:
    card = next(row for row in own_rows(landlord) if row["name"] == "À placer")
    assert card["standing"].startswith("Brouillon · rempli à ")
    assert card["where"] == "à placer"


def test_an_empty_list_says_what_to_do_next(app: Convergence, landlord: FlaskClient) -> None:
    def said(browser: FlaskClient, **values: Any) -> str:
        shown = own_list(browser, **values)
        assert shown[ids.OWN_EMPTY]["hidden"] is False
        return json.dumps(shown[ids.OWN_NOTHING]["children"], ensure_ascii=False)

    assert "Ajoutez un premier site" in said(browser_of(app, "economy"))
    assert "effacez la recherche" in said(landlord, search="introuvable")
    assert own_list(landlord, search="introuvable")[ids.OWN_CLEAR]["hidden"] is False


def test_nobody_finds_the_places_of_another_organisation(app: Convergence, landlord: FlaskClient) -> None:
    assert own_rows(landlord)
    assert own_rows(browser_of(app, "rival"), search="zinc") == []
    for who in (None, "planner", "facilitator"):
        assert browser_of(app, who).open(**POST, json=own_request(ids.OWN_GRID)).status_code == 403


def test_complete_drafts_are_published_at_once_and_the_first_refusal_is_said(app: Convergence) -> None:
    economy = browser_of(app, "economy")
    kept, changed = (begin(economy, {**HALLE, "name": name}) for name in ("Halle A", "Halle B"))
    ready = own_list(economy)[ids.OWN_READY]["data"]
    assert {one["id"] for one in ready} == {kept["id"], changed["id"]}
    post(economy, f"/proposals/{changed['id']}", {"version": changed["version"], "fields": {"area_m2": "800"}})
    body = own_request(ids.OWN_OUTCOME, ids.OWN_MANY, **{ids.OWN_READY: ready})
    said = economy.open(**POST, json=body).json["response"][ids.OWN_OUTCOME]["children"]  # type: ignore[index]
    assert said.startswith("1 lieu publié. ")
    assert said.endswith(".")
    assert {row["name"]: row["stage"] for row in own_rows(economy)} == {"Halle A": "accepted", "Halle B": "draft"}
