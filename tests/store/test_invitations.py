"""Invitations: shown once, kept as digests, ended by time or by whoever invites; a guest has the right to propose, and no other."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.candidate import Kind
from domain.invitation import DAY_S, DEFAULT_DAYS
from domain.person import VISITOR, Action, NotAllowed, can
from domain.proposal import Act
from store.database import Database
from store.invitations import InvitationOver, Invitations
from store.proposals import NotFound, Proposals
from store.tables import invitations as table
from store.tables import journal
from store.verify import faults
from tests.store.people import Clock
from tests.store.proposers import AGENT, CHIEF, OFFICER, PLANNER, RIVAL, WASTE, propose, told

KNOWN = ("hpr", "mlo")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def invitations(database: Database, clock: Clock) -> Invitations:
    return Invitations(database, clock)


@pytest.mark.parametrize("actor", [CHIEF, OFFICER])
def test_a_link_opens_until_its_day_or_until_it_is_taken_back_and_the_journal_tells_both(
    actor: object, database: Database, invitations: Invitations, clock: Clock
) -> None:
    token = invitations.make(actor, "hpr", "  Mme   Roux ", DEFAULT_DAYS, KNOWN)
    found = invitations.open(token)
    assert (found.organisation, found.name, found.guest.is_guest, found.guest.landlord) == ("hpr", "Mme Roux", True, "hpr")
    with database.reading() as connection:
        stored = str(connection.execute(select(table)).all())
        assert connection.execute(select(journal.c.after)).scalars().all()[-1]["organisation"] == "hpr"
    assert token not in stored
    clock.now += DEFAULT_DAYS * DAY_S - 1
    assert invitations.open(token) == found
    invitations.revoke(actor, found.handle)
    invitations.revoke(actor, found.handle)
    with pytest.raises(InvitationOver):
        invitations.open(token)
    with database.reading() as connection:
        actions = connection.execute(select(journal.c.action).order_by(journal.c.id)).scalars().all()
    assert actions[-2:] == ["invitation", "uninvitation"]
    assert faults(database) == ()


def test_a_link_that_is_too_old_or_from_another_clock_opens_nothing(invitations: Invitations, clock: Clock) -> None:
    token = invitations.make(CHIEF, "hpr", "Mme Roux", 7, KNOWN)
    for now in (7 * DAY_S, -1):
        clock.now += now
        with pytest.raises(InvitationOver):
            invitations.open(token)
        clock.now -= now
    assert invitations.open(token).name == "Mme Roux"


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 10_000, "' OR 1=1 --", "é" * 20, "\x00"])
def test_a_guessed_token_opens_nothing(token: str, invitations: Invitations) -> None:
    invitations.make(CHIEF, "hpr", "Mme Roux", 7, KNOWN)
    with pytest.raises(InvitationOver):
        invitations.open(token)


@pytest.mark.parametrize("person", [AGENT, RIVAL, PLANNER, WASTE, VISITOR])
def test_only_those_who_decide_invite(person: object, invitations: Invitations) -> None:
    for ask in (
        lambda: invitations.make(person, "hpr", "x", 7, KNOWN),
        lambda: invitations.revoke(person, "x"),
        lambda: invitations.list(person),
    ):
        with pytest.raises(NotAllowed):
            ask()


@pytest.mark.parametrize(("code", "name", "days"), [("nobody", "x", 7), ("hpr", "  ", 7), ("hpr", "x", 8), ("hpr", "x", 36_500)])
def test_what_is_not_offered_is_refused(code: str, name: str, days: int, invitations: Invitations) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z]"):
        invitations.make(CHIEF, code, name, days, KNOWN)


def test_a_guest_proposes_and_does_nothing_else(invitations: Invitations) -> None:
    guest = invitations.open(invitations.make(CHIEF, "hpr", "Mme Roux", 7, KNOWN)).guest
    assert {action for action in Action if can(guest, action)} == {Action.READ, Action.PROPOSE}


def test_a_guest_reads_and_writes_what_they_proposed_alone_not_even_their_own_landlord_s_other_places(
    database: Database, invitations: Invitations
) -> None:
    store = Proposals(database)
    first, second = (invitations.open(invitations.make(CHIEF, "hpr", name, 7, KNOWN)).guest for name in ("Roux", "Blanc"))
    mine = store.create(first, Kind.PREMISES, told())
    others = [propose(store, AGENT), propose(store, RIVAL), store.create(second, Kind.PREMISES, told())]
    for one in others[:2]:
        store.act(AGENT if one.organisation == "hpr" else RIVAL, one.id, one.version, Act.SUBMIT)
    assert [one.id for one in store.list(first)] == [mine.id]
    for one in others:
        for ask in (
            lambda one=one: store.get(first, one.id),
            lambda one=one: store.edit(first, one.id, one.version, {"name": "Pris"}),
            lambda one=one: store.act(first, one.id, one.version, Act.WITHDRAW),
            lambda one=one: store.messages(first, one.id),
            lambda one=one: store.timeline(first, one.id),
        ):
            with pytest.raises(NotFound):
                ask()
    # Their landlord's agents go on with what a guest began, as with any place of their organisation.
    assert store.edit(AGENT, mine.id, mine.version, {"name": "Laverie"}).content["name"] == "Laverie"
    with pytest.raises(NotFound):
        store.get(RIVAL, mine.id)
