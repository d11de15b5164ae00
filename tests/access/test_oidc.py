"""Single sign-on against a real provider on this machine: who is let in, and every answer that is worth nothing."""

from __future__ import annotations

import base64
import hmac
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.test import TestResponse

from access.oidc_settings import SingleSignOn
from domain.person import PersonRole
from store.identities import Identities
from tests.access.accounts import OWN, Small, sign_in, small_service
from tests.access.provider import CLIENT, SECRET, FakeProvider, providing
from tests.store.people import CHIEF, Clock, enrol

PUBLIC = "https://convergence.example"
EMAIL = "ada@metropole.example"


@pytest.fixture(scope="module")
def served() -> Iterator[FakeProvider]:
    with providing(Clock()) as fake:
        yield fake


@pytest.fixture
def fake(served: FakeProvider, monkeypatch: pytest.MonkeyPatch) -> FakeProvider:
    """The provider, as if new: what a test changes is its own."""
    fresh = FakeProvider(Clock(), served.issuer, served.keys[:1])
    for name in vars(fresh):
        monkeypatch.setattr(served, name, getattr(fresh, name))
    return served


@pytest.fixture
def service(fake: FakeProvider, tmp_path: Path) -> Small:
    named = SingleSignOn(fake.issuer, CLIENT, SECRET, "ProConnect", "eidas1")
    made = small_service(tmp_path / "x.db", fake.clock, public_url=PUBLIC, single_sign_on=named)
    enrol(made.accounts.persons, "ada", PersonRole.ECONOMY)
    made.accounts.persons.set_email(CHIEF, "ada", EMAIL)
    return made


def ask(browser: FlaskClient, to: str = "/explorer?kinds=premises") -> str:
    """Press the button; return where the browser is sent."""
    response = browser.get("/connexion/unique", query_string={"to": to}, base_url=PUBLIC)
    assert response.status_code == 303
    return response.headers["Location"]


def back(browser: FlaskClient, url: str) -> TestResponse:
    """Come back from the provider, as a browser does from another site."""
    parts = urlsplit(url)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{PUBLIC}/connexion/retour"
    return browser.get(f"{parts.path}?{parts.query}", base_url=PUBLIC, headers={"Sec-Fetch-Site": "cross-site"})


def who(browser: FlaskClient) -> str:
    return browser.get("/who", base_url=PUBLIC).text.split()[1]


def signed_in(service: Small, fake: FakeProvider) -> tuple[FlaskClient, TestResponse]:
    browser = service.browser()
    return browser, back(browser, fake.authorize(ask(browser)))


