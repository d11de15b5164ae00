"""A server that did not answer is left alone for a while: whoever asks meanwhile is told so at once, then one tries again."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

REST_S = 5.0


class Resting(OSError):  # noqa: N818 - a state of the world
    """The server did not answer a moment ago, and is not asked again yet."""


class Breaker:
    """Says when a server may be asked. Every method may be called from any thread; `clock` gives seconds."""

    def __init__(self, rest_s: float = REST_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._rest_s, self._clock = rest_s, clock
        self._lock = threading.Lock()
        self._until: float | None = None

    def enter(self) -> None:
        """Let the caller ask; after a rest, the first one alone, and nobody else before another rest or an answer.

        Raises
        ------
        Resting
            It is not time yet.
        """
        with self._lock:
            if self._until is None:
                return
            now = self._clock()
            if now < self._until:
                raise Resting
            self._until = now + self._rest_s

    def trip(self) -> None:
        """Note that the server did not answer in time."""
        with self._lock:
            self._until = self._clock() + self._rest_s

    def reset(self) -> None:
        """Note that it answered."""
        with self._lock:
            self._until = None
