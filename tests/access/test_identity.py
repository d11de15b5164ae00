"""Who is asking: cookies, signing in and out, limits, and the demonstration."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from access.identity import local_path
from domain.person import PersonRole
from store.devices import KNOWN_FOR_S
from store.sessions import IDLE_S, LONGEST_S
from tests.access.accounts import OWN, Small, sign_in, small_service
from tests.store.people import CHIEF, PASSWORD, enrol

WRONG = "wrong"
PUBLIC = "https://convergence.example"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "convergence.db"


@pytest.fixture
def small(file: Path) -> Small:
    made = small_service(file)
    enrol(made.accounts.persons)
    return made


def _who(browser: FlaskClient, **options: object) -> str:
    return browser.get("/who", **options).text.split()[1]  # type: ignore[arg-type]


# Cookies


def test_signing_in_gives_a_cookie_that_scripts_and_other_sites_cannot_use(small: Small) -> None:
    browser = small.browser()
    response = sign_in(browser)
    assert (response.status_code, response.headers["Location"]) == (303, "/")
    cookie, device = response.headers.getlist("Set-Cookie")
    assert re.fullmatch(r"device=[\w.-]+; Expires=[^;]+; Max-Age=15552000; HttpOnly; Path=/; SameSite=Strict", device)
    assert re.fullmatch(r"session=[\w-]{43}; HttpOnly; Path=/; SameSite=Lax", cookie)
    assert _who(browser) == "waste"


def test_behind_https_the_cookie_is_bound_to_this_very_host(file: Path) -> None:
    service = small_service(file, public_url=PUBLIC)
    enrol(service.accounts.persons)
    browser = service.browser()
    cookie, device = sign_in(browser, base_url=PUBLIC).headers.getlist("Set-Cookie")
    assert re.fullmatch(r"__Host-device=[\w.-]+; [^\n]*Secure; HttpOnly; Path=/; SameSite=Strict", device)
    assert re.fullmatch(r"__Host-session=[\w-]{43}; Secure; HttpOnly; Path=/; SameSite=Lax", cookie)
    assert _who(browser, base_url=PUBLIC) == "waste"
    token = browser.get_cookie("__Host-session", domain="convergence.example").value  # type: ignore[union-attr]
    neighbour = service.browser()
    neighbour.set_cookie("session", token)
    assert _who(neighbour) == "visitor"


def test_no_cookie_is_given_to_whoever_only_looks(small: Small) -> None:
    browser = small.browser()
    assert not browser.get("/connexion").headers.getlist("Set-Cookie")
    assert not sign_in(browser, password=WRONG).headers.getlist("Set-Cookie")
    assert _who(browser) == "visitor"


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 3_000, "é", '"', "../../x", "' OR 1=1 --"])
def test_a_cookie_that_was_never_given_is_nobodys(token: str, small: Small) -> None:
    browser = small.browser()
    sign_in(small.browser())
    browser.set_cookie("session", token)
    assert _who(browser) == "visitor"


def test_a_session_id_is_new_at_each_sign_in_and_the_old_one_is_nobodys(small: Small) -> None:
    browser, thief = small.browser(), small.browser()
    browser.set_cookie("session", "planted-before-the-sign-in")
    sign_in(browser)
    first = browser.get_cookie("session").value  # type: ignore[union-attr]
    assert first != "planted-before-the-sign-in"
    sign_in(browser)
    second = browser.get_cookie("session").value  # type: ignore[union-attr]
    assert first != second
    thief.set_cookie("session", first)
    assert _who(thief) == "visitor"
    assert _who(browser) == "waste"


def test_signing_out_ends_the_session_for_whoever_kept_its_id(small: Small) -> None:
    browser, thief = small.browser(), small.browser()
    sign_in(browser)
    thief.set_cookie("session", browser.get_cookie("session").value)  # type: ignore[union-attr]
    assert _who(thief) == "waste"
    response = browser.post("/deconnexion", headers=OWN)
    assert response.status_code == 303
    assert browser.get_cookie("session") is None
    assert _who(thief) == _who(browser) == "visitor"
    assert browser.post("/deconnexion", headers=OWN).status_code == 303


@pytest.mark.parametrize(("idle", "steps"), [(IDLE_S, 1), (600, LONGEST_S // 600)])
def test_a_session_ends_when_idle_and_after_twelve_hours(idle: int, steps: int, small: Small) -> None:
    browser = small.browser()
    sign_in(browser)
    for _ in range(steps):
        assert _who(browser) == "waste"
        small.clock.now += idle
    assert _who(browser) == "visitor"


def test_a_disabled_person_is_a_visitor_from_the_next_request_on(small: Small) -> None:
    browser = small.browser()
    sign_in(browser)
    small.accounts.persons.disable(CHIEF, "ada")
    assert _who(browser) == "visitor"
    assert sign_in(browser).status_code == 401


def test_what_is_told_to_a_person_is_kept_by_no_cache(small: Small) -> None:
    browser = small.browser()
    assert "Cache-Control" not in browser.get("/who").headers
    sign_in(browser)
    assert browser.get("/who").headers["Cache-Control"] == "private, no-store"


def test_while_the_database_cannot_be_read_everybody_is_a_visitor_who_reads(small: Small, file: Path) -> None:
    browser = small.browser()
    sign_in(browser)
    file.write_bytes(b"not a database" * 1_000)
    assert _who(browser) == "visitor"
    response = sign_in(browser)
    assert response.status_code == 503
    assert "sauvegarde" in response.text


# The form


def test_the_page_works_without_javascript_and_says_what_each_field_is(small: Small) -> None:
    page = small.browser().get("/connexion").text
    assert page.startswith('<!DOCTYPE html>\n<html lang="fr">')
    assert '<form method="post" action="/connexion">' in page
    for name in ("login", "password"):
        assert f'<label for="{name}">' in page
        assert f'<input id="{name}" name="{name}"' in page
    assert 'role="alert"' not in page
    assert "convergence admin" not in page


def test_a_wrong_login_and_a_wrong_password_get_the_same_answer(small: Small) -> None:
    enrol(small.accounts.persons, "gone")
    small.accounts.persons.disable(CHIEF, "gone")
    answers = [sign_in(small.browser(), login, password) for login, password in (("ada", "wrong"), ("who", PASSWORD), ("gone", PASSWORD))]
    assert [answer.status_code for answer in answers] == [401] * 3
    texts = {answer.text.replace(f'value="{login}"', "") for answer, login in zip(answers, ("ada", "who", "gone"), strict=True)}
    assert len(texts) == 1
    assert "Identifiant ou mot de passe incorrect." in texts.pop()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{title}", "' onfocus='x"])
def test_what_was_typed_is_shown_again_as_text_and_the_password_never(text: str, small: Small) -> None:
    page = sign_in(small.browser(), text, "hunter2-hunter2", to=text).text
    assert text not in page or text == "{title}"
    assert "hunter2" not in page
    assert page.count("<script") == 1


def test_a_form_that_is_too_big_is_a_wrong_one(small: Small) -> None:
    assert sign_in(small.browser(), password="x" * 50_000).status_code == 401
    assert small.browser().post("/connexion", headers=OWN, data=b"\xff" * 100, content_type="x/y").status_code == 401


@pytest.mark.parametrize("path", ["/connexion", "/deconnexion", "/demonstration"])
def test_another_site_cannot_sign_anybody_in_or_out(path: str, small: Small) -> None:
    browser = small.browser()
    sign_in(browser)
    forged = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert browser.post(path, data={"login": "ada", "password": PASSWORD, "role": "waste"}, headers=forged).status_code == 403
    assert _who(browser) == "waste"


# Where one goes back to

AWAY = ["//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil", ""]
AWAY += ["/\t/evil.example", "/\n/evil.example", "///evil.example", " //evil.example", "/é", "/connexion", "/deconnexion?x"]


@pytest.mark.parametrize("to", AWAY)
def test_signing_in_never_leads_to_another_site(to: str, small: Small) -> None:
    assert sign_in(small.browser(), to=to).headers["Location"] == "/"


@pytest.mark.parametrize("to", ["/scenarios?k=3&imp=a.b", "/", "/sources", "/?area=80-300&x=%C3%A9"])
def test_signing_in_leads_back_to_where_one_was(to: str, small: Small) -> None:
    browser = small.browser()
    page = browser.get("/connexion", headers={"Referer": f"http://localhost{to}"}).text
    assert f'name="to" value="{to.replace("&", "&amp;")}"' in page
    assert sign_in(browser, to=to).headers["Location"] == to
    back = {"Referer": f"http://localhost{to}"}
    assert browser.get("/connexion", headers=back).headers["Location"] == to
    assert browser.post("/deconnexion", headers=OWN | back).headers["Location"] == to


@pytest.mark.parametrize("referer", ["https://evil.example/scenarios", "http://localhost//evil.example", "http://[", "nonsense"])
def test_signing_out_never_leads_to_another_site(referer: str, small: Small) -> None:
    assert small.browser().post("/deconnexion", headers=OWN | {"Referer": referer}).headers["Location"] == "/"


@given(st.text(max_size=30) | st.text("/\\.:@?#a\t\n ", max_size=12))
def test_a_local_path_is_one_slash_then_no_host(text: str) -> None:
    path = local_path(text)
    assert path in {"/", text}
    assert re.match(r"/(?![/\\])", path + "x")
    assert path.isascii()
    assert path.isprintable()


# Limits


def test_of_a_hundred_wrong_passwords_in_a_minute_ninety_five_are_refused_whichever_service_is_asked(small: Small, file: Path) -> None:
    twin = small_service(file, small.clock)
    statuses = []
    for i in range(100):
        response = sign_in((small, twin)[i % 2].browser(), password=f"wrong {i}")
        statuses.append(response.status_code)
        if response.status_code == 429:
            assert "Trop d'essais : recommencez dans" in unescape(response.text)
            assert 0 < int(response.headers["Retry-After"]) <= 300
        small.clock.now += 0.6
    assert statuses.count(429) == 95
    assert statuses.count(401) == 5


def test_while_attempts_are_refused_the_right_password_is_too(small: Small) -> None:
    for _ in range(5):
        sign_in(small.browser(), password=WRONG)
    refused = sign_in(small.browser())
    assert refused.status_code == 429
    assert not refused.headers.getlist("Set-Cookie")
    small.clock.now += int(refused.headers["Retry-After"])
    assert sign_in(small.browser()).status_code == 303


def _besiege(small: Small, login: str = "ada") -> None:
    """Others try wrong passwords, from the person's own address too."""
    for i in range(12):
        sign_in(small.browser(), login if i % 2 else f"other{i}", WRONG)


