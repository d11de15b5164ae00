"""Rows of a file that tell places which the person's organisation has already: by identifier, by reference, by name and position."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np

from domain.neighbours import NEAR_M, distance_m, is_near
from geodata.crs import to_l93
from i18n import gettext as _
from intake.check import Row
from intake.values import plain
from store.own_marks import OwnMark
from store.proposal_rows import why_closed

Choice = Literal["update", "leave", "add"]
Sureness = Literal["sure", "likely"]


class By(StrEnum):
    """By what a row is recognised."""

    ID = "id"
    REFERENCE = "reference"
    NAME = "name"


DEFAULTS: Mapping[Sureness, Choice] = {"sure": "update", "likely": "leave"}
"""What is done of the rows that an identifier or a reference recognises, and of those of the same name at the same position, unless a
person chooses otherwise: two premises of a building may well bear one name."""


@dataclass(frozen=True, slots=True)
class Match:
    """The place that a row tells; `obstacle` is the sentence that says why it may not be told anew, empty when it may."""

    id: str
    name: str
    by: By
    obstacle: str = ""

    @property
    def sureness(self) -> Sureness:
        """Whether it is this place, or likely so."""
        return "likely" if self.by is By.NAME else "sure"

    def fate(self, choices: Mapping[str, str]) -> Choice:
        """Return what becomes of the row, under what a person chose by sureness."""
        chosen = choices.get(self.sureness, DEFAULTS[self.sureness])
        return "add" if chosen == "add" else "update" if chosen == "update" and not self.obstacle else "leave"


def recognised(
    rows: Sequence[Row], places: Sequence[OwnMark], others: Mapping[str, str], done: Mapping[int, str], made: Collection[str]
) -> dict[int, Match]:
    """Return the place that each row tells, by the row's number; a place is told by one row at most.

    Parameters
    ----------
    rows : sequence of Row
        Every row of the file, valid or not: a reference that several bear recognises none.
    places : sequence of OwnMark
        Of the person's organisation. One that is refused or withdrawn is recognised by its identifier alone.
    others : mapping of str to str
        Names of the places of other organisations that the person may know of, by identifier.
    done : mapping of int to str
        The place of each row that is imported already.
    made : collection of str
        The places that this import made.
    """
    before = [place for place in places if place.id not in made]
    free = {place.id: place for place in before if place.id not in done.values()}
    left = {row.number: row for row in rows if row.number not in done}
    matches: dict[int, Match] = {}

    def match(row: Row, place: OwnMark, by: By) -> None:
        matches[row.number] = Match(place.id, place.name, by, "" if place.is_editable else why_closed(place.stage))
        free.pop(place.id)
        del left[row.number]

    for row in [row for row in left.values() if row.id]:
        if row.id in free:
            match(row, free[row.id], By.ID)
        elif row.id in others:
            matches[row.number] = Match(row.id, others[row.id], By.ID, _("Ce lieu est d'une autre organisation."))
            del left[row.number]
    by_row = {row.number: _reference(row) for row in rows}
    references = _unique(by_row.values(), before)
    for row in list(left.values()):
        if (place := references.get(by_row[row.number])) is not None and place.id in free:
            match(row, place, By.REFERENCE)
    named = _Named([place for place in free.values() if place.is_editable])
    for row in list(left.values()):
        if (found := next((place for place in named.like(row) if place.id in free), None)) is not None:
            match(row, found, By.NAME)
    return matches


def _reference(row: Row) -> str:
    return plain(str(row.values.get("reference") or ""))


def _unique(in_rows: Iterable[str], places: Sequence[OwnMark]) -> dict[str, OwnMark]:
    """The open places by reference, where one row and one place alone bear it: that of a whole building recognises nothing."""
    in_file = Counter(in_rows)
    open_places = [(plain(place.reference), place) for place in places if place.is_editable]
    here = Counter(reference for reference, _place in open_places)
    return {reference: place for reference, place in open_places if reference and here[reference] == in_file[reference] == 1}


class _Named:
    """Places by name and square of 30 m, and by name and address."""

    def __init__(self, places: Sequence[OwnMark]) -> None:
        self._squares: dict[tuple[str, int, int], list[tuple[float, float, OwnMark]]] = defaultdict(list)
        self._addresses: dict[tuple[str, str], list[OwnMark]] = defaultdict(list)
        x, y = to_l93(*(np.array([getattr(place, axis) for place in places], float) for axis in ("lon", "lat")))
        for place, east, north in zip(places, x.tolist(), y.tolist(), strict=True):
            name = place.name.casefold()
            if place.lon is not None:
                self._squares[name, int(east // NEAR_M), int(north // NEAR_M)].append((east, north, place))
            if place.address:
                self._addresses[name, plain(place.address)].append(place)

    def like(self, row: Row) -> Iterator[OwnMark]:
        """Yield the places of the same name at the same position, the nearest first, or at the same address where one has no position."""
        name, is_placed = str(row.values["name"] or "").casefold(), row.x_l93 == row.x_l93
        if not name:
            return
        if is_placed:
            column, line = int(row.x_l93 // NEAR_M), int(row.y_l93 // NEAR_M)
            around = [(name, column + i, line + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            near = ((distance_m(row.x_l93, row.y_l93, x, y), place) for square in around for x, y, place in self._squares.get(square, ()))
            yield from (place for metres, place in sorted(near, key=lambda one: one[0]) if is_near(metres) and _may_be(row, place))
        same = self._addresses.get((name, plain(str(row.values.get("address") or ""))), ())
        yield from (place for place in same if not (is_placed and place.lon is not None) and _may_be(row, place))


def _may_be(row: Row, place: OwnMark) -> bool:
    """Whether no reference says that it is another place."""
    return not (_reference(row) and place.reference) or _reference(row) == plain(place.reference)
