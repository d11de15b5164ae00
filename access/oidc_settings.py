"""Settings of the single sign-on: an identity provider that speaks OpenID Connect, such as ProConnect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

NAMES = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
ISSUER = re.compile(r"https?://[^\s?#]+", re.ASCII)
LOCAL = re.compile(r"http://(127\.0\.0\.1|localhost)(:[0-9]+)?(/|$)", re.ASCII)
YES = {"1", "true", "yes"}


@dataclass(frozen=True)
class SingleSignOn:
    """A provider, and how this service is known to it.

    Attributes
    ----------
    name : what the button says.
    acr : levels of assurance to ask for (``acr_values``), as the provider names them, one of which it must have met; empty for none.
    trusts_email : whether an address counts as verified though the provider does not say (ProConnect says nothing, and verifies).
    """

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    name: str = "ProConnect"
    acr: str = ""
    trusts_email: bool = False


def single_sign_on(env: Mapping[str, str]) -> SingleSignOn | None:
    """Read the settings; None when there is no provider.

    Raises
    ------
    ValueError
        Some are given and others lack, or the provider's address cannot be used; the message is in French.
    """
    given = {name: env.get(name, "").strip() for name in NAMES}
    if not any(given.values()):
        return None
    missing = [name for name, value in given.items() if not value] + ([] if env.get("PUBLIC_URL") else ["PUBLIC_URL"])
    if missing:
        raise ValueError(f"{', '.join(missing)} : à donner aussi pour la connexion unique (OpenID Connect).")
    issuer = given["OIDC_ISSUER"]
    if not ISSUER.fullmatch(issuer) or not (issuer.startswith("https://") or LOCAL.match(issuer)):
        raise ValueError(f"OIDC_ISSUER : adresse attendue de la forme https://fournisseur.exemple.fr, reçu « {issuer} ».")
    name = env.get("OIDC_NAME", "").strip() or SingleSignOn.name
    trusts = env.get("OIDC_TRUSTS_EMAIL", "").strip().lower() in YES
    return SingleSignOn(issuer, given["OIDC_CLIENT_ID"], given["OIDC_CLIENT_SECRET"], name, env.get("OIDC_ACR", "").strip(), trusts)
