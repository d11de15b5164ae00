"""Places in the queue of a machine: how many files are read at once by all the processes that serve, and one at a time a person."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import BoundedSemaphore
from time import monotonic, sleep

from i18n import gettext as _
from intake.sandbox import BUSY, Busy

PATIENCE_S = 3.0
"""For how long a file waits for a place, by looking every `POLL_S`, before whoever sent it is told to send it again."""
POLL_S = 0.05
MOST_WAITING = 8
"""Requests of one process that wait so: its other threads are for pages."""
MOST_AT_ONCE = 2
"""Processes apart of one machine: each may take half a gigabyte."""
TURNS = 256
"""Files by which persons take turns: two persons that share one wait for each other, which is rare and harmless."""


class Slots:
    """The places of a machine, as locks on files: the system gives back those of a process that dies.

    Parameters
    ----------
    name : str
        What the processes that share these places have in common, such as the address of their database.
    most : int
        How many places there are.
    patience_s : float
        Seconds for which a file waits for one.
    """

    def __init__(self, name: str, most: int = MOST_AT_ONCE, patience_s: float = PATIENCE_S) -> None:
        self._folder = Path(tempfile.gettempdir()) / f"convergence-{os.getuid()}-{_digest(name)[:12]}"
        self._most = most
        self._patience_s = patience_s
        self._waiting = BoundedSemaphore(MOST_WAITING)

    @contextmanager
    def taken(self, person_id: str) -> Iterator[None]:
        """Hold a place for a person.

        Raises
        ------
        Busy
            At once when the person holds one already, and after a while when there is none left: whoever asked tries again.
        """
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with ExitStack() as locks:
            turn = int(_digest(person_id), 16) % TURNS
            if not self._lock(locks, f"person-{turn}"):
                raise Busy(_("Un autre de vos fichiers est en cours de lecture : celui-ci est en attente."))
            if not self._placed(locks) and not self._waited(locks):
                raise Busy(_(BUSY))
            yield

    def _placed(self, locks: ExitStack) -> bool:
        return any(self._lock(locks, f"place-{rank}") for rank in range(self._most))

    def _waited(self, locks: ExitStack) -> bool:
        """Wait for a place, unless many do already; say whether there is one."""
        if not self._waiting.acquire(blocking=False):
            return False
        try:
            until = monotonic() + self._patience_s
            while monotonic() < until:
                sleep(POLL_S)
                if self._placed(locks):
                    return True
            return False
        finally:
            self._waiting.release()

    def _lock(self, locks: ExitStack, name: str) -> bool:
        stream = (self._folder / name).open("w")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            stream.close()
            return False
        locks.enter_context(stream)
        return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
