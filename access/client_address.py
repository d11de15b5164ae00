"""From which address a request comes, as every limit by address counts it."""

from __future__ import annotations

import ipaddress
import re

from flask import request

from access.settings import Settings

WITH_PORT = re.compile(r"\[(?P<v6>[^\]]*)\](:\d*)?|(?P<v4>[^:\[\]]+):\d*", re.ASCII)
UNKNOWN = "unknown"


def client_address(settings: Settings) -> str:
    """Return the key under which the request being answered counts: one for each IPv4 address, one for each IPv6 /64 network.

    A service with a public address stands behind a proxy, which adds the address it was asked from at the end of ``X-Forwarded-For``;
    without one, that header is anybody's invention and is not read. Where the proxy tells no address, its own counts.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2] if settings.public_url else ""
    return key_of(forwarded) or key_of(request.remote_addr or "") or UNKNOWN


def key_of(text: str) -> str | None:
    """Return the key of an address, whatever its form: with a port, in brackets, with a zone, IPv4 mapped into IPv6.

    One subscriber has billions of IPv6 addresses, all in one /64 network. None when the text is no address.
    """
    plain = text.strip()
    with_port = WITH_PORT.fullmatch(plain)
    if with_port:
        plain = with_port["v6"] or with_port["v4"] or ""
    try:
        address = ipaddress.ip_address(plain.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
