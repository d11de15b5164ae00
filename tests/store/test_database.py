"""The database: migrated once whoever asks, safe across forks, and never silent about what it cannot do."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event, insert, inspect, text

from i18n import use_language
from store import database as room
from store.database import Database, StoreUnavailable
from store.scenarios import Scenarios
from store.schema import Age, age
from store.tables import journal, metadata
from tests.store.contents import every_scenario
from tests.store.drafts import draft
from tests.store.people import PLANNER
from tests.store.processes import fork_and_write, migrate, run, start, use_as_nobody


def _file(database: Database) -> Path:
    return Path(database.name)


def _age(database: Database) -> Age:
    with database.reading() as connection:
        return age(connection)


def test_opening_connects_to_nothing_and_makes_nothing(file_url: str) -> None:
    assert not _file(Database.open(file_url)).parent.exists()


def test_a_database_that_is_missing_is_said_to_be_and_nothing_is_made_in_its_place(file_url: str) -> None:
    database = Database.open(file_url)
    for act in (database.upgrade, partial(every_scenario, Scenarios(database)), lambda: Scenarios(database).create(PLANNER, draft())):
        with pytest.raises(StoreUnavailable, match=r"introuvable, donc illisible.*migrate"):
            act()
    assert not _file(database).parent.exists()


def test_a_database_that_goes_away_and_comes_back_is_read_again_at_once(file_database: Database) -> None:
    kept = Scenarios(file_database).create(PLANNER, draft())
    file, away = _file(file_database), _file(file_database).with_name("away")
    file.rename(away)
    with pytest.raises(StoreUnavailable, match="introuvable"):
        every_scenario(Scenarios(file_database))
    assert not file.exists()
    away.rename(file)
    assert every_scenario(Scenarios(file_database)) == (kept,)


def test_a_database_without_its_tables_is_unreadable_and_stays_as_it_is(empty_url: str) -> None:
    database = Database.open(empty_url)
    if database.file:
        database.file.parent.mkdir()
        database.file.touch()
    for act, said in ((database.upgrade, "vide, donc illisible"), (partial(every_scenario, Scenarios(database)), "sauvegarde")):
        with pytest.raises(StoreUnavailable, match=said):
            act()
    assert not database.was_made()
    if database.file:
        assert database.file.stat().st_size == 0


def test_where_a_database_was_it_is_remembered_after_it_is_gone(file_url: str) -> None:
    database = Database.open(file_url)
    assert not database.was_made()
    database.migrate()
    _file(database).unlink()
    assert database.was_made()


def test_what_a_new_database_is_made_of_is_for_its_owner_alone(file_url: str) -> None:
    Database.open(file_url).migrate()
    folder = Path(file_url.removeprefix("sqlite:///")).parent
    with Database.open(file_url).reading():
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (folder, *folder.iterdir())}
    assert modes.pop(folder.name) == 0o700
    assert set(modes.values()) == {0o600}, modes


def test_an_error_of_sql_repeats_no_value(database: Database) -> None:
    with pytest.raises(Exception, match="SQL") as error, database.reading() as connection:
        connection.execute(text("SELECT nothing FROM nowhere WHERE it = :it"), {"it": "marie@exemple.fr"})
    assert "marie" not in str(error.value)


def test_an_empty_database_becomes_the_newest_version_and_stays_so(empty_url: str) -> None:
    database = Database.open(empty_url)
    for _ in range(2):
        database.migrate()
        assert _age(database) is Age.CURRENT
    Scenarios(database).create(PLANNER, draft())
    Database.open(empty_url).migrate()
    assert len(every_scenario(Scenarios(database))) == 1


def test_the_migrations_make_exactly_the_tables_that_the_code_speaks_of(database: Database) -> None:
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_writes_are_kept_as_soon_as_they_are_acknowledged(file_database: Database) -> None:
    with file_database.reading() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous", "foreign_keys")}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 5_000
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_several_processes_migrate_at_once(empty_url: str) -> None:
    started = [start(migrate, empty_url) for _ in range(4)]
    assert [pipe.recv() for _process, pipe in started] == ["ready"] * 4
    for _process, pipe in started:
        pipe.send("go")
    assert [pipe.recv() for _process, pipe in started] == ["done"] * 4
    for process, _pipe in started:
        process.join(10)
    assert _age(Database.open(empty_url)) is Age.CURRENT


@pytest.mark.parametrize("lock", ["BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"])
def test_the_first_migration_waits_for_whoever_has_the_file(lock: str, file_url: str) -> None:
    database = Database.open(file_url)
    _file(database).parent.mkdir()
    with closing(sqlite3.connect(_file(database), isolation_level=None, check_same_thread=False)) as other:
        other.execute(lock)
        later = threading.Timer(0.2, lambda: other.execute("ROLLBACK"))
        later.start()
        database.migrate()
        later.join()
    assert _age(database) is Age.CURRENT


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreUnavailable, match="version plus récente"):
        database.migrate()
    with use_language("en"), pytest.raises(StoreUnavailable, match="newer version"):
        database.migrate()
    with database.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).all() == [("9999",)]


def test_a_migration_that_fails_changes_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    database = Database.open(empty_url)

    def fail(connection: object) -> None:
        upgrade(connection)
        raise ZeroDivisionError

    upgrade = room.upgrade
    monkeypatch.setattr(room, "upgrade", fail)
    with pytest.raises(ZeroDivisionError):
        database.migrate()
    with database.reading() as connection:
        assert inspect(connection).get_table_names() == []
    monkeypatch.undo()
    database.migrate()
    assert _age(database) is Age.CURRENT


def test_a_process_may_fork_after_it_used_the_database(url: str) -> None:
    assert run(fork_and_write, url, 3, 15) == [0, 0, 0]
    database = Database.open(url)
    assert len(every_scenario(Scenarios(database))) == 4 * 15
    _check_integrity(database)


def test_a_block_that_fails_writes_nothing(database: Database) -> None:
    scenario = Scenarios(database).create(PLANNER, draft())
    with pytest.raises(ZeroDivisionError), database.writing() as connection:
        connection.execute(text("UPDATE scenarios SET name = 'spoilt'"))
        raise ZeroDivisionError
    assert Scenarios(database).get(scenario.id) == scenario


def test_a_fault_of_the_code_is_not_called_an_unavailable_store(database: Database) -> None:
    for statement in ("SELECT nothing FROM nowhere", "SELEC"):
        with pytest.raises(Exception, match="SQL") as error, database.reading() as connection:
            connection.execute(text(statement))
        assert not isinstance(error.value, StoreUnavailable)


def test_a_journal_row_needs_its_scenario(database: Database) -> None:
    row = {"at": Scenarios(database).create(PLANNER, draft()).created_at, "action": "x", "scenario_id": "nobody"}
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as connection:
        connection.execute(insert(journal).values(row))


@pytest.mark.parametrize("url", ["", "nothing", "sqlite://", "sqlite:///:memory:", "oracle+nothing://a:secret@b/c", "http://x"])
def test_an_address_that_cannot_be_used_is_refused_without_repeating_its_password(url: str) -> None:
    with pytest.raises(StoreUnavailable, match="DATABASE_URL") as refusal:
        Database.open(url)
    assert "secret" not in str(refusal.value)
    assert refusal.value.__cause__


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StoreUnavailable, match=r"below\.db"):
        Database.open(f"sqlite:///{tmp_path}/file/below.db").migrate()


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "something else": lambda _data: b"<html>not a database</html>" * 400,
    "noise after the header": lambda data: data[:100] + b"\xff" * (len(data) - 100),
    "noise at the start": lambda data: b"\xff" * 100 + data[100:],
    "cut short": lambda data: data[: len(data) // 2],
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_file_is_named_and_left_as_it_is(damage: Callable[[bytes], bytes], file_database: Database) -> None:
    file = _file(file_database)
    Scenarios(file_database).create(PLANNER, draft())
    file.write_bytes(damage(file.read_bytes()))
    damaged = file.read_bytes()
    with pytest.raises(StoreUnavailable, match=r"convergence\.db.*sauvegarde") as refusal:
        Database.open(f"sqlite:///{file}").migrate()
        every_scenario(Scenarios(file_database))
        Scenarios(file_database).create(PLANNER, draft())
    assert refusal.value.__cause__
    assert file.read_bytes() == damaged


def test_on_a_full_disk_reads_go_on_and_writes_do_too_once_there_is_room(file_database: Database) -> None:
    scenarios = Scenarios(file_database)
    kept = scenarios.create(PLANNER, draft())
    is_full = True

    @event.listens_for(file_database.engine, "connect")
    def fill(raw: sqlite3.Connection, _record: object) -> None:
        if is_full:
            raw.execute("PRAGMA max_page_count = 1")  # as many pages as there are

    with pytest.raises(StoreUnavailable, match="plein") as refusal:
        scenarios.create(PLANNER, draft(result={"much": "x" * 100_000}))
    assert refusal.value.__cause__
    assert scenarios.page().items == (kept,)
    is_full = False
    assert len(scenarios.history(scenarios.create(PLANNER, draft(result={"much": "x" * 100_000})).id)) == 1


def test_while_somebody_else_writes_too_long_reads_go_on(file_database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    scenarios = Scenarios(file_database)
    kept = scenarios.create(PLANNER, draft())
    monkeypatch.setattr(room, "BUSY_TIMEOUT_S", 0.05)
    with closing(sqlite3.connect(_file(file_database), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="occupée"):
            scenarios.update(PLANNER, kept.id, 1, name="other")
        assert scenarios.page().items == (kept,)
        other.execute("ROLLBACK")
    assert scenarios.update(PLANNER, kept.id, 1, name="other").version == 2


@pytest.fixture
def open_to_all() -> Iterator[Path]:
    """A directory that every user of the machine may reach; pytest's own is closed to others."""
    path = Path(tempfile.mkdtemp())
    path.chmod(0o755)
    yield path
    path.chmod(0o755)
    shutil.rmtree(path)


@pytest.mark.parametrize("has_log", [False, True])
def test_a_read_only_file_is_read_and_says_so_when_written(has_log: bool, open_to_all: Path) -> None:
    database = Database.open(f"sqlite:///{open_to_all}/convergence.db")
    database.migrate()
    with closing(sqlite3.connect(_file(database))) as open_elsewhere:
        if has_log:  # the neighbours of the file live as long as somebody has it open
            open_elsewhere.execute("SELECT count(*) FROM scenarios").fetchone()
        Scenarios(database).create(PLANNER, draft(name="Gardé"))
        for file in open_to_all.iterdir():
            file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        open_to_all.chmod(0o555)
        assert len(list(open_to_all.iterdir())) == (4 if has_log else 2)
        before, said, after = run(use_as_nobody, f"sqlite:///{database.name}")
    assert before == after == ["Gardé"]
    assert "lecture seule" in said
    assert "convergence.db" in said


def _check_integrity(database: Database) -> None:
    if database.file is None:
        return
    with database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
