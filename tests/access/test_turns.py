"""Heavy work takes turns: who asks much waits or is told to come back, the others are served, and threads stay for pages."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask

from access.settings import Settings
from access.turns import EXTENSION, Busy, Turns, heavy, install_turns, is_heavy
from app import Convergence
from callbacks.registry import output_key
from services.context import Context
from tests.callbacks.screens import declared

HEAVY_ROUTES = {"plan", "study", "difference", "values", "download", "save"}
HEAVY_CALLBACKS = {
    "sheet.children", "profile.children", "robust.children", "compare.children", "plan-result.children", "saved-banner.children",
    "shown-curve.children", "shown-safe.children", "shown-front.children", "shown-versus.children",
}  # fmt: skip


def entered(turns: Turns, clients: str) -> ExitStack:
    """Take a turn for each letter."""
    stack = ExitStack()
    for client in clients:
        stack.enter_context(turns.turn(client))
    return stack


@pytest.mark.parametrize("threads", [1, 2, 3, 4, 8, 64])
def test_two_threads_always_stay_for_pages_and_files(threads: int) -> None:
    turns = Turns.of(threads)
    assert turns._room <= max(1, threads - 2)
    assert turns._at_once <= turns._room


def test_one_client_takes_no_more_than_its_share_and_another_is_served() -> None:
    turns = Turns(at_once=2, room=6, share=1, patience_s=60)
    with entered(turns, "a"):
        with pytest.raises(Busy), turns.turn("a"):
            pass
        with turns.turn("b"):
            pass
    with turns.turn("a"):
        pass


def test_beyond_the_room_anybody_is_told_to_come_back() -> None:
    turns = Turns(at_once=2, room=2, share=2)
    with entered(turns, "ab"), pytest.raises(Busy), turns.turn("c"):
        pass


def test_a_turn_that_does_not_come_is_given_up_and_its_place_is_free_again() -> None:
    turns = Turns(at_once=1, room=2, share=2, patience_s=0.01)
    with entered(turns, "a"):
        for _ in range(3):
            with pytest.raises(Busy), turns.turn("b"):
                pass
    with turns.turn("b"):
        pass


def test_whose_client_works_least_goes_first() -> None:
    turns, order = Turns(at_once=2, room=6, share=4, patience_s=60), list[str]()
    first, second = entered(turns, "a"), entered(turns, "a")

    def work(client: str) -> None:
        with turns.turn(client):
            order.append(client)

    with ThreadPoolExecutor(2) as threads:
        for client in "ab":
            threads.submit(work, client)
            waiting = 1 + "ab".index(client)
            while len(turns._waiting) < waiting:
                threading.Event().wait(0.01)
        first.close()
    second.close()
    assert order == ["b", "a"]


@pytest.fixture
def server() -> Iterator[Flask]:
    server = Flask("test")
    install_turns(server, Settings(), Turns(1, 1, 1))

    @server.get("/slow")
    @heavy
    def slow() -> str:
        return "done"

    yield server


def test_without_a_free_turn_the_answer_is_429_with_a_sentence_and_when_to_come_back(server: Flask) -> None:
    _settings, turns = server.extensions[EXTENSION]
    with entered(turns, "x"):
        told = server.test_client().get("/slow")
        page = server.test_client().get("/slow", headers={"Accept": "text/html"})
    assert told.status_code == page.status_code == 429
    assert int(told.headers["Retry-After"]) > 0
    assert "calculs" in told.get_json()["error"]
    assert page.headers["Refresh"]
    assert server.test_client().get("/slow").text == "done"


def test_every_heavy_route_and_callback_takes_a_turn_and_no_other(app: Convergence, context: Context) -> None:
    routes = {endpoint for endpoint, view in app.server.view_functions.items() if is_heavy(view)}
    assert routes == HEAVY_ROUTES
    wires = declared(context).wires
    assert {output_key(outputs) for function, outputs, *_ in wires if is_heavy(function)} == HEAVY_CALLBACKS
