"""What the search for a position answers over the wire."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from access.settings import Settings
from callbacks.application import Convergence
from geodata.street_import import import_streets
from geodata.territory import Territory
from services.editions import Editions
from services.place_search import PlaceSearch
from tests.callbacks.peopled import browser_of, peopled_app
from tests.geodata.ban import small_town

SHARED = (HealthCheck.function_scoped_fixture,)


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return peopled_app(territory, tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def landlord(app: Convergence) -> FlaskClient:
    return browser_of(app, "landlord")


def ask(browser: FlaskClient, path: str, status: int = 200, **values: Any) -> Any:
    response = browser.get(path, query_string=values)
    assert response.status_code == status, response.data
    assert response.headers["Cache-Control"] in {"no-store", "private, no-store"}
    return response.json


@pytest.mark.parametrize("who", [None, "visitor", "planner", "cohesion", "waste", "facilitator"])
def test_only_those_who_propose_search(who: str | None, app: Convergence) -> None:
    browser = browser_of(app, who)
    for path in ("/geocode.json?q=cassis", "/reverse.json?lon=5.37&lat=43.3"):
        response = browser.get(path)
        assert response.status_code == 403
        assert response.json["error"].endswith(".")


@pytest.mark.parametrize("who", ["landlord", "economy", "rival"])
def test_those_who_propose_find_by_name(who: str, app: Convergence) -> None:
    told = ask(browser_of(app, who), "/geocode.json", q="la ciotat")
    first = told["answers"][0]
    assert (first["label"], first["kind"], first["area"], first["precision"]) == ("La Ciotat", "commune", "La Ciotat", "area")
    assert first["words"] == "au centre du secteur"
    assert told["note"].startswith("Ni géocodeur ni index des rues : seuls les noms du territoire se trouvent, pas les adresses.")
    assert len(told["answers"]) <= 10


@pytest.mark.parametrize(
    "text", ["43.3487, 5.3691", "5,3691 43,3487", "43°20'55.3\"N 5°22'8.8\"E", "892159,3 ; 6252833,6", "892159 6252834"]
)
def test_a_position_that_is_written_is_found_as_it_is(text: str, landlord: FlaskClient) -> None:
    told = ask(landlord, "/geocode.json", q=text)
    assert [(one["kind"], one["area"], one.get("words")) for one in told["answers"]] == [("point", "Marseille 15e", "à la position écrite")]
    assert (told["answers"][0]["lon"], told["answers"][0]["lat"]) == (pytest.approx(5.3691, abs=2e-4), pytest.approx(43.3487, abs=2e-4))


@pytest.mark.parametrize("text", ["48.8566, 2.3522", "12, 14", "1e999 3", "43.3487", "0 0"])
def test_what_is_no_position_of_the_territory_is_searched_as_a_text(text: str, landlord: FlaskClient) -> None:
    assert all(one["kind"] != "point" for one in ask(landlord, "/geocode.json", q=text)["answers"])


@pytest.mark.parametrize(
    "text", ["12-14 rue Boisselot 13014", "12/14 rue Boisselot", "Résidence Les Oliviers, bât. C, 12 rue Boisselot 13014", "Boisselot 12"]
)
def test_without_streets_an_address_finds_no_place_of_another_street_and_what_is_missing_is_said(text: str, landlord: FlaskClient) -> None:
    told = ask(landlord, "/geocode.json", q=text)
    assert all(one["kind"] != "place" for one in told["answers"])
    assert "L'administrateur du service peut importer un index" in told["note"]


def test_nothing_asked_nothing_found(landlord: FlaskClient) -> None:
    assert ask(landlord, "/geocode.json")["answers"] == ask(landlord, "/geocode.json", q=" ")["answers"] == []


def test_in_english_the_sentences_are_english(landlord: FlaskClient) -> None:
    response = landlord.get("/geocode.json?q=cassis&lang=en")
    landlord.delete_cookie("lang")
    assert "Without" in response.json["note"]


def test_a_point_is_told(landlord: FlaskClient) -> None:
    told = ask(landlord, "/reverse.json", lon=5.3768, lat=43.3005)
    assert told["inside"] is True
    assert told["area"].startswith("Marseille")
    assert set(told) == {"area_code", "area", "quartier", "qpv", "address", "inside"}
    assert set(told["qpv"]) == {"code", "name", "distance_m", "inside"}


def test_outside_nothing_is_told(landlord: FlaskClient) -> None:
    assert ask(landlord, "/reverse.json", lon=2.35, lat=48.85) == {
        "area_code": None,
        "area": None,
        "quartier": None,
        "qpv": None,
        "address": None,
        "inside": False,
    }


@pytest.mark.parametrize(
    "values",
    [{}, {"lon": "5.3"}, {"lon": "x", "lat": "43"}, {"lon": "nan", "lat": "43"}, {"lon": "inf", "lat": "43"}, {"lon": "5", "lat": "1e999"}],
)
def test_a_position_that_is_none_is_a_sentence(values: dict[str, str], landlord: FlaskClient) -> None:
    response = landlord.get("/reverse.json", query_string=values)
    assert response.status_code == 422
    assert response.json["error"].startswith("Position illisible")


@examples(suppress_health_check=SHARED)
@given(st.text(max_size=300))
def test_any_text_is_answered(landlord: FlaskClient, text: str) -> None:
    ask(landlord, "/geocode.json", q=text.encode("utf-8", "replace").decode())


def test_the_search_is_what_the_settings_ask_for(territory: Territory, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(small_town())
    import_streets(tmp_path / "a.csv", tmp_path / "streets.parquet")
    editions = SimpleNamespace(latest=lambda: SimpleNamespace(territory=territory))
    for url, note in (("", None), ("http://127.0.0.1:9/geocodage", "Le géocodeur ne répond pas : recherche dans les noms du territoire.")):
        asked = Settings(geocoder_url=url, streets=tmp_path / "streets.parquet")
        found = PlaceSearch.of(asked, cast("Editions", editions)).search("12 rue république")
        assert found.answers[0].label == "12 Rue de la République, 13002 Marseille 2e"
        assert found.note == note
