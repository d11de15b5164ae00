"""The minutes of a closed meeting go once to those who take part, with their files and the journal, or not at all."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain.meeting import Meeting
from domain.person import NotAllowed, PersonDraft, PersonRole
from store.database import Database
from store.meetings import Meetings
from store.minutes_letters import written_addresses
from store.outbox import Outbox
from store.persons import Persons
from store.verify import faults
from tests.store.people import ADA, CHEAP, CHIEF, PASSWORD, PLANNER

FILES = {"compte-rendu.pdf": b"%PDF-1.7 minutes", "registre.xlsx": b"PK register"}
ROLES = {PersonRole.WASTE: "w@x.fr", PersonRole.COHESION: "c@x.fr", PersonRole.PLANNER: "o@x.fr", PersonRole.FACILITATOR: "f@x.fr"}


@pytest.fixture
def store(database: Database) -> Meetings:
    database.migrate()
    return Meetings(database)


@pytest.fixture
def closed(store: Meetings, database: Database) -> Meeting:
    for role, email in ROLES.items():
        Persons(database, CHEAP).create(CHIEF, PersonDraft(role.value, f"Une personne {role.value}", role, email=email), PASSWORD, [])
    people = {"others": "Jeanne <Jeanne@Quartier.FR>, w@x.fr"}
    meeting = store.create(CHIEF, {"title": "Printemps", "participants": people})
    return store.close(CHIEF, meeting.id, 1, b"archive", "f" * 64)


def test_minutes_go_once_to_all_who_take_part_and_the_journal_tells_it(store: Meetings, closed: Meeting, database: Database) -> None:
    to = ("c@x.fr", "f@x.fr", "w@x.fr", "jeanne@quartier.fr")
    assert store.recipients(CHIEF, closed.id) == to
    assert store.minutes_letters(PLANNER, closed.id) == ()
    assert store.send_minutes(CHIEF, closed.id, FILES, "Compte rendu", "Bonjour").version == closed.version + 1
    letters = Outbox(database).pending()
    assert tuple(one.to_address for one in letters) == to
    assert [Outbox(database).files(one) for one in letters] == [FILES] * len(to)
    assert [one.to_address for one in store.minutes_letters(PLANNER, closed.id)] == list(to)
    with pytest.raises(ValueError, match="déjà"):
        store.send_minutes(CHIEF, closed.id, FILES, "Compte rendu", "Bonjour")
    assert len(Outbox(database).pending()) == len(to)
    assert faults(database) == ()


@pytest.mark.parametrize("person", [ADA, PLANNER])
def test_only_the_facilitator_sends_minutes_and_reads_to_whom(person: object, store: Meetings, closed: Meeting) -> None:
    for refused in (
        lambda: store.send_minutes(person, closed.id, FILES, "Compte rendu", ""),  # type: ignore[arg-type]
        lambda: store.recipients(person, closed.id),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            refused()


def test_nothing_is_written_where_minutes_cannot_go(store: Meetings, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting = store.create(CHIEF, {"title": "Printemps"})
    with pytest.raises(ValueError, match="encore ouverte"):
        store.send_minutes(CHIEF, meeting.id, FILES, "Compte rendu", "")
    closed = store.close(CHIEF, meeting.id, 1, b"archive", "f" * 64)
    with pytest.raises(ValueError, match="Personne"):
        store.send_minutes(CHIEF, closed.id, FILES, "Compte rendu", "")
    Persons(database, CHEAP).create(CHIEF, PersonDraft("w1", "Une", PersonRole.WASTE, email="w@x.fr"), PASSWORD, [])

    def broken(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("store.meetings.journal.append_row", broken)
    with pytest.raises(RuntimeError):
        store.send_minutes(CHIEF, closed.id, FILES, "Compte rendu", "")
    assert (Outbox(database).pending(), store.get(CHIEF, closed.id)) == ((), closed)


def test_addresses_are_read_amid_what_is_written_of_participants() -> None:
    texts: Mapping[str, str] = {"a": "Jean (jean.d@ville.fr), Anne « anne@x.org ».", "b": "sans adresse @ville ni a@b"}
    assert written_addresses(texts.values()) == ["jean.d@ville.fr", "anne@x.org"]
