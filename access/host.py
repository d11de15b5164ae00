"""The rule of the host: a request that names another host than this service's is answered by nothing but a refusal.

A page of another site can make its own name lead to this machine (DNS rebinding): the browser then takes our answers for that site's own.
"""

from __future__ import annotations

from flask import Flask, Response, make_response, request

from access.host_names import is_address, is_any_address, is_loopback, name_in, name_of_url
from access.settings import Settings
from i18n import gettext as _


def is_own_host(header: str, settings: Settings) -> bool:
    """Say whether a ``Host`` header names this service.

    With a public address, only its host does. Without, the names of this machine for itself do, and the address listened on; where every
    address is listened on, any IP address does, since such a name cannot be made to lead elsewhere.
    """
    name = name_in(header)
    if name is None:
        return False
    if settings.public_url:
        return name == name_of_url(settings.public_url)
    return is_loopback(name) or name == settings.host.lower() or (is_any_address(settings.host) and is_address(name))


def install_host_rule(server: Flask, settings: Settings) -> None:
    """Refuse with 421 and a sentence whatever is asked of another host, before anything else is looked at."""

    @server.before_request
    def refuse_other_hosts() -> Response | None:
        if is_own_host(request.headers.get("Host", ""), settings):
            return None
        words = _("Requête refusée : ce service ne répond pas sous ce nom. Ouvrez-le à son adresse : {address}")
        refused = make_response(words.format(address=settings.address), 421)
        refused.headers["Content-Type"] = "text/plain; charset=utf-8"
        refused.headers["Cache-Control"] = "no-store"
        return refused
