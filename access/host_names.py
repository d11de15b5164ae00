"""Names of hosts, as addresses and ``Host`` headers write them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from urllib.parse import urlsplit

HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?", re.ASCII)


def name_in(header: str) -> str | None:
    """Return the name or address in a ``Host`` header, in small letters, without its port; None when it is of no valid form."""
    found = HOST.fullmatch(header)
    return None if found is None else found["name"].lower().strip("[]").removesuffix(".")


def name_of_url(url: str) -> str:
    """Return the name or address of the host in an address, in small letters; empty when there is none."""
    return (urlsplit(url).hostname or "").removesuffix(".")


def is_loopback(name: str) -> bool:
    """Say whether a name leads to this machine alone, without asking any name server."""
    return name.lower() == "localhost" or _is(name, lambda address: address.is_loopback)


def is_address(name: str) -> bool:
    """Say whether a name is an IP address: nobody can make such a name lead elsewhere than it says."""
    return _is(name, lambda _address: True)


def is_any_address(name: str) -> bool:
    """Say whether listening there is listening on every address of the machine (``0.0.0.0``, ``::``)."""
    return _is(name, lambda address: address.is_unspecified)


def netloc(name: str, port: int) -> str:
    """Return a host and its port as an address writes them."""
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"


def _is(name: str, test: Callable[[ipaddress.IPv4Address | ipaddress.IPv6Address], bool]) -> bool:
    try:
        return test(ipaddress.ip_address(name.strip("[]")))
    except ValueError:
        return False
