"""Sessions: the token is known to its holder alone, and every session ends: idle, too long, or told to."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import event, text

from domain.person import Person, PersonRole
from store.database import Database
from store.persons import Persons
from store.sessions import IDLE_S, LONGEST_S, TOUCHED_EVERY_S, Holder, Sessions
from store.verify import faults
from tests.store.contents import everything
from tests.store.people import CHEAP, CHIEF, Clock, enrol


@pytest.fixture
def ada(database: Database) -> Person:
    return enrol(Persons(database, CHEAP))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(database: Database, clock: Clock) -> Sessions:
    return Sessions(database, clock)


def _rows(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM sessions")).scalar() or 0)


def test_a_token_names_its_holder_and_is_kept_nowhere(sessions: Sessions, ada: Person, database: Database, url: str) -> None:
    token = sessions.open(ada)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", token)
    assert sessions.holder(token) == Holder(ada, None) == Sessions(Database.open(url), Clock()).holder(token)
    assert sessions.holder(sessions.open(PersonRole.PLANNER)) == Holder(None, PersonRole.PLANNER)
    assert token.encode() not in everything(database)


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 10_000, "' OR 1=1 --", "\ud800", "é" * 20])
def test_another_token_names_nobody(token: str, sessions: Sessions, ada: Person) -> None:
    sessions.open(ada)
    assert sessions.holder(token) is None


def test_what_is_kept_of_a_token_is_not_a_token(sessions: Sessions, ada: Person, database: Database) -> None:
    sessions.open(ada)
    with database.reading() as connection:
        (kept,) = connection.execute(text("SELECT digest FROM sessions")).scalars()
    assert sessions.holder(kept) is None


def test_a_session_is_replaced_at_sign_in_and_ended_at_sign_out(sessions: Sessions, ada: Person, database: Database) -> None:
    first = sessions.open(ada)
    second = sessions.open(ada, replacing=first)
    assert first != second
    assert sessions.holder(first) is None
    assert sessions.holder(second) == Holder(ada, None)
    elsewhere = sessions.open(ada)
    sessions.close(second)
    sessions.close("nothing")
    assert sessions.holder(second) is None
    assert sessions.holder(elsewhere) == Holder(ada, None)
    assert _rows(database) == 1


STEPS = st.lists(st.integers(0, IDLE_S + 60) | st.sampled_from([IDLE_S - 1, IDLE_S, LONGEST_S, TOUCHED_EVERY_S - 1]), max_size=40)


@examples(max_examples=60, suppress_health_check=(HealthCheck.function_scoped_fixture,))
@given(steps=STEPS)
def test_a_session_lasts_while_it_is_used_and_never_longer_than_it_may(steps: list[int], sessions: Sessions, clock: Clock) -> None:
    token, start, seen = sessions.open(PersonRole.WASTE), clock.now, clock.now
    for step in steps:
        clock.now += step
        is_held = sessions.holder(token) is not None
        if clock.now - seen >= IDLE_S or clock.now - start >= LONGEST_S:
            assert not is_held
        elif clock.now - seen < IDLE_S - TOUCHED_EVERY_S:
            assert is_held
        if not is_held:
            break
        seen = clock.now


def test_used_every_ten_minutes_a_session_lasts_twelve_hours(sessions: Sessions, ada: Person, clock: Clock) -> None:
    token, held = sessions.open(ada), 0
    while sessions.holder(token):
        clock.now += 600
        held += 600
        assert held < 2 * LONGEST_S
    assert held == LONGEST_S


def test_sessions_that_are_over_are_forgotten_by_the_next_sign_in(
    sessions: Sessions, ada: Person, clock: Clock, database: Database
) -> None:
    for _ in range(3):
        sessions.open(ada)
    clock.now += IDLE_S
    sessions.open(ada)
    assert _rows(database) == 1


def test_a_session_in_use_is_written_once_a_minute_at_most(sessions: Sessions, ada: Person, clock: Clock, database: Database) -> None:
    token = sessions.open(ada)
    writes: list[str] = []

    @event.listens_for(database.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        writes.extend([statement] if statement.startswith("UPDATE") else [])

    for _ in range(120):
        clock.now += 1
        assert sessions.holder(token)
    assert len(writes) == 2


def test_a_session_is_read_on_when_nothing_can_be_written(sessions: Sessions, ada: Person, clock: Clock, database: Database) -> None:
    token = sessions.open(ada)
    clock.now += TOUCHED_EVERY_S

    @event.listens_for(database.engine, "connect")
    def freeze(raw: object, _record: object) -> None:
        raw.execute("PRAGMA query_only = ON")  # type: ignore[attr-defined]

    assert sessions.holder(token) == Holder(ada, None)


def test_one_sees_ones_own_sessions_and_closes_one_or_the_others(sessions: Sessions, ada: Person, database: Database, clock: Clock) -> None:
    eve = enrol(Persons(database, CHEAP), "eve")
    theirs = sessions.open(eve, agent="Chrome, Windows")
    first = sessions.open(ada, agent="Firefox, Linux")
    clock.now += 10
    second = sessions.open(ada, agent="Safari, iPhone")
    third = sessions.open(ada)
    seen = sessions.of_person(ada, second)
    assert sorted((one.agent or "", one.is_current) for one in seen) == [("", False), ("Firefox, Linux", False), ("Safari, iPhone", True)]
    oldest = next(one for one in seen if one.agent == "Firefox, Linux")
    sessions.close_own(eve, oldest.handle)
    assert sessions.holder(first)
    sessions.close_own(ada, oldest.handle)
    assert sessions.holder(first) is None
    sessions.close_others(ada, second)
    assert (sessions.holder(third), sessions.holder(second) is None, sessions.holder(theirs) is None) == (None, False, False)


def test_a_session_that_is_over_is_not_listed(sessions: Sessions, ada: Person, clock: Clock) -> None:
    sessions.open(ada)
    clock.now += IDLE_S
    assert sessions.of_person(ada, "") == ()


def test_an_account_tells_when_its_person_last_signed_in(sessions: Sessions, ada: Person, database: Database, clock: Clock) -> None:
    persons = Persons(database, CHEAP)
    assert [account.signed_in_at for account in persons.accounts(CHIEF)] == [None]
    sessions.open(ada)
    found = persons.account(ada)
    assert found is not None
    assert found.signed_in_at is not None
    assert found.signed_in_at.timestamp() == clock.now
    assert faults(database) == ()
