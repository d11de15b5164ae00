"""A Dask cluster as an executor: it is made only when it answers, and when it is lost, what was submitted ends at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, InvalidStateError
from contextlib import suppress
from functools import partial
from typing import Any

CONNECT_S = 3.0


class Lost(RuntimeError):  # noqa: N818 - what became of the work, not a fault of ours
    """The cluster does not answer, or no longer does: what was submitted is to be done again."""


class Cluster(Executor):
    """The executor of one connection.

    Raises
    ------
    Lost
        No scheduler answers at the address.
    """

    def __init__(self, address: str) -> None:
        from distributed import Client

        try:
            self._client = Client(address, timeout=CONNECT_S, set_as_default=False)
        except (OSError, RuntimeError, ValueError) as error:
            raise Lost(str(error)) from error
        self._executor = self._client.get_executor(pure=False)
        self._lock = threading.Lock()
        self._pending: set[Future[Any]] = set()

    @property
    def is_alive(self) -> bool:
        """Whether the connection still holds."""
        return bool(self._client.status == "running")

    def submit(self, fn: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        """See :class:`concurrent.futures.Executor`."""
        answer: Future[Any] = Future()
        with self._lock:
            self._pending.add(answer)
        try:
            work = self._executor.submit(fn, *args, **named)
        except Exception as error:
            raise Lost(str(error)) from error
        work.add_done_callback(partial(self._tell, answer))
        return answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the connection go, without waiting for a scheduler that may never answer."""
        with self._lock:
            pending, self._pending = self._pending, set()
        threading.Thread(target=self._close, daemon=True).start()
        for answer in pending:
            with suppress(InvalidStateError):
                answer.set_exception(Lost("the connection was let go"))

    def _close(self) -> None:
        with suppress(Exception):  # whatever becomes of a connection that is given up
            self._client.close(timeout=CONNECT_S)

    def _tell(self, answer: Future[Any], work: Future[Any]) -> None:
        with self._lock:
            self._pending.discard(answer)
        with suppress(InvalidStateError):
            if work.cancelled():
                answer.set_exception(Lost("the work was cancelled"))
            elif work.exception() is not None:
                answer.set_exception(work.exception())
            else:
                answer.set_result(work.result())
