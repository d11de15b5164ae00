"""What the tests of this room share: a database of their own, in a SQLite file and on a PostgreSQL server in turn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import backup_key
from store.database import Database
from store.scenarios import Scenarios
from tests.postgres import Server, programs, running


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server; without its programs the test is skipped, and says so."""
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    with running(found) as server:
        yield server


@pytest.fixture(autouse=True)
def _own_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key that signs the backups of a server's database is the test's own."""
    monkeypatch.setattr(backup_key, "OF_SERVER", tmp_path / "key" / "backup.key")


@pytest.fixture
def file_url(tmp_path: Path) -> str:
    """The address of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path}/var/convergence.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn: what is promised of one is promised of the other."""
    return str(request.param)


@pytest.fixture
def empty_url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a database in which nothing was ever made."""
    if kind == "sqlite":
        return str(request.getfixturevalue("file_url"))
    return str(request.getfixturevalue("postgres").empty())


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of this code's version, to be copied: a migration takes longer than most tests."""
    made = Database.open(f"sqlite:///{tmp_path_factory.mktemp('new') / 'convergence.db'}")
    made.migrate()
    assert made.file
    return made.file


@pytest.fixture
def migrated_file_url(file_url: str, new_file: Path) -> str:
    file = Database.open(file_url).file
    assert file
    file.parent.mkdir()
    shutil.copy(new_file, file)
    return file_url


@pytest.fixture
def url(kind: str, request: pytest.FixtureRequest) -> str:
    """The address of a database of this code's version."""
    if kind == "postgresql":
        return str(request.getfixturevalue("postgres").migrated())
    return str(request.getfixturevalue("migrated_file_url"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    opened = Database.open(url)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def file_database(migrated_file_url: str) -> Database:
    """A database that is surely a file, for what is promised of files."""
    return Database.open(migrated_file_url)


@pytest.fixture
def scenarios(database: Database) -> Scenarios:
    return Scenarios(database)
