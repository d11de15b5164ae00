"""A PostgreSQL server that is frozen, neither alive nor dead: nobody waits for it long, and it is used again once it is back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from access.settings import Settings
from app import create_app
from geodata.territory import Territory
from store import patience, server
from store.database import Database, StoreUnavailable
from store.scenarios import Scenarios
from tests.access.accounts import OWN
from tests.attack.test_closed import OWN_PLACES, PUBLIC
from tests.postgres import Server, programs, running
from tests.store.contents import every_scenario
from tests.store.drafts import draft
from tests.store.people import PLANNER

BACK_WITHIN_S = 60


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    with running(found) as made:
        yield made


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "ANSWER_S", 1.0)
    monkeypatch.setattr(patience, "PING_S", 0.5)
    monkeypatch.setattr(server, "CONNECT_TIMEOUT_S", 2)


def _answered(ask: Callable[[], Any], wanted: object = None) -> Any:
    """Ask until the server answers again: it is left alone for a while first."""
    end = time.monotonic() + BACK_WITHIN_S
    while True:
        try:
            found = ask()
        except StoreUnavailable:
            found = None
        if found is not None and wanted in (None, found):
            return found
        assert time.monotonic() < end
        time.sleep(0.2)


def test_while_the_server_is_frozen_pages_go_on_and_nobody_is_told_to_sign_in(own_server: Server, territory: Territory) -> None:
    app = create_app(Settings(demo=True, database_url=own_server.empty()), territory)
    chief = app.server.test_client()
    assert chief.post("/demonstration", data={"role": "facilitator"}, headers=OWN).status_code == 303
    with own_server.frozen():
        for path in PUBLIC:
            assert (path, chief.get(path).status_code) == (path, 200)
        for path in OWN_PLACES:
            answer = chief.get(path)
            assert (path, answer.status_code) == (path, 503)
            assert "ne répond pas" in answer.json["error"]
        assert "connectez-vous" not in chief.get("/_dash-layout", headers={"Referer": "http://localhost/moderer"}).text
    assert _answered(lambda: chief.get("/inbox.json").status_code, wanted=200) == 200


def test_a_frozen_server_is_asked_once_and_then_left_alone_for_a_while(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database.open(own_server.migrated())
    database._breaker._rest_s = 3_600.0
    kept = Scenarios(database).create(PLANNER, draft())
    tries: list[object] = []
    connect = patience.PatientConnection.connect
    monkeypatch.setattr(patience.PatientConnection, "connect", lambda *given, **named: tries.append(given) or connect(*given, **named))
    with own_server.frozen():
        for _ in range(50):
            with pytest.raises(StoreUnavailable, match="ne répond pas"):
                every_scenario(Scenarios(database))
    assert len(tries) == 1
    database._breaker._rest_s = 0.0
    database._breaker.trip()
    assert _answered(lambda: every_scenario(Scenarios(database))) == (kept,)
    database.engine.dispose()


def test_a_server_that_freezes_in_the_middle_of_a_transaction_writes_nothing(own_server: Server) -> None:
    database = Database.open(own_server.migrated())
    kept = Scenarios(database).create(PLANNER, draft())
    with pytest.raises(StoreUnavailable, match="ne répond pas"), database.writing() as connection:
        connection.exec_driver_sql("UPDATE scenarios SET name = 'spoilt'")
        with own_server.frozen():
            connection.exec_driver_sql("SELECT 1")
    assert _answered(lambda: every_scenario(Scenarios(database))) == (kept,)
    database.engine.dispose()