def test_a_person_with_an_account_is_let_in_and_goes_where_they_were_going(service: Small, fake: FakeProvider) -> None:
    browser, response = signed_in(service, fake)
    assert (response.status_code, response.headers["Location"]) == (303, "/explorer?kinds=premises")
    assert who(browser) == "economy"
    cookies = response.headers.getlist("Set-Cookie")
    (session,) = [cookie for cookie in cookies if cookie.startswith("__Host-session=")]
    assert all(part in session for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert any(cookie.startswith("__Host-sign-on=;") for cookie in cookies)
    assert response.headers["Cache-Control"] == "no-store"


def test_what_is_asked_is_what_proconnect_wants(service: Small, fake: FakeProvider) -> None:
    browser = service.browser()
    first, second = (parse_qs(urlsplit(ask(browser)).query) for _ in range(2))
    for asked in (first, second):
        assert all(len(asked[name][0]) >= 32 for name in ("state", "nonce", "code_challenge"))
        assert (asked["redirect_uri"], asked["client_id"]) == ([f"{PUBLIC}/connexion/retour"], [CLIENT])
        assert (asked["response_type"], asked["code_challenge_method"], asked["acr_values"]) == (["code"], ["S256"], ["eidas1"])
        assert asked["scope"] == ["openid email"]
    assert not any(first[name] == second[name] for name in ("state", "nonce", "code_challenge"))


def test_a_person_is_known_by_the_identity_from_then_on_whatever_address_it_has(service: Small, fake: FakeProvider) -> None:
    signed_in(service, fake)
    (ada,) = [person for person in service.accounts.persons.list(CHIEF) if person.login == "ada"]
    told = service.accounts.persons.history(CHIEF, ada.id)[-1]
    assert (told.action, told.author, told.after) == ("tie", ada.name, {"oidc_issuer": fake.issuer, "oidc_subject": "s-ada"})
    enrol(service.accounts.persons, "eve", PersonRole.FACILITATOR)
    service.accounts.persons.set_email(CHIEF, "eve", "eve@metropole.example")
    fake.person = {**fake.person, "email": "eve@metropole.example"}
    browser, _response = signed_in(service, fake)
    assert who(browser) == "economy"
    fake.person = {"sub": "s-ada"}
    browser, _response = signed_in(service, fake)
    assert who(browser) == "economy"


def test_nobody_is_given_an_account_by_signing_in_elsewhere(service: Small, fake: FakeProvider) -> None:
    before = service.accounts.persons.list(CHIEF)
    fake.person = {"sub": "s-mallory", "email": "mallory@elsewhere.example", "email_verified": True, "role": "facilitator"}
    browser, response = signed_in(service, fake)
    assert response.status_code == 403
    assert "mallory@elsewhere.example" in response.text
    assert "demandez un accès" in response.text
    assert who(browser) == "visitor"
    assert service.accounts.persons.list(CHIEF) == before


UNVERIFIED: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "said not to be": ({"email": EMAIL, "email_verified": False}, False, False),
    "said not to be, though addresses are trusted": ({"email": EMAIL, "email_verified": False}, True, False),
    "said in words": ({"email": EMAIL, "email_verified": "true"}, False, False),
    "not said": ({"email": EMAIL}, False, False),
    "not said, and addresses are trusted": ({"email": EMAIL}, True, True),
    "no address": ({}, True, False),
    "not an address": ({"email": [EMAIL], "email_verified": True}, False, False),
    "an empty one": ({"email": "", "email_verified": True}, False, False),
}


@pytest.mark.parametrize(("told", "trusts", "may"), UNVERIFIED.values(), ids=UNVERIFIED)
def test_an_address_that_is_not_verified_opens_nothing(
    told: dict[str, Any], trusts: bool, may: bool, fake: FakeProvider, tmp_path: Path
) -> None:
    named = SingleSignOn(fake.issuer, CLIENT, SECRET, trusts_email=trusts)
    service = small_service(tmp_path / "y.db", fake.clock, public_url=PUBLIC, single_sign_on=named)
    enrol(service.accounts.persons, "ada", PersonRole.ECONOMY)
    service.accounts.persons.set_email(CHIEF, "ada", EMAIL)
    fake.person = {"sub": "s-ada", **told}
    browser, response = signed_in(service, fake)
    assert (response.status_code, who(browser)) == ((303, "economy") if may else (403, "visitor"))


def test_a_disabled_person_is_not_let_in_tied_or_not(service: Small, fake: FakeProvider) -> None:
    enrol(service.accounts.persons, "bob")
    service.accounts.persons.set_email(CHIEF, "bob", "bob@metropole.example")
    browser, _response = signed_in(service, fake)
    for login in ("ada", "bob"):
        service.accounts.persons.disable(CHIEF, login)
    assert who(browser) == "visitor"
    assert signed_in(service, fake)[1].status_code == 403
    fake.person = {"sub": "s-bob", "email": "bob@metropole.example", "email_verified": True}
    assert signed_in(service, fake)[1].status_code == 403


