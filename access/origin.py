"""The rule against cross-site requests: what changes something must come from one of our own pages."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from flask import Flask, Response, request
from werkzeug.datastructures import Headers

from access.refusal import refused
from i18n import gettext as _

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}
OWN_SITES = {"same-origin", "none"}  # none: the person's own doing, such as a reload
ORIGIN = re.compile(r"https?://[^/?#@\s]+", re.ASCII)
DEFAULT_PORTS = {"http": 80, "https": 443}


def is_own(headers: Headers) -> bool:
    """Say whether a request comes from our own pages, or from no browser at all.

    Browsers say so in ``Sec-Fetch-Site``; where they do not (plain HTTP), ``Origin`` must be the host that was asked. A request with
    neither is a program's: it passes unless it carries a cookie, which is what a cross-site request would abuse.
    """
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None:
        return site in OWN_SITES
    if origin is not None:
        return _is_same_host(origin, headers.get("Host", ""))
    return "Cookie" not in headers


def _is_same_host(origin: str, host: str) -> bool:
    """Compare names and ports; both speak of the scheme of `origin`, since a proxy may have hidden the one that the browser used."""
    if not ORIGIN.fullmatch(origin) or not host:
        return False
    scheme = origin.partition(":")[0]
    try:
        declared, own = (urlsplit(address) for address in (origin, f"{scheme}://{host}"))
        ports = [address.port or DEFAULT_PORTS[scheme] for address in (declared, own)]
    except ValueError:
        return False
    return own.username is None and declared.hostname == own.hostname and ports[0] == ports[1]


def install_origin_rule(server: Flask) -> None:
    """Refuse with 403 and a sentence every unsafe request to `server` that comes from another site."""

    @server.before_request
    def refuse_other_sites() -> Response | None:
        if request.method in SAFE_METHODS or is_own(request.headers):
            return None
        return refused(_("Requête refusée : elle vient d'un autre site."), 403)
