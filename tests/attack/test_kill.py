"""Killed at any moment while it writes, a process loses nothing that it acknowledged, and the database stays whole."""

from __future__ import annotations

import random
import time
from multiprocessing.connection import Connection

from sqlalchemy import select

from store.database import Database
from store.tables import proposals, scenarios
from store.verify import faults
from tests.attack.processes import write_for_ever
from tests.attack.sizes import SIZES
from tests.store.processes import start


def _heard(pipe: Connection, ledger: dict[str, int]) -> None:
    """Take everything that was acknowledged before the end."""
    try:
        while pipe.poll():
            key, version = pipe.recv()
            ledger[key] = version
    except (EOFError, OSError):
        return


def test_killed_while_it_writes_a_process_loses_no_acknowledged_write(url: str) -> None:
    rng = random.Random(7)
    ledger: dict[str, int] = {}
    for number in range(SIZES.kills):
        process, pipe = start(write_for_ever, url)
        key, version = pipe.recv()
        ledger[key] = version
        time.sleep(rng.random() * 0.08)
        process.kill()
        process.join(10)
        _heard(pipe, ledger)
        again = Database.open(url)
        again.migrate()
        with again.reading() as connection:
            stored = {
                row.id: row.version for table in (scenarios, proposals) for row in connection.execute(select(table.c.id, table.c.version))
            }
        assert all(stored.get(key, 0) >= version for key, version in ledger.items())
        if number % 10 == 9:
            assert faults(again) == ()
        again.engine.dispose()
    assert len(ledger) >= SIZES.kills