def test_an_account_is_not_taken_over_by_another_identity_with_its_address(service: Small, fake: FakeProvider) -> None:
    signed_in(service, fake)
    fake.person = {**fake.person, "sub": "s-other"}
    browser, response = signed_in(service, fake)
    assert (response.status_code, who(browser)) == (403, "visitor")
    assert "autre identité" in response.text
    identities = Identities(service.accounts.persons._database)
    identities.untie(CHIEF, "ada")
    assert who(signed_in(service, fake)[0]) == "economy"
    enrol(service.accounts.persons, "twin")
    for person in ("twin", "ada"):
        service.accounts.persons.set_email(CHIEF, person, "both@metropole.example")
    identities.untie(CHIEF, "ada")
    fake.person = {"sub": "s-new", "email": "both@metropole.example", "email_verified": True}
    assert signed_in(service, fake)[1].status_code == 403


Spoil = Callable[[FakeProvider, pytest.MonkeyPatch], object]


def _claims(where: str, **changes: Any) -> Spoil:
    return lambda fake, patch: patch.setattr(fake, where, lambda claims: {**claims, **changes})


def _without(where: str, name: str) -> Spoil:
    return lambda fake, patch: patch.setattr(fake, where, lambda claims: {key: value for key, value in claims.items() if key != name})


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _part(told: dict[str, Any]) -> str:
    return _b64(json.dumps(told).encode())


def _unsigned(claims: dict[str, Any]) -> str:
    return f"{_part({'alg': 'none'})}.{_part(claims)}."


def _by_another_key(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "one"}, claims, RSAKey.generate_key(2048, {"kid": "one"}))


def _by_our_secret(claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET * 2))


def _by_the_public_key(fake: FakeProvider) -> Callable[[dict[str, Any]], str]:
    def sign(claims: dict[str, Any]) -> str:
        said = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
        return f"{said}.{_b64(hmac.digest(fake.keys[0].as_pem(private=False), said.encode(), 'sha256'))}"

    return sign


def _tampered(fake: FakeProvider) -> Callable[[dict[str, Any]], str]:
    def sign(claims: dict[str, Any]) -> str:
        head, _body, signature = jwt.encode({"alg": "RS256", "kid": "one"}, claims, fake.keys[0]).split(".")
        return f"{head}.{_part({**claims, 'sub': 's-eve'})}.{signature}"

    return sign


