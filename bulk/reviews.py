"""What is found of the rows of an import: made by the process apart when its choices change, kept, and changed row by row after that."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress

from bulk.choices import Choices, applied
from bulk.review import Review, checked_again, placed_again, settled
from domain.person import Person
from i18n import current_language
from intake.check import Checked
from intake.packed import pack_checked, unpack_checked
from intake.read import check_packed
from intake.slots import Slots
from intake.table import Table
from store.imports import Imports, Overtaken, StoredImport
from store.proposal_rows import AreasAt

FORM = 5
"""Raised when the same choices make something else than before: what is kept is then made anew."""
ROWS_HERE = 20
"""Rows that are checked at once in the process that serves; for more, the process apart does it."""


class Reviews:
    """The reviews of imports. `Busy` (see `intake.sandbox`) is raised where one must be made and the machine has no time now."""

    def __init__(self, imports: Imports, slots: Slots, areas_at: AreasAt | None) -> None:
        self._imports = imports
        self._slots = slots
        self._areas_at = areas_at

    def get(self, person: Person, stored: StoredImport, table: Table) -> Review:
        """Return what is kept; made and kept first when it was not, or in another language."""
        choices = Choices.from_json(stored.choices)
        found = self._stored_review(stored)
        if found is None:
            found = self._made(person, stored, choices)
            with suppress(Overtaken):
                self._keep(person, stored, choices, *found)
        return Review(*applied(table, choices, stored.kind), *found)

    def change(
        self,
        person: Person,
        stored: StoredImport,
        table: Table,
        choices: Choices,
        rows: Collection[int] | None,
        *,
        only_placed: bool = False,
    ) -> Review:
        """Keep other choices, and return what is found then; `store.imports.Overtaken` when somebody chose something else meanwhile.

        Parameters
        ----------
        rows
            The numbers of those that alone are changed; None when all may be.
        only_placed
            Whether nothing is changed of them but where they are.
        """
        previous, checked = self._stored_review(stored), None
        if previous and previous[0] is not None and rows is not None:
            if only_placed:
                checked = placed_again(previous[0], choices.placements, rows, self._areas_at)
            if checked is None and len(set(rows) - set(choices.left_out)) <= ROWS_HERE:
                checked = checked_again(previous[0], table, choices, stored.kind, rows, self._areas_at)
        found = self._made(person, stored, choices) if checked is None else (checked, "")
        self._keep(person, stored, choices, *found)
        return Review(*applied(table, choices, stored.kind), *found)

    def _stored_review(self, stored: StoredImport) -> tuple[Checked | None, str] | None:
        return unpack_checked(stored.review) if stored.review is not None and stored.reviewed == under() else None

    def _made(self, person: Person, stored: StoredImport, choices: Choices) -> tuple[Checked | None, str]:
        with self._slots.taken(person.id):
            answer = check_packed(stored.data, stored.kind, choices.to_json())
        return self.settled(answer.checked), answer.need

    def settled(self, checked: Checked | None) -> Checked | None:
        """Return what is found of the rows together, from what is found of each by itself."""
        return None if checked is None else settled(checked, self._areas_at)

    def _keep(self, person: Person, stored: StoredImport, choices: Choices, checked: Checked | None, need: str) -> None:
        self._imports.choose(person, stored.id, choices.to_json(), pack_checked(checked, need), under(), stored.choices)


def under() -> str:
    """Return what a review depends on besides the file and its choices: the language of its sentences."""
    return f"{FORM} {current_language()}"
