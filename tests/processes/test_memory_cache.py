"""What is kept in memory: bounded in bytes, computed once a key, and no key ever has two locks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from processes.memory_cache import KeyedLocks, MemoryCache


def test_the_last_used_stay_and_all_together_take_no_more_than_allowed() -> None:
    kept: MemoryCache[bytes] = MemoryCache(1_000, len)
    made: list[int] = []

    def ask(key: int) -> None:
        kept.get(key, lambda: (made.append(key), bytes(400))[1])

    for key in (1, 2, 1, 3, 1, 2):
        ask(key)
    assert made == [1, 2, 3, 2]


Step = tuple[str, int, int]
STEPS = st.lists(st.tuples(st.sampled_from(["get", "put", "forget"]), st.integers(0, 5), st.integers(0, 150)), max_size=60)


@given(STEPS)
def test_whatever_is_asked_no_more_is_kept_than_allowed_but_the_last(steps: list[Step]) -> None:
    kept: MemoryCache[bytes] = MemoryCache(100, len)
    for step, key, size in steps:
        if step == "get":
            kept.get(key, lambda size=size: bytes(size))
        elif step == "put":
            assert kept.put(key, bytes(size)) is kept.known(key)
        else:
            kept.forget(lambda other, key=key: other == key)
            assert kept.known(key) is None
        held = [found for found in map(kept.known, range(6)) if found is not None]
        assert sum(map(len, held)) <= 100 or len(held) == 1


def test_what_is_larger_than_all_that_is_allowed_is_kept_alone() -> None:
    kept: MemoryCache[bytes] = MemoryCache(10, len)
    first = kept.get("a", lambda: bytes(100))
    assert kept.get("a", lambda: b"") is first
    kept.get("b", lambda: b"x")
    assert kept.get("a", lambda: b"anew") == b"anew"


def test_a_computation_that_fails_is_tried_again_by_the_next() -> None:
    kept: MemoryCache[int] = MemoryCache(10, lambda _: 1)
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
    assert not locks._locks
