"""Backups: of one moment, whole or absent, and told apart from anything else."""

from __future__ import annotations

import datetime as dt
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from store import backup as room
from store.backup import FLEETING, SAVED_TABLES, BackupError, back_up, digest, manifest_file, read_manifest
from store.database import Database, StoreUnavailable
from store.scenarios import Scenarios
from store.tables import metadata
from tests.store.contents import every_scenario, everything, rows, write
from tests.store.drafts import draft
from tests.store.people import PLANNER

NOW = dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC)


def test_a_backup_holds_every_row_but_sessions_and_attempts(database: Database, tmp_path: Path) -> None:
    write(database)
    made = back_up(database, tmp_path / "b.db", NOW)
    copy = Database.open(f"sqlite:///{tmp_path / 'b.db'}")
    assert rows(copy) == rows(database)
    assert made.rows == {name: len(found) for name, found in rows(database).items()}
    assert made.rows["scenarios"] == 4
    with copy.reading() as connection:
        assert all(connection.execute(table.select()).first() is None for table in FLEETING)
    assert {*SAVED_TABLES, *FLEETING} == set(metadata.tables.values())


def test_its_manifest_tells_what_it_is(database: Database, tmp_path: Path) -> None:
    file = tmp_path / "b.db"
    made = back_up(database, file, NOW)
    assert read_manifest(file) == made
    assert (made.made_at, made.size, made.sha256) == ("2026-01-02T03:04:05+00:00", file.stat().st_size, digest(file))
    assert made.schema >= "0002"


def test_it_is_one_file_that_only_its_owner_reads_and_nothing_else_stays(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    back_up(database, folder / "b.db")
    assert {file.name for file in folder.iterdir()} == {"b.db", "b.db.json"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


@pytest.mark.parametrize("there", ["b.db", "b.db.json"])
def test_it_never_replaces_another(there: str, database: Database, tmp_path: Path) -> None:
    (tmp_path / there).write_text("the one that is good", "utf-8")
    with pytest.raises(BackupError, match=r"b\.db.*existe déjà"):
        back_up(database, tmp_path / "b.db")
    assert (tmp_path / there).read_text("utf-8") == "the one that is good"


def test_where_nothing_can_be_written_a_sentence_says_so(database: Database, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(BackupError, match="ne peut pas être écrit"):
        back_up(database, tmp_path / "file" / "b.db")


def test_a_backup_that_fails_half_way_leaves_nothing(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    write(database)
    monkeypatch.setattr(room, "_described", fail)
    with pytest.raises(BackupError, match="No space"):
        back_up(database, tmp_path / "folder" / "b.db")
    assert list((tmp_path / "folder").iterdir()) == []


def test_a_file_that_is_not_there_is_not_backed_up_as_an_empty_one(file_url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="n'existe pas"):
        back_up(Database.open(file_url), tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()


def test_a_server_of_another_version_is_refused(postgres, tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="pas de cette version"):
        back_up(Database.open(postgres.empty()), tmp_path / "b.db")


def test_no_token_or_address_gets_into_a_backup(file_database: Database, tmp_path: Path) -> None:
    write(file_database)
    with closing(sqlite3.connect(file_database.name)) as raw:
        digests = [value for (value,) in raw.execute("SELECT digest FROM sessions UNION SELECT digest FROM attempts")]
    back_up(file_database, tmp_path / "only" / "b.db")
    kept = Database.open(f"sqlite:///{tmp_path / 'only' / 'b.db'}")
    assert len(digests) == 3
    assert not any(value.encode() in everything(kept) for value in digests)


def test_made_while_others_write_it_is_of_one_moment(database: Database, tmp_path: Path) -> None:
    scenarios, going = Scenarios(database), threading.Event()

    def edit() -> None:
        while not going.is_set():
            made = scenarios.create(PLANNER, draft())
            scenarios.update(PLANNER, made.id, 1, note="x")

    writer = threading.Thread(target=edit)
    writer.start()
    try:
        made = [back_up(database, tmp_path / f"{number}.db") for number in range(4)]
    finally:
        going.set()
        writer.join()
    for number, manifest in enumerate(made):
        copy = Scenarios(Database.open(f"sqlite:///{tmp_path}/{number}.db"))
        assert len(every_scenario(copy)) == manifest.rows["scenarios"]
        assert sum(scenario.version for scenario in every_scenario(copy)) == manifest.rows["journal"]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"schema": "0001"}', "null", "\udcff"])
def test_a_manifest_that_is_none_is_refused(text: str, tmp_path: Path) -> None:
    manifest_file(tmp_path / "b.db").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BackupError, match=r"b\.db\.json"):
        read_manifest(tmp_path / "b.db")
