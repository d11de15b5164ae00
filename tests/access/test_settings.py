"""Settings: every one has a default, and a wrong one is refused by its name."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from access.settings import GEOCODER, STREETS, Settings, SettingsError

NUMBERS = {"PORT": ("port", 1, 65_535), "WEB_WORKERS": ("workers", 1, 64), "WEB_THREADS": ("threads", 1, 64)}


def test_without_any_variable_the_service_listens_on_this_machine_alone() -> None:
    settings = Settings.from_env({})
    assert settings == Settings(geocoder_url=GEOCODER, streets=STREETS)
    assert (settings.host, settings.port) == ("127.0.0.1", 8050)


def test_every_variable_is_read() -> None:
    env = {"HOST": "0.0.0.0", "PORT": "80", "WEB_WORKERS": "3", "WEB_THREADS": "5", "CONVERGENCE_SNAPSHOT": "/data/x"}  # noqa: S104
    env |= {"CONVERGENCE_ONLINE_BASE_MAPS": "0", "DEMO": "0"}
    env |= {"DATABASE_URL": "sqlite:///elsewhere.db", "CONVERGENCE_STREETS": "/data/streets"}
    given = {"database_url": "sqlite:///elsewhere.db", "demo": False, "streets": Path("/data/streets")}
    given |= {"host": "0.0.0.0", "port": 80, "workers": 3, "threads": 5, "snapshot": Path("/data/x"), "online_base_maps": False}  # noqa: S104
    assert Settings.from_env(env) == Settings(**given)


@pytest.mark.parametrize("name", NUMBERS)
@given(text=st.text(max_size=8) | st.integers(-100, 10**6).map(str) | st.sampled_from(["1" * 5_000, "٣", "1_0", "0x10", " 80", "80.0"]))
def test_a_number_is_taken_or_refused_by_its_name(name: str, text: str) -> None:
    field, low, high = NUMBERS[name]
    try:
        value = getattr(Settings.from_env({name: text}), field)
    except SettingsError as error:
        assert name in str(error)
        assert text[:20] in str(error)
        assert str(error).endswith(".")
    else:
        assert text == "" or value == int(text)
        assert low <= value <= high


@pytest.mark.parametrize("text", ["0", "false", "no"])
def test_online_base_maps_can_be_switched_off(text: str) -> None:
    assert not Settings.from_env({"CONVERGENCE_ONLINE_BASE_MAPS": text}).online_base_maps


@pytest.mark.parametrize("url", ["sqlite:///var/x.db", "sqlite:////srv/x.db", "postgresql+psycopg://me:secret@db/convergence"])
def test_the_database_is_named_by_its_address_which_is_never_shown(url: str) -> None:
    settings = Settings.from_env({"DATABASE_URL": url})
    assert settings.database_url == url
    assert "secret" not in repr(settings)


@pytest.mark.parametrize("url", ["x", "sqlite://", "sqlite:///", "sqlite:x.db", "mysql://me:secret@db/x", "postgres://me:secret@db/x"])
def test_a_database_of_another_kind_is_refused_without_showing_its_address(url: str) -> None:
    with pytest.raises(SettingsError, match="DATABASE_URL") as refusal:
        Settings.from_env({"DATABASE_URL": url})
    assert "secret" not in str(refusal.value)


def test_settings_cannot_be_changed_once_read() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize("url", ["https://convergence.example", "http://localhost:8080", "https://10.0.0.1/"])
def test_a_public_address_ends_the_demonstration_and_says_whether_cookies_travel_by_https_alone(url: str) -> None:
    settings = Settings.from_env({"PUBLIC_URL": url})
    assert settings.public_url == url.rstrip("/")
    assert settings.is_secure is url.startswith("https")
    assert not settings.demo


@pytest.mark.parametrize(
    "url", ["convergence.example", "https://", "ftp://x", "https://me:secret@x", "https://x/path", "https://x\n", "https://x?y"]
)
def test_a_public_address_of_another_form_is_refused(url: str) -> None:
    with pytest.raises(SettingsError, match="PUBLIC_URL"):
        Settings.from_env({"PUBLIC_URL": url})


def test_a_demonstration_on_a_public_address_is_refused_with_a_sentence() -> None:
    with pytest.raises(SettingsError, match=r"DEMO : .*sans mot de passe.*PUBLIC_URL\.$"):
        Settings.from_env({"DEMO": "1", "PUBLIC_URL": "https://convergence.example"})
    assert not Settings.from_env({"DEMO": "0", "PUBLIC_URL": "https://convergence.example"}).demo
    assert Settings.from_env({"DEMO": "1"}).demo
    assert not Settings.from_env({}).demo
    assert not Settings.from_env({"DEMO": "0"}).demo


def test_a_service_made_by_hand_asks_no_geocoder() -> None:
    assert Settings().geocoder_url == ""


@pytest.mark.parametrize(
    ("env", "url"),
    [
        ({}, GEOCODER),
        ({"GEOCODER_URL": "0"}, ""),
        ({"GEOCODER_URL": "https://geo.exemple.fr/geocodage/"}, "https://geo.exemple.fr/geocodage"),
        ({"CONVERGENCE_ONLINE_BASE_MAPS": "0"}, ""),
        ({"CONVERGENCE_ONLINE_BASE_MAPS": "0", "GEOCODER_URL": "http://127.0.0.1:9000/geocodage"}, "http://127.0.0.1:9000/geocodage"),
    ],
)
def test_the_geocoder_is_asked_where_maps_come_from_the_network_or_where_it_is_said(env: dict[str, str], url: str) -> None:
    assert Settings.from_env(env).geocoder_url == url


@pytest.mark.parametrize(
    "text", ["data.geopf.fr", "http://data.geopf.fr/geocodage", "file:///etc/passwd", "https://a/b?c", "https://a b", "https://u:p@a/"]
)
def test_a_geocoder_of_another_form_is_refused_by_its_name(text: str) -> None:
    with pytest.raises(SettingsError, match="GEOCODER_URL"):
        Settings.from_env({"GEOCODER_URL": text})


@pytest.mark.parametrize("url", ["smtp://relais", "smtp://relais:2525", "smtps://moi:mot%40passe@relais.exemple.fr:465", "smtp://[::1]:25"])
def test_the_mail_server_is_named_by_its_address_which_is_never_shown(url: str) -> None:
    settings = Settings.from_env({"SMTP_URL": url, "MAIL_FROM": "convergence@exemple.fr"})
    assert (settings.smtp_url, settings.mail_from) == (url, "convergence@exemple.fr")
    assert "passe" not in repr(settings)


@pytest.mark.parametrize(
    ("env", "name"),
    [
        ({"SMTP_URL": "http://moi:secret@relais", "MAIL_FROM": "a@b.fr"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://moi:secret@relais/x", "MAIL_FROM": "a@b.fr"}, "SMTP_URL"),
        ({"SMTP_URL": "smtp://moi:secret@relais"}, "MAIL_FROM"),
        ({"MAIL_FROM": "Convergence <a@b.fr>"}, "MAIL_FROM"),
        ({"MAIL_FROM": "a@b.fr\nBcc: c@d.fr"}, "MAIL_FROM"),
    ],
)
def test_a_mail_server_that_cannot_be_used_stops_the_start_without_showing_its_password(env: dict[str, str], name: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_env(env)
    assert "secret" not in str(refusal.value)


def test_settings_made_by_hand_read_no_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("PORT", "9000"), ("port", "9000"), ("DATABASE_URL", "sqlite:///elsewhere.db")):
        monkeypatch.setenv(name, value)
    assert Settings() == Settings(port=8050)
    assert Settings.from_env().port == 9000
    assert Settings.from_env({"port": "9000", "PORT": ""}).port == 8050
