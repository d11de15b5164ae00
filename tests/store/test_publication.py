"""What everybody sees of proposals: what was accepted, without what is confidential, and told as soon as it changes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from domain.candidate import Kind
from domain.person import Person
from domain.proposal import Act, Stage
from store.database import Database, StoreUnavailable
from store.proposals import Proposals
from tests.store.proposers import (
    AGENT,
    CHIEF,
    OFFICER,
    PLANNER,
    RIVAL,
    STRANGERS,
    propose,
    publish,
    submit,
)


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


def test_accepted_places_are_seen_by_everybody_without_what_is_confidential(store: Proposals) -> None:
    it, site = publish(store), publish(store, OFFICER, rent_is_confidential=None, owner="SCI du Port", lon=5.4)
    propose(store)
    submit(store, RIVAL)
    place, other = store.published()
    assert (place.id, place.kind, place.landlord, place.lon_wgs84, place.lat_wgs84) == (it.id, Kind.PREMISES, "hpr", 5.3691, 43.3487)
    assert place.content == {"name": "Ancienne laverie", "area_m2": 140.0}
    assert (other.id, other.landlord, other.content["rent_eur_m2_yr"]) == (site.id, None, 85.0)
    kept = {it.id: {"contact": "06 00 00 00 01", "rent_eur_m2_yr": 85.0}, site.id: {"contact": "06 00 00 00 01", "owner": "SCI du Port"}}
    assert store.confidential(OFFICER) == store.confidential(CHIEF) == kept
    assert store.confidential(AGENT) == {it.id: kept[it.id]}
    assert all(store.confidential(person) == {} for person in STRANGERS)


def test_a_change_of_an_accepted_place_is_seen_once_accepted(store: Proposals) -> None:
    it = publish(store)
    before = store.published()
    changed = store.edit(AGENT, it.id, it.version, {"area_m2": 95.0, "lon": 5.5})
    sent = store.act(AGENT, it.id, changed.version, Act.SUBMIT)
    assert store.published() == before
    refused = store.act(CHIEF, it.id, sent.version, Act.REFUSE, "vérifiez la surface")
    assert (refused.stage, refused.content, refused.published) == (Stage.ACCEPTED, it.content, it.content)
    entry = store.timeline(AGENT, it.id)[-1]
    assert entry.before == {"stage": "submitted", "content": {"area_m2": 95.0, "lon": 5.5}}
    assert entry.after == {"stage": "accepted", "reason": "vérifiez la surface", "content": {"area_m2": 140.0, "lon": 5.3691}}
    assert store.published() == before
    changed = store.edit(AGENT, it.id, refused.version, {"area_m2": 95.0, "lon": 5.5})
    sent = store.act(AGENT, it.id, changed.version, Act.SUBMIT)
    store.act(OFFICER, it.id, sent.version, Act.ACCEPT)
    (place,) = store.published()
    assert (place.lon_wgs84, place.content["area_m2"]) == (5.5, 95.0)


def test_the_publication_changes_exactly_when_what_everybody_sees_does(store: Proposals) -> None:
    assert store.publication() == 0
    it = submit(store)
    store.say(CHIEF, it.id, "bonjour")
    assert store.publication() == 0
    seen = {0}

    def changed() -> bool:
        now = store.publication()
        is_new = now not in seen
        assert now == max(seen | {now})
        seen.add(now)
        return is_new

    it = store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    assert changed()
    it = store.edit(AGENT, it.id, it.version, {"area_m2": 9.0})
    it = store.act(AGENT, it.id, it.version, Act.SUBMIT)
    it = store.act(CHIEF, it.id, it.version, Act.ASK, "motif")
    assert not changed()
    it = store.act(AGENT, it.id, it.version, Act.SUBMIT)
    it = store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    assert changed()
    it = store.act(AGENT, it.id, it.version, Act.RENEW)
    assert changed()
    it = store.act(CHIEF, it.id, it.version, Act.REOPEN)
    assert changed()
    assert [place.content["area_m2"] for place in store.published()] == [140.0]
    it = store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    assert changed()
    store.act(AGENT, it.id, it.version, Act.WITHDRAW)
    assert changed()
    assert store.published() == ()


def test_neighbours_are_those_that_a_person_may_know_of(store: Proposals) -> None:
    mine, theirs, public = propose(store), submit(store, RIVAL, lon=5.3692), publish(store, RIVAL, lon=5.36905, contact=None)
    far = publish(store, lon=5.3705)

    def near(person: Person, **changes: Any) -> list[str]:
        found = store.around(person, 5.3691, 43.3487, **{"metres": 30, **changes})
        return [it.id for it in found if abs(it.lon - 5.3691) < 0.01]

    assert near(AGENT) == [mine.id, public.id]
    assert near(RIVAL) == near(OFFICER) == near(CHIEF) == [public.id, theirs.id]
    assert all(near(person) == [public.id] for person in STRANGERS[1:])
    assert far.id in near(PLANNER, metres=200)
    (one,) = store.around(PLANNER, 5.3691, 43.3487, 30)
    assert (one.is_public, one.lon) == (True, 5.36905)
    moved = store.edit(RIVAL, public.id, public.version, {"lon": 5.5, "name": "déplacé"})
    assert near(RIVAL) == [theirs.id]
    assert near(PLANNER) == [public.id]
    assert store.around(PLANNER, 5.5, 43.3487, 30) == ()
    assert [(it.id, it.name) for it in store.around(RIVAL, 5.5, 43.3487, 30)] == [(moved.id, "déplacé")]
    assert {it.id for it in store.known(PLANNER)} == {public.id, far.id}
    assert {it.id for it in store.known(RIVAL)} == {theirs.id, public.id, far.id}


def test_a_store_that_cannot_be_read_says_so(store: Proposals, database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text("ALTER TABLE proposals RENAME TO elsewhere"))
    with pytest.raises(StoreUnavailable, match="endommagée"):
        store.publication()
