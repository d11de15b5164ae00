"""What somebody's address may lead to: public hosts alone, at each redirection, for a bounded time and a bounded size."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator

import pytest
from flask import Flask, Response, redirect
from hypothesis import given
from hypothesis import strategies as st

from geodata import public_address
from geodata.download import DownloadError, Limits
from geodata.public_address import check_public, read_public
from tests.serving import free_port, serving

SECRET = "what only this machine may read"  # noqa: S105 - a text to look for
REFUSED = (
    "http://data.geopf.fr/wmts", "file:///etc/passwd", "ftp://data.geopf.fr/", "gopher://data.geopf.fr/", "data:text/xml,<a/>",
    "//geopf.fr/", "https://localhost/", "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f000001/", "https://0177.0.0.1/",
    "https://[::1]/", "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[fe80::1]/", "https://0.0.0.0/", "https://10.0.0.8/",
    "https://172.16.3.4/", "https://192.168.1.1/", "https://169.254.169.254/latest/meta-data/", "https://100.64.0.1/", "https://224.0.0.1/",
    "https://intranet/", "https://printer:8443/", "https://user:password@data.geopf.fr/", "https://user@data.geopf.fr/", "https://",
    "https://data.geopf.fr:99999/", "https://[::1/", "https://ex ample.org/", "https://a;b.org/", "https://exa\u2044mple.org/", "",
)  # fmt: skip


@pytest.fixture
def resolved(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, list[str]]]:
    """What names lead to, as the test says; nothing else is resolved."""
    known: dict[str, list[str]] = {}

    def addresses_of(name: str, _port: int) -> list[str]:
        if name not in known:
            raise socket.gaierror(socket.EAI_NONAME, "unknown")
        return known[name]

    monkeypatch.setattr(public_address, "addresses_of", addresses_of)
    yield known


@pytest.fixture
def here() -> Iterator[str]:
    """A server of this machine: a secret, redirections to it and elsewhere, what is long."""
    app = Flask("here")
    app.add_url_rule("/secret", "secret", lambda: SECRET)
    app.add_url_rule("/to/<path:where>", "to", lambda where: redirect(where))
    app.add_url_rule("/again", "again", lambda: redirect("/again"))
    app.add_url_rule("/long", "long", lambda: Response((b"x" * 10_000 for _ in range(1_000)), mimetype="text/xml"))
    app.add_url_rule("/typed", "typed", lambda: Response("<a/>", mimetype="text/xml"))
    with serving(app) as url:
        yield url


@pytest.mark.parametrize("url", REFUSED)
def test_what_is_not_a_public_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(DownloadError):
        check_public(url)
    with pytest.raises(DownloadError):
        read_public(url)


@given(st.ip_addresses().filter(lambda one: not one.is_global))
def test_no_address_of_a_private_network_is_ever_public(address: object) -> None:
    name = f"[{address}]" if ":" in str(address) else str(address)
    with pytest.raises(DownloadError):
        check_public(f"https://{name}/")


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["10.1.2.3"], ["93.184.216.34", "192.168.0.1"], ["::1"], ["::ffff:169.254.169.254"], []]
)
def test_a_name_that_leads_to_a_private_address_is_refused(addresses: list[str], resolved: dict[str, list[str]]) -> None:
    resolved["maps.example.org"] = addresses
    with pytest.raises(DownloadError, match="réseau privé"):
        read_public("https://maps.example.org/wms")


def test_the_connection_goes_to_the_address_that_was_looked_at(
    resolved: dict[str, list[str]], here: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that is resolved again meanwhile leads nowhere else: the system's own resolution is not asked."""
    reached: list[object] = []

    def create_connection(address: object, *_more: object, **_others: object) -> socket.socket:
        reached.append(address)
        raise OSError("not now")

    monkeypatch.setattr("urllib3.util.connection.create_connection", create_connection)
    resolved["maps.example.org"] = ["93.184.216.34"]
    with pytest.raises(DownloadError):
        read_public("https://maps.example.org/wms")
    assert reached == [("93.184.216.34", 443)]


@pytest.mark.parametrize("where", ["http://127.0.0.1:{port}/secret", "http://10.0.0.1/", "file:///etc/passwd", "https://localhost:{port}/"])
def test_a_redirection_leads_to_no_private_address(where: str, here: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address is allowed as a public one would be; the one that it redirects to is judged alone."""
    port = here.rpartition(":")[2]
    first = f"{here}/to/{where.format(port=port)}"

    def check(url: str, *, allows_local: bool = False) -> bool:
        return url == first or check_public(url, allows_local=allows_local)

    monkeypatch.setattr(public_address, "check_public", check)
    monkeypatch.setattr(public_address._Connections, "address", lambda _self, _name, _port: "127.0.0.1")
    with pytest.raises(DownloadError, match=r"seul https|réseau privé"):
        read_public(first)


def test_redirections_have_an_end(here: str) -> None:
    with pytest.raises(DownloadError, match="trop de renvois"):
        read_public(f"{here}/again", allows_local=True)


def test_a_long_answer_is_cut(here: str) -> None:
    with pytest.raises(DownloadError, match="trop longue"):
        read_public(f"{here}/long", Limits(received_bytes=50_000), allows_local=True)


def test_where_it_is_allowed_this_machine_is_read(here: str) -> None:
    found = read_public(f"{here}/to/{here}/typed", allows_local=True)
    assert (found.data, found.media_type, found.url) == (b"<a/>", "text/xml", f"{here}/typed")


@pytest.mark.parametrize("part", [b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_what_comes_drop_by_drop_ends_with_its_time(part: bytes) -> None:
    """Each byte comes soon enough, in the headers or in the body; all of them never would."""
    port, over = free_port(), threading.Event()

    def drip() -> None:
        with socket.create_server(("127.0.0.1", port)) as server:
            client = server.accept()[0]
            with client:
                client.sendall(part)
                while not over.wait(0.05):
                    try:
                        client.sendall(b"x")
                    except OSError:
                        return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    try:
        with pytest.raises(DownloadError, match="trop lente"):
            _read_once_there(f"http://127.0.0.1:{port}/")
    finally:
        over.set()
        thread.join(timeout=10)


def _read_once_there(url: str) -> None:
    """Read it once the server listens."""
    while True:
        try:
            read_public(url, Limits(stall_s=20.0, total_s=1.0), allows_local=True)
        except DownloadError as why:
            if "connexion impossible" not in str(why):
                raise
