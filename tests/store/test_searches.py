"""State of long computations: one holder at a time, no step lost or written twice, whatever the order of events."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from store.database import Database
from store.searches import ABANDONED_S, Searches

HOLDERS = st.sampled_from("AB")
BYTES = bytes(range(256)) * 40


@pytest.fixture
def searches(database: Database) -> Searches:
    return Searches(database)


def _start(searches: Searches, key: str = "k", finished: bool = False) -> None:
    searches.start(key, "exact", "k=3", b"0", {}, finished)


def test_a_search_comes_back_as_it_was_started(searches: Searches, url: str) -> None:
    assert searches.get("k") is None
    report = {"gap": 0.12, "bound": None, "words": "à prouver"}
    started = searches.start("k", "exact", "k=3&reach=900", BYTES, report, False)
    assert (started.key, started.kind, started.question, started.state, started.report) == ("k", "exact", "k=3&reach=900", BYTES, report)
    assert (started.steps, started.finished, started.cancelled, started.holder, started.lease_until) == (0, False, False, None, None)
    assert Searches(Database.open(url)).get("k") == started


def test_who_starts_a_search_that_is_there_is_given_it(searches: Searches) -> None:
    first = searches.start("k", "exact", "q", b"1", {}, False)
    assert searches.start("k", "exact", "q", b"2", {"other": 1}, True) == first == searches.get("k")


def test_of_many_who_start_at_once_all_are_given_the_same_search(searches: Searches) -> None:
    together = threading.Barrier(8)

    def start(number: int) -> bytes:
        together.wait()
        return searches.start("k", "exact", "q", str(number).encode(), {}, False).state

    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(start, range(8)))
    stored = searches.get("k")
    assert stored is not None
    assert set(states) == {stored.state}


def test_of_many_who_claim_at_once_one_alone_has_it(searches: Searches) -> None:
    _start(searches)
    together = threading.Barrier(8)

    def claim(number: int) -> bool:
        together.wait()
        return searches.claim("k", f"worker {number}", 60)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


def test_a_lease_runs_out_and_another_goes_on_from_the_last_step(searches: Searches) -> None:
    _start(searches)
    assert searches.claim("k", "A", 10, now=100)
    assert not searches.claim("k", "B", 10, now=109.9)
    assert searches.advance("k", "A", b"1", {"step": 1}, False, 10, now=105)
    assert not searches.claim("k", "B", 10, now=114.9)
    assert searches.claim("k", "B", 10, now=115)
    assert not searches.advance("k", "A", b"late", {}, True, 10, now=116)
    assert searches.advance("k", "B", b"2", {"step": 2}, True, 10, now=117)
    stored = searches.get("k")
    assert stored is not None
    assert (stored.state, stored.report, stored.steps, stored.finished) == (b"2", {"step": 2}, 2, True)
    assert (stored.holder, stored.lease_until, stored.updated_at) == (None, None, 117)


def test_a_late_step_counts_when_nobody_took_over(searches: Searches) -> None:
    _start(searches)
    assert searches.claim("k", "A", 1, now=100)
    assert searches.advance("k", "A", b"1", {}, False, 10, now=500)


def test_a_cancelled_search_writes_no_step_until_it_is_resumed_and_claimed_again(searches: Searches) -> None:
    _start(searches)
    assert searches.claim("k", "A", 1_000)
    searches.cancel("k")
    assert not searches.advance("k", "A", b"1", {}, False, 10)
    assert not searches.claim("k", "A", 10)
    searches.resume("k")
    assert not searches.advance("k", "A", b"1", {}, False, 10)
    assert searches.claim("k", "B", 10)
    assert searches.advance("k", "B", b"1", {}, False, 10)


def test_a_finished_search_stays_as_it_is(searches: Searches) -> None:
    _start(searches, finished=True)
    before = searches.get("k")
    assert not searches.claim("k", "A", 10)
    assert not searches.advance("k", "A", b"1", {}, False, 10)
    searches.cancel("k")
    searches.release("k", "A")
    assert searches.get("k") == before


def test_nothing_can_be_done_to_a_search_that_does_not_exist(searches: Searches) -> None:
    assert not searches.claim("k", "A", 10)
    assert not searches.advance("k", "A", b"", {}, False, 10)
    for act in (searches.cancel, searches.resume, lambda key: searches.release(key, "A")):
        act("k")
    assert searches.get("k") is None


def test_the_oldest_finished_searches_are_dropped_and_no_other(searches: Searches) -> None:
    for number in range(6):
        key = f"k{number}"
        _start(searches, key)
        searches.claim(key, "A", 10, now=number)
        searches.advance(key, "A", b"1", {}, number != 0, 10, now=number)
    assert searches.prune(keep=2, now=10) == 3
    assert [number for number in range(6) if searches.get(f"k{number}")] == [0, 4, 5]
    assert searches.prune(keep=2, now=10) == searches.prune(now=10) == 0


def test_a_search_that_nobody_goes_on_with_is_dropped_after_a_month(searches: Searches) -> None:
    for key, now in (("left", 0.0), ("under way", ABANDONED_S)):
        _start(searches, key)
        searches.claim(key, "A", 10, now=now)
        searches.advance(key, "A", b"1", {}, False, 10, now=now)
    assert searches.prune(now=ABANDONED_S + 60) == 1
    assert searches.get("left") is None
    assert searches.get("under way") is not None


@dataclass(frozen=True)
class Expected:
    """What a search must be: the plainest model of it."""

    steps: int = 0
    finished: bool = False
    cancelled: bool = False
    holder: str | None = None
    until: float = 0.0

    def is_open(self) -> bool:
        return not self.finished and not self.cancelled


class TwoHolders(RuleBasedStateMachine):
    """Two holders, a clock, and somebody who cancels and resumes, in any order."""

    searches: Searches
    keys = count()

    @initialize()
    def begin(self) -> None:
        self.key = f"k{next(self.keys)}"
        self.now = 1_000.0
        self.expected = Expected()
        _start(self.searches, self.key)

    @rule(seconds=st.integers(0, 20))
    def wait(self, seconds: int) -> None:
        self.now += seconds

    @rule(holder=HOLDERS, seconds=st.integers(1, 20))
    def claim(self, holder: str, seconds: int) -> None:
        it = self.expected
        may = it.is_open() and (it.holder in (None, holder) or it.until <= self.now)
        assert self.searches.claim(self.key, holder, seconds, self.now) is may
        if may:
            self.expected = replace(it, holder=holder, until=self.now + seconds)

    @rule(holder=HOLDERS, seconds=st.integers(1, 20), finished=st.integers(0, 9).map(lambda roll: roll == 0))
    def advance(self, holder: str, seconds: int, finished: bool) -> None:
        it = self.expected
        may = it.is_open() and it.holder == holder
        state = str(it.steps + 1).encode()
        assert self.searches.advance(self.key, holder, state, {"steps": it.steps + 1}, finished, seconds, self.now) is may
        if may:
            after = (None, 0.0) if finished else (holder, self.now + seconds)
            self.expected = Expected(it.steps + 1, finished, False, *after)

    @rule(holder=HOLDERS)
    def release(self, holder: str) -> None:
        self.searches.release(self.key, holder)
        if self.expected.holder == holder:
            self.expected = replace(self.expected, holder=None, until=0.0)

    @rule()
    def cancel(self) -> None:
        self.searches.cancel(self.key)
        if self.expected.is_open():
            self.expected = replace(self.expected, cancelled=True, holder=None, until=0.0)

    @rule()
    def resume(self) -> None:
        self.searches.resume(self.key)
        self.expected = replace(self.expected, cancelled=False)

    @invariant()
    def stored_as_expected(self) -> None:
        stored = self.searches.get(self.key)
        assert stored is not None
        found = Expected(stored.steps, stored.finished, stored.cancelled, stored.holder, stored.lease_until or 0.0)
        assert found == self.expected
        assert int(stored.state) == stored.steps == stored.report.get("steps", 0)


class TestTwoHolders(TwoHolders.TestCase):
    settings = settings(max_examples=25, stateful_step_count=25)

    @classmethod
    def setUpClass(cls) -> None:
        cls.directory = TemporaryDirectory()
        database = Database.open(f"sqlite:///{Path(cls.directory.name)}/convergence.db")
        database.migrate()
        TwoHolders.searches = Searches(database)

    @classmethod
    def tearDownClass(cls) -> None:
        del TwoHolders.searches
        cls.directory.cleanup()
