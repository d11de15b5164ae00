"""Settings of the single sign-on: all or none, and an address that can be trusted with a secret."""

from __future__ import annotations

import pytest

from access.oidc_settings import SingleSignOn, single_sign_on
from access.settings import Settings, SettingsError

GIVEN = {
    "OIDC_ISSUER": "https://auth.example/api/v2",
    "OIDC_CLIENT_ID": "convergence",
    "OIDC_CLIENT_SECRET": "hush",
    "PUBLIC_URL": "https://c.example",
}


def test_without_any_of_them_there_is_none() -> None:
    assert single_sign_on({}) is None
    assert single_sign_on({"PUBLIC_URL": "https://c.example", "OIDC_NAME": "X"}) is None


def test_all_of_them_make_one() -> None:
    assert Settings.from_env(GIVEN).single_sign_on == SingleSignOn("https://auth.example/api/v2", "convergence", "hush")
    more = GIVEN | {"OIDC_NAME": "Connexion de la Métropole", "OIDC_ACR": "eidas1", "OIDC_TRUSTS_EMAIL": "1"}
    found = single_sign_on(more)
    assert found is not None
    assert (found.name, found.acr, found.trusts_email) == ("Connexion de la Métropole", "eidas1", True)


@pytest.mark.parametrize("name", GIVEN)
def test_one_that_lacks_is_named_and_stops_the_start(name: str) -> None:
    with pytest.raises(SettingsError, match=name) as refusal:
        Settings.from_env({key: value for key, value in GIVEN.items() if key != name})
    assert "hush" not in str(refusal.value)


@pytest.mark.parametrize(
    "issuer", ["auth.example", "http://auth.example", "http://127.0.0.1.evil.example", "https://a b", "https://a?x", "ftp://a"]
)
def test_a_provider_whose_answers_anybody_could_write_is_refused(issuer: str) -> None:
    with pytest.raises(SettingsError, match="OIDC_ISSUER"):
        Settings.from_env(GIVEN | {"OIDC_ISSUER": issuer})


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:5000", "http://localhost:8080/realms/x"])
def test_one_on_this_machine_is_enough_for_a_trial(issuer: str) -> None:
    assert single_sign_on(GIVEN | {"OIDC_ISSUER": issuer})
