"""A server that is killed in the middle of an import loses nothing and does nothing twice."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

from bulk.service import Bulk
from intake.slots import Slots
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals
from tests.bulk.processes import ADA, import_by_chunks
from tests.intake.making import csv_of
from tests.store.processes import start

ROWS = 200
CHUNK = 5


def test_killed_in_the_middle_again_and_again_each_row_is_made_once(tmp_path: Path) -> None:
    url, rng = f"sqlite:///{tmp_path}/convergence.db", random.Random(3)
    database = Database.open(url)
    database.migrate()
    proposals = Proposals(database)
    imports = Imports(database, proposals)
    places = (f"Local {i};{i}, rue;{5.3 + i * 0.0004:.4f};43,3;80".replace(".", ",") for i in range(ROWS))
    key = Bulk(imports, proposals, Slots(str(database.file))).begin(ADA, "a.csv", csv_of(*places))
    acknowledged, kills = 0, 0
    while kills < 4 and acknowledged < ROWS - 10 * CHUNK:
        process, pipe = start(import_by_chunks, url, key, CHUNK)
        acknowledged = pipe.recv()
        time.sleep(rng.random() / 10)
        process.kill()
        process.join(10)
        kills += 1
        done = imports.done(ADA, key)
        made = proposals.list(ADA)
        assert len(done) >= acknowledged
        assert len(done) % CHUNK == 0
        assert sorted(written.proposal_id for written in done.values()) == sorted(it.id for it in made)
    assert kills > 1
    process, pipe = start(import_by_chunks, url, key, CHUNK)
    process.join(60)
    assert process.exitcode == 0
    names = Counter(it.content["name"] for it in proposals.list(ADA))
    assert names == {f"Local {i}": 1 for i in range(ROWS)}
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
