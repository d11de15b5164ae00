"""Photographs and documents over the wire: who sends, who sees, and what of them is left behind."""

from __future__ import annotations

import io
import json
import re
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from callbacks.application import Convergence
from callbacks.files import disposition
from geodata.territory import Territory
from tests.access.accounts import OWN
from tests.bodies import POST
from tests.callbacks.moderating import call, press
from tests.callbacks.peopled import LAVERIE, browser_of, peopled_app
from tests.intake.pictures import SECRET, arrow, encoded, hostile_pictures, located
from tests.intake.test_document import SOUND
from tests.own_places import done_to, own_request
from views.components import ids

OTHERS = [None, "visitor", "planner", "cohesion", "waste", "facilitator", "economy", "rival"]


@pytest.fixture(scope="module")
def app(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return peopled_app(territory, tmp_path_factory.mktemp("people"))


@pytest.fixture(scope="module")
def landlord(app: Convergence) -> FlaskClient:
    return browser_of(app, "landlord")


@pytest.fixture(scope="module")
def economy(app: Convergence) -> FlaskClient:
    return browser_of(app, "economy")


@pytest.fixture
def made(landlord: FlaskClient) -> Any:
    return landlord.post("/proposals", json={"fields": LAVERIE}, headers=OWN).json


def send(browser: FlaskClient, name: str, kind: str, data: bytes, file: str = "x") -> TestResponse:
    return browser.post(f"/proposals/{name}/{kind}", data=data, headers={**OWN, "X-File-Name": quote(file)})


def added(browser: FlaskClient, name: str, kind: str = "photo", data: bytes | None = None, file: str = "Façade.JPG") -> Any:
    response = send(browser, name, kind, encoded(arrow()) if data is None else data, file)
    assert response.status_code == 201, response.data
    return response.json


def change(browser: FlaskClient, place: str, attachment: str, act: str, **values: Any) -> TestResponse:
    """Press what takes an attachment away, brings it back or describes it."""
    pressed = {"id": place, "attachment": attachment, "act": act, "n": 1, **values}
    return browser.open(**POST, json=own_request(ids.PHOTOS_NOTICE, **{ids.PHOTOS_PRESSED: pressed}))


def changed(browser: FlaskClient, place: str, attachment: str, act: str, **values: Any) -> Any:
    """Return what is noted once it was done; nothing where it was refused."""
    return change(browser, place, attachment, act, **values).json["response"].get(ids.PHOTOS_DONE, {}).get("data")


def gallery(browser: FlaskClient, name: str, done: Any = None) -> str:
    """Return what is shown to a person who opens the place as its own; nothing to one who proposes none."""
    of = {ids.PHOTOS_OF: {"id": name, "n": 1}, ids.PHOTOS_DONE: done}
    response = browser.open(**POST, json=own_request(ids.PHOTOS_GALLERY, **of))
    return json.dumps(response.json, ensure_ascii=False) if response.status_code == 200 else ""


def listed(browser: FlaskClient, name: str) -> list[str]:
    return re.findall(r'"/attachment/([\w-]+)"', gallery(browser, name))


def publish(landlord: FlaskClient, economy: FlaskClient, name: str) -> None:
    version = landlord.get(f"/proposals/{name}.json").json["version"]
    assert "Soumis" in done_to(landlord, {"id": name, "version": version}, "submit")
    assert press(economy, "accept", {"id": name, "version": version + 1, "name": name}).status_code == 200


def test_where_a_photograph_was_taken_is_forgotten_from_end_to_end(made: Any, landlord: FlaskClient) -> None:
    sent = located(6, image=arrow(300, 400))
    assert SECRET in sent
    told = added(landlord, made["id"], data=sent)
    assert (told["width"], told["height"], told["name"], told["public"]) == (400, 300, "Façade.jpg", False)
    assert told["version"] == made["version"] + 1
    response = landlord.get(told["url"])
    assert SECRET not in response.data
    image = Image.open(io.BytesIO(response.data))
    assert not image.getexif()
    assert image.size == (400, 300)


def test_it_is_served_so_that_it_can_only_be_looked_at(made: Any, landlord: FlaskClient) -> None:
    told = added(landlord, made["id"])
    response = landlord.get(told["url"])
    assert response.headers["Content-Type"] == "image/jpeg"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert response.headers["Content-Disposition"] == "inline; filename=\"Facade.jpg\"; filename*=UTF-8''Fa%C3%A7ade.jpg"
    again = landlord.get(told["url"], headers={"If-None-Match": response.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_document_is_kept_as_it_is_and_only_downloaded(made: Any, landlord: FlaskClient) -> None:
    told = added(landlord, made["id"], "document", SOUND, "../Bail n° 2.pdf")
    assert (told["kind"], told["name"], told["size"]) == ("document", "Bail n° 2.pdf", len(SOUND))
    response = landlord.get(told["url"])
    assert response.data == SOUND
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("attachment;")
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_sees_changes_or_adds_to_a_draft(who: str | None, app: Convergence, made: Any, landlord: FlaskClient) -> None:
    photo, paper = added(landlord, made["id"]), added(landlord, made["id"], "document", SOUND)
    browser = browser_of(app, who)
    for one in (photo, paper):
        assert browser.get(one["url"]).status_code == 404
        for what, body in (("remove", {}), ("restore", {}), ("caption", {"caption": "x"})):
            refused = change(browser, made["id"], one["id"], what, **body)
            assert refused.status_code == 403 or "n'est pas à vous" in str(refused.json)
    assert listed(browser, made["id"]) == []
    for kind, data in (("photo", encoded(arrow())), ("document", SOUND)):
        assert send(browser, made["id"], kind, data).status_code in {403, 404}
    assert listed(landlord, made["id"]) == [photo["id"], paper["id"]]
    assert '"Légende : Photo 1"' in gallery(landlord, made["id"]) and '"value": ""' in gallery(landlord, made["id"])


def test_the_other_landlord_learns_not_even_that_there_is_something(app: Convergence, made: Any, landlord: FlaskClient) -> None:
    told, rival = added(landlord, made["id"]), browser_of(app, "rival")
    absent = made["id"][:3] + "999999"
    there, none = (rival.get(f"/attachment/{key}") for key in (told["id"], "x" * 20))
    assert (there.status_code, there.data) == (none.status_code, none.data) == (404, none.data)
    assert gallery(rival, made["id"]) == gallery(rival, absent)


def test_what_was_accepted_is_seen_by_everybody_the_document_by_those_who_decide(
    app: Convergence, made: Any, landlord: FlaskClient, economy: FlaskClient
) -> None:
    photo, paper = added(landlord, made["id"]), added(landlord, made["id"], "document", SOUND)
    publish(landlord, economy, made["id"])
    late = added(landlord, made["id"])
    for who in OTHERS:
        browser = browser_of(app, who)
        assert browser.get(photo["url"]).status_code == 200
        decides = who in {"economy", "facilitator"}
        assert browser.get(paper["url"]).status_code == browser.get(late["url"]).status_code == (200 if decides else 404)
        assert not decides or "Enlever" not in gallery(browser, made["id"])
    assert listed(browser_of(app, "rival"), made["id"]) == [photo["id"]]
    assert listed(economy, made["id"]) == listed(landlord, made["id"]) == [photo["id"], late["id"], paper["id"]]
    assert "photo.jpg" in browser_of(app, "planner").get(photo["url"]).headers["Content-Disposition"]
    assert "publiée" in str(change(landlord, made["id"], photo["id"], "caption", caption="autre").json)


def sheet(browser: FlaskClient, name: str) -> str:
    """Return what the sheet of a place says to whoever opens it."""
    return str(call(browser, f"{ids.SHEET}.children", **{ids.FOCUS.replace("-", "_"): name, ids.PARAMS.replace("-", "_"): ""}).json)


def test_the_sheet_of_a_place_shows_its_accepted_photographs_and_no_other(
    app: Convergence, made: Any, landlord: FlaskClient, economy: FlaskClient
) -> None:
    photo, paper = added(landlord, made["id"]), added(landlord, made["id"], "document", SOUND)
    change(landlord, made["id"], photo["id"], "caption", caption="La façade")
    for who in (*OTHERS, "landlord"):
        assert photo["url"] not in sheet(browser_of(app, who), made["id"])  # nobody has accepted it
    publish(landlord, economy, made["id"])
    late = added(landlord, made["id"])
    for who in (*OTHERS, "landlord"):
        told = sheet(browser_of(app, who), made["id"])
        assert photo["url"] in told and "La façade" in told
        assert late["url"] not in told and paper["url"] not in told
        assert ("réservée à" in told) == (who in {"landlord", "economy", "facilitator"})
    assert changed(landlord, made["id"], photo["id"], "remove")["gone"] == photo["id"]
    assert photo["url"] not in sheet(browser_of(app, None), made["id"])


def test_the_sheet_of_a_place_that_nobody_proposed_has_no_photographs(app: Convergence, territory: Territory) -> None:
    told = sheet(browser_of(app, None), str(territory.candidates["id"].iloc[0]))
    assert "Convient comme" in told and "sheet-photos" not in told


def test_what_is_taken_away_comes_back(made: Any, landlord: FlaskClient) -> None:
    told = added(landlord, made["id"])
    gone = changed(landlord, made["id"], told["id"], "remove")
    assert gone["gone"] == told["id"] and gone["focus"] == ids.PHOTOS_BACK
    assert listed(landlord, made["id"]) == []
    assert "Photo retirée." in gallery(landlord, made["id"], gone)
    assert "Photo retirée." not in gallery(landlord, made["id"], {**gone, "id": "LP-999999"})
    back = changed(landlord, made["id"], told["id"], "restore")
    assert (back["gone"], back["version"]) == ("", gone["version"] + 1)
    assert listed(landlord, made["id"]) == [told["id"]]
    assert "Photo retirée." not in gallery(landlord, made["id"], back)


def test_a_caption_is_kept_and_counted(made: Any, landlord: FlaskClient) -> None:
    told = added(landlord, made["id"])
    said = changed(landlord, made["id"], told["id"], "caption", caption="  La façade <b> ")
    assert said["version"] == told["version"] + 1
    assert '"alt": "La façade <b>"' in gallery(landlord, made["id"])
    assert changed(landlord, made["id"], told["id"], "caption", caption="La façade <b>")["version"] == said["version"]
    assert landlord.get(f"/proposals/{made['id']}.json").json["version"] == said["version"]
    for wrong in ({"caption": 3}, {"caption": "x" * 301}, {"caption": "a", "b": 1}, {"act": "delete"}, {"attachment": "../x"}):
        pressed = {"id": made["id"], "attachment": told["id"], "act": "caption", "n": 1, **wrong}
        refused = landlord.open(**POST, json=own_request(ids.PHOTOS_NOTICE, **{ids.PHOTOS_PRESSED: pressed}))
        assert refused.status_code == 400


@pytest.mark.parametrize(("kind", "most"), [("photo", 20_000_000), ("document", 5_000_000)])
def test_what_is_too_heavy_is_refused_before_it_is_read(kind: str, most: int, made: Any, landlord: FlaskClient) -> None:
    class Never(io.RawIOBase):
        def readinto(self, _buffer: Any) -> int:
            raise AssertionError("read")

    for length in (str(most + 1), "99999999999"):
        given = {"CONTENT_LENGTH": length, "wsgi.input": Never()}
        response = landlord.post(f"/proposals/{made['id']}/{kind}", headers=OWN, environ_overrides=given)
        assert response.status_code == 422
        assert "trop lourd" in response.json["error"]


def test_a_stranger_s_bytes_are_not_even_read(app: Convergence, made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.attachments.photo.read", lambda _data: pytest.fail("decoded"))
    assert send(browser_of(app, "rival"), made["id"], "photo", encoded(arrow())).status_code == 404


def test_hostile_bytes_are_a_sentence_and_nothing_is_kept(made: Any, landlord: FlaskClient) -> None:
    refused = [data for _what, data, said in hostile_pictures() if said is not None][::4]
    for data in refused:
        response = send(landlord, made["id"], "photo", data)
        assert response.status_code == 422
        assert response.json["error"].endswith((".", ")"))
    assert send(landlord, made["id"], "document", b"%PDF-1.7\n<script>").status_code == 422
    assert listed(landlord, made["id"]) == []


def test_there_are_twelve_photographs_and_eight_documents_at_most(made: Any, landlord: FlaskClient) -> None:
    small = encoded(arrow(64, 64))
    for kind, most, data in (("photo", 12, small), ("document", 8, SOUND)):
        for _each in range(most):
            added(landlord, made["id"], kind, data)
        response = send(landlord, made["id"], kind, data)
        assert response.status_code == 422
        assert str(most) in response.json["error"]


def test_another_site_sends_nothing(made: Any, landlord: FlaskClient) -> None:
    response = landlord.post(f"/proposals/{made['id']}/photo", data=encoded(arrow()), headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


@pytest.mark.parametrize("name", ['é"\\\r\n; x=1.pdf', "日本.pdf", "", "%0d%0aSet-Cookie: a=b"])
def test_a_name_cannot_write_headers(name: str) -> None:
    text = disposition("attachment", name)
    assert text.isascii()
    assert text.count('"') == 2
    assert "'" not in text.partition("UTF-8''")[2]
