"""What a process keeps in memory to spare work: results by key up to a number of bytes, and one computation of a key at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Generic, TypeVar

Result = TypeVar("Result")


class KeyedLocks:
    """A lock for each key, which exists while somebody holds it or waits for it: never two for one key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._locks: dict[Hashable, tuple[threading.Lock, int]] = {}

    @contextmanager
    def alone(self, key: Hashable) -> Iterator[None]:
        """Hold the lock of a key; who asks for another key does not wait."""
        with self._lock:
            lock, users = self._locks.get(key, (threading.Lock(), 0))
            self._locks[key] = (lock, users + 1)
        try:
            with lock:
                yield
        finally:
            with self._lock:
                users = self._locks[key][1] - 1
                if users:
                    self._locks[key] = (lock, users)
                else:
                    del self._locks[key]


class MemoryCache(Generic[Result]):
    """Results by key, the last used, up to `most_bytes` in all; each is computed by whoever asks first, the others of its key wait.

    Parameters
    ----------
    most_bytes : what all results may take; the last one stays, however large.
    size : bytes that a result takes.
    """

    def __init__(self, most_bytes: int, size: Callable[[Result], int]) -> None:
        self._most, self._size = most_bytes, size
        self._lock, self._alone = threading.Lock(), KeyedLocks()
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        """Return the result of a key, computed by `make` where it is not kept. No lock is held on other keys meanwhile."""
        found = self._found(key)
        if found is not None:
            return found[0]
        with self._alone.alone(key):
            found = self._found(key)
            return found[0] if found is not None else self.put(key, make())

    def known(self, key: Hashable) -> Result | None:
        """Return the result of a key where it is kept."""
        found = self._found(key)
        return None if found is None else found[0]

    def put(self, key: Hashable, result: Result) -> Result:
        """Keep a result in the place of that of its key; return it."""
        size = self._size(result)
        with self._lock:
            self._bytes += size - self._results.pop(key, (result, 0))[1]
            self._results[key] = (result, size)
            while self._bytes > self._most and len(self._results) > 1:
                self._bytes -= self._results.popitem(last=False)[1][1]
        return result

    def forget(self, whether: Callable[[Hashable], bool] = lambda _key: True) -> None:
        """Let go of the results of some keys; of all unless told otherwise."""
        with self._lock:
            for key in [key for key in self._results if whether(key)]:
                self._bytes -= self._results.pop(key)[1]

    def _found(self, key: Hashable) -> tuple[Result, int] | None:
        with self._lock:
            found = self._results.get(key)
            if found is not None:
                self._results.move_to_end(key)
            return found
