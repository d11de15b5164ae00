"""Places of which nothing was heard for six months: asked about once, until they are confirmed."""

from __future__ import annotations

import datetime as dt

import pytest

from domain.candidate import Kind
from domain.person import Person, PersonDraft, PersonRole
from domain.proposal import Act, Proposal
from store.database import Database
from store.outbox import Outbox
from store.persons import Persons
from store.proposals import Proposals
from store.renewals import Renewals
from tests.store.contents import AGENT
from tests.store.people import CHEAP, CHIEF, PASSWORD

OFFICER = Person("officer", "officer", "Une chargée", PersonRole.ECONOMY)
PLACE = {"name": "Ancienne laverie", "lon": 5.3691, "lat": 43.3487}
LATER = dt.timedelta(days=190)


@pytest.fixture
def accepted(database: Database) -> Proposal:
    store = Proposals(database)
    made = store.create(AGENT, Kind.PREMISES, PLACE)
    made = store.act(AGENT, made.id, made.version, Act.SUBMIT)
    made = store.act(OFFICER, made.id, made.version, Act.ACCEPT)
    store.create(AGENT, Kind.PREMISES, PLACE)  # a draft is asked about by nobody
    store.mark_seen(AGENT, made.id)
    return store.get(AGENT, made.id)


def day_after(proposal: Proposal, span: dt.timedelta) -> dt.datetime:
    assert proposal.confirmed_at
    return proposal.confirmed_at + span


def test_nothing_is_asked_before_six_months(database: Database, accepted: Proposal) -> None:
    assert Renewals(database).ask(day_after(accepted, dt.timedelta(days=150))) == 0


def test_one_is_asked_once_in_the_product_and_by_letter(database: Database, accepted: Proposal) -> None:
    Persons(database, CHEAP).create(
        CHIEF, PersonDraft("agnes", "Agnès", PersonRole.LANDLORD, "hpr", "agnes@exemple.fr"), PASSWORD, ("hpr",)
    )
    store, now = Proposals(database), day_after(accepted, LATER)
    before = len(Outbox(database).list(OFFICER))
    assert [Renewals(database).ask(now), Renewals(database).ask(now)] == [1, 0]
    assert store.news(AGENT) == {accepted.id}
    told = store.messages(AGENT, accepted.id)[-1]
    assert (told.author, told.kind) == ("Convergence", "reminder")
    letters = Outbox(database).list(OFFICER)
    assert len(letters) == before + 1
    assert (letters[0].to_address, letters[0].proposal_id) == ("agnes@exemple.fr", accepted.id)


def test_the_place_itself_is_untouched(database: Database, accepted: Proposal) -> None:
    store = Proposals(database)
    revision = store.publication()
    Renewals(database).ask(day_after(accepted, LATER))
    assert store.get(AGENT, accepted.id) == accepted
    assert store.publication() == revision


def test_a_place_that_is_withdrawn_is_not_asked_about(database: Database, accepted: Proposal) -> None:
    Proposals(database).act(AGENT, accepted.id, accepted.version, Act.WITHDRAW)
    assert Renewals(database).ask(day_after(accepted, LATER)) == 0
