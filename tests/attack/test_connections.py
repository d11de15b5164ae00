"""Slow connections hold up nobody and are closed; a service whose master was killed starts again on the same port."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from processes.service import CONNECTIONS_BY_ADDRESS
from tests.attack.served import Served, eventually, is_alive, slow, start, stop
from tests.serving import free_port

HEAVY_FILE = b"/_dash-component-suites/dash_mantine_components/dash_mantine_components.js"
MANY = 40
HEAD = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
BODY = b"POST /_dash-update-component HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 90000\r\n\r\n{"
READ = b"GET " + HEAVY_FILE + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
ATTACKS = {"head": (HEAD, b"X-Slow: 1\r\n"), "body": (BODY, b" "), "reader": (READ * 2, b"")}  # twice what the system takes by itself


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    service = start(free_port(), tmp_path_factory.mktemp("served"))
    yield service
    stop(service)


@pytest.mark.parametrize("attack", ATTACKS)
def test_forty_connections_of_a_byte_a_second_hold_up_nobody_and_are_closed(served: Served, attack: str) -> None:
    with slow(served.port, MANY, *ATTACKS[attack]) as attackers:
        time.sleep(2)  # each has a thread by then, where threads wait for the slow
        assert len(attackers.open) == MANY
        for _ in range(10):
            assert b"Convergence" in served.get(timeout=30)
        assert eventually(lambda: not attackers.open), f"{len(attackers.open)} are still open"
    assert b"Convergence" in served.get()


def test_an_address_holds_so_many_connections_and_no_more_and_is_still_served(served: Served) -> None:
    most = CONNECTIONS_BY_ADDRESS * 2
    with slow(served.port, most + 100, b"G") as attackers:
        assert b"Convergence" in served.get(timeout=30)
        assert eventually(lambda: len(attackers.open) <= most, 10)


def test_who_asks_much_without_reading_any_answer_holds_up_nobody(served: Served) -> None:
    with slow(served.port, MANY, READ * 50) as attackers:
        assert eventually(lambda: not attackers.open)
        assert b"Convergence" in served.get(timeout=30)


def test_an_address_as_long_as_the_product_reads_is_answered(served: Served) -> None:
    assert b"Convergence" in served.get("/?w=" + "a" * 15_900)


def test_a_stopped_service_first_gives_what_was_asked(tmp_path: Path) -> None:
    service = start(free_port(), tmp_path)
    whole = len(service.get(HEAVY_FILE.decode()))
    with socket.create_connection(("127.0.0.1", service.port), timeout=60) as reader:
        reader.sendall(READ.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        reader.recv(1)
        service.master.send_signal(signal.SIGTERM)
        received = 1
        while part := reader.recv(65_536):
            received += len(part)
    assert received > whole
    assert service.master.wait(60) == 0


def test_killed_under_load_the_service_starts_again_at_once_on_its_port(tmp_path: Path) -> None:
    service = start(free_port(), tmp_path)
    orphans = service.workers()
    with slow(service.port, 20, READ):
        service.master.kill()
        service.master.wait()
        again = start(service.port, tmp_path)  # gunicorn tries for five seconds to have the port
    try:
        assert len(orphans) == 2
        assert eventually(lambda: len(again.workers()) == 2 and not any(is_alive(orphan) for orphan in orphans))
        assert b"Convergence" in again.get()
    finally:
        stop(again)
