"""Two servers on one PostgreSQL: one is lost in the middle, and nothing that either acknowledged is."""

from __future__ import annotations

import json
import os
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any

import pytest

from bench.memory import family
from store.database import Database
from store.verify import faults
from tests.attack.served import NO_ANSWER, Served, start, stop
from tests.attack.sizes import SIZES
from tests.serving import free_port


class Agent:
    """An agent of a landlord, signed in by one server and known to the other."""

    def __init__(self, served: Served) -> None:
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._opener.open(self._to(served, "/demonstration", b"role=landlord", "x-www-form-urlencoded"), timeout=60).close()

    @staticmethod
    def _to(served: Served, path: str, body: bytes | None = None, kind: str = "json") -> urllib.request.Request:
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": f"application/{kind}"}
        return urllib.request.Request(f"http://127.0.0.1:{served.port}{path}", data=body, headers=headers)

    def propose(self, served: Served, name: str) -> str:
        """Make a place; return its id, which acknowledges it."""
        body = json.dumps({"fields": {"name": name, "lon": 5.37, "lat": 43.3}}).encode()
        with self._opener.open(self._to(served, "/proposals", body), timeout=60) as answer:
            return str(json.load(answer)["id"])

    def read(self, served: Served, place: str) -> Any:
        with self._opener.open(self._to(served, f"/proposals/{place}.json"), timeout=60) as answer:
            return json.load(answer)


@pytest.fixture
def pair(postgres: Any, tmp_path: Path) -> Iterator[tuple[Served, Served, str]]:
    url, started = postgres.empty(), []
    try:
        for name in ("first", "second"):
            (tmp_path / name).mkdir()
            started.append(start(free_port(), tmp_path / name, DATABASE_URL=url, WEB_WORKERS="1"))
        yield started[0], started[1], url
    finally:
        for served in started:
            stop(served)


def lose(served: Served) -> None:
    """End every process of a server at once, as a machine that loses its current does."""
    for pid in family(served.master.pid):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_a_server_lost_in_the_middle_loses_nothing_acknowledged(pair: tuple[Served, Served, str]) -> None:
    first, second, url = pair
    agent = Agent(first)
    acknowledged: dict[str, str] = {}
    for number in range(SIZES.edits):
        if number == SIZES.edits // 2:
            lose(first)
        for served in (first, second) if number % 2 else (second, first):
            with suppress(*NO_ANSWER):
                acknowledged[agent.propose(served, f"Local {number}")] = f"Local {number}"
                break
    assert list(acknowledged.values()) == [f"Local {number}" for number in range(SIZES.edits)]
    assert {place: agent.read(second, place)["content"]["name"] for place in acknowledged} == acknowledged
    assert second.get("/healthz") == b"ok\n"
    database = Database.open(url)
    assert faults(database) == ()
    database.engine.dispose()
