"""What an organisation chose for files of one shape is its own, the last word wins, and the oldest go."""

from __future__ import annotations

import pytest

from domain.candidate import Kind
from domain.person import NotAllowed, Person, PersonRole
from store.database import Database
from store.import_shapes import MOST_CHARS, MOST_STORED, ImportShapes

ADA = Person("p-ada", "ada", "Ada", PersonRole.LANDLORD, "hpr")
ZOE = Person("p-zoe", "zoe", "Zoé", PersonRole.LANDLORD, "hpr")
RIVAL = Person("p-bob", "bob", "Bob", PersonRole.LANDLORD, "mlo")
PLANNER = Person("p-eve", "eve", "Eve", PersonRole.PLANNER)


@pytest.fixture
def shapes(database: Database) -> ImportShapes:
    return ImportShapes(database)


def test_an_organisation_reads_its_own_and_the_last_word_wins(shapes: ImportShapes) -> None:
    shapes.put(ADA, Kind.PREMISES, "csv:a", {"crs": "old"})
    shapes.put(ZOE, Kind.PREMISES, "csv:a", {"crs": "new"})
    (found,) = shapes.list(ADA, Kind.PREMISES)
    assert (found.shape, found.choices) == ("csv:a", {"crs": "new"})
    assert found.at.tzinfo is not None
    assert shapes.list(RIVAL, Kind.PREMISES) == shapes.list(ADA, Kind.ZONE_SITE) == ()
    shapes.forget(RIVAL, Kind.PREMISES, "csv:a")
    assert len(shapes.list(ADA, Kind.PREMISES)) == 1
    shapes.forget(ZOE, Kind.PREMISES, "csv:a")
    assert shapes.list(ADA, Kind.PREMISES) == ()


def test_the_oldest_are_forgotten_and_too_much_is_not_stored(shapes: ImportShapes) -> None:
    for number in range(MOST_STORED + 2):
        shapes.put(ADA, Kind.PREMISES, f"csv:{number:02}", {})
    found = [one.shape for one in shapes.list(ADA, Kind.PREMISES)]
    assert found == [f"csv:{number:02}" for number in reversed(range(2, MOST_STORED + 2))]
    shapes.put(ADA, Kind.PREMISES, "csv:big", {"mapping": "x" * MOST_CHARS})
    assert len(shapes.list(ADA, Kind.PREMISES)) == MOST_STORED


def test_whoever_proposes_nothing_stores_nothing(shapes: ImportShapes) -> None:
    with pytest.raises(NotAllowed):
        shapes.put(PLANNER, Kind.PREMISES, "csv:a", {})