def test_the_wrong_attempts_of_others_do_not_keep_a_person_out_of_a_known_device(small: Small) -> None:
    known, unknown = small.browser(), small.browser()
    sign_in(known)
    known.post("/deconnexion", headers=OWN)
    small.clock.now += 30 * 24 * 3_600
    _besiege(small)
    assert sign_in(unknown).status_code == 429
    assert sign_in(known).status_code == 303
    assert _who(known) == "waste"
    assert sign_in(unknown).status_code == 429


def test_a_known_device_has_its_own_five_wrong_attempts(small: Small) -> None:
    known = small.browser()
    sign_in(known)
    assert [sign_in(known, password=WRONG).status_code for _n in range(7)] == [401] * 5 + [429] * 2
    assert sign_in(small.browser(), "ada", PASSWORD).status_code == 303


def test_a_device_is_known_for_the_one_who_signed_in_alone(small: Small) -> None:
    enrol(small.accounts.persons, login="bob", name="Bob")
    known = small.browser()
    sign_in(known, "bob")
    _besiege(small)
    assert sign_in(known, "ada").status_code == 429


@pytest.mark.parametrize("mark", ["", "x", "1.2.3", "é", "0." + "a" * 16 + "." + "0" * 64, "9" * 12 + "." + "a" * 16 + "." + "f" * 64])
def test_a_mark_that_was_never_given_makes_no_device_known(mark: str, small: Small) -> None:
    browser = small.browser()
    browser.set_cookie("device", mark)
    _besiege(small)
    assert sign_in(browser).status_code == 429


