"""Attempts to sign in: a few wrong ones, then none for a while, counted for all workers together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from store.attempts import ADDRESS_WINDOW_S, LOGIN_WINDOW_S, MOST, Attempt, Attempts
from store.database import Database
from tests.store.contents import everything
from tests.store.people import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def attempts(database: Database, clock: Clock) -> Attempts:
    return Attempts(database, clock)


@pytest.mark.parametrize("kind", ["one login from anywhere", "any login from one address", "one login from one address"])
def test_of_a_hundred_wrong_attempts_in_a_minute_ninety_five_are_refused(kind: str, attempts: Attempts, clock: Clock) -> None:
    went_on = 0
    for i in range(100):
        login = f"person{i}" if kind.startswith("any") else "ada"
        address = f"192.0.2.{i}" if "anywhere" in kind else "192.0.2.1"
        went_on += isinstance(attempts.claim(login, address), Attempt)
        clock.now += 0.6
    assert went_on == MOST == 5


def test_two_workers_count_together(url: str, attempts: Attempts, clock: Clock) -> None:
    other = Attempts(Database.open(url), clock)
    went_on = [isinstance(worker.claim("ada", "192.0.2.1"), Attempt) for _ in range(10) for worker in (attempts, other)]
    assert sum(went_on) == MOST


def test_attempts_made_at_once_are_counted_one_by_one(url: str, attempts: Attempts, clock: Clock) -> None:
    def claim(_i: int) -> bool:
        return isinstance(Attempts(Database.open(url), clock).claim("ada", "192.0.2.1"), Attempt)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(40))) == MOST


GAPS = st.lists(st.integers(0, 90) | st.integers(0, 2 * LOGIN_WINDOW_S), min_size=1, max_size=25)


@examples(max_examples=30, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(gaps=GAPS, name=st.uuids())
def test_no_window_holds_more_than_five_and_the_wait_that_is_told_is_the_right_one(
    gaps: list[int], name: object, attempts: Attempts, clock: Clock
) -> None:
    login, made = str(name), []
    for i, gap in enumerate(gaps):
        clock.now += gap
        claimed = attempts.claim(login, f"{name} {i}")
        if isinstance(claimed, Attempt):
            made.append(clock.now)
            assert sum(clock.now - LOGIN_WINDOW_S < moment for moment in made) <= MOST
        else:
            assert 1 <= claimed <= LOGIN_WINDOW_S
            clock.now += claimed - 1
            assert attempts.claim(login, f"{name} {i} too soon") == 1
            clock.now += 1
            assert isinstance(attempts.claim(login, f"{name} {i} in time"), Attempt)
            made.append(clock.now)


def test_each_attempt_is_free_again_when_the_oldest_of_five_leaves_the_window(attempts: Attempts, clock: Clock) -> None:
    start, went_on = clock.now, []
    for second in range(0, 2 * LOGIN_WINDOW_S, 10):
        clock.now = start + second
        if isinstance(attempts.claim("ada", f"192.0.2.{second}"), Attempt):
            went_on.append(second)
    first = list(range(0, 10 * MOST, 10))
    assert went_on == [*first, *[second + LOGIN_WINDOW_S for second in first]]


def test_a_refused_attempt_does_not_make_the_wait_longer(attempts: Attempts, clock: Clock) -> None:
    for _ in range(MOST):
        attempts.claim("ada", "192.0.2.1")
    waits = []
    for _ in range(10):
        clock.now += 20
        waits.append(attempts.claim("ada", "192.0.2.1"))
    assert waits == [LOGIN_WINDOW_S - 20 * i for i in range(1, 11)]


def test_a_right_attempt_forgets_the_wrong_ones_of_its_login_but_not_of_its_address(attempts: Attempts) -> None:
    for i in range(MOST - 1):
        attempts.claim("ada" if i % 2 else "eve", "192.0.2.1")
    right = attempts.claim("ada", "192.0.2.1")
    assert isinstance(right, Attempt)
    attempts.forgive(right)
    assert isinstance(attempts.claim("ada", "192.0.2.1"), Attempt)
    assert attempts.claim("ada", "192.0.2.1") == ADDRESS_WINDOW_S
    assert [isinstance(attempts.claim("ada", f"192.0.2.{i}"), Attempt) for i in range(2, 7)] == [True] * 4 + [False]


def test_a_clock_that_is_set_back_keeps_nobody_out(attempts: Attempts, clock: Clock) -> None:
    for _ in range(MOST):
        attempts.claim("ada", "192.0.2.1")
    clock.now -= 86_400
    assert isinstance(attempts.claim("ada", "192.0.2.1"), Attempt)


def test_logins_and_addresses_are_not_kept_in_clear(attempts: Attempts, database: Database) -> None:
    attempts.claim("ada.lovelace", "192.0.2.77")
    kept = everything(database)
    assert b"lovelace" not in kept
    assert b"192.0.2" not in kept