SPOILT: dict[str, Spoil] = {
    "another nonce": _claims("spoil_id_token", nonce="x" * 43),
    "of a lower level of assurance": _claims("spoil_id_token", acr="self-asserted"),
    "without level of assurance": _without("spoil_id_token", "acr"),
    "no nonce": _without("spoil_id_token", "nonce"),
    "for another service": _claims("spoil_id_token", aud="another"),
    "for several, and not for us": _claims("spoil_id_token", aud=["another", "third"]),
    "for several, without saying for whom": _claims("spoil_id_token", aud=["another", CLIENT]),
    "asked by another": _claims("spoil_id_token", azp="another"),
    "of another issuer": _claims("spoil_id_token", iss="https://evil.example"),
    "without issuer": _without("spoil_id_token", "iss"),
    "without audience": _without("spoil_id_token", "aud"),
    "expired": _claims("spoil_id_token", exp=1_799_999_900),
    "without end": _without("spoil_id_token", "exp"),
    "of the future": _claims("spoil_id_token", iat=1_800_009_999),
    "without subject": _without("spoil_id_token", "sub"),
    "of nobody": _claims("spoil_id_token", sub=""),
    "of a number": _claims("spoil_id_token", sub=7),
    "unsigned (alg none)": lambda fake, patch: patch.setattr(fake, "sign", _unsigned),
    "signed by another key": lambda fake, patch: patch.setattr(fake, "sign", _by_another_key),
    "signed by our own secret": lambda fake, patch: patch.setattr(fake, "sign", _by_our_secret),
    "signed by the public key taken for a secret": lambda fake, patch: patch.setattr(fake, "sign", _by_the_public_key(fake)),
    "changed after it was signed": lambda fake, patch: patch.setattr(fake, "sign", _tampered(fake)),
    "not a token": lambda fake, patch: patch.setattr(fake, "sign", lambda _claims: "rien"),
    "an empty token": lambda fake, patch: patch.setattr(fake, "sign", lambda _claims: ""),
    "unsigned userinfo": lambda fake, patch: patch.setattr(fake, "signs_userinfo", False),
    "userinfo of another person": _claims("spoil_userinfo", sub="s-eve"),
    "userinfo for another service": _claims("spoil_userinfo", aud="another"),
    "userinfo of another issuer": _claims("spoil_userinfo", iss="https://evil.example"),
    "userinfo without issuer": _without("spoil_userinfo", "iss"),
    "another issuer's configuration": _claims("spoil_metadata", issuer="https://evil.example"),
    "no token endpoint": _without("spoil_metadata", "token_endpoint"),
    "no keys": _without("spoil_metadata", "jwks_uri"),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_an_answer_that_is_not_all_the_provider_s_for_us_now_signs_nobody_in(
    spoil: Spoil, service: Small, fake: FakeProvider, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    spoil(fake, monkeypatch)
    browser = service.browser()
    begun = browser.get("/connexion/unique", base_url=PUBLIC)
    response = back(browser, fake.authorize(begun.headers["Location"])) if begun.status_code == 303 else begun
    assert response.status_code in {403, 503}
    assert "ProConnect" in response.text
    assert who(browser) == "visitor"
    assert EMAIL.lower() not in caplog.text.lower()
    assert "s-ada" not in caplog.text


WRONG_WAYS: dict[str, Callable[[str], str]] = {
    "another state": lambda url: url.replace("state=", "state=x"),
    "no state": lambda url: url.replace("state=", "other="),
    "no code": lambda url: url.replace("code=", "other="),
    "another code": lambda url: url.replace("code=", "code=x"),
    "another issuer": lambda url: url.replace("iss=", "iss=https%3A%2F%2Fevil.example%2F"),
    "an error": lambda url: f"{url}&error=access_denied",
    "nothing": lambda url: url.partition("?")[0],
}


@pytest.mark.parametrize("change", WRONG_WAYS.values(), ids=WRONG_WAYS)
def test_a_way_back_that_was_changed_leads_nowhere(change: Callable[[str], str], service: Small, fake: FakeProvider) -> None:
    browser = service.browser()
    response = back(browser, change(fake.authorize(ask(browser))))
    assert (response.status_code, who(browser)) == (403, "visitor")


def test_an_answer_is_for_the_browser_that_asked_and_for_once(service: Small, fake: FakeProvider) -> None:
    browser, other = service.browser(), service.browser()
    url = fake.authorize(ask(browser))
    ask(other)
    assert back(other, url).status_code == 403
    assert back(service.browser(), url).status_code == 403
    assert (back(browser, url).status_code, who(browser)) == (303, "economy")
    assert back(browser, url).status_code == 403


def test_a_code_is_taken_once_even_by_a_browser_that_kept_everything(service: Small, fake: FakeProvider) -> None:
    browser, thief = service.browser(), service.browser()
    url = fake.authorize(ask(browser))
    kept = browser.get_cookie("__Host-sign-on", domain="convergence.example") or browser.get_cookie("__Host-sign-on")
    assert kept is not None
    assert back(browser, url).status_code == 303
    thief.set_cookie("__Host-sign-on", kept.value, domain="convergence.example", secure=True)
    assert (back(thief, url).status_code, who(thief)) == (403, "visitor")


@pytest.mark.parametrize(("seconds", "may"), [(599, True), (601, False), (-1, False)])
def test_an_answer_that_comes_too_late_is_none(seconds: int, may: bool, service: Small, fake: FakeProvider) -> None:
    browser = service.browser()
    url = ask(browser)
    service.clock.now += seconds
    assert back(browser, fake.authorize(url)).status_code == (303 if may else 403)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "e30=",
        _b64(b'{"state":"\\ud800","nonce":"","verifier":"","to":"","at":1.8e9}') + "==",
        _b64(b'{"state":"a","nonce":"","verifier":"","to":"","at":NaN}') + "==",
        "é",
        "9" * 3_000,
    ],
)
def test_a_cookie_that_is_not_ours_is_none(value: str, service: Small) -> None:
    browser = service.browser()
    browser.set_cookie("__Host-sign-on", value, domain="convergence.example", secure=True)
    assert browser.get("/connexion/retour?state=a&code=b", base_url=PUBLIC).status_code == 403


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "/connexion", "javascript:alert(1)"])
def test_it_leads_back_to_this_service_alone(to: str, service: Small, fake: FakeProvider) -> None:
    browser = service.browser()
    assert back(browser, fake.authorize(ask(browser, to))).headers["Location"] == "/"


