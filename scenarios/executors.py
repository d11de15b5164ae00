"""Who does the slices: a pool of processes by default, a Dask cluster when its address is given, a thread for data in memory only."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from typing import Any

from scenarios.planner import Planner
from scenarios.slices import Home, Job, Slice, work, work_at


class Pool:
    """An executor made on first use (after the web server has forked), and made again when it breaks.

    Parameters
    ----------
    make : makes an executor.
    run : what it runs; must be importable where the executor runs it.
    close : lets an executor go.
    """

    def __init__(self, make: Callable[[], Executor], run: Callable[[Job], Slice], close: Callable[[Executor], None] | None = None) -> None:
        self._make, self._run, self._close = make, run, close or _shut_down
        self._lock = threading.Lock()
        self._held: tuple[int, Executor] | None = None

    def submit(self, job: Job) -> Future[Slice]:
        """Submit one slice; a pool whose process was killed is replaced once."""
        try:
            return self._executor().submit(self._run, job)
        except (BrokenProcessPool, RuntimeError):
            self.renew()
            return self._executor().submit(self._run, job)

    def running(self, run: Callable[[Job], Slice]) -> Pool:
        """Return a pool that runs something else on this very executor."""
        return _Sharing(self, run)

    def renew(self) -> None:
        """Forget the executor: the next slice gets a new one."""
        with self._lock:
            held, self._held = self._held, None
        if held and held[0] == os.getpid():
            self._close(held[1])

    def _executor(self) -> Executor:
        with self._lock:
            if self._held is None or self._held[0] != os.getpid():
                self._held = (os.getpid(), self._make())
            return self._held[1]


class _Sharing(Pool):
    """Another use of a pool's executor."""

    def __init__(self, owner: Pool, run: Callable[[Job], Slice]) -> None:
        super().__init__(owner._make, run)
        self._owner = owner

    def renew(self) -> None:
        self._owner.renew()

    def _executor(self) -> Executor:
        return self._owner._executor()


def _shut_down(executor: Executor) -> None:
    executor.shutdown(wait=False, cancel_futures=True)


def process_pool(home: Home, processes: int = 1) -> Pool:
    """Return a pool of local processes, started afresh: none of the web server's threads or connections are inherited."""
    context = multiprocessing.get_context("spawn")
    return Pool(lambda: ProcessPoolExecutor(processes, mp_context=context), partial(work_at, home))


def thread_pool(planner: Planner) -> Pool:
    """Return one thread, for a territory that only this process holds."""
    return Pool(lambda: ThreadPoolExecutor(1, thread_name_prefix="slices"), partial(work, planner))


def dask_pool(address: str, home: Home) -> Pool:
    """Return a Dask cluster's executor; its workers need this code and the same data."""

    clients: list[Any] = []

    def make() -> Executor:
        from distributed import Client

        clients.append(Client(address, set_as_default=False))
        executor: Executor = clients[-1].get_executor(pure=False)
        return executor

    def close(executor: Executor) -> None:
        executor.shutdown(wait=False)
        while clients:
            clients.pop().close()

    return Pool(make, partial(work_at, home), close)
