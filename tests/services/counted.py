"""A store of proposals that tells how many were read whole."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from domain.person import Person
from domain.proposal import Proposal
from store.database import Database
from store.proposals import Proposals


class Counted(Proposals):
    """Tells how many proposals were read whole."""

    read = 0

    @classmethod
    def new(cls, directory: Path) -> Counted:
        """Return an empty one, on a database of its own."""
        database = Database.open(f"sqlite:///{directory / 'c.db'}")
        database.migrate()
        return cls(database)

    def own(self, person: Person, ids: Collection[str]) -> tuple[Proposal, ...]:
        return self._counted(super().own(person, ids))

    def queue(self, person: Person, ids: Collection[str] | None = None) -> tuple[Proposal, ...]:
        return self._counted(super().queue(person, ids))

    def _counted(self, found: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
        self.read += len(found)
        return found
