"""The page of an invitation link: premises with a photograph, followed by the same link; nothing else is read or written."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import app as application
from callbacks.application import Convergence
from domain.invitation import MOST_PLACES
from domain.proposal import Act
from geodata.territory import Territory
from services.context import Context
from services.invitations import GUEST_PATH, MOST_REQUESTS
from store.tables import attempts
from tests.access.accounts import OWN
from tests.callbacks.peopled import peopled_app
from tests.intake.pictures import arrow, encoded
from tests.store.proposers import AGENT, CHIEF, OFFICER, propose

PLACE = {"name": "Ancienne laverie", "address": "43,3487 ; 5,3691", "area_m2": "140", "level_access": "yes", "contact": "06 00 00 00 01"}


@pytest.fixture(scope="module")
def made(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> tuple[Convergence, Context]:
    """Make an application on a database of its own, and hold on to its context."""
    found: list[Context] = []

    def context(*args: Any, **kwargs: Any) -> Context:
        found.append(Context(*args, **kwargs))
        return found[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", context)
        app = peopled_app(territory, tmp_path_factory.mktemp("people"))
    return app, found[-1]


@pytest.fixture(scope="module")
def app(made: tuple[Convergence, Context]) -> Convergence:
    return made[0]


@pytest.fixture(scope="module")
def context(made: tuple[Convergence, Context]) -> Context:
    return made[1]


@pytest.fixture(autouse=True)
def _no_earlier_request(context: Context) -> None:
    with context.proposals._database.writing() as connection:
        connection.execute(attempts.delete())


@pytest.fixture
def path(context: Context) -> str:
    return context.invitations.invite(CHIEF, "hpr", "Mme Roux", 7)


@pytest.fixture
def phone(app: Convergence) -> FlaskClient:
    return app.server.test_client()


def send(phone: FlaskClient, path: str, fields: dict[str, Any], **changes: Any) -> TestResponse:
    return phone.post(path, data={"place": "", "version": "0", "act": "submit", **fields, **changes}, headers=OWN)


def own(context: Context, path: str) -> list[Any]:
    guest = context.invitations.invitations.open(path.rpartition("/")[2]).guest
    return list(context.proposals.list(guest))


def test_premises_with_a_photograph_are_sent_and_followed_by_the_same_link(phone: FlaskClient, path: str, context: Context) -> None:
    assert "Un local à proposer" in phone.get(path).text
    sent = send(phone, path, PLACE, photo=(io.BytesIO(encoded(arrow())), "façade.jpg"))
    assert sent.status_code == 200, sent.text
    assert "Gardez ce lien" in sent.text
    assert "1 photo jointe" in sent.text
    (place,) = own(context, path)
    assert (place.stage, place.organisation, place.author) == ("submitted", "hpr", "Mme Roux")
    assert place.content["area_m2"] == 140.0
    assert "Soumis" in phone.get(path).text
    context.proposals.act(OFFICER, place.id, place.version, Act.ASK, "Il manque la hauteur du local.")
    followed = phone.get(f"{path}?lieu={place.id}").text
    assert "Il manque la hauteur du local." in followed
    assert 'value="140"' in followed


def test_what_was_sent_is_changed_by_one_button_and_never_said_to_wait(phone: FlaskClient, path: str, context: Context) -> None:
    acts = r'type="submit" name="act" value="(\w+)"'
    begun = send(phone, path, PLACE, act="save")
    assert re.findall(acts, begun.text) == ["submit", "save"] and "Aucune photo jointe" in begun.text
    (place,) = own(context, path)
    sent = send(phone, path, PLACE, place=place.id, version=str(place.version))
    assert re.findall(acts, sent.text) == ["submit"]
    (place,) = own(context, path)
    changed = send(phone, path, {**PLACE, "area_m2": "160"}, place=place.id, version=str(place.version), act="save")
    (place,) = own(context, path)
    assert (place.stage, place.content["area_m2"]) == ("submitted", 160.0)
    assert "Enregistré." in changed.text and "pas encore envoyé" not in changed.text


def test_what_is_wrong_is_said_beside_its_field_and_the_rest_is_stored(phone: FlaskClient, path: str, context: Context) -> None:
    answer = send(phone, path, {**PLACE, "area_m2": "grand"})
    assert answer.status_code == 422
    assert re.search(r'id="area_m2-wrong"[^>]*>[^<]{10,}', answer.text)
    (place,) = own(context, path)
    assert (place.stage, place.content["name"]) == ("draft", "Ancienne laverie")
    again = send(phone, path, {**PLACE, "area_m2": "150"}, place=place.id, version=str(place.version))
    assert "Gardez ce lien" in again.text
    assert len(own(context, path)) == 1


def test_a_draft_is_stored_without_being_sent_and_a_place_without_position_is_not_sent(
    phone: FlaskClient, path: str, context: Context
) -> None:
    assert "pas encore envoyé" in send(phone, path, {"name": "Local"}, act="save").text
    (place,) = own(context, path)
    assert place.stage == "draft"
    assert "adresse" in send(phone, path, {"name": "Local"}, place=place.id, version=str(place.version)).text


def test_a_file_that_is_no_photograph_is_refused_beside_its_field_and_the_place_stays_open(
    phone: FlaskClient, path: str, context: Context
) -> None:
    answer = send(phone, path, PLACE, photo=(io.BytesIO(b"%PDF-1.7 not a picture"), "x.jpg"))
    assert answer.status_code == 422
    assert re.search(r'id="photo-wrong"[^>]*>[^<]{10,}', answer.text)
    (place,) = own(context, path)
    assert (place.stage, place.content["name"]) == ("draft", PLACE["name"])
    assert f'value="{place.id}"' in answer.text  # what is sent again is this place, not another
    again = send(phone, path, PLACE, place=place.id, version=str(place.version), photo=(io.BytesIO(encoded(arrow())), "x.jpg"))
    assert "Gardez ce lien" in again.text
    assert len(own(context, path)) == 1


@pytest.mark.parametrize("whose", ["landlord", "another guest", "nobody"])
def test_a_link_neither_reads_nor_writes_any_other_place(whose: str, phone: FlaskClient, path: str, context: Context) -> None:
    if whose == "landlord":
        other = propose(context.proposals, AGENT, name="Secret de la maison")
    elif whose == "another guest":
        send(phone, context.invitations.invite(CHIEF, "hpr", "M. Blanc", 7), {**PLACE, "name": "Secret de la maison"})
        other = next(one for one in context.proposals.list(AGENT) if one.author == "M. Blanc")
    else:
        other = None
    name, version = (other.id, other.version) if other else ("LP-999999", 1)
    shown = phone.get(f"{path}?lieu={name}")
    written = send(phone, path, {**PLACE, "name": "Pris"}, place=name, version=str(version))
    assert (shown.status_code, written.status_code) == (404, 404)
    assert "Secret" not in shown.text + written.text + phone.get(path).text
    if other:
        assert context.proposals.get(AGENT, name).content["name"] == "Secret de la maison"


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 3_000, "%00", "' OR 1=1 --", "é"])
def test_guessed_tokens_open_nothing(token: str, phone: FlaskClient, context: Context, path: str) -> None:
    before = len(context.proposals.list(AGENT))
    assert phone.get(f"{GUEST_PATH}/{token}").status_code == 404
    assert phone.post(f"{GUEST_PATH}/{token}", data=PLACE, headers=OWN).status_code == 404
    assert len(context.proposals.list(AGENT)) == before


def test_a_link_taken_back_opens_nothing_at_once_and_what_it_proposed_stays(phone: FlaskClient, path: str, context: Context) -> None:
    send(phone, path, PLACE)
    (place,) = own(context, path)
    handle = context.invitations.invitations.open(path.rpartition("/")[2]).handle
    context.invitations.revoke(OFFICER, handle)
    assert phone.get(path).status_code == 404
    assert send(phone, path, PLACE, place=place.id, version=str(place.version)).status_code == 404
    assert context.proposals.get(AGENT, place.id).content["name"] == PLACE["name"]


def test_another_site_may_not_send_the_form(phone: FlaskClient, path: str, context: Context) -> None:
    assert phone.post(path, data=PLACE, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert own(context, path) == []


def test_a_link_gives_no_session_nor_any_other_page_of_those_who_sign_in(phone: FlaskClient, path: str) -> None:
    answer = phone.get(path)
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert re.findall(r"<script[^>]*>", answer.text) == ['<script src="/assets/guest_form.js" defer>'], "what is typed stays on the device"
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]
    for closed in ("/inbox.json", "/proposals/LP-000001.json", "/journal/journal.csv"):
        assert phone.get(closed).status_code == 403


def test_a_refused_value_is_shown_again_with_the_sentence_beside_it(phone: FlaskClient, path: str, context: Context) -> None:
    answer = send(phone, path, {**PLACE, "area_m2": "cent quarante"})
    assert answer.status_code == 422
    (field,) = re.findall(r'<input id="area_m2"[^>]*>', answer.text)
    assert 'value="cent quarante"' in field and 'aria-describedby="area_m2-wrong"' in field
    assert re.search(r'id="area_m2-wrong"[^>]*>[^<]+<', answer.text)
    assert 'data-state="refused"' in answer.text
    (stored,) = own(context, path)
    assert stored.content["name"] == PLACE["name"] and stored.content.get("area_m2") is None
    mended = send(phone, path, {**PLACE, "place": stored.id, "version": str(stored.version)})
    assert mended.status_code == 200 and 'data-state="refused"' not in mended.text


def test_what_is_typed_comes_back_as_text(phone: FlaskClient, path: str) -> None:
    shown = send(phone, path, {**PLACE, "name": '"><img src=x onerror=alert(1)>'}).text
    assert "<img" not in shown


def test_an_address_that_asks_too_much_waits_and_a_link_proposes_so_many_places(phone: FlaskClient, path: str, context: Context) -> None:
    guest = context.invitations.invitations.open(path.rpartition("/")[2]).guest
    for _n in range(MOST_PLACES):
        propose(context.proposals, guest)
    assert "tout ce qu" in send(phone, path, PLACE).text
    answers = [phone.get(path).status_code for _n in range(MOST_REQUESTS)]
    assert answers[0] == 200
    assert answers[-1] == 429
