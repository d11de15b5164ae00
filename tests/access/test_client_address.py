"""The address of a client is one key, however it is written, and only a proxy may tell it."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from access.client_address import client_address, key_of
from access.settings import Settings

PROXIED = Settings(public_url="https://convergence.example")
PORTS = st.integers(0, 65_535)


def told(settings: Settings, remote: str, forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    with Flask("address").test_request_context(environ_base={"REMOTE_ADDR": remote}, headers=headers):
        return client_address(settings)


@given(st.ip_addresses(v=4), PORTS)
def test_an_ipv4_address_is_one_key_however_it_is_written(address: IPv4Address, port: int) -> None:
    mapped = IPv6Address(b"\0" * 10 + b"\xff\xff" + address.packed)
    forms = [address, f" {address} ", f"{address}:{port}", f"::ffff:{address}", mapped, f"[{mapped}]", f"[::ffff:{address}]:{port}"]
    assert {key_of(str(form)) for form in forms} == {str(address)}


@given(st.ip_addresses(v=6).filter(lambda address: address.ipv4_mapped is None), st.binary(min_size=8, max_size=8), PORTS)
def test_a_network_of_ipv6_is_one_key(address: IPv6Address, host: bytes, port: int) -> None:
    neighbour = IPv6Address(address.packed[:8] + host)
    forms = [address, neighbour, address.exploded, f"[{address}]", f"[{neighbour}]:{port}", f"{address}%eth0", f"[{address}%1]:{port}"]
    keys = {key_of(str(form)) for form in forms if IPv6Address(str(form).strip("[").split("]")[0].split("%")[0]).ipv4_mapped is None}
    assert len(keys) == 1
    assert keys.pop().endswith("/64")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "text", ["", "unknown", "_hidden", "1.2.3", "1.2.3.4:x", "[1.2.3.4", "::1]", "1.2.3.4.5", "evil.example", "[]:80", "é"]
)
def test_what_is_no_address_has_no_key(text: str) -> None:
    assert key_of(text) is None


def test_a_forged_header_changes_nothing_without_a_proxy() -> None:
    assert told(Settings(), "192.0.2.1", "198.51.100.9") == "192.0.2.1"


def test_behind_a_proxy_the_last_address_is_the_one_that_the_proxy_saw() -> None:
    assert told(PROXIED, "127.0.0.1", "6.6.6.6, 192.0.2.1") == "192.0.2.1"
    assert {told(PROXIED, "127.0.0.1", f"192.0.2.1:{port}") for port in (1, 5_678, 65_000)} == {"192.0.2.1"}


@pytest.mark.parametrize("header", [None, "", "unknown", "192.0.2.1, _x", "a" * 500])
def test_where_the_proxy_tells_no_address_its_own_counts(header: str | None) -> None:
    assert told(PROXIED, "10.0.0.7", header) == "10.0.0.7"


def test_a_request_without_any_address_counts_with_the_others_that_have_none() -> None:
    assert told(Settings(), "") == told(PROXIED, "", "?") == "unknown"