def test_another_password_a_disabled_account_and_half_a_year_make_a_device_unknown(small: Small) -> None:
    devices, persons = small.accounts.devices, small.accounts.persons
    mark = devices.mark("ada") or ""
    assert devices.known(" Ada ", mark) is not None
    small.clock.now += KNOWN_FOR_S + 1
    assert devices.known("ada", mark) is None
    mark = devices.mark("ada") or ""
    persons.set_password(CHIEF, "ada", PASSWORD)
    assert devices.known("ada", mark) is None
    mark = devices.mark("ada") or ""
    persons.disable(CHIEF, "ada")
    assert (devices.known("ada", mark), devices.mark("ada"), devices.mark("nobody")) == (None, None, None)


def test_a_login_that_nobody_has_is_refused_as_soon_as_another(small: Small) -> None:
    told = {}
    for login in ("ada", "who"):
        told[login] = [sign_in(small.browser(), login, WRONG).status_code for _ in range(7)]
        small.clock.now += 600
    assert told["ada"] == told["who"] == [401] * 5 + [429] * 2


ADDRESSES: dict[str, tuple[dict[str, object], Callable[[int], dict[str, object]], int]] = {
    "one address, several logins": ({}, lambda _i: {"environ_base": {"REMOTE_ADDR": "192.0.2.1"}}, 5),
    "several addresses": ({}, lambda i: {"environ_base": {"REMOTE_ADDR": f"192.0.2.{i}"}}, 10),
    "a forged header, without a proxy": ({}, lambda i: {"headers": {"X-Forwarded-For": f"192.0.2.{i}"}}, 5),
    "several addresses behind a proxy": ({"public_url": PUBLIC}, lambda i: {"headers": {"X-Forwarded-For": f"192.0.2.{i}"}}, 10),
    "a forged header behind a proxy": ({"public_url": PUBLIC}, lambda i: {"headers": {"X-Forwarded-For": f"{i}.1.1.1, 192.0.2.1"}}, 5),
    "ports behind a proxy": ({"public_url": PUBLIC}, lambda i: {"headers": {"X-Forwarded-For": f"192.0.2.1:{i + 1_000}"}}, 5),
    "one address of IPv4, mapped or not": (
        {},
        lambda i: {"environ_base": {"REMOTE_ADDR": f"{'::ffff:' if i % 2 else ''}192.0.2.1"}},
        5,
    ),
    "several addresses of IPv4 mapped into IPv6": ({}, lambda i: {"environ_base": {"REMOTE_ADDR": f"::ffff:192.0.2.{i}"}}, 10),
    "one network of IPv6": ({}, lambda i: {"environ_base": {"REMOTE_ADDR": f"2001:db8::{i}"}}, 5),
    "several networks of IPv6": ({}, lambda i: {"environ_base": {"REMOTE_ADDR": f"2001:db8:0:{i}::1"}}, 10),
}


