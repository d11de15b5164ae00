"""The address of a link that sets a password."""

from __future__ import annotations

LINK_PATH = "/connexion/mot-de-passe"
LINK_KEY = "jeton"


def link_address(address: str, token: str) -> str:
    """Return the whole link, from the service's own address."""
    return f"{address}{LINK_PATH}?{LINK_KEY}={token}"
