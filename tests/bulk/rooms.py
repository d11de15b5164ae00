"""A service of imports on a database of its own, and what its tests do with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bulk.progress import Progress
from bulk.service import Bulk
from domain.person import Person, PersonRole
from domain.proposal import Stage
from intake.slots import Slots
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals
from tests.intake.making import csv_of

ADA = Person("p-ada", "ada", "Ada", PersonRole.LANDLORD, "hpr")
RIVAL = Person("p-bob", "bob", "Bob", PersonRole.LANDLORD, "mlo")
WRONG = "B;2, rue;2,37;43,35;120"
OFFICER = Person("p-eve", "eve", "Eve", PersonRole.ECONOMY)


class Room:
    """A service on a database of its own."""

    def __init__(self, file: Path) -> None:
        self.database = Database.open(f"sqlite:///{file}")
        self.proposals = Proposals(self.database)
        self.imports = Imports(self.database, self.proposals)
        self.slots = Slots(str(file))
        self.bulk = Bulk(self.imports, self.proposals, self.slots)

    def begin(self, *lines: str, person: Person = ADA) -> str:
        return self.bulk.begin(person, "a.csv", csv_of(*lines))

    def names(self, person: Person = ADA, stage: Stage | None = None) -> list[str]:
        return sorted(str(it.content["name"]) for it in self.proposals.list(person) if stage in (None, it.stage))


def lines(count: int, first: int = 0) -> list[str]:
    """Rows 200 m apart."""
    return [f"Local {first + i};{i}, rue;{5.30 + (first + i) * 0.0025:.4f};43,30;80".replace(".", ",") for i in range(count)]


def to_the_end(step: Callable[[str], Progress], turns: int = 50) -> list[Progress]:
    told: list[Progress] = []
    while not told or not told[-1].is_over:
        assert len(told) < turns
        told.append(step(told[-1].last if told else ""))
    return told


def commit(room: Room, key: str, person: Person = ADA, only_valid: bool = True) -> list[Progress]:
    return to_the_end(lambda _last: room.bulk.commit(person, key, only_valid))
