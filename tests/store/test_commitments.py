"""Commitments in the store: each actor's own, late once their day has passed, never over what somebody else wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from domain.commitment import LATE, Commitment, CommitmentStatus, checked_commitment
from domain.person import VISITOR, NotAllowed
from services.meeting_agenda import opening_parts
from store.commitments import CommitmentChanged, Commitments
from store.database import Database
from store.meetings import Meetings, NotFound
from store.verify import faults
from tests.store.people import ADA, CHIEF, PLANNER

GIVEN: dict[str, Any] = {
    "actor": "waste", "kind": "funding", "what": "41 k€ d'équipement", "amount": "41 000,5", "unit": "€", "deadline": "2027-01-31",
}  # fmt: skip


@pytest.fixture
def store(database: Database) -> Commitments:
    database.migrate()
    return Commitments(database)


@pytest.fixture
def made(store: Commitments, database: Database) -> Commitment:
    return store.create(ADA, Meetings(database).create(CHIEF, {"title": "Printemps"}).id, GIVEN)


def test_a_commitment_is_followed_with_its_journal(store: Commitments, made: Commitment, database: Database) -> None:
    assert (made.amount, made.deadline, made.version) == (41_000.5, dt.date(2027, 1, 31), 1)
    done = store.write(CHIEF, made.id, 1, {"status": "done"})
    assert (done.status, done.version, done.what) == (CommitmentStatus.DONE, 2, made.what)
    assert store.write(CHIEF, made.id, 2, {"status": "done"}).version == 2
    assert store.list(PLANNER) == store.list(PLANNER, made.meeting_id) == (done,)
    assert faults(database) == ()
    with pytest.raises(CommitmentChanged) as found:
        store.write(ADA, made.id, 1, {"status": "under_way"})
    assert found.value.current == done


def test_each_actor_writes_its_own(store: Commitments, made: Commitment) -> None:
    for person, changes in ((PLANNER, {"status": "done"}), (VISITOR, {"status": "done"}), (ADA, {"actor": "economy"})):
        with pytest.raises(NotAllowed):
            store.write(person, made.id, 1, changes)
    with pytest.raises(NotAllowed):
        store.create(ADA, made.meeting_id, {**GIVEN, "actor": "landlord"})
    with pytest.raises(NotFound):
        store.create(CHIEF, "nowhere", GIVEN)


def test_what_is_late_opens_the_next_agenda_once(store: Commitments, made: Commitment, database: Database) -> None:
    day, after = dt.date(2027, 1, 31), dt.date(2027, 2, 1)
    assert (made.state(day), made.state(after)) == ("planned", LATE)
    assert not store.write(CHIEF, made.id, 1, {"status": "given_up", "reason": "sans budget"}).is_late(after)
    meetings = Meetings(database)
    parts = opening_parts(meetings.list(CHIEF), [made])
    assert made.what in parts["d1.question"]
    meetings.create(CHIEF, parts)
    assert "d1.question" not in opening_parts(meetings.list(CHIEF), [made])


@pytest.mark.parametrize(
    "change",
    [
        *({"actor": "nobody"}, {"kind": "gift"}, {"what": " "}, {"amount": "-1"}, {"amount": "beaucoup"}, {"amount": "nan"}),
        *({"deadline": "demain"}, {"status": "given_up"}, {"status": "late"}),
    ],
)
def test_a_field_that_is_wrong_is_refused(change: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"."):
        checked_commitment({**GIVEN, **change})
