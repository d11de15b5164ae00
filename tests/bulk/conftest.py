"""The service of imports that each test has."""

from __future__ import annotations

from pathlib import Path

import pytest

from bulk import progress
from store.database import Database
from tests.bulk.rooms import Room


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    database = Database.open(f"sqlite:///{tmp_path_factory.mktemp('new')}/a.db")
    database.migrate()
    assert database.file
    return database.file.read_bytes()


@pytest.fixture
def room(tmp_path: Path, new_file: bytes) -> Room:
    (tmp_path / "a.db").write_bytes(new_file)
    return Room(tmp_path / "a.db")


@pytest.fixture(autouse=True)
def a_chunk_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request writes one chunk, whatever the speed of the machine."""
    monkeypatch.setattr(progress, "PART_S", 0.0)
