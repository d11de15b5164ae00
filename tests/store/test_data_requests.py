"""What is requested of the owner of a place for a meeting: a message and a letter, once, until the place is told anew."""

from __future__ import annotations

import pytest

from domain.meeting import Meeting
from domain.person import NotAllowed, PersonDraft, PersonRole
from store.database import Database
from store.meetings import Meetings
from store.outbox import Outbox
from store.persons import Persons
from store.proposals import NotFound, Proposals
from store.verify import faults
from tests.store.people import ADA, CHEAP, CHIEF, PASSWORD
from tests.store.proposers import AGENT, OFFICER, publish

TEXT = "Séance « Printemps » : il manque la hauteur libre."


@pytest.fixture
def meetings(database: Database) -> Meetings:
    database.migrate()
    return Meetings(database)


@pytest.fixture
def meeting(meetings: Meetings) -> Meeting:
    return meetings.create(CHIEF, {"title": "Printemps", "d1.question": "Où ?", "d1.rank": 1})


def test_a_request_reaches_its_owner_once_by_message_and_letter(database: Database, meetings: Meetings, meeting: Meeting) -> None:
    proposals = Proposals(database)
    Persons(database, CHEAP).create(CHIEF, PersonDraft("basile", "Basile", PersonRole.LANDLORD, "hpr", "b@exemple.fr"), PASSWORD, ("hpr",))
    place = publish(proposals)
    before = len(Outbox(database).list(OFFICER))
    changed = meetings.request(CHIEF, meeting.id, "d1", place.id, TEXT)
    assert list(changed.content["d1.requests"]) == [place.id]
    assert list(meetings.requests(ADA, [place.id])) == [place.id]
    assert (proposals.messages(AGENT, place.id)[-1].text, proposals.messages(AGENT, place.id)[-1].kind) == (TEXT, "request")
    letters = Outbox(database).list(OFFICER)
    assert (len(letters), letters[0].to_address) == (before + 1, "b@exemple.fr")
    assert TEXT in letters[0].body
    with pytest.raises(ValueError, match="Déjà demandé"):
        meetings.request(CHIEF, meeting.id, "d1", place.id, TEXT)
    assert len(Outbox(database).list(OFFICER)) == before + 1
    assert meetings.get(CHIEF, meeting.id) == changed
    assert faults(database) == ()


def test_what_was_told_anew_may_be_requested_again(database: Database, meetings: Meetings, meeting: Meeting) -> None:
    proposals = Proposals(database)
    place = publish(proposals)
    meetings.request(CHIEF, meeting.id, "d1", place.id, TEXT)
    proposals.edit(AGENT, place.id, place.version, {"clear_height_m": 3.2})
    assert meetings.requests(CHIEF, [place.id]) == {}
    assert meetings.request(CHIEF, meeting.id, "d1", place.id, TEXT).version == meeting.version + 2


def test_only_the_facilitator_requests_and_of_places_that_have_a_file(database: Database, meetings: Meetings, meeting: Meeting) -> None:
    place = publish(Proposals(database))
    with pytest.raises(NotAllowed):
        meetings.request(ADA, meeting.id, "d1", place.id, TEXT)
    with pytest.raises(NotFound):
        meetings.request(CHIEF, meeting.id, "d1", "LP-999999", TEXT)
    assert meetings.get(CHIEF, meeting.id) == meeting
