"""What is told of who signed in and of what was refused, and that nothing typed is in it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from access.security_log import AUTHENTICATION, LOG, EventFormatter
from domain.person import VISITOR, Action, NotAllowed, require
from tests.access.accounts import OWN, Small, sign_in, small_service
from tests.store.people import PASSWORD, enrol

WRONG = "tout autre chose, le soir"
Events = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def events() -> Iterator[Events]:
    """What was told since, each event a line of its own."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(EventFormatter())
    LOG.addHandler(handler)
    yield lambda: [json.loads(line) for line in told.getvalue().splitlines()]
    LOG.removeHandler(handler)


@pytest.fixture
def small(tmp_path: Path) -> Small:
    made = small_service(tmp_path / "convergence.db")
    enrol(made.accounts.persons)
    return made


def test_signing_in_and_out_is_told_with_who_from_where_and_when(small: Small, events: Events) -> None:
    browser = small.browser()
    sign_in(browser)
    browser.post("/deconnexion", headers=OWN)
    entered, left = events()
    assert (entered["event"], entered["status"], entered["from"]) == ("sign in", 303, "127.0.0.1")
    assert (left["event"], left["person"]) == ("sign out", entered["account"])
    assert entered["at"].endswith("+00:00")


def test_wrong_attempts_on_one_login_are_found_together_and_nothing_typed_is_kept(small: Small, events: Events) -> None:
    sign_in(small.browser(), password=WRONG)
    sign_in(small.browser(), login=" ADA ")
    sign_in(small.browser(), login="un mot de passe dans le mauvais champ")
    wrong, right, other = events()
    assert (wrong["level"], wrong["status"], right["level"]) == ("WARNING", 401, "INFO")
    assert wrong["login"] == right["login"] != other["login"]
    written = json.dumps([wrong, right, other])
    assert not any(typed in written for typed in (PASSWORD, "autre chose", "mauvais champ", '"ada"'))


def test_what_is_refused_is_told_by_its_route_whatever_secret_its_address_holds(small: Small, events: Events) -> None:
    browser = small.browser()
    browser.post("/connexion?lien=un-secret", data={}, headers={"Sec-Fetch-Site": "cross-site"})
    (told,) = events()
    assert (told["status"], told["route"], told["method"]) == (403, "/connexion", "POST")
    assert "un-secret" not in json.dumps(told)


def test_what_a_person_may_not_do_is_told_wherever_it_is_refused(events: Events) -> None:
    with pytest.raises(NotAllowed):
        require(VISITOR, Action.MANAGE_PERSONS)
    assert [(one["event"], one["action"]) for one in events()] == [("not allowed", Action.MANAGE_PERSONS.value)]


def test_a_page_that_is_only_read_tells_nothing(small: Small, events: Events) -> None:
    small.browser().get("/connexion")
    assert events() == []


@given(st.text())
def test_what_is_asked_adds_neither_a_line_nor_a_field(text: str) -> None:
    record = logging.LogRecord("x", logging.INFO, "", 0, "refused", (), None)
    record.details = {"asked": text}
    line = EventFormatter().format(record)
    assert line.isascii() and line.isprintable()
    assert set(json.loads(line)) == {"at", "level", "event", "asked"}


def test_every_route_that_is_told_of_is_one_of_the_product(client: FlaskClient) -> None:
    rules = client.application.url_map.iter_rules()
    assert {(method, rule.endpoint) for rule in rules for method in rule.methods or ()} >= set(AUTHENTICATION)
