"""Who does the slices: a pool of processes by default, a Dask cluster when its address is given, a thread for data in memory only."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial

from scenarios.cluster import Cluster, Lost
from scenarios.planner import Planner
from scenarios.slices import Job, Slice, TerritorySource, work, work_at
from scenarios.solvers import Solvers

RETRY_S = 15.0


class Pool:
    """An executor made on first use (after the web server has forked), and made again when it breaks or no longer answers.

    One that cannot be made is not tried again for a while: nobody waits for it in vain.

    Parameters
    ----------
    make : makes an executor.
    run : what it runs; must be importable where the executor runs it.
    retry_s : seconds before one that could not be made is tried again.
    """

    def __init__(self, make: Callable[[], Executor], run: Callable[[Job], Slice], retry_s: float = RETRY_S) -> None:
        self._make, self._run, self._retry_s = make, run, retry_s
        self._lock = threading.Lock()
        self._not_before = 0.0
        self._current: tuple[int, Executor] | None = None

    def submit(self, job: Job) -> Future[Slice]:
        """Submit one slice; a pool whose process was killed is replaced once.

        Raises
        ------
        Lost
            No executor can be had at present.
        """
        executor = self._executor()
        try:
            return executor.submit(self._run, job)
        except (BrokenProcessPool, RuntimeError):
            self.renew()
            return self._executor().submit(self._run, job)

    def running(self, run: Callable[[Job], Slice]) -> Pool:
        """Return a pool that runs something else on this very executor."""
        return _Sharing(self, run)

    def check(self) -> None:
        """Let an executor go that no longer answers: what was submitted to it then ends, to be done again."""
        with self._lock:
            executor = self._current[1] if self._current and self._current[0] == os.getpid() else None
        if executor is not None and not getattr(executor, "is_alive", True):
            self.renew()

    def renew(self) -> None:
        """Forget the executor: the next slice gets a new one."""
        with self._lock:
            current, self._current = self._current, None
        if current and current[0] == os.getpid():
            current[1].shutdown(wait=False, cancel_futures=True)

    def _executor(self) -> Executor:
        with self._lock:
            if self._current is None or self._current[0] != os.getpid():
                self._current = (os.getpid(), self._made())
            return self._current[1]

    def _made(self) -> Executor:
        if time.monotonic() < self._not_before:
            raise Lost("it did not answer a moment ago")
        try:
            return self._make()
        except Lost:
            self._not_before = time.monotonic() + self._retry_s
            raise


class _Sharing(Pool):
    """Another use of a pool's executor."""

    def __init__(self, owner: Pool, run: Callable[[Job], Slice]) -> None:
        super().__init__(owner._make, run)
        self._owner = owner

    def check(self) -> None:
        self._owner.check()

    def renew(self) -> None:
        self._owner.renew()

    def _executor(self) -> Executor:
        return self._owner._executor()


def process_pool(source: TerritorySource, processes: int = 1) -> Pool:
    """Return a pool of local processes."""
    return Pool(lambda: Solvers(processes), partial(work_at, source))


def thread_pool(planner: Planner) -> Pool:
    """Return one thread, for a territory that only this process holds."""
    return Pool(lambda: ThreadPoolExecutor(1, thread_name_prefix="slices"), partial(work, planner))


def dask_pool(address: str, source: TerritorySource) -> Pool:
    """Return a Dask cluster's executor; its workers need this code and the same data."""
    return Pool(lambda: Cluster(address), partial(work_at, source))
