"""Reminders of commitments: before their day and once late, once each, to those who owe and to the facilitator."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.settings import Settings, SettingsError
from domain.person import VISITOR, NotAllowed, PersonDraft, PersonRole
from domain.reminder import DEFAULT_DAYS, Reminder, due_reminder
from store.commitments import Commitments
from store.database import Database
from store.meetings import Meetings
from store.outbox import Outbox
from store.persons import Persons
from store.reminders import Reminders
from tests.domain.test_ledger import commitment
from tests.store.people import CHEAP, CHIEF, PASSWORD

DEADLINE = dt.date(2027, 3, 31)
DAY = dt.timedelta(days=1)
ADDRESSES = {
    PersonRole.WASTE: "dechets@exemple.fr",
    PersonRole.FACILITATOR: "animation@exemple.fr",
    PersonRole.COHESION: "autre@exemple.fr",
}


@pytest.fixture
def store(database: Database) -> Reminders:
    database.migrate()
    persons = Persons(database, CHEAP)
    for role, email in ADDRESSES.items():
        persons.create(CHIEF, PersonDraft(role.value, f"Une personne {role.value}", role, email=email), PASSWORD, [])
    return Reminders(database)


def promise(database: Database, **more: Any) -> str:
    meeting = Meetings(database).create(CHIEF, {"title": "Printemps"})
    given_ = {"actor": "waste", "kind": "funding", "what": "41 k€", "deadline": DEADLINE.isoformat(), **more}
    return Commitments(database).create(CHIEF, meeting.id, given_).id


def test_each_reminder_goes_once_to_those_who_owe_and_to_the_facilitator(store: Reminders, database: Database) -> None:
    key = promise(database)
    assert [store.send(DEADLINE + n * DAY) for n in (-31, -30, -29, -7, -6, 0, 1, 2)] == [0, 1, 0, 1, 0, 0, 1, 0]
    letters = Outbox(database).pending()
    assert [letter.to_address for letter in letters] == [ADDRESSES[PersonRole.FACILITATOR], ADDRESSES[PersonRole.WASTE]] * 3
    assert all("41 k€" in letter.body for letter in letters)
    assert "en retard de 1 jour" in letters[-1].subject
    assert [one.kind for one in store.list(CHIEF)] == ["late", "7", "30"]
    Commitments(database).write(CHIEF, key, 1, {"deadline": "2027-06-30"})
    assert store.send(dt.date(2027, 6, 25)) == 1
    with pytest.raises(NotAllowed):
        store.list(VISITOR)


def test_nobody_is_reminded_of_what_is_done_given_up_or_has_no_day(store: Reminders, database: Database) -> None:
    for more in ({"status": "done"}, {"status": "given_up", "reason": "sans budget"}, {"deadline": ""}):
        promise(database, **more)
    assert store.send(DEADLINE + DAY) == 0
    assert Outbox(database).pending() == ()


@given(st.lists(st.integers(-60, 60), min_size=1, max_size=40), st.lists(st.integers(1, 50), min_size=1, max_size=3))
def test_whatever_the_days_nothing_is_reminded_of_twice(steps: list[int], days: list[int]) -> None:
    one, sent = commitment("funding", deadline=DEADLINE.isoformat()), list[Reminder]()
    for step in sorted(steps):
        found = due_reminder(one, DEADLINE + step * DAY, days, sent)
        if found:
            sent.append(found)
    assert len(set(sent)) == len(sent) <= len(set(days)) + 1
    assert ("late" in {one.kind for one in sent}) == (max(steps) > 0)


def test_the_setting_is_some_counts_of_days() -> None:
    assert Settings.from_env({}).reminder_days == DEFAULT_DAYS
    assert Settings.from_env({"REMINDER_DAYS": "7, 60"}).reminder_days == (60, 7)
    for wrong in ("0", "30;7", "bientôt", "-1"):
        with pytest.raises(SettingsError, match="REMINDER_DAYS"):
            Settings.from_env({"REMINDER_DAYS": wrong})