@pytest.mark.parametrize(("settings", "options", "expected"), ADDRESSES.values(), ids=ADDRESSES)
def test_attempts_are_counted_by_the_address_they_come_from(
    settings: dict[str, object], options: Callable[[int], dict[str, object]], expected: int, file: Path
) -> None:
    service = small_service(file, **settings)
    statuses = [sign_in(service.browser(), f"person{i}", "wrong", **options(i)).status_code for i in range(10)]
    assert statuses.count(401) == expected


def test_when_attempts_cannot_be_counted_nobody_signs_in(small: Small, file: Path) -> None:
    database = small.accounts.attempts._database

    @event.listens_for(database.engine, "connect")
    def freeze(raw: object, _record: object) -> None:
        raw.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    response = sign_in(small.browser())
    assert response.status_code == 503
    assert "lecture seule" in response.text
    assert not response.headers.getlist("Set-Cookie")


def test_while_nothing_can_be_written_signing_out_says_so_rather_than_pretend(small: Small, file: Path) -> None:
    browser, demo = small.browser(), small_service(file.with_name("demo.db"))
    sign_in(browser)
    for accounts in (small.accounts, demo.accounts):

        @event.listens_for(accounts.sessions._database.engine, "connect")
        def freeze(raw: object, _record: object) -> None:
            raw.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    refused = (browser.post("/deconnexion", headers=OWN), demo.browser().post("/demonstration", data={"role": "waste"}, headers=OWN))
    for response in refused:
        assert response.status_code == 503
        assert "lecture seule" in response.text
        assert not response.headers.getlist("Set-Cookie")
    assert _who(browser) == "waste"


# The demonstration


@pytest.mark.parametrize("role", PersonRole)
def test_until_there_is_a_person_one_click_makes_one_any_role(role: PersonRole, file: Path) -> None:
    browser = small_service(file).browser()
    response = browser.post("/demonstration", data={"role": role.value}, headers=OWN | {"Referer": "http://localhost/scenarios?k=2"})
    assert (response.status_code, response.headers["Location"]) == (303, "/scenarios?k=2")
    assert browser.get("/who").text == f"demo-{role.value} {role.value}"
    page = small_service(file).browser().get("/connexion").text
    assert "Aucun compte n&#39;existe encore" in page
    assert "convergence admin" not in page


def test_an_unknown_role_is_not_found(file: Path) -> None:
    browser = small_service(file).browser()
    for role in ("", "admin", "ECONOMY", "__class__"):
        assert browser.post("/demonstration", data={"role": role}, headers=OWN).status_code == 404


@pytest.mark.parametrize("settings", [{"public_url": PUBLIC}, {"public_url": "https://intranet"}, {"demo": False}])
def test_with_a_public_address_there_is_no_demonstration(settings: dict[str, object], file: Path) -> None:
    browser = small_service(file, **settings).browser()
    assert browser.post("/demonstration", data={"role": "facilitator"}, headers=OWN).status_code == 404
    assert _who(browser) == "visitor"


def test_the_first_person_ends_the_demonstration_for_those_who_are_in_it(file: Path) -> None:
    service = small_service(file)
    browser = service.browser()
    browser.post("/demonstration", data={"role": "facilitator"}, headers=OWN)
    assert _who(browser) == "facilitator"
    enrol(service.accounts.persons)
    assert _who(browser) == "visitor"
    assert browser.post("/demonstration", data={"role": "facilitator"}, headers=OWN).status_code == 404
    service.accounts.persons.disable(CHIEF, "ada")
    assert _who(browser) == "visitor"
