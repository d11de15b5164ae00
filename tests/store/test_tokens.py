"""Tokens of programs: shown once, kept as digests, ended by whoever made them, by time, or with the account."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.person import VISITOR, NotAllowed, PersonRole
from store.database import Database
from store.persons import Persons
from store.tables import api_tokens
from store.tokens import LASTS_S, MOST, PREFIX, Tokens
from store.verify import faults
from tests.store.people import CHEAP, CHIEF, Clock, enrol


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def persons(database: Database) -> Persons:
    return Persons(database, CHEAP)


@pytest.fixture
def tokens(database: Database, clock: Clock) -> Tokens:
    return Tokens(database, clock)


def test_a_token_reads_as_its_account_until_it_is_revoked(database: Database, persons: Persons, tokens: Tokens) -> None:
    marie = enrol(persons, "marie", PersonRole.ECONOMY)
    token = tokens.make(marie, "  Carte   du SIG ")
    owner = tokens.owner(token)
    assert owner is not None and owner.id == marie.id and owner.role is PersonRole.ECONOMY
    (listed,) = tokens.of_person(marie)
    assert listed.name == "Carte du SIG" and listed.used_at is not None
    with database.reading() as connection:
        kept = str(connection.execute(select(api_tokens)).all())
    assert token.removeprefix(PREFIX) not in kept and token.startswith(PREFIX)
    tokens.revoke(marie, listed.handle)
    assert tokens.owner(token) is None and tokens.of_person(marie) == ()
    assert [entry.action for entry in persons.history(CHIEF, marie.id)][-2:] == ["token", "untoken"]
    assert faults(database) == ()


def test_it_ends_with_time_and_with_the_account(persons: Persons, tokens: Tokens, clock: Clock) -> None:
    marie, paul = enrol(persons, "marie"), enrol(persons, "paul")
    first, second = tokens.make(marie, "un"), tokens.make(paul, "deux")
    persons.disable(CHIEF, "paul")
    assert tokens.owner(second) is None and tokens.owner(first) is not None
    clock.now += LASTS_S
    assert tokens.owner(first) is None and tokens.of_person(marie) == ()


def test_nobody_revokes_another_s(persons: Persons, tokens: Tokens) -> None:
    marie, paul = enrol(persons, "marie"), enrol(persons, "paul")
    token = tokens.make(marie, "un")
    tokens.revoke(paul, tokens.of_person(marie)[0].handle)
    assert tokens.owner(token) is not None


def test_what_is_no_token_opens_nothing_and_there_are_ten_at_most(persons: Persons, tokens: Tokens) -> None:
    marie = enrol(persons, "marie")
    for _n in range(MOST):
        tokens.make(marie, "un")
    with pytest.raises(ValueError, match="Dix jetons"):
        tokens.make(marie, "onze")
    with pytest.raises(ValueError, match="un nom est attendu"):
        tokens.make(marie, " ")
    with pytest.raises(NotAllowed):
        tokens.make(VISITOR, "un")
    assert [tokens.owner(text) for text in ("", PREFIX, f"{PREFIX}{'x' * 43}", "x" * 9_999)] == [None] * 4
