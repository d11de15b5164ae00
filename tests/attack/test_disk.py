"""A disk that is full, really: nothing is damaged, reads go on, a sentence says why, and writing goes on once there is room."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from access.settings import Settings
from app import create_app
from domain.candidate import Kind
from geodata.territory import Territory
from store.attachments import Attachments
from store.backup import BackupError, back_up
from store.database import Database, StoreUnavailable
from store.proposals import Proposals
from store.scenarios import Scenarios
from store.verify import faults
from tests.attack.processes import PLACE
from tests.saved_scenarios import change
from tests.store.contents import AGENT, every_scenario, rows, write
from tests.store.drafts import draft
from tests.store.people import PLANNER
from views.components import ids

ROOM = 4 << 20


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk of four megabytes; where none can be made the test is skipped, and says so (a limit of pages stands for it elsewhere)."""
    directory = Path(tempfile.mkdtemp(prefix="disk"))
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", directory], capture_output=True, text=True, check=False)
    if made.returncode:
        directory.rmdir()
        pytest.skip(f"no disk of its own can be mounted here: {made.stderr.strip()}")
    yield directory
    subprocess.run(["umount", "-l", directory], check=True)
    directory.rmdir()


def _fill(database: Database) -> str:
    """Attach photographs until there is no room; return what is said then."""
    proposals, attachments = Proposals(database), Attachments(database)
    for _ in range(100):
        try:
            place = proposals.create(AGENT, Kind.PREMISES, PLACE)
            attachments.add(AGENT, place.id, "photo", "a.jpg", "image/jpeg", os.urandom(300_000), 10, 10)
        except StoreUnavailable as refusal:
            return str(refusal)
    raise AssertionError("the disk was never full")


def test_on_a_full_disk_nothing_is_damaged_and_reads_go_on(small_disk: Path) -> None:
    database = Database.open(f"sqlite:///{small_disk}/convergence.db")
    database.migrate()
    write(database)
    said = _fill(database)
    assert "plein" in said
    kept = rows(database)
    assert faults(database) == ()
    for act in (lambda: Scenarios(database).create(PLANNER, draft(result={"much": "x" * 400_000})), lambda: _fill(database)):
        try:
            act()
        except StoreUnavailable as refusal:
            assert "plein" in str(refusal)
    assert faults(database) == ()
    assert len(rows(database)["scenarios"]) >= len(kept["scenarios"]) == len(every_scenario(Scenarios(database)))


def test_a_backup_that_finds_no_room_leaves_nothing_behind(small_disk: Path, file_database: Database) -> None:
    write(file_database)
    _grow(file_database)
    with pytest.raises((BackupError, StoreUnavailable)):
        back_up(file_database, small_disk / "b.db")
    assert list(small_disk.iterdir()) == []


def _grow(database: Database) -> None:
    proposals, attachments = Proposals(database), Attachments(database)
    for _ in range(10):
        place = proposals.create(AGENT, Kind.PREMISES, PLACE)
        attachments.add(AGENT, place.id, "photo", "a.jpg", "image/jpeg", os.urandom(550_000), 10, 10)


def test_a_service_whose_disk_is_full_says_so_and_writes_on_once_there_is_room(small_disk: Path, territory: Territory) -> None:
    filler = small_disk / "filler"
    filler.write_bytes(b"x" * (2 << 20))
    app = create_app(Settings(demo=True, database_url=f"sqlite:///{small_disk}/convergence.db"), territory)
    client = app.server.test_client()
    saved = Scenarios(Database.open(f"sqlite:///{small_disk}/convergence.db")).create(replace(PLANNER, name=""), draft())
    with (small_disk / "more").open("wb", buffering=0) as more:
        try:
            while more.write(b"x" * 4_096):
                pass
        except OSError:
            pass
    refused = change(client, "star", saved.id, 1)
    assert refused[ids.LIBRARY_NOTICE]["children"].endswith("."), refused
    assert (client.get("/").status_code, client.get(f"/s/{saved.id}").status_code) == (200, 302)
    filler.unlink()
    (small_disk / "more").unlink()
    assert change(client, "star", saved.id, 1)[ids.LIBRARY_NOTICE]["children"] == ""
