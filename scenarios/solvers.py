"""Local processes that do slices: they end with the server, are replaced before they grow, and end when nothing is asked for long."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from processes.memory import give_back_large_blocks, keep_giving_back
from processes.parent import end_with
from processes.priority import NICENESS

MOST_SLICES = 100
IDLE_S = 120.0


def _begin(parent: int) -> None:
    """Start a process, which ends with its parent; the pages go before its work."""
    end_with(parent)
    os.nice(NICENESS)
    give_back_large_blocks()
    threading.Thread(target=keep_giving_back, daemon=True).start()


class Solvers(Executor):
    """A pool of processes, started afresh: none of the web server's threads or connections are inherited.

    Parameters
    ----------
    processes : how many.
    most_slices : after so many, new processes take the place of those that did them: memory that libraries keep is given back.
    idle_s : seconds without work after which the processes end; the next slice starts them again.
    """

    def __init__(self, processes: int = 1, most_slices: int = MOST_SLICES, idle_s: float = IDLE_S) -> None:
        self._number, self._most, self._idle_s = processes, most_slices, idle_s
        self._lock = threading.Lock()
        self._inner: ProcessPoolExecutor | None = None
        self._given = self._pending = 0
        self._timer: threading.Timer | None = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`."""
        with self._lock:
            if self._given >= self._most * self._number:
                self._end()
            if self._inner is None:
                context = multiprocessing.get_context("spawn")
                self._inner = ProcessPoolExecutor(self._number, mp_context=context, initializer=_begin, initargs=(os.getpid(),))
            work = self._inner.submit(fn, *args, **named)
            self._given, self._pending = self._given + 1, self._pending + 1
        work.add_done_callback(self._done)
        return work

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """See :class:`concurrent.futures.Executor`."""
        with self._lock:
            inner, self._inner = self._inner, None
        if inner is not None:
            inner.shutdown(wait=wait, cancel_futures=cancel_futures)

    def pids(self) -> list[int]:
        """Return the ids of the processes at present."""
        with self._lock:
            return list(self._inner._processes or ()) if self._inner else []

    def _end(self) -> None:
        """Let the processes end once they have done what they were given; to be called with the lock held."""
        if self._inner is not None:
            self._inner.shutdown(wait=False)
        self._inner, self._given = None, 0

    def _done(self, _work: Future[Any]) -> None:
        with self._lock:
            self._pending -= 1
            if self._timer is not None:
                self._timer.cancel()
            self._timer = threading.Timer(self._idle_s, self._rest)
            self._timer.daemon = True
            self._timer.start()

    def _rest(self) -> None:
        with self._lock:
            if not self._pending:
                self._end()
