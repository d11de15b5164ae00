"""The rule against cross-site requests: our pages and programs pass, other sites never do."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import Headers

from access.gate import Contract
from access.origin import install_origin_rule, is_own
from tests.bodies import POST, fitting_body

HERE = "convergence.example"
COOKIE = {"Cookie": "lang=fr"}
PASS: dict[str, dict[str, str]] = {
    "our page": {"Sec-Fetch-Site": "same-origin"},
    "our page, with a cookie": {"Sec-Fetch-Site": "same-origin", "Origin": f"https://{HERE}", **COOKIE},
    "the person's own doing": {"Sec-Fetch-Site": "none", **COOKIE},
    "our page behind a proxy that renames the host": {"Sec-Fetch-Site": "same-origin", "Origin": "https://public.example", **COOKIE},
    "plain HTTP: origin alone": {"Origin": f"http://{HERE}", **COOKIE},
    "origin with the port of the host": {"Host": f"{HERE}:8050", "Origin": f"http://{HERE}:8050", **COOKIE},
    "origin in capitals": {"Origin": f"http://{HERE.upper()}"},
    "HTTPS ended by a proxy": {"Origin": f"https://{HERE}"},
    "the usual port written in the host": {"Host": f"{HERE}:443", "Origin": f"https://{HERE}"},
    "the usual port written in the origin": {"Origin": f"http://{HERE}:80"},
    "an address of IPv6": {"Host": "[::1]:8050", "Origin": "http://[::1]:8050"},
    "a program": {},
}
REFUSE: dict[str, dict[str, str]] = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "another site that forges our origin": {"Sec-Fetch-Site": "cross-site", "Origin": f"https://{HERE}"},
    "another site without origin or cookie": {"Sec-Fetch-Site": "cross-site"},
    "a neighbour of the same site": {"Sec-Fetch-Site": "same-site", "Origin": f"https://other.{HERE}"},
    "an unknown kind of site": {"Sec-Fetch-Site": "same-origins"},
    "two kinds of site": {"Sec-Fetch-Site": "same-origin, cross-site"},
    "an empty kind of site": {"Sec-Fetch-Site": "", "Origin": f"http://{HERE}"},
    "another origin": {"Origin": "https://evil.example"},
    "no origin that can be named": {"Origin": "null"},
    "an empty origin": {"Origin": ""},
    "another port": {"Host": f"{HERE}:8050", "Origin": f"http://{HERE}:8051"},
    "the usual port of the other scheme": {"Host": f"{HERE}:80", "Origin": f"https://{HERE}"},
    "a name that starts like ours": {"Origin": f"https://{HERE}.evil.example"},
    "a name that ends like ours": {"Origin": f"https://evil-{HERE}"},
    "our name as a user": {"Origin": f"https://{HERE}@evil.example"},
    "a user before our name": {"Origin": f"https://evil@{HERE}"},
    "a user in the host": {"Host": f"evil@{HERE}", "Origin": f"https://{HERE}"},
    "a path after our name": {"Origin": f"https://{HERE}/"},
    "our name in the path": {"Origin": f"https://evil.example/{HERE}"},
    "no scheme": {"Origin": HERE},
    "another scheme": {"Origin": f"ftp://{HERE}"},
    "a port that is none": {"Origin": f"http://{HERE}:80x"},
    "a port out of bounds": {"Origin": f"http://{HERE}:99999"},
    "two origins": {"Origin": f"https://{HERE}, https://evil.example"},
    "an unfinished address": {"Origin": "http://["},
    "no host": {"Host": "", "Origin": "http://"},
    "a cookie and nothing else": COOKIE,
}
UNSAFE = ("POST", "PUT", "PATCH", "DELETE", "TRACE")


def _headers(given_: Mapping[str, str]) -> Headers:
    return Headers({"Host": HERE, **given_})


@pytest.fixture(scope="module")
def server() -> Flask:
    made = Flask("origin")
    install_origin_rule(made)
    made.add_url_rule("/", "any", lambda: "done", methods=["GET", *UNSAFE])
    return made


@pytest.mark.parametrize("given_", PASS.values(), ids=PASS)
def test_our_own_pages_and_programs_pass(given_: dict[str, str], server: Flask) -> None:
    client = server.test_client(use_cookies=False)
    assert all(client.open("/", method=method, headers=_headers(given_)).text == "done" for method in UNSAFE)


@pytest.mark.parametrize("given_", REFUSE.values(), ids=REFUSE)
def test_other_sites_are_refused_with_a_sentence(given_: dict[str, str], server: Flask) -> None:
    client = server.test_client(use_cookies=False)
    for method in UNSAFE:
        response = client.open("/", method=method, headers=_headers(given_))
        assert response.status_code == 403
        assert response.json == {"error": "Requête refusée : elle vient d'un autre site."}


@pytest.mark.parametrize("given_", REFUSE.values(), ids=REFUSE)
@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_reading_is_open_to_links_from_anywhere(method: str, given_: dict[str, str], server: Flask) -> None:
    assert server.test_client(use_cookies=False).open("/", method=method, headers=_headers(given_)).status_code == 200


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=40), st.sampled_from(["", "http://", "https://"]))
def test_whatever_the_origin_only_our_host_passes(text: str, scheme: str) -> None:
    if is_own(_headers({"Origin": scheme + text})):
        assert text.lower().removesuffix(":").removesuffix(":80").removesuffix(":443") == HERE


def test_the_application_refuses_a_forged_action_before_it_looks_at_it(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    body = fitting_body(next(iter(contracts.values())))
    forged = POST | {"headers": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}}
    assert client.open(**forged, json=body).status_code == 403
    assert client.open(**forged, data=b"nonsense").status_code == 403
    english = client.open(**forged, json=body, query_string={"lang": "en"})
    assert english.json == {"error": "Request refused: it comes from another site."}
    assert english.headers["X-Content-Type-Options"] == "nosniff"


def test_the_application_answers_its_own_pages(client: FlaskClient, contracts: Mapping[str, Contract]) -> None:
    client.set_cookie("lang", "en")
    body = fitting_body(next(iter(contracts.values())))
    for own in ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, {"Origin": "http://localhost"}):
        assert client.open(**(POST | {"headers": own}), json=body).status_code in {200, 204}
    assert client.open(**(POST | {"headers": {}}), json=body).status_code == 403
