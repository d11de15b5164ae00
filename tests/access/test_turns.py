"""Heavy work takes turns: who asks much waits or is told to come back, the others are served, and threads stay for pages."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest
from flask import Flask, request
from hypothesis import given
from hypothesis import strategies as st

from access.settings import Settings
from access.turns import (
    EXTENSION,
    HALF_LIFE_S,
    MOST_REST_S,
    MUCH_S,
    OTHERS_S,
    POLL_S,
    Busy,
    Turns,
    Usage,
    heavy,
    heavy_unless,
    install_turns,
    is_heavy,
)
from callbacks.application import Convergence
from callbacks.registry import output_key
from services.context import Context
from tests.attack.served import eventually
from tests.callbacks.screens import declared

HEAVY_ROUTES = {"plan", "study", "difference", "values", "download", "own_export", "landlord", "landlord_file"} | {
    *("funding_page", "funding_file", "dossier_page", "dossier_file", "map_file", "zone_file"),
    *("ogc_collections", "ogc_collection", "ogc_queryables", "ogc_items", "ogc_item"),
    *("api_places", "api_place", "api_scores", "api_scenario"),
}
HEAVY_CALLBACKS = {
    "sheet.children", "profile.children", "robust.children", "compare.children", "saved-banner.children", "shown-versus.children",
    "saved-scenario.data", "best-scores.data",
    *(f"..progress-{name}.children...ways-{name}.children...shown-{name}.children...drawn-{name}.data.."
      for name in ("plan", "curve", "safe", "front")),
}  # fmt: skip


def entered(turns: Turns, clients: str) -> ExitStack:
    """Take a turn for each letter."""
    stack = ExitStack()
    for client in clients:
        stack.enter_context(turns.turn(client))
    return stack


def work(turns: Turns, client: str, has_left: Callable[[], bool] = lambda: False) -> str:
    """Take a turn and do nothing of it."""
    with turns.turn(client, has_left):
        return client


@pytest.mark.parametrize("threads", [1, 2, 3, 4, 8, 64])
def test_two_threads_always_stay_for_pages_and_files(threads: int) -> None:
    turns = Turns.of(threads)
    assert turns._room <= max(1, threads - 2)
    assert turns._at_once <= turns._room


def test_a_client_alone_has_all_the_room_and_waits_as_long_as_it_takes() -> None:
    turns = Turns(at_once=1, room=6, patience_s=0.01)
    with ThreadPoolExecutor(5) as threads:
        with entered(turns, "a"):
            waiting = [threads.submit(work, turns, "a") for _ in range(5)]
            assert eventually(lambda: len(turns._waiting) == 5)
            time.sleep(0.1)  # ten times the patience
        assert [one.result() for one in waiting] == ["a"] * 5


def test_another_takes_the_place_of_one_who_waits_for_the_client_that_has_most() -> None:
    turns = Turns(at_once=1, room=3, patience_s=60)
    with ThreadPoolExecutor(3) as threads:
        with entered(turns, "a"):
            first = threads.submit(work, turns, "a")
            assert eventually(lambda: len(turns._waiting) == 1)
            last = threads.submit(work, turns, "a")
            assert eventually(lambda: len(turns._waiting) == 2)
            other = threads.submit(work, turns, "b")
            with pytest.raises(Busy):
                last.result(timeout=60)
        assert (first.result(), other.result()) == ("a", "b")


def test_beyond_the_room_anybody_is_told_to_come_back() -> None:
    turns = Turns(at_once=2, room=2)
    with entered(turns, "ab"), pytest.raises(Busy), turns.turn("c"):
        pass


def test_a_turn_that_does_not_come_while_others_work_is_given_up_and_its_place_is_free_again() -> None:
    turns = Turns(at_once=1, room=2, patience_s=0.01)
    with entered(turns, "a"):
        for _ in range(3):
            with pytest.raises(Busy), turns.turn("b"):
                pass
    with turns.turn("b"):
        pass


def test_who_has_closed_the_page_keeps_no_place() -> None:
    turns, has_left = Turns(at_once=1, room=2, patience_s=60), threading.Event()
    with ThreadPoolExecutor(1) as threads, entered(turns, "a"):
        waiting = threads.submit(work, turns, "a", has_left.is_set)
        assert eventually(lambda: bool(turns._waiting))
        has_left.set()
        with pytest.raises(Busy):
            waiting.result(timeout=60)
        assert not turns._waiting


def test_whose_client_works_least_goes_first() -> None:
    turns, order = Turns(at_once=2, room=6, patience_s=60), list[str]()
    first, second = entered(turns, "a"), entered(turns, "a")
    with ThreadPoolExecutor(2) as threads:
        for number, client in enumerate("ab", 1):
            threads.submit(work, turns, client).add_done_callback(lambda done: order.append(done.result()))
            assert eventually(lambda number=number: len(turns._waiting) == number)
        first.close()
        assert eventually(lambda: order == ["b"] or order == ["b", "a"])
    second.close()
    assert eventually(lambda: order == ["b", "a"])


def test_a_client_that_has_worked_much_lately_has_one_turn_until_that_is_forgotten() -> None:
    now = [0.0]
    turns = Turns(at_once=2, room=6, patience_s=60, clock=lambda: now[0], work_clock=lambda: now[0])
    with turns.turn("a"):
        now[0] += 2 * MUCH_S
    with ThreadPoolExecutor(1) as threads:
        with entered(turns, "a"):
            waiting = threads.submit(work, turns, "a")
            assert eventually(lambda: bool(turns._waiting))
            with turns.turn("b"):
                assert not waiting.done()
        assert waiting.result() == "a"
    now[0] += 2 * HALF_LIFE_S
    with entered(turns, "aa"):
        pass


def test_a_client_that_has_worked_much_rests_between_turns_while_others_work() -> None:
    now = [0.0]
    turns = Turns(at_once=2, room=6, patience_s=60, clock=lambda: now[0], work_clock=lambda: now[0])
    with turns.turn("a"):
        now[0] += 2 * MUCH_S
    work(turns, "b")
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(work, turns, "a")
        assert eventually(lambda: bool(turns._waiting))
        work(turns, "b")  # somebody else is served meanwhile
        time.sleep(2 * POLL_S)
        assert not waiting.done()
        now[0] += MOST_REST_S
        assert waiting.result(timeout=60) == "a"


def test_a_client_that_has_worked_much_does_not_rest_where_nobody_else_works() -> None:
    now = [0.0]
    turns = Turns(at_once=2, room=6, patience_s=60, clock=lambda: now[0], work_clock=lambda: now[0])
    work(turns, "b")
    now[0] += 2 * OTHERS_S
    with turns.turn("a"):
        now[0] += 2 * MUCH_S
    assert work(turns, "a") == "a"


def test_what_is_quickly_done_does_not_wait_for_what_takes_long() -> None:
    turns = Turns(at_once=3, room=6, patience_s=60, for_quick=1)
    with ThreadPoolExecutor(2) as threads, entered(turns, "ab"):
        long = threads.submit(work, turns, "c")
        assert eventually(lambda: bool(turns._waiting))
        with turns.turn("d", quick=True):
            assert not long.done()
    assert long.result(timeout=60) == "c"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 100), st.floats(0, 100)), max_size=50))
def test_half_of_what_a_client_did_is_forgotten_in_each_half_life(done: list[tuple[str, float, float]]) -> None:
    now = [0.0]
    usage, expected = Usage(lambda: now[0]), dict.fromkeys("abc", 0.0)
    for client, seconds, later in done:
        usage.add(client, seconds)
        expected[client] += seconds
        now[0] += later
        expected = {name: value * 0.5 ** (later / HALF_LIFE_S) for name, value in expected.items()}
    assert {name: usage.of(name) for name in "abc"} == pytest.approx(expected)


@pytest.fixture
def server() -> Iterator[Flask]:
    server = Flask("test")
    install_turns(server, Settings(), Turns(1, 1))

    @server.get("/slow")
    @heavy
    def slow() -> str:
        return "done"

    @server.get("/known")
    @heavy_unless(lambda: "known" in request.args)
    def known() -> str:
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


def test_an_answer_that_is_there_already_waits_for_no_turn(server: Flask) -> None:
    _settings, turns = server.extensions[EXTENSION]
    with entered(turns, "x"):
        assert server.test_client().get("/known?known=1").text == "done"
        assert server.test_client().get("/known").status_code == 429


def test_every_heavy_route_and_callback_takes_a_turn_and_no_other(app: Convergence, context: Context) -> None:
    routes = {endpoint for endpoint, view in app.server.view_functions.items() if is_heavy(view)}
    assert routes == HEAVY_ROUTES
    wires = declared(context).wires
    assert {output_key(outputs) for function, outputs, *_ in wires if is_heavy(function)} == HEAVY_CALLBACKS
