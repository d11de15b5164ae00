"""« Demander un compte »: a form for anybody, bounded, which tells nothing of who has an account."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from domain.person import PersonDraft, PersonRole
from store.account_requests import MOST_OF_ADDRESS, AccountRequests
from tests.access.accounts import OWN, Small, small_service
from tests.store.people import CHIEF, LANDLORDS

PATH = "/connexion/demande"
WISH = {"name": "Zoé Phare", "email": "zoe@phare.example", "organisation": "Ville", "role": "waste", "word": "Bonjour."}


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return small_service(tmp_path / "convergence.db")


def send(browser: FlaskClient, address: str = "192.0.2.1", **changes: str) -> TestResponse:
    return browser.post(PATH, data={**WISH, **changes}, headers=OWN, environ_base={"REMOTE_ADDR": address})


def waiting(small: Small) -> int:
    return len(AccountRequests(small.accounts.persons._database).list(CHIEF))


def test_a_request_is_sent_without_javascript_and_waits(small: Small) -> None:
    page = small.browser().get(PATH)
    assert page.status_code == 200
    assert 'action="/connexion/demande"' in page.text
    assert "facilitator" not in page.text
    response = send(small.browser())
    assert response.status_code == 200
    assert "Votre demande est envoyée" in response.text
    assert waiting(small) == 1


def test_an_address_that_has_an_account_or_a_request_is_answered_the_same(small: Small) -> None:
    small.accounts.persons.create(CHIEF, PersonDraft("ada", "Ada", PersonRole.WASTE, email="ada@phare.example"), None, LANDLORDS)
    emails = ("zoe@phare.example", "zoe@phare.example", "ada@phare.example")
    answers = {send(small.browser(), email=email).text.replace(email, "") for email in emails}
    assert len(answers) == 1


@pytest.mark.parametrize(
    "changes", [{"email": "rien"}, {"name": ""}, {"role": "facilitator"}, {"role": "x"}, {"role": ""}, {"word": "x" * 501}]
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(changes: dict[str, str], small: Small) -> None:
    response = send(small.browser(), **changes)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "Ville" in response.text
    assert waiting(small) == 0


def test_one_address_sends_a_few_and_then_waits(small: Small) -> None:
    statuses = [send(small.browser(), email=f"n{n}@phare.example").status_code for n in range(MOST_OF_ADDRESS + 1)]
    assert statuses == [200] * MOST_OF_ADDRESS + [429]
    small.clock.now += 3_600  # the pause is over, and the same five still wait
    assert send(small.browser(), email="z@phare.example").status_code == 429
    assert send(small.browser(), "192.0.2.2", email="z@phare.example").status_code == 200


def test_a_long_body_and_hostile_words_are_answered_without_running(small: Small) -> None:
    assert send(small.browser(), word="x" * 20_000).status_code == 422
    response = send(small.browser(), name='<img src=x onerror="alert(1)">', email="no")
    assert "<img src=x" not in response.text
