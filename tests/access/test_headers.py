"""Response headers: only our own scripts, no guessing of types, files kept for ever only under their digest."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from access.headers import TILE_HOSTS, content_security_policy, install_headers

PATHS = ("/", "/sources", "/nowhere", "/_dash-layout", "/_dash-dependencies", "/assets/style.css", "/data/nothing.bin", "/data/icons.css")


def _policy(text: str) -> dict[str, list[str]]:
    return {rule.split()[0]: rule.split()[1:] for rule in text.split(";")}


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_carries_the_policy_and_forbids_guessing_types(path: str, client: FlaskClient) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"] and "microphone=()" in headers["Permissions-Policy"]
    policy = _policy(headers["Content-Security-Policy"])
    assert "'unsafe-eval'" not in headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in policy["script-src"]
    assert policy["default-src"] == policy["connect-src"] == policy["form-action"] == ["'self'"]
    assert policy["object-src"] == policy["base-uri"] == ["'none'"]
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert ("Cross-Origin-Opener-Policy" in headers) == headers["Content-Type"].startswith("text/html")
    assert policy["frame-ancestors"] == ["'self'"]


def test_a_part_of_a_page_that_is_kept_for_ever_says_only_its_type(client: FlaskClient) -> None:
    """A page loads a hundred: what says what a document may do would weigh more than many of them."""
    headers = client.get("/assets/style.css?m=1700000000").headers
    assert headers["X-Content-Type-Options"] == "nosniff" and headers["Content-Type"].startswith("text/css")
    assert not {"Content-Security-Policy", "Permissions-Policy", "Referrer-Policy", "Content-Disposition"} & {*headers.keys()}


@pytest.mark.parametrize(("is_secure", "said"), [(True, "max-age=31536000; includeSubDomains"), (False, None)])
def test_browsers_that_come_by_https_come_by_nothing_else(is_secure: bool, said: str | None) -> None:
    server = Flask(__name__)
    install_headers(server, content_security_policy([]), is_secure=is_secure)
    assert server.test_client().get("/nowhere").headers.get("Strict-Transport-Security") == said


def test_scripts_come_from_here_alone_and_inline_ones_by_their_hash(client: FlaskClient) -> None:
    scripts = _policy(client.get("/").headers["Content-Security-Policy"])["script-src"]
    assert scripts[0] == "'self'"
    assert all(re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", source) for source in scripts[1:])
    assert len(scripts) > 1


def test_nothing_but_pictures_of_maps_may_come_from_elsewhere() -> None:
    policy = _policy(content_security_policy(["'sha256-x'"], ["https://tiles.example"]))
    elsewhere = {rule for rule, sources in policy.items() if any("://" in source for source in sources)}
    assert elsewhere == {"img-src"}
    assert all(host.startswith("https://") for host in TILE_HOSTS)


def test_a_policy_without_tile_hosts_names_no_other_site() -> None:
    assert "://" not in content_security_policy([], [])


def test_the_page_names_no_other_site_in_its_scripts_and_styles(client: FlaskClient) -> None:
    page = client.get("/").text
    sources = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]*)"', page)
    assert sources
    assert all(source.startswith("/") and not source.startswith("//") for source in sources)


def test_an_asset_is_kept_for_ever_only_under_the_address_that_changes_with_it(client: FlaskClient) -> None:
    assert "immutable" in client.get("/assets/style.css?m=1700000000").headers["Cache-Control"]
    assert "immutable" not in client.get("/assets/style.css").headers.get("Cache-Control", "")
    assert "immutable" not in client.get("/assets/nothing.css?m=1700000000").headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    ("query", "cookie", "lang"), [("", None, "fr"), ("?lang=en", None, "en"), ("?lang=xx", None, "fr"), ("", "en", "en")]
)
def test_the_page_says_its_language(query: str, cookie: str | None, lang: str, client: FlaskClient) -> None:
    if cookie:
        client.set_cookie("lang", cookie)
    assert f'<html lang="{lang}">' in client.get(f"/{query}").text
