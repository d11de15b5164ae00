"""What a refresh did is stored as codes and values, told in the language of whoever reads it, and written in the journal."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from access.identity import DEMO_PERSONS
from domain.person import PersonRole
from geodata.comparison import some
from geodata.manifest import MANIFEST
from geodata.refresh import FAILED, REFUSED, Outcome, outcome_of
from geodata.sentences import Sentence, from_plain, sentence
from geodata.snapshots import Snapshots
from i18n import use_language
from services.official_data import OfficialData
from services.words.data_changes import headline
from services.words.journal import changes_of, text_of
from store.data_journal import IN_USE, RECEIVED, DataJournal
from store.database import Database
from store.journal import select_entries
from store.tables import journal

FACILITATOR = DEMO_PERSONS[PersonRole.FACILITATOR]


def test_a_sentence_is_read_back_and_told_in_the_readers_language() -> None:
    inner = sentence("et {n} de plus", n=3)
    words = sentence("{n} sur {total} en moins : {names}", n=12, total=1_234, names=("Air-Bel", inner))
    again = from_plain(json.loads(json.dumps(asdict(words))))
    assert again == words and str(again) == "12 sur 1\u202f234 en moins : Air-Bel, et 3 de plus"
    with use_language("en"):
        assert str(again) == "12 of 1,234 missing: Air-Bel, and 3 more"
    assert not Sentence("") and str(Sentence("")) == ""
    assert from_plain("une phrase d'avant") == Sentence("une phrase d'avant")


def test_an_outcome_that_was_stored_is_told_in_english_too() -> None:
    why = sentence("le service répond {status}", status="500")
    outcome = outcome_of(json.loads(json.dumps(asdict(Outcome("qpv2024", FAILED, "2026-12-01T00:00:00Z", why)))))
    assert "le service répond 500" in headline(outcome)
    with use_language("en"):
        assert "500" in headline(outcome) and "service" in headline(outcome) and "répond" not in headline(outcome)


def test_a_long_list_names_the_first_and_counts_the_others() -> None:
    assert len(some([str(n) for n in range(40)], 17_000)) == 9


def test_what_is_put_in_use_is_in_the_journal(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/convergence.db")
    database.migrate()
    write = DataJournal(database).write
    write(RECEIVED, FACILITATOR.name, FACILITATOR.id, None, {"snapshot": "2026-12-01", "fresh": ["qpv2024", "rpls"], REFUSED: ["ban"]})
    write(IN_USE, FACILITATOR.name, FACILITATOR.id, {"snapshot": ""}, {"snapshot": "2026-12-01T093000Z-0123456789ab"})
    with database.reading() as connection:
        received, used = select_entries(connection, journal.c.action.in_((RECEIVED, IN_USE)))
    assert text_of(received) == "Données officielles reçues" and received.author == FACILITATOR.name
    lines = {line.label: line.after for line in changes_of(received)}
    assert "Quartiers prioritaires" in lines["Nouvelles"] and lines["Refusées"] == "Rues et adresses"
    (line,) = changes_of(used)
    assert (line.before, line.after) == ("données de départ", "1er déc. 2026, 10:30")


def test_the_service_writes_what_it_does_in_the_journal(tmp_path: Path) -> None:
    rows: list[tuple] = []
    snapshots = Snapshots(tmp_path)
    official = OfficialData(snapshots, start=lambda work: work(), feeds=(), journal=lambda *row: rows.append(row))
    official.refresh(FACILITATOR)
    name = "2026-11-30T120000Z-0123456789ab"
    (tmp_path / name).mkdir()
    (tmp_path / name / MANIFEST).write_text("{}")
    official.use(FACILITATOR, name)
    official.use(FACILITATOR, name)
    assert [row[0] for row in rows] == [RECEIVED, IN_USE] and all(row[1:3] == (FACILITATOR.name, FACILITATOR.id) for row in rows)
