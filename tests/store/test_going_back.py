"""Going back on a decision gives back what it took, on each kind of database: what was told, and what everybody saw."""

from __future__ import annotations

import pytest

from domain.proposal import Act, Proposal, Stage
from store.attachments import PHOTO, Attachments
from store.database import Database
from store.proposals import Proposals
from store.verify import faults
from tests.store.proposers import AGENT, OFFICER, publish


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


def seen(store: Proposals) -> list[object]:
    """The floor area of each place that everybody sees."""
    return [place.content.get("area_m2") for place in store.published()]


def change(store: Proposals, one: Proposal, **told: object) -> Proposal:
    """Tell something anew, and submit it."""
    edited = store.edit(AGENT, one.id, one.version, told)
    return store.act(AGENT, one.id, edited.version, Act.SUBMIT)


def reopen(store: Proposals, one: Proposal) -> Proposal:
    return store.act(OFFICER, one.id, one.version, Act.REOPEN)


def test_a_first_acceptance_undone_is_seen_by_nobody(store: Proposals) -> None:
    one = reopen(store, publish(store))
    assert (one.stage, one.published, seen(store)) == (Stage.SUBMITTED, None, [])


def test_an_accepted_change_undone_gives_way_to_what_was_seen_before(store: Proposals, database: Database) -> None:
    asked = change(store, publish(store), area_m2=200.0, contact=None)
    accepted = store.act(OFFICER, asked.id, asked.version, Act.ACCEPT)
    assert seen(store) == [200.0]
    before = store.publication()
    undone = reopen(store, accepted)
    assert (undone.stage, undone.content["area_m2"], seen(store)) == (Stage.SUBMITTED, 200.0, [140.0])
    assert undone.published is not None
    assert undone.published["contact"] == "06 00 00 00 01"
    assert store.publication() > before
    again = store.act(OFFICER, undone.id, undone.version, Act.ACCEPT)
    assert seen(store) == [200.0]
    assert reopen(store, again).published == undone.published
    assert faults(database) == ()


def test_a_refused_change_undone_is_told_again_and_waits(store: Proposals, database: Database) -> None:
    asked = change(store, publish(store), area_m2=200.0)
    refused = store.act(OFFICER, asked.id, asked.version, Act.REFUSE, "Non mesuré")
    assert (refused.stage, refused.content["area_m2"]) == (Stage.ACCEPTED, 140.0)
    undone = reopen(store, refused)
    assert (undone.stage, undone.content["area_m2"], seen(store)) == (Stage.SUBMITTED, 200.0, [140.0])
    assert faults(database) == ()


def test_a_second_undoing_has_nothing_left_to_give_back(store: Proposals) -> None:
    asked = change(store, publish(store), area_m2=200.0)
    undone = reopen(store, store.act(OFFICER, asked.id, asked.version, Act.ACCEPT))
    back = store.act(AGENT, undone.id, undone.version, Act.TAKE_BACK)
    assert back.stage is Stage.ACCEPTED
    assert reopen(store, back).published is None


def test_a_photograph_taken_away_meanwhile_stays_away(store: Proposals, database: Database) -> None:
    files, one = Attachments(database), publish(store)
    first = files.add(AGENT, one.id, PHOTO, "a.jpg", "image/jpeg", b"a", 1, 1)
    one = store.act(AGENT, one.id, first.version, Act.SUBMIT)
    one = store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    second = files.add(AGENT, one.id, PHOTO, "b.jpg", "image/jpeg", b"b", 1, 1)
    one = store.act(AGENT, one.id, second.version, Act.SUBMIT)
    store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    gone = files.remove(AGENT, first.id)
    undone = reopen(store, store.get(OFFICER, gone.proposal_id))
    assert undone.published is not None
    assert "photos" not in undone.published
