"""Reads an address that somebody gave: public hosts alone, looked at again at each redirection, one deadline for all of it."""

from __future__ import annotations

import ipaddress
import re
import socket
import threading
import time
import urllib.parse
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from domain.external_layer import HAS_ACCOUNT
from geodata.download import LOCAL_HOSTS, DownloadError, Limits, opened, read_all, unreadable
from i18n import N_

HOST_NAME = re.compile(r"(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,61}[A-Za-z0-9]", re.ASCII)
"""A name with a dot, whose last part is no number: neither a machine of the network nor an IP address written otherwise."""
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses that stand for an IPv4 one (NAT64)."""
LIMITS = Limits(stall_s=8.0, total_s=20.0, received_bytes=12_000_000)
PRIVATE = N_("adresse d'un réseau privé")


@dataclass(frozen=True)
class Found:
    """What an address answers: bytes, their media type without parameters, and where they are after the redirections."""

    data: bytes
    media_type: str
    url: str


def read_public(url: str, limits: Limits = LIMITS, *, allows_local: bool = False) -> Found:
    """Return what a public address answers; `allows_local` lets this machine's own be read too (a demonstration, tests).

    The name is resolved here, each of its addresses must be public, and the connection goes to the one that was looked at: a name that
    changes meanwhile leads nowhere else. Behind a proxy of the environment, which resolves names itself, the form of the name is checked.

    Raises
    ------
    DownloadError
        As `geodata.download.read_bytes`; or the address, or one to which it redirects, is not https, bears an account, or is not public.
    """
    with _Connections(limits.total_s, allows_local) as connections, requests.Session() as session:
        adapter = _Adapter(connections)
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        try:
            with opened(session, url, limits, check=connections.check) as response:
                data = read_all(response, url, limits, time.monotonic() + limits.total_s)
        except DownloadError:
            connections.refuse_late(url)
            raise
        connections.refuse_late(url)
        return Found(data, response.headers.get("Content-Type", "").partition(";")[0].strip().lower(), response.url)


def check_public(url: str, *, allows_local: bool = False) -> bool:
    """Return whether an address is this machine's own, where that is allowed; nothing is resolved.

    Raises
    ------
    DownloadError
        It is not https, bears an account, or names no public host.
    """
    try:
        parts = urllib.parse.urlsplit(url)
        name, has_account, _port = parts.hostname or "", parts.username is not None, parts.port
    except ValueError:
        raise unreadable(url, N_("adresse mal formée")) from None
    if has_account:
        raise DownloadError(HAS_ACCOUNT)
    if allows_local and name in LOCAL_HOSTS and parts.scheme in {"http", "https"}:
        return True
    if parts.scheme != "https":
        raise unreadable(url, N_("seul https est accepté"))
    if not (_is_public(name) if _is_ip(name) else HOST_NAME.fullmatch(name.removesuffix("."))):
        raise unreadable(url, PRIVATE)
    return False


def addresses_of(name: str, port: int) -> list[str]:
    """Return the IP addresses of a name; OSError where it has none."""
    return [str(found[4][0]) for found in socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)]


def _is_ip(name: str) -> bool:
    with suppress(ValueError):
        return bool(ipaddress.ip_address(name))
    return False


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address)
    if isinstance(found, ipaddress.IPv6Address) and (found.ipv4_mapped or found.sixtofour or found.teredo or found in TRANSLATED):
        return False
    return found.is_global and not found.is_multicast


class _Connections:
    """The connections of one reading: which they may be, and their end once its time is over."""

    def __init__(self, total_s: float, allows_local: bool) -> None:
        self._allows_local = allows_local
        self._open: list[socket.socket] = []
        self._is_late = False
        self._timer = threading.Timer(total_s, self._end)
        self._timer.daemon = True

    def __enter__(self) -> _Connections:
        self._timer.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._timer.cancel()
        for one in self._open:
            one.close()

    def check(self, url: str) -> bool:
        return check_public(url, allows_local=self._allows_local)

    def address(self, name: str, port: int) -> str:
        """Return the address to which a connection goes."""
        if self._allows_local and name in LOCAL_HOSTS:
            return name
        found = addresses_of(name, port)
        if not found or not all(map(_is_public, found)):
            raise unreadable(f"https://{name}", PRIVATE)
        return found[0]

    def watched(self, made: socket.socket) -> socket.socket:
        """Keep a hold on a connection: of its own descriptor, since TLS takes over the other."""
        self._open.append(made.dup())
        if self._is_late:
            self._end()
        return made

    def refuse_late(self, url: str) -> None:
        if self._is_late:
            raise unreadable(url, N_("réponse trop lente"))

    def _end(self) -> None:
        self._is_late = True
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


class _Adapter(HTTPAdapter):
    """Makes every connection by `_Connections`; those to a proxy lead where the environment says."""

    def __init__(self, connections: _Connections) -> None:
        self._pools = _pools(connections, connections.address)
        self._proxied = _pools(connections, lambda name, _port: name)
        super().__init__()

    def init_poolmanager(self, *parts: Any, **more: Any) -> None:
        super().init_poolmanager(*parts, **more)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *parts: Any, **more: Any) -> Any:
        manager = super().proxy_manager_for(*parts, **more)
        manager.pool_classes_by_scheme = self._proxied
        return manager


def _pools(connections: _Connections, address: Callable[[str, int], str]) -> dict[str, type[HTTPConnectionPool]]:
    class Connection(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            name = self._dns_host
            try:
                self._dns_host = address(name, self.port)
                return connections.watched(super()._new_conn())
            finally:
                self._dns_host = name

    class Secure(Connection, HTTPSConnection):
        pass

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": Pool, "https": SecurePool}
