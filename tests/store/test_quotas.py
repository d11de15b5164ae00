"""What an organisation may keep: told from nine tenths on, refused with a sentence beyond, and what others keep does not count."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from domain.candidate import Kind
from domain.person import Person, PersonRole
from store.attachments import DOCUMENT, Attachments
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals
from store.quotas import Quotas

ADA = Person("p-ada", "ada", "Ada", PersonRole.LANDLORD, "hpr")
RIVAL = Person("p-bob", "bob", "Bob", PersonRole.LANDLORD, "mlo")
QUOTAS = Quotas(proposals=10, size=1_000)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database.open(f"sqlite:///{tmp_path}/a.db")
    made.migrate()
    return made


def test_proposals_are_counted_an_organisation_and_refused_beyond(database: Database) -> None:
    store = Proposals(database, quotas=QUOTAS)
    store.create_many(ADA, Kind.PREMISES, [{"name": "A"}] * 8)
    assert store.quota_warning(ADA) == ""
    store.create(ADA, Kind.PREMISES, {"name": "B"})
    assert "9 lieux sur les 10" in store.quota_warning(ADA)
    with pytest.raises(ValueError, match=r"droit à 10 lieux.*demandez"):
        store.create_many(ADA, Kind.PREMISES, [{"name": "C"}] * 2)
    assert len(store.list(ADA)) == 9
    assert store.quota_warning(RIVAL) == ""
    store.create(RIVAL, Kind.PREMISES, {"name": "D"})


def test_files_and_imports_under_way_are_counted_together(database: Database) -> None:
    store = Proposals(database, quotas=Quotas(proposals=10, size=2_000_000))
    place = store.create(ADA, Kind.PREMISES, {"name": "A"})
    files, imports = Attachments(database, store.quotas), Imports(database, store)
    files.add(ADA, place.id, DOCUMENT, "a.pdf", "application/pdf", b"x" * 1_200_000)
    key = imports.begin(ADA, Kind.PREMISES, "a.csv", 1, b"x" * 700_000, {})
    assert "Mo sur les 2" in store.quota_warning(ADA)
    with pytest.raises(ValueError, match=r"droit à 2 Mo.*oubliez"):
        files.add(ADA, place.id, DOCUMENT, "b.pdf", "application/pdf", b"x" * 200_000)
    with pytest.raises(ValueError, match=r"droit à 2 Mo"):
        imports.begin(ADA, Kind.PREMISES, "b.csv", 1, b"x" * 200_000, {})
    imports.forget(ADA, key)
    files.add(ADA, place.id, DOCUMENT, "b.pdf", "application/pdf", b"x" * 200_000)


def test_counting_the_bytes_of_an_organisation_reads_no_file(database: Database) -> None:
    query = "SELECT sum(a.size) FROM attachments a JOIN proposals p ON a.proposal_id = p.id WHERE p.organisation = 'hpr'"
    with database.reading() as connection:
        plan = " ".join(str(row.detail) for row in connection.execute(text(f"EXPLAIN QUERY PLAN {query}")))
    assert "COVERING INDEX attachments_size" in plan
