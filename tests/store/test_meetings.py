"""Meetings in the store: written part by part by several at once, each with its journal, by whoever may and nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from domain.meeting import Meeting
from domain.person import VISITOR, NotAllowed, Person, PersonRole
from store.database import Database
from store.meetings import Conflict, Meetings, NotFound
from store.verify import faults
from tests.store.people import ADA, CHIEF, PLANNER

PARTS: dict[str, Any] = {"title": "Printemps", "day": "2027-03-31", "d1.question": "Où ?", "d1.rank": 1}
ESMA = Person("esma", "esma", "Esma", PersonRole.COHESION)
FOR = {"stance": "for", "words": "", "author": "Ada Lovelace"}


@pytest.fixture
def store(database: Database) -> Meetings:
    database.migrate()
    return Meetings(database)


@pytest.fixture
def meeting(store: Meetings) -> Meeting:
    return store.create(CHIEF, PARTS)


def test_what_is_written_is_read_back_and_the_journal_tells_it(store: Meetings, meeting: Meeting, database: Database) -> None:
    changed = store.write(CHIEF, meeting.id, 1, {"place": "Hôtel", "title": "Printemps"})
    assert store.get(PLANNER, meeting.id) == changed
    assert (changed.version, changed.place, changed.seen["place"], changed.seen["title"]) == (2, "Hôtel", 2, 1)
    assert store.write(CHIEF, meeting.id, 2, {"place": "Hôtel"}).version == 2
    assert [one.id for one in store.list(ADA)] == [meeting.id]
    assert faults(database) == ()
    with pytest.raises(NotFound):
        store.get(CHIEF, "nowhere")


def test_two_who_write_different_parts_lose_nothing_of_each_other(store: Meetings, meeting: Meeting) -> None:
    store.write(CHIEF, meeting.id, 1, {"place": "Hôtel"})
    store.write(ADA, meeting.id, 1, {"d1.position.waste": FOR}, "position")
    last = store.write(CHIEF, meeting.id, 1, {"d1.question": "Où ouvrir ?"})
    assert (last.place, last.decisions[0].question, last.decisions[0].positions["waste"].author) == ("Hôtel", "Où ouvrir ?", "Ada Lovelace")


def test_two_who_write_the_same_part_are_told(store: Meetings, meeting: Meeting) -> None:
    store.write(CHIEF, meeting.id, 1, {"place": "Hôtel"})
    with pytest.raises(Conflict) as found:
        store.write(CHIEF, meeting.id, 1, {"place": "Mairie", "d1.question": "Où ouvrir ?"})
    assert (found.value.keys, found.value.current.place) == ({"place"}, "Hôtel")
    assert store.get(CHIEF, meeting.id).decisions[0].question == "Où ?"


def test_each_actor_gives_its_own_position_alone(store: Meetings, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        store.write(ESMA, meeting.id, 1, {"d1.position.waste": FOR})
    with pytest.raises(NotAllowed):
        store.write(PLANNER, meeting.id, 1, {"d1.position.waste": FOR})
    with pytest.raises(NotAllowed):
        store.write(ADA, meeting.id, 1, {"d1.position.waste": FOR, "d1.question": "Autre ?"})
    assert store.write(ESMA, meeting.id, 1, {"d1.position.cohesion": FOR}).version == 2
    assert store.write(CHIEF, meeting.id, 2, {"d1.position.waste": FOR}).version == 3


@pytest.mark.parametrize("person", [VISITOR, ADA, PLANNER])
def test_only_the_facilitator_prepares_and_only_members_read(person: Person, store: Meetings, meeting: Meeting) -> None:
    with pytest.raises(NotAllowed):
        store.create(person, PARTS)
    with pytest.raises(NotAllowed):
        store.write(person, meeting.id, 1, {"place": "Ailleurs"})
    if person is VISITOR:
        with pytest.raises(NotAllowed):
            store.get(person, meeting.id)
