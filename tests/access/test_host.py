"""The service answers under its own names alone, and every address that it writes begins with the one it is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from access.host import is_own_host
from access.identity import EXTENSION
from access.mail import mailer_of
from access.oidc_routes import provider_of
from access.oidc_settings import SingleSignOn
from access.settings import Settings, SettingsError
from app import create_app
from callbacks.application import Convergence
from geodata.territory import Territory
from store.database import Database
from tests.access.accounts import OWN, sign_in
from tests.store.people import enrol

PUBLIC = "https://convergence.example"
EVERYWHERE = "0.0.0.0"  # noqa: S104
EVIL = (
    "evil.example",
    "evil.example:8050",
    "127.0.0.1.evil.example",
    "localhost.evil.example:8050",
    "localhost@evil.example",
    "",
    "é",
    "a b",
)
LOCAL = ("localhost", "LOCALHOST:8050", "localhost.", "127.0.0.1", "127.0.0.1:1", "127.8.9.1:80", "[::1]", "[::1]:8050")


@pytest.mark.parametrize("host", LOCAL)
def test_without_a_public_address_the_names_of_this_machine_are_its_own(host: str) -> None:
    assert is_own_host(host, Settings())
    assert is_own_host(host, Settings(host=EVERYWHERE, demo=False))
    assert not is_own_host(host, Settings(public_url=PUBLIC))


@pytest.mark.parametrize("host", EVIL)
@pytest.mark.parametrize("settings", [Settings(), Settings(public_url=PUBLIC), Settings(host=EVERYWHERE, demo=False)])
def test_another_name_is_nobodys(host: str, settings: Settings) -> None:
    assert not is_own_host(host, settings)


def test_the_host_of_the_public_address_and_the_address_listened_on_are_its_own() -> None:
    assert all(is_own_host(host, Settings(public_url=PUBLIC)) for host in ("convergence.example", "Convergence.Example:443"))
    assert is_own_host("192.168.1.5:8050", Settings(host="192.168.1.5", demo=False))
    assert not is_own_host("192.168.1.6:8050", Settings(host="192.168.1.5", demo=False))
    assert is_own_host("192.168.1.6:8050", Settings(host=EVERYWHERE, demo=False))


def test_no_route_answers_under_another_name(app: Convergence, client: FlaskClient) -> None:
    evil = {"Host": "evil.example", "Sec-Fetch-Site": "same-origin"}
    asked = {
        (rule.rule.replace("<", "").replace(">", ""), method) for rule in app.server.url_map.iter_rules() for method in rule.methods or ()
    }
    assert ("/demonstration", "POST") in asked
    for path, method in sorted(asked | {("/nowhere", "GET")}):
        refused = client.open(path, method=method, headers=evil)
        assert refused.status_code == 421, (method, path)
        assert not refused.headers.getlist("Set-Cookie")
    assert "ce service ne répond pas sous ce nom" in client.get("/", headers=evil).text


def test_a_name_made_to_lead_here_gives_nobody_a_role(client: FlaskClient) -> None:
    asked = {"data": {"role": "facilitator"}, "headers": OWN | {"Host": "evil.example:8050"}}
    assert not client.post("/demonstration", **asked).headers.getlist("Set-Cookie")  # type: ignore[arg-type]
    assert client.post("/demonstration", data={"role": "facilitator"}, headers=OWN).headers.getlist("Set-Cookie")


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        (Settings(), "http://127.0.0.1:8050"),
        (Settings(host="::1", port=80), "http://[::1]:80"),
        (Settings(host=EVERYWHERE, demo=False), "http://127.0.0.1:8050"),
        (Settings(host="192.168.1.5", demo=False), "http://192.168.1.5:8050"),
        (Settings(public_url=PUBLIC), PUBLIC),
    ],
)
def test_the_service_has_one_address(settings: Settings, address: str) -> None:
    assert settings.address == address


def test_every_address_that_leaves_begins_with_the_public_one(territory: Territory, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/c.db"
    Database.open(database).migrate()
    named = SingleSignOn("https://provider.example", "id", "secret")
    settings = Settings(database_url=database, public_url=PUBLIC, smtp_url="smtp://127.0.0.1", mail_from="a@b.fr", single_sign_on=named)
    client = create_app(settings, territory).server.test_client()
    exported = client.get("/export/lieux.geojson?area=80-300", base_url=PUBLIC, headers={"X-Forwarded-Host": "evil.example"})
    assert json.loads(exported.data)["metadata"]["address"].startswith(f"{PUBLIC}/?area=")
    provider, mailer = provider_of(settings), mailer_of(settings, Database.open(database))
    assert provider is not None
    assert mailer is not None
    assert (provider._redirect_uri, mailer._address) == (f"{PUBLIC}/connexion/retour", PUBLIC)


def test_an_export_names_this_machine_where_there_is_no_public_address(client: FlaskClient, settings: Settings) -> None:
    exported = client.get("/export/lieux.geojson", headers={"Host": "localhost:9999"})
    assert json.loads(exported.data)["metadata"]["address"] == f"{settings.address}/"


@pytest.mark.parametrize("host", [EVERYWHERE, "::", "192.168.1.5", "convergence.example"])
def test_a_demonstration_that_others_could_reach_stops_the_start_with_a_sentence(host: str) -> None:
    with pytest.raises(SettingsError, match=r"DEMO : .*sans mot de passe.*HOST=127\.0\.0\.1"):
        Settings.from_env({"HOST": host, "DEMO": "1"})
    assert Settings.from_env({"HOST": host, "DEMO": "0"}).host == host
    assert Settings.from_env({"HOST": host, "PUBLIC_URL": PUBLIC}).host == host


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.0.0.2"])
def test_a_demonstration_on_this_machine_starts(host: str) -> None:
    assert Settings.from_env({"HOST": host, "DEMO": "1"}).host == host


@pytest.mark.parametrize("url", ["http://intranet:8080", "http://convergence.example", "http://10.0.0.1", "http://localhost.evil.example"])
def test_a_public_address_without_https_stops_the_start_with_a_sentence(url: str) -> None:
    with pytest.raises(SettingsError, match=r"PUBLIC_URL : .*en clair.*https://"):
        Settings.from_env({"PUBLIC_URL": url})


@pytest.mark.parametrize("url", ["http://localhost:8080", "http://127.0.0.1:8080", "http://127.0.0.1"])
def test_a_public_address_on_this_machine_may_be_without_https(url: str) -> None:
    assert Settings.from_env({"PUBLIC_URL": url}).public_url == url


def test_behind_https_every_cookie_is_this_host_s_own_and_travels_by_https_alone(territory: Territory, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/c.db"
    Database.open(database).migrate()
    app = create_app(Settings(database_url=database, public_url=PUBLIC), territory)
    enrol(app.server.extensions[EXTENSION].persons)
    client = app.server.test_client()
    answers = [
        client.get("/?lang=en", base_url=PUBLIC),
        sign_in(client, base_url=PUBLIC),
        client.post("/deconnexion", base_url=PUBLIC, headers=OWN),
    ]
    cookies = [cookie for answer in answers for cookie in answer.headers.getlist("Set-Cookie")]
    assert {cookie.partition("=")[0] for cookie in cookies} == {"__Host-lang", "__Host-session", "__Host-device"}
    assert all("Secure" in cookie and "SameSite" in cookie for cookie in cookies)
    assert '<html lang="en">' in client.get("/", base_url=PUBLIC).text
