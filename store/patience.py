"""Connections to PostgreSQL that wait for an answer so long and no longer: a server that is frozen closes nothing by itself."""

from __future__ import annotations

import time
from collections.abc import Generator
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen

PING_S = 2.0
"""For the first answer of a connection that has lain in the pool."""
ANSWER_S = 10.0
"""For every other; the server itself gives up a statement before that (see `store.server`)."""
Answer = TypeVar("Answer")


class Silent(psycopg.OperationalError):
    """The server was not heard in time."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that is closed when nothing is heard for `patience_s` seconds; None waits for ever."""

    patience_s: float | None = ANSWER_S

    def wait(self, gen: PQGen[Answer], *args: Any, **options: Any) -> Answer:
        """Run psycopg's own wait, which looks at the generator ten times a second."""
        if self.patience_s is None:
            return super().wait(gen, *args, **options)
        try:
            return super().wait(_heard_in_time(gen, self.patience_s), *args, **options)
        except Silent:
            self.close()
            raise


def is_silence(error: BaseException | None) -> bool:
    """Say whether an error of the driver is that the server was not heard in time."""
    return isinstance(error, (Silent, psycopg.errors.ConnectionTimeout))


def _heard_in_time(gen: PQGen[Answer], seconds: float) -> Generator[Any, Any, Answer]:
    """Hand on what a generator waits for, until nothing has been ready for too long."""
    end = time.monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            now = time.monotonic()
            if ready:
                end = now + seconds
            elif now > end:
                raise Silent
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
