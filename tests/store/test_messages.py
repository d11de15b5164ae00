"""What is said of a proposal: heard by both sides, but for notes; news until it is seen."""

from __future__ import annotations

import pytest

from domain.person import Person
from domain.proposal import Act
from store.database import Database
from store.proposals import Proposals
from tests.store.proposers import (
    AGENT,
    CHIEF,
    COLLEAGUE,
    OFFICER,
    STRANGERS,
    propose,
    submit,
)


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


def test_a_message_reaches_both_sides_and_a_note_its_own_alone(store: Proposals) -> None:
    it = submit(store)
    store.say(AGENT, it.id, " Bonjour \r\n à tous ")
    store.say(AGENT, it.id, "entre nous", internal=True)
    store.say(OFFICER, it.id, "rapprocher de la ressourcerie", internal=True)
    store.say(CHIEF, it.id, "La hauteur libre ?")
    store.act(CHIEF, it.id, it.version, Act.ASK, "La hauteur")

    def heard(person: Person) -> list[str]:
        return [message.text for message in store.messages(person, it.id)]

    assert heard(AGENT) == heard(COLLEAGUE) == ["Bonjour \n à tous", "entre nous", "La hauteur libre ?", "La hauteur"]
    assert heard(OFFICER) == heard(CHIEF) == ["Bonjour \n à tous", "rapprocher de la ressourcerie", "La hauteur libre ?", "La hauteur"]
    last = store.messages(AGENT, it.id)[-1]
    assert (last.kind, last.act, last.author, last.is_internal) == ("decision", Act.ASK, "Gaëlle", False)
    assert store.get(AGENT, it.id).version == it.version + 1
    for words in ("", " \n", "x" * 2_001, "a\0"):
        with pytest.raises(ValueError, match=r"\w"):
            store.say(AGENT, it.id, words)


def test_what_somebody_else_said_is_news_until_it_is_seen(store: Proposals) -> None:
    it = submit(store)
    quiet = propose(store)
    assert store.unread(AGENT) == 0
    store.say(AGENT, it.id, "de moi")
    assert (store.unread(AGENT), store.unread(COLLEAGUE)) == (0, 1)
    store.say(OFFICER, it.id, "note", internal=True)
    assert store.unread(AGENT) == 0
    store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    assert store.news(AGENT) == {it.id}
    store.mark_seen(OFFICER, it.id)
    assert store.unread(AGENT) == 1
    store.mark_seen(COLLEAGUE, it.id)
    assert store.unread(AGENT) == store.unread(COLLEAGUE) == 0
    store.say(CHIEF, it.id, "encore")
    assert store.news(AGENT) == {it.id}
    assert all(store.unread(person) == 0 for person in STRANGERS)
    assert store.get(AGENT, quiet.id).seen_at is None
    site = store.act(OFFICER, propose(store, OFFICER).id, 1, Act.SUBMIT)
    store.act(CHIEF, site.id, 2, Act.ACCEPT)
    assert store.news(OFFICER) == {site.id}
