"""The command line of backups: the drill as an operator does it, and the service that starts on what was restored."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

import app as application
from access.settings import Settings
from geodata.territory import Territory
from store.database import Database
from store.scenarios import Scenarios
from tests.store.contents import rows, write


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    url = f"sqlite:///{tmp_path}/var/convergence.db"
    monkeypatch.setenv("DATABASE_URL", url)
    made = Database.open(url)
    made.migrate()
    write(made)
    return made


def test_the_drill(database: Database, tmp_path: Path, territory: Territory, capsys: pytest.CaptureFixture[str]) -> None:
    before, backups = rows(database), tmp_path / "backups"
    backups.mkdir()
    assert application.main(["verify"]) == 0
    assert application.main(["backup", str(backups)]) == 0
    assert "Base entière" in capsys.readouterr().out
    (backup,) = backups.glob("convergence-*.db")
    assert application.main(["verify", str(backup)]) == 0
    assert "Sauvegarde entière" in capsys.readouterr().out
    write(database, "Sud")
    Path(database.name).write_bytes(os.urandom(50_000))
    assert application.main(["verify"]) == 2
    assert "sauvegarde" in capsys.readouterr().err
    assert application.main(["restore", str(backup), "--yes"]) == 0
    assert ".before-restore-" in capsys.readouterr().out
    assert rows(database) == before
    assert application.main(["verify"]) == 0
    service = application.create_app(Settings(demo=True, database_url=f"sqlite:///{database.name}"), territory)
    saved = Scenarios(database).page().items[0]
    assert service.server.test_client().get(f"/s/{saved.id}").status_code == 302


@pytest.mark.parametrize(("typed", "code"), [("oui\n", 0), ("OUI \n", 0), ("non\n", 2), ("\n", 2), ("", 2)])
def test_a_restore_is_asked_for_twice(
    typed: str, code: int, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert application.main(["backup", str(tmp_path / "b.db")]) == 0
    write(database, "Sud")
    before = rows(database)
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert application.main(["restore", str(tmp_path / "b.db")]) == code
    assert (rows(database) == before) is (code == 2)
    assert ("Rien n'a été fait" in capsys.readouterr().err) is (code == 2)


def test_what_cannot_be_done_is_said(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert application.main(["restore", str(tmp_path / "none.db"), "--yes", "--unsigned"]) == 2
    assert application.main(["verify", str(tmp_path / "none.db"), "--unsigned"]) == 1
    assert capsys.readouterr().err.count("none.db.json") == 2
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE scenarios SET version = 7")
    assert application.main(["verify"]) == 1
    assert "journal" in capsys.readouterr().err


def test_on_another_machine_a_backup_takes_its_key_or_a_word(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    backup = tmp_path / "b.db"
    assert application.main(["backup", str(backup)]) == 0
    key = Path(f"{database.name}.key").read_text("utf-8")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere/c.db")
    assert application.main(["restore", str(backup), "--yes"]) == 2
    assert "BACKUP_KEY" in capsys.readouterr().err
    assert application.main(["verify", str(backup)]) == 1
    assert application.main(["verify", str(backup), "--unsigned"]) == 0
    monkeypatch.setenv("BACKUP_KEY", "x" * 40)
    assert application.main(["restore", str(backup), "--yes"]) == 2
    monkeypatch.setenv("BACKUP_KEY", key)
    assert application.main(["restore", str(backup), "--yes"]) == 0
    monkeypatch.delenv("BACKUP_KEY")
    assert application.main(["restore", str(backup), "--yes", "--unsigned"]) == 0
