"""The restore drill: write, back up, write more, break; everything of the backup is back, and nothing that was is thrown away."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from store import restore as room
from store.backup import BackupError, back_up, digest, manifest_file, read_manifest
from store.backup_key import key_file, known_key
from store.database import Database, StoreUnavailable
from store.scenarios import Conflict, Scenarios
from store.sessions import Sessions
from store.verify import faults
from tests.postgres import Server
from tests.store.contents import every_scenario, rows, write
from tests.store.drafts import draft
from tests.store.people import PLANNER
from tests.store.processes import start, write_for_ever

DAMAGE: dict[str, Callable[[Path], object]] = {
    "untouched": lambda _file: None,
    "gone": lambda file: file.unlink(),
    "empty": lambda file: file.write_bytes(b""),
    "something else": lambda file: file.write_bytes(b"<html>not a database</html>" * 400),
    "cut short": lambda file: file.write_bytes(file.read_bytes()[: file.stat().st_size // 2]),
    "noise in the middle": lambda file: file.write_bytes(file.read_bytes()[:9_000] + b"\xff" * 20_000 + file.read_bytes()[29_000:]),
}


@pytest.mark.parametrize("has_log", [False, True])
@pytest.mark.parametrize("damage", DAMAGE)
def test_everything_of_the_backup_is_back_after_any_damage(damage: str, has_log: bool, file_database: Database, tmp_path: Path) -> None:
    file, backup = Path(file_database.name), tmp_path / "b.db"
    write(file_database)
    back_up(file_database, backup)
    before = rows(file_database)
    Scenarios(file_database).create(PLANNER, draft(name="après"))
    with closing(sqlite3.connect(file)) as other:
        if has_log:  # the log lives as long as somebody has the file open
            other.execute("SELECT count(*) FROM scenarios").fetchone()
            Scenarios(file_database).create(PLANNER, draft(name="dans le journal"))
        DAMAGE[damage](file)
    done = room.restore(file_database, backup)
    assert rows(file_database) == before
    assert faults(file_database) == ()
    assert (done.replaced is None) is (damage == "gone")
    assert {entry.name for entry in file.parent.iterdir()} >= {file.name}
    with file_database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    saved = every_scenario(Scenarios(file_database))[0]
    assert Scenarios(file_database).update(PLANNER, saved.id, saved.version, note="et la suite").version == saved.version + 1


def test_what_is_replaced_is_kept_and_can_be_restored_in_turn(database: Database, tmp_path: Path) -> None:
    write(database)
    back_up(database, tmp_path / "b.db")
    old = rows(database)
    write(database, "Sud")
    newer = rows(database)
    first = room.restore(database, tmp_path / "b.db")
    assert rows(database) == old
    assert first.replaced is not None
    assert ".before-restore-" in first.replaced.name
    room.restore(database, first.replaced)
    assert rows(database) == newer


def test_a_backup_of_one_kind_of_database_restores_into_the_other(migrated_file_url: str, postgres: Server, tmp_path: Path) -> None:
    file, server, again = Database.open(migrated_file_url), Database.open(postgres.empty()), Database.open(f"sqlite:///{tmp_path}/again.db")
    write(file)
    back_up(file, tmp_path / "of-file.db")
    room.restore(server, tmp_path / "of-file.db")
    assert rows(server) == rows(file)
    scenario = Scenarios(server).create(PLANNER, draft(name="numéroté à la suite"))
    assert Scenarios(server).history(scenario.id)[0].id == len(rows(file)["journal"]) + 1
    back_up(server, tmp_path / "of-server.db")
    room.restore(again, tmp_path / "of-server.db")
    assert rows(again) == rows(server)
    assert faults(again) == faults(server) == ()


def test_nobody_is_signed_in_after_a_restore(database: Database, tmp_path: Path) -> None:
    write(database)
    back_up(database, tmp_path / "b.db")
    from domain.person import PersonRole

    token = Sessions(database).open(PersonRole.PLANNER)
    assert Sessions(database).holder(token)
    room.restore(database, tmp_path / "b.db")
    assert Sessions(database).holder(token) is None


def _spoil_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


def _retold(file: Path, **changes: object) -> None:
    manifest = manifest_file(file)
    manifest.write_text(json.dumps(json.loads(manifest.read_text("utf-8")) | changes), "utf-8")


def _touched(file: Path, sql: str) -> None:
    """Change a backup and its digest alike, as somebody would who knows how."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute(sql)
        raw.commit()
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    _retold(file, sha256=digest(file))


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "no manifest": (lambda file: manifest_file(file).unlink(), r"b\.db\.json"),
    "no file": (lambda file: file.unlink(), "pas entier"),
    "one bit": (_spoil_byte, "pas entier"),
    "cut short": (lambda file: file.write_bytes(file.read_bytes()[:-1]), "pas entier"),
    "another digest": (lambda file: _retold(file, sha256="0" * 64), "pas entier"),
    "other counts": (lambda file: _retold(file, rows={"scenarios": 1}), "manifeste"),
    "another version": (lambda file: _retold(file, schema="0001"), "manifeste"),
    "no database": (lambda file: (file.write_bytes(b"x" * 5_000), _retold(file, sha256=digest(file))), r"b\.db.*endommagée"),
    "newer": (lambda file: _touched(file, "UPDATE alembic_version SET version_num = '9999'"), r"b\.db.*plus récente"),
    "not as its journal tells": (lambda file: _touched(file, "UPDATE scenarios SET name = 'x'"), r"(?s)b\.db.*journal"),
}


