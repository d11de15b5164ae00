"""A forgotten password and a link that sets one: nothing tells who has an account, and a link is its owner's, once."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from access.mail import Mailer, Relay
from domain.account import LINK_LASTS_S, LinkKind
from domain.person import PersonDraft, PersonRole
from store.attempts import MOST
from store.database import Database
from store.outbox import MOST_TRIES, Outbox
from store.password_links import PasswordLinks
from store.persons import Persons
from store.searches import Searches
from tests.access.accounts import OWN, Small, sign_in, small_service
from tests.access.test_mail import SENDER, Mailbox, box  # noqa: F401 - a fixture
from tests.store.people import CHEAP, CHIEF, LANDLORDS, PASSWORD

EMAIL = "ada@exemple.fr"
NEW = "quatre chaises devant la mer"
FORGOTTEN, SET = "/connexion/oubli", "/connexion/mot-de-passe"
MAIL = {"smtp_url": "smtp://127.0.0.1:2525", "mail_from": SENDER}


@pytest.fixture
def small(tmp_path: Path) -> Small:
    made = small_service(tmp_path / "convergence.db", **MAIL)
    made.accounts.persons.create(CHIEF, PersonDraft("ada", "Ada Lovelace", PersonRole.WASTE, email=EMAIL), PASSWORD, LANDLORDS)
    return made


def database_of(small: Small) -> Database:
    return small.accounts.persons._database


def links_of(small: Small) -> PasswordLinks:
    return PasswordLinks(database_of(small), small.accounts.persons, small.clock)


def link(small: Small, kind: LinkKind = LinkKind.RESET) -> str:
    token = links_of(small).invite(CHIEF, "ada", kind, by_letter=False)
    assert token
    return token


def ask(browser: FlaskClient, name: str, **headers: str) -> TestResponse:
    return browser.post(FORGOTTEN, data={"login": name}, headers={**OWN, **headers})


def choose(browser: FlaskClient, token: str, password: str = NEW, again: str | None = None, **headers: str) -> TestResponse:
    data = {"jeton": token, "password": password, "again": password if again is None else again}
    return browser.post(SET, data=data, headers={**OWN, **headers})


def who(browser: FlaskClient) -> str:
    return browser.get("/who").text.split()[1]


# Forgotten


def test_a_letter_sets_another_password_from_beginning_to_end(small: Small, box: Mailbox) -> None:  # noqa: F811
    there = small.browser()
    sign_in(there)
    assert ask(small.browser(), EMAIL).status_code == 200
    database = database_of(small)
    relay, links = Relay.of(f"smtp://127.0.0.1:{box.port}"), PasswordLinks(database, Persons(database, CHEAP), small.clock)
    mailer = Mailer(Outbox(database), Searches(database), relay, SENDER, "https://convergence.exemple.fr", small.clock, links)
    assert mailer.round() == 1
    message = box.read()
    assert message["To"] == EMAIL
    found = re.search(r"https://convergence\.exemple\.fr/connexion/mot-de-passe\?jeton=([\w-]{43})", message.get_content())
    assert found
    page = small.browser().get(f"{SET}?jeton={found[1]}")
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store")
    assert "Ada Lovelace" in page.text
    browser = small.browser()
    response = choose(browser, found[1])
    assert (response.status_code, response.headers["Location"]) == (303, "/connexion?fait=mot-de-passe")
    assert "Votre mot de passe est enregistré" in browser.get(response.headers["Location"]).text
    assert who(there) == "visitor"
    assert sign_in(browser, EMAIL.upper(), NEW).status_code == 303
    assert who(browser) == "waste"
    assert "(ce lien n'est que dans la lettre)" not in message.get_content()


def test_whoever_has_no_account_is_answered_word_for_word_the_same(small: Small) -> None:
    answers = [ask(small.browser(), name) for name in (EMAIL, "ada", "personne@exemple.fr", "", "x" * 5_000, "' OR 1=1 --")]
    assert {(answer.status_code, answer.text) for answer in answers[:MOST]} == {(200, answers[0].text)}


def test_a_known_and_an_unknown_name_take_the_same_work(small: Small) -> None:
    """Statements are counted rather than seconds: a loaded machine makes seconds mean nothing."""
    engine, verbs = database_of(small).engine, []
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_others: verbs.append(statement.split()[0]))
    counted = []
    for name in (EMAIL, "personne@exemple.fr"):
        verbs.clear()
        assert ask(small.browser(), name).status_code == 200
        counted.append((verbs.count("BEGIN"), verbs.count("INSERT"), len(verbs)))
    (begun, inserted, known), (begun_too, inserted_too, unknown) = counted
    assert (begun, inserted) == (begun_too, inserted_too)
    assert abs(known - unknown) <= 1


def test_letters_are_asked_for_a_few_times_from_one_address(small: Small) -> None:
    statuses = [ask(small.browser(), f"n{n}@exemple.fr").status_code for n in range(MOST + 1)]
    assert statuses == [200] * MOST + [429]


def test_without_a_mail_server_there_is_no_such_page(tmp_path: Path) -> None:
    small = small_service(tmp_path / "convergence.db")
    assert small.browser().get(FORGOTTEN).status_code == 404
    assert ask(small.browser(), EMAIL).status_code == 404
    assert "oublié" not in small.browser().get("/connexion").text


def test_a_letter_to_an_account_closed_meanwhile_is_not_sent(small: Small, box: Mailbox) -> None:  # noqa: F811
    ask(small.browser(), EMAIL)
    small.accounts.persons.disable(CHIEF, "ada")
    database = database_of(small)
    mailer = Mailer(Outbox(database), Searches(database), Relay.of(f"smtp://127.0.0.1:{box.port}"), SENDER, links=links_of(small))
    assert mailer.round() == 0
    assert box.messages == []
    (letter,) = Outbox(database).list(CHIEF)
    assert letter.tries == MOST_TRIES


# The link


def test_a_link_serves_once(small: Small) -> None:
    token = link(small)
    assert choose(small.browser(), token).status_code == 303
    again = choose(small.browser(), token, "encore un autre, le lendemain")
    assert again.status_code == 410
    assert "déjà servi" in unescape(again.text)
    assert small.browser().get(f"{SET}?jeton={token}").status_code == 410
    assert small.accounts.persons.authenticate("ada", NEW)


def test_a_link_that_is_too_old_serves_no_more(small: Small) -> None:
    token = link(small)
    small.clock.now += LINK_LASTS_S[LinkKind.RESET]
    assert choose(small.browser(), token).status_code == 410
    assert small.accounts.persons.authenticate("ada", PASSWORD)


@pytest.mark.parametrize("token", ["", "x" * 43, "x" * 20_000, "%00", "' OR 1=1 --", "é"])
def test_a_guessed_link_names_nobody_and_sets_nothing(token: str, small: Small) -> None:
    link(small)
    for response in (small.browser().get(SET, query_string={"jeton": token[:3_000]}), choose(small.browser(), token)):
        assert response.status_code == 410
        assert "Ada" not in response.text
    assert small.accounts.persons.authenticate("ada", PASSWORD)


def test_looking_at_a_link_does_not_use_it(small: Small) -> None:
    token = link(small)
    for _n in range(3):
        assert small.browser().get(f"{SET}?jeton={token}").status_code == 200
    assert choose(small.browser(), token).status_code == 303


@pytest.mark.parametrize(
    ("password", "again"), [("court", None), (NEW, "autre chose que le premier"), ("ada va à la plage", None), ("x" * 201, None)]
)
def test_a_refused_password_says_why_and_may_be_tried_again(password: str, again: str | None, small: Small) -> None:
    token = link(small)
    response = choose(small.browser(), token, password, again)
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert password not in response.text.replace("ada va", "")
    assert choose(small.browser(), token).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}],
)
@pytest.mark.parametrize("path", [FORGOTTEN, SET, "/connexion/demande"])
def test_another_site_sends_none_of_these_forms(path: str, headers: dict[str, str], small: Small) -> None:
    token = link(small)
    data = {"jeton": token, "password": NEW, "again": NEW, "login": EMAIL}
    assert small.browser().post(path, data=data, headers=headers).status_code == 403
    assert small.accounts.persons.authenticate("ada", PASSWORD)
    assert Outbox(database_of(small)).pending() == ()


def test_a_name_is_escaped_in_the_page_of_its_link(small: Small) -> None:
    small.accounts.persons.create(CHIEF, PersonDraft("eve", "<img src=x onerror=alert(1)>", PersonRole.WASTE), None, LANDLORDS)
    token = links_of(small).invite(CHIEF, "eve", LinkKind.INVITE, by_letter=False)
    page = small.browser().get(f"{SET}?jeton={token}").text
    assert "<img src=x" not in page
    assert "&lt;img" in page


# Signing in by one's address


def test_an_address_and_a_login_count_their_wrong_attempts_apart(small: Small) -> None:
    """Were they counted together, five wrong attempts on one would tell that the other is the same person's."""
    for n in range(MOST):
        assert sign_in(small.browser(), EMAIL, "pas le bon", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}).status_code == 401
    assert sign_in(small.browser(), EMAIL, environ_base={"REMOTE_ADDR": "192.0.2.99"}).status_code == 429
    assert sign_in(small.browser(), "ada", environ_base={"REMOTE_ADDR": "192.0.2.98"}).status_code == 303


def test_a_wrong_address_is_answered_as_a_wrong_login(small: Small) -> None:
    texts = {sign_in(small.browser(), name, "pas le bon mot").text.replace(name, "") for name in (EMAIL, "nobody@exemple.fr", "ada")}
    assert len(texts) == 1


def test_a_device_known_by_login_is_known_by_address_too(small: Small) -> None:
    browser = small.browser()
    sign_in(browser, EMAIL)
    for n in range(MOST):
        sign_in(small.browser(), EMAIL, "pas le bon", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"})
    assert sign_in(browser, EMAIL).status_code == 303