def test_when_the_provider_does_not_answer_the_password_remains(service: Small, fake: FakeProvider) -> None:
    fake.is_down = True
    browser = service.browser()
    response = browser.get("/connexion/unique", base_url=PUBLIC)
    assert response.status_code == 503
    assert "ne répond pas" in response.text
    assert sign_in(browser, base_url=PUBLIC).status_code == 303
    fake.is_down = False
    assert ask(browser)


def test_the_configuration_is_asked_for_once_an_hour(service: Small, fake: FakeProvider) -> None:
    for _ in range(3):
        signed_in(service, fake)
    assert fake.fetched.count("/.well-known/openid-configuration") == fake.fetched.count("/jwks") == 1
    service.clock.now += 3_601
    fake.clock.now = service.clock.now
    signed_in(service, fake)
    assert fake.fetched.count("/.well-known/openid-configuration") == fake.fetched.count("/jwks") == 2


def test_keys_that_have_just_changed_are_fetched_again(service: Small, fake: FakeProvider) -> None:
    signed_in(service, fake)
    service.clock.now = fake.clock.now = fake.clock.now + 120
    fake.keys = [RSAKey.generate_key(2048, {"kid": "two"})]
    assert who(signed_in(service, fake)[0]) == "economy"


def test_an_address_in_the_signed_token_needs_no_userinfo(service: Small, fake: FakeProvider) -> None:
    fake.in_id_token, fake.signs_userinfo = True, False
    assert who(signed_in(service, fake)[0]) == "economy"
    assert "/userinfo" not in fake.fetched


def test_signing_out_ends_the_session_at_the_provider_s_too(service: Small, fake: FakeProvider) -> None:
    browser, _response = signed_in(service, fake)
    page = browser.post("/deconnexion", headers=OWN, base_url=PUBLIC)
    assert page.status_code == 200
    assert who(browser) == "visitor"
    address = page.text.split("0;url=")[1].split('"')[0].replace("&amp;", "&")
    asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{fake.issuer}/logout?")
    assert asked["post_logout_redirect_uri"] == f"{PUBLIC}/"
    assert len(asked["state"]) >= 32
    assert jwt.decode(asked["id_token_hint"], fake.keys[0]).claims["sub"] == "s-ada"
    assert f'href="{address.replace("&", "&amp;")}"' in page.text


def test_who_came_by_password_leaves_by_the_usual_way(service: Small) -> None:
    browser = service.browser()
    sign_in(browser, base_url=PUBLIC)
    assert browser.post("/deconnexion", headers=OWN, base_url=PUBLIC).status_code == 303


def test_the_button_names_the_provider_and_keeps_the_way(service: Small, tmp_path: Path) -> None:
    page = service.browser().get("/connexion", base_url=PUBLIC, headers={"Referer": f"{PUBLIC}/sources?a=1&b=<x>"}).text
    assert "Se connecter avec ProConnect" in page
    assert 'href="/connexion/unique?to=%2Fsources%3Fa%3D1%26b%3D%3Cx%3E"' in page or 'href="/connexion/unique?to=%2Fsources' in page
    without = small_service(tmp_path / "z.db", public_url=PUBLIC).browser()
    assert "connexion/unique" not in without.get("/connexion", base_url=PUBLIC).text
    assert without.get("/connexion/unique").status_code == without.get("/connexion/retour").status_code == 404


def test_the_client_s_secret_is_shown_nowhere(service: Small, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    assert SECRET not in repr(service.accounts.settings)
    assert SECRET not in repr(service.accounts.settings.model_copy(update={"port": 1}))
