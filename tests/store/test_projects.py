"""Projects in the store: written with their journal, never over what somebody else wrote, never ready before all is there."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.person import VISITOR, NotAllowed, Person, PersonRole
from store.commitments import Commitments
from store.database import Database
from store.meetings import Meetings
from store.projects import ProjectChanged, Projects
from store.verify import faults
from tests.store.people import ADA, CHIEF, PLANNER

NOW = dt.datetime(2027, 3, 31, tzinfo=dt.UTC)
ECO = Person("e1", "eco", "Élodie Eco", PersonRole.ECONOMY)
WORKS = {"kind": "works", "what": "mise aux normes", "amount": "100", "unit": "€"}


@pytest.fixture
def store(database: Database) -> Projects:
    database.migrate()
    return Projects(database)


def commit(database: Database, **more: Any) -> str:
    meeting = Meetings(database).create(CHIEF, {"title": "Printemps"})
    given = {"actor": "waste", "kind": "funding", "what": "aide", "amount": 100, "unit": "€", "place": "p1", **more}
    return Commitments(database).create(CHIEF, meeting.id, given).id


def test_a_need_is_written_changed_and_journalled(store: Projects, database: Database) -> None:
    made = store.write(ECO, "p1", "Halle", 0, {"need.n1": WORKS})
    assert (made.version, made.needs[0].amount, made.place) == (1, 100.0, "p1")
    changed = store.write(CHIEF, "p1", "Halle", 1, {"need.n1": {**WORKS, "amount": 120}})
    assert (changed.version, changed.needs[0].amount) == (2, 120.0)
    assert store.list(PLANNER) == (store.of(PLANNER, "p1", ""),) == (changed,)
    assert faults(database) == ()


def test_two_who_write_different_needs_lose_nothing_and_the_same_one_is_a_conflict(store: Projects) -> None:
    store.write(ECO, "p1", "Halle", 0, {"need.n1": WORKS})
    both = store.write(CHIEF, "p1", "Halle", 0, {"need.n2": {**WORKS, "kind": "rent"}})
    assert len(both.needs) == 2
    with pytest.raises(ProjectChanged) as found:
        store.write(CHIEF, "p1", "Halle", 0, {"need.n1": {**WORKS, "amount": 5}})
    assert (found.value.current, found.value.keys) == (both, {"need.n1"})


def test_the_ledger_is_the_economy_directorate_s_and_the_facilitator_s(store: Projects) -> None:
    for person in (ADA, PLANNER, VISITOR):
        with pytest.raises(NotAllowed):
            store.write(person, "p1", "Halle", 0, {"need.n1": WORKS})
    with pytest.raises(NotAllowed):
        store.list(VISITOR)


def test_ready_is_refused_until_all_is_committed_and_lifted(store: Projects, database: Database) -> None:
    made = store.write(ECO, "p1", "Halle", 0, {"need.n1": WORKS})
    with pytest.raises(ValueError, match="il manque 100"):
        store.write(ECO, "p1", "Halle", made.version, {"ready_on": "2027-03-31"}, "ready")
    key = commit(database, condition="permis")
    with pytest.raises(ValueError, match="permis"):
        store.write(ECO, "p1", "Halle", made.version, {"ready_on": "2027-03-31"}, "ready")
    Commitments(database).write(CHIEF, key, 1, {"is_lifted": True})
    ready = store.write(ECO, "p1", "Halle", made.version, {"ready_on": "2027-03-31"}, "ready")
    assert ready.ready_on is not None
    assert store.write(ECO, "p1", "Halle", ready.version, {"ready_on": None}).ready_on is None
    assert faults(database) == ()
