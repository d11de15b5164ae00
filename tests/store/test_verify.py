"""Verifying: a whole database has no fault, and every hand that touched it without the journal is seen."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from domain.candidate import Kind
from domain.proposal import Act
from store.database import Database, StoreUnavailable
from store.proposals import Proposals
from store.tables import journal
from store.verify import JOURNALLED_TABLES, MOST, faults
from tests.store.contents import AGENT, write
from tests.store.proposers import OFFICER


def test_a_database_that_only_the_product_wrote_has_no_fault(database: Database) -> None:
    assert faults(database) == ()
    write(database)
    write(database, "Sud")
    assert faults(database) == ()


def test_everything_that_the_journal_tells_of_is_held_against_it() -> None:
    """The journal names rows by one column a table; each of those tables is verified."""
    assert {table.subject for table in JOURNALLED_TABLES} == {key.parent for key in journal.foreign_keys}


TOUCHED = {
    "a value changed": "UPDATE scenarios SET name = 'x' WHERE name = 'Nord 1'",
    "a version changed": "UPDATE scenarios SET version = 3 WHERE name = 'Nord 1'",
    "a role given": "UPDATE persons SET role = 'facilitator'",
    "an entry changed": 'UPDATE journal SET after = \'{"note":"x","starred"\\:true}\' WHERE action = \'update\' AND id = 2',
    "an entry gone": "DELETE FROM journal WHERE id = 2",
    "a content changed": "UPDATE proposals SET content = '{\"name\"\\:\"x\"}' WHERE id = 'LP-000001'",
    "a stage changed": "UPDATE proposals SET stage = 'accepted' WHERE id = 'LP-000002'",
    "an address for letters given": "UPDATE persons SET email = 'x@evil.example'",
    "an owner changed": "UPDATE proposals SET organisation = 'other' WHERE id = 'LP-000001'",
    "an entry more": "INSERT INTO journal (at, action, scenario_id) SELECT at, 'update', scenario_id FROM journal WHERE id = 2",
}


@pytest.mark.parametrize("touch", TOUCHED.values(), ids=TOUCHED)
def test_whatever_was_changed_behind_the_journal_is_found(touch: str, database: Database) -> None:
    write(database)
    with database.writing() as connection:
        assert connection.execute(text(touch)).rowcount == 1
    assert any("journal" in fault or "Journal" in fault for fault in faults(database))


def test_a_photograph_that_is_no_longer_what_was_sent_is_named(database: Database) -> None:
    write(database)
    with database.writing() as connection:
        assert connection.execute(text("UPDATE attachments SET bytes = :other"), {"other": b"other"}).rowcount
    assert any(fault.startswith("Pièce jointe changée") for fault in faults(database))


def test_what_everybody_sees_is_what_was_accepted(database: Database) -> None:
    store, place = Proposals(database), {"name": "Ancienne laverie", "lon": 5.37, "lat": 43.3, "area_m2": 80.0}
    made = store.create(AGENT, Kind.PREMISES, place)
    sent = store.act(AGENT, made.id, made.version, Act.SUBMIT)
    store.act(OFFICER, made.id, sent.version, Act.ACCEPT)
    assert faults(database) == ()
    with database.writing() as connection:
        forged = {"other": json.dumps({**place, "area_m2": 800.0}), "id": made.id}
        assert connection.execute(text("UPDATE proposals SET published = :other WHERE id = :id"), forged).rowcount == 1
    assert faults(database) == (f"Écart avec le journal : proposals, {made.id}.",)


def test_a_trigger_is_named(file_database: Database) -> None:
    with closing(sqlite3.connect(file_database.name)) as raw:
        raw.execute("CREATE TRIGGER spy AFTER INSERT ON messages BEGIN DELETE FROM journal; END")
    assert faults(file_database) == ("Déclencheur étranger à Convergence : spy.",)


def test_a_journal_that_skips_a_state_is_broken_where_it_does(database: Database) -> None:
    write(database)
    with database.writing() as connection:
        connection.execute(text('UPDATE journal SET before = \'{"note":"never"}\' WHERE id = 2'))
    assert any("n° 2" in fault for fault in faults(database))


def test_a_broken_link_is_named(file_database: Database) -> None:
    write(file_database)
    with closing(sqlite3.connect(file_database.name)) as raw:
        raw.execute("UPDATE journal SET scenario_id = 'nobody' WHERE id = 1")
        raw.commit()
    assert any(fault.startswith("Lien rompu : journal, ligne 1") for fault in faults(file_database))


def test_a_damaged_page_is_named(file_database: Database) -> None:
    write(file_database, count=40)
    with closing(sqlite3.connect(file_database.name)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        page, size = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'journal_scenario'").fetchone()[0], 4096
    with Path(file_database.name).open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * 1_000)
    try:
        assert any(fault.startswith("Fichier abîmé") for fault in faults(file_database))
    except StoreUnavailable as refusal:
        assert "endommagée" in str(refusal)


def test_of_many_faults_the_first_are_told(database: Database) -> None:
    write(database, count=MOST + 5)
    with database.writing() as connection:
        connection.execute(text("UPDATE scenarios SET version = 9"))
    assert len(faults(database)) == MOST


def test_a_database_of_another_version_is_not_judged(empty_url: str) -> None:
    with pytest.raises(StoreUnavailable, match=r"pas de cette version|introuvable"):
        faults(Database.open(empty_url))