@pytest.mark.parametrize(("spoil", "said"), SPOILT.values(), ids=SPOILT)
def test_a_backup_that_is_not_whole_is_refused_and_nothing_changes(
    spoil: Callable[[Path], object], said: str, file_database: Database, tmp_path: Path
) -> None:
    write(file_database)
    backup = tmp_path / "backups" / "b.db"
    back_up(file_database, backup)
    write(file_database, "Sud")
    before = rows(file_database)
    spoil(backup)
    with pytest.raises(BackupError, match=said):
        room.restore(file_database, backup)
    assert rows(file_database) == before
    assert not [file for folder in (tmp_path, backup.parent) for file in folder.rglob("*before-restore*")]


def test_a_backup_of_an_older_version_needs_rows_to_this_one(empty_url: str, tmp_path: Path) -> None:
    from alembic import command

    from store import schema

    (tmp_path / "old.db").touch()
    old = Database.open(f"sqlite:///{tmp_path}/old.db")
    with old.writing() as connection:
        config = schema._config()
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        connection.execute(text("INSERT INTO searches VALUES ('k', 'plan', 'q', x'00', '{}', 0, false, false, NULL, NULL, 1.5)"))
    made = back_up(old, tmp_path / "b.db")
    assert made.schema == "0001"
    new = Database.open(empty_url)
    room.restore(new, tmp_path / "b.db")
    assert len(rows(new)["searches"]) == 1
    assert faults(new) == ()


def test_a_restore_that_fails_half_way_changes_nothing(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(database)
    back_up(database, tmp_path / "b.db")
    write(database, "Sud")
    before = rows(database)

    def fail(*_: object) -> None:
        copy(*_)
        raise ZeroDivisionError

    copy = room.copy_rows
    monkeypatch.setattr(room, "copy_rows", fail)
    with pytest.raises(ZeroDivisionError):
        room.restore(database, tmp_path / "b.db")
    assert rows(database) == before


def test_a_file_that_somebody_else_writes_is_not_taken_for_a_damaged_one(
    file_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(file_database)
    back_up(file_database, tmp_path / "b.db")
    monkeypatch.setattr("store.database.BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(file_database.name, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="occupée"):
            room.restore(file_database, tmp_path / "b.db")


def test_while_a_service_writes_each_acknowledged_write_is_in_the_database_or_in_what_was_kept(
    url: str, database: Database, tmp_path: Path
) -> None:
    write(database)
    back_up(database, tmp_path / "b.db")
    process, pipe = start(write_for_ever, url)
    acknowledged = [pipe.recv() for _ in range(6)]
    done = room.restore(database, tmp_path / "b.db")
    process.kill()
    process.join(10)
    while pipe.poll():
        try:
            acknowledged.append(pipe.recv())
        except EOFError:
            break
    assert done.replaced is not None
    kept = Scenarios(Database.open(f"sqlite:///{done.replaced}"))
    both = [*every_scenario(Scenarios(database)), *every_scenario(kept)]
    assert {key for key, _version in acknowledged} <= {scenario.id for scenario in both}
    assert faults(database) == ()


def test_an_edit_of_what_was_replaced_is_a_conflict_not_a_silent_overwriting(database: Database, tmp_path: Path) -> None:
    scenarios = Scenarios(database)
    made = scenarios.create(PLANNER, draft())
    back_up(database, tmp_path / "b.db")
    later = scenarios.update(PLANNER, made.id, 1, name="après")
    room.restore(database, tmp_path / "b.db")
    with pytest.raises(Conflict):
        scenarios.update(PLANNER, later.id, later.version, name="encore après")


FORGED = {
    "a password": "UPDATE persons SET password = 'x'",
    "an address": "UPDATE persons SET email = 'x@evil.example'",
    "an organisation": "UPDATE persons SET landlord = 'hpr'",
    "a trigger": "CREATE TRIGGER spy AFTER INSERT ON messages BEGIN DELETE FROM journal; END",
}


@pytest.mark.parametrize("change", FORGED.values(), ids=FORGED)
def test_a_backup_that_was_changed_is_refused_though_its_digest_was_made_again(
    change: str, file_database: Database, tmp_path: Path
) -> None:
    write(file_database)
    backup, before = tmp_path / "b.db", rows(file_database)
    back_up(file_database, backup)
    key = known_key(file_database)
    assert room.check(backup, key) == read_manifest(backup, key)
    with closing(sqlite3.connect(backup)) as raw:
        raw.execute(change)
        raw.commit()
    told = json.loads(manifest_file(backup).read_text("utf-8"))
    manifest_file(backup).write_text(json.dumps({**told, "sha256": digest(backup), "size": backup.stat().st_size}), "utf-8")
    with pytest.raises(BackupError, match="clé de cette installation"):
        room.restore(file_database, backup, key=key)
    assert rows(file_database) == before


def test_a_backup_is_of_the_installation_that_made_it_and_its_key_is_for_its_owner_alone(file_database: Database, tmp_path: Path) -> None:
    back_up(file_database, tmp_path / "b.db")
    assert key_file(file_database).stat().st_mode & 0o777 == 0o600
    for other in (b"another installation's", b""):
        with pytest.raises(BackupError, match="--unsigned"):
            room.check(tmp_path / "b.db", other)
    assert room.check(tmp_path / "b.db")
