"""What is kept in memory: bounded in bytes, computed once a key, and no key ever has two locks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from scenarios.kept import Kept, KeyedLocks


def test_the_last_used_stay_and_all_together_take_no_more_than_allowed() -> None:
    kept: Kept[bytes] = Kept(1_000, len)
    made: list[int] = []

    def ask(key: int) -> None:
        kept.get(key, lambda: (made.append(key), bytes(400))[1])

    for key in (1, 2, 1, 3, 1, 2):
        ask(key)
    assert made == [1, 2, 3, 2]


def test_what_is_larger_than_all_that_is_allowed_is_kept_alone() -> None:
    kept: Kept[bytes] = Kept(10, len)
    first = kept.get("a", lambda: bytes(100))
    assert kept.get("a", lambda: b"") is first
    kept.get("b", lambda: b"x")
    assert kept.get("a", lambda: b"anew") == b"anew"


def test_a_computation_that_fails_is_tried_again_by_the_next() -> None:
    kept: Kept[int] = Kept(10, lambda _: 1)
    try:
        kept.get("a", lambda: 1 // 0)
    except ZeroDivisionError:
        assert kept.get("a", lambda: 2) == 2


def test_however_many_keys_are_asked_one_key_is_held_by_one_at_a_time() -> None:
    locks, inside, seen = KeyedLocks(), threading.Event(), threading.Event()

    def hold() -> None:
        with locks.alone("held"):
            inside.set()
            assert seen.wait(60)

    def wait() -> bool:
        with locks.alone("held"):
            return seen.is_set()

    with ThreadPoolExecutor(2) as threads:
        threads.submit(hold)
        assert inside.wait(60)
        for number in range(1_000):
            with locks.alone(number):
                pass
        waiting = threads.submit(wait)
        seen.set()
        assert waiting.result(60), "it entered while another held the lock"
    assert not locks._held
