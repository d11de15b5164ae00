"""Imports under way: each its author's alone, no row made twice, nothing made once it is undone."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from domain.candidate import Kind
from domain.person import NotAllowed, Person, PersonRole
from store.database import Database
from store.imports import LIFETIME, MOST_OPEN, Imports
from store.proposals import NotFound, Proposals
from store.tables import import_rows, imports, proposals

ADA = Person("p-ada", "ada", "Ada", PersonRole.LANDLORD, "hpr")
COLLEAGUE = Person("p-abe", "abe", "Abe", PersonRole.LANDLORD, "hpr")
RIVAL = Person("p-bob", "bob", "Bob", PersonRole.LANDLORD, "mlo")
OFFICER = Person("p-eve", "eve", "Eve", PersonRole.ECONOMY)
CHIEF = Person("p-gil", "gil", "Gil", PersonRole.FACILITATOR)
CHOICES: dict[str, Any] = {"mapping": {"Nom": "name"}}


@pytest.fixture
def room(database: Database) -> Imports:
    return Imports(database, Proposals(database))


def begun(room: Imports, person: Person = ADA, kind: Kind = Kind.PREMISES) -> str:
    return room.begin(person, kind, "a.csv", 3, b"table", CHOICES)


def rows(*numbers: int) -> list[tuple[int, dict[str, Any]]]:
    return [(number, {"name": f"Local {number}"}) for number in numbers]


def count(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(proposals.c.id)).all())


def test_an_import_is_its_author_s_alone(room: Imports) -> None:
    key = begun(room)
    assert room.get(ADA, key).data == b"table"
    assert [line.id for line in room.list(ADA)] == [key]
    moved = replace(ADA, landlord="mlo")
    for other in (COLLEAGUE, RIVAL, OFFICER, CHIEF, moved):
        assert room.list(other) == ()
        assert room.done(other, key) == {}
        for touch in (room.get, room.close, room.forget):
            with pytest.raises(NotFound):
                touch(other, key)
        with pytest.raises(NotFound):
            room.choose(other, key, {})
        with pytest.raises(NotFound):
            room.write(other, key, rows(2))
    assert room.get(ADA, key).choices == CHOICES


def test_whoever_proposes_nothing_begins_no_import(room: Imports) -> None:
    with pytest.raises(NotAllowed):
        begun(room, CHIEF)


def test_choices_are_kept(room: Imports) -> None:
    key = begun(room)
    room.choose(ADA, key, {"mapping": {}, "left_out": [2]})
    assert room.get(ADA, key).choices == {"mapping": {}, "left_out": [2]}


def test_rows_become_drafts_and_are_noted(room: Imports, database: Database) -> None:
    key = begun(room)
    assert room.write(ADA, key, rows(2, 3))
    done = room.done(ADA, key)
    assert sorted(done) == [2, 3]
    made = Proposals(database).get(ADA, done[3].proposal_id)
    assert (made.content["name"], made.organisation, made.author) == ("Local 3", "hpr", "Ada")
    assert room.list(ADA)[0].done_n == 2


def test_a_row_is_never_made_twice(room: Imports, database: Database) -> None:
    key = begun(room)
    assert room.write(ADA, key, rows(2, 3))
    assert not room.write(ADA, key, rows(3, 4))
    assert sorted(room.done(ADA, key)) == [2, 3]
    assert count(database) == 2


def test_of_many_that_make_the_same_rows_at_once_one_does(room: Imports, database: Database) -> None:
    key = begun(room)
    gate = threading.Barrier(4)

    def make(_turn: int) -> bool:
        gate.wait()
        return room.write(ADA, key, rows(*range(2, 12)))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(make, range(4))) == 1
    assert count(database) == 10


def test_a_refused_content_leaves_nothing(room: Imports, database: Database) -> None:
    key = begun(room)
    with pytest.raises(ValueError, match="commande"):
        room.write(ADA, key, [*rows(2), (3, {"name": "a\x07"})])
    assert room.done(ADA, key) == {}
    assert count(database) == 0


def test_a_note_that_cannot_be_written_leaves_no_draft(room: Imports, database: Database) -> None:
    key = begun(room)
    room.write(ADA, key, rows(2))
    with database.writing() as connection:
        made = connection.execute(select(proposals.c.id)).scalar_one()
        connection.execute(insert(import_rows).values(import_id=key, row=9, proposal_id=made))
    assert not room.write(ADA, key, rows(8, 9))
    assert count(database) == 1


def test_once_closed_nothing_more_is_made(room: Imports, database: Database) -> None:
    key = begun(room)
    room.write(ADA, key, rows(2))
    room.close(ADA, key)
    with pytest.raises(NotFound):
        room.write(ADA, key, rows(3))
    assert count(database) == 1
    assert room.list(ADA)[0].is_closing


def test_what_was_made_stays_when_the_import_is_forgotten(room: Imports, database: Database) -> None:
    key = begun(room)
    room.write(ADA, key, rows(2))
    room.forget(ADA, key)
    assert room.list(ADA) == ()
    assert count(database) == 1


def test_after_a_day_an_import_is_forgotten(room: Imports, database: Database) -> None:
    old, recent = begun(room), begun(room, RIVAL)
    room.write(ADA, old, rows(2))
    with database.writing() as connection:
        for key, age in ((old, LIFETIME * 1.01), (recent, LIFETIME * 0.99)):
            at = connection.execute(select(imports.c.at).where(imports.c.id == key)).scalar_one()
            connection.execute(update(imports).where(imports.c.id == key).values(at=at - age))
    begun(room, OFFICER, Kind.ZONE_SITE)
    assert room.list(ADA) == ()
    assert [line.id for line in room.list(RIVAL)] == [recent]
    assert count(database) == 1


def test_one_person_keeps_a_few_imports_the_newest(room: Imports) -> None:
    keys = [begun(room) for _turn in range(MOST_OPEN + 2)]
    begun(room, RIVAL)
    assert {line.id for line in room.list(ADA)} == set(keys[2:])
