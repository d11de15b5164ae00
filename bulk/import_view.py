"""An import as it stands: the file, the choices, what they make, what was done of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bulk.choices import Choices, applied
from bulk.known import Choice, Match, recognised
from bulk.placements import Placement, is_placed, is_unplaced, placement_of
from bulk.review import Review
from domain.candidate import Kind
from domain.place_fields import PRECISION
from geodata.crs import WGS84
from geodata.neighbours import Neighbours
from intake.check import Row, missing_of, with_wrong
from intake.table import Table
from store.imports import WrittenRow
from store.own_marks import OwnMark


@dataclass(frozen=True)
class ImportView:
    """An import.

    Attributes
    ----------
    table : the file as it was read.
    done : what each row wrote, by its number.
    matches : the place that each row tells which is not imported yet, where it is recognised, by the row's number.
    duplicates : known places near each row that would make a new one, by the row's number.
    """

    id: str
    name: str
    kind: Kind
    at: dt.datetime
    table: Table
    choices: Choices
    review: Review
    done: Mapping[int, WrittenRow]
    matches: Mapping[int, Match] = field(default_factory=dict)
    duplicates: Mapping[int, Neighbours] = field(default_factory=dict)

    @property
    def ready(self) -> tuple[Row, ...]:
        """The valid rows that are not imported yet."""
        found = self.review.checked
        return tuple(row for row in found.rows if row.number not in self.done) if found else ()

    @property
    def named_ids(self) -> frozenset[str]:
        """The identifiers of places that rows name."""
        checked = self.review.checked
        return frozenset(row.id for row in (*checked.rows, *checked.wrong) if row.id) if checked else frozenset()

    def fate(self, number: int) -> Choice:
        """Return what becomes of a row of this number: it is added, updates the place that it tells, or is left."""
        match = self.matches.get(number)
        return match.fate(self.choices.known) if match else "add"

    def ready_to(self, fate: Choice) -> tuple[Row, ...]:
        """Return the valid rows that are not imported yet, and are to be added, to update a place, or left."""
        return tuple(row for row in self.ready if self.fate(row.number) == fate)

    @property
    def wrong(self) -> tuple[Row, ...]:
        """The wrong rows that are not imported yet."""
        found = self.review.checked
        return tuple(row for row in found.wrong if row.number not in self.done) if found else ()

    @property
    def wrong_n(self) -> int:
        """How many rows have errors and are not imported."""
        return len({error.row for error in self.review.errors} - self.done.keys())

    @property
    def left_out(self) -> tuple[int, ...]:
        """Numbers of the rows that a person left out."""
        return tuple(number for number in self.choices.left_out if number not in self.done)

    @property
    def unplaced(self) -> Mapping[int, tuple[Row, Placement | None]]:
        """The valid rows that have an address and no position, each with what was found of it, by number."""
        return {row.number: (row, placement_of(row, self.choices.placements)) for row in self.ready if is_unplaced(row)}

    @property
    def to_place(self) -> tuple[Row, ...]:
        """Those whose address nobody has looked for yet."""
        return tuple(row for row, found in self.unplaced.values() if found is None)

    @property
    def doubtful(self) -> tuple[tuple[Row, Placement], ...]:
        """Those whose position waits for a person."""
        return tuple((row, found) for row, found in self.unplaced.values() if found is not None and found.state == "doubtful")

    @property
    def placed(self) -> tuple[Placement, ...]:
        """What placed the valid rows whose address was found."""
        rows = (row for row in self.ready if is_placed(row, self.choices.placements))
        return tuple(self.choices.placements[row.number] for row in rows)

    @property
    def is_locked(self) -> bool:
        """Whether some rows are imported: the rest is then read by the same columns."""
        return bool(self.done)


def with_positions(view: ImportView) -> tuple[Table, Mapping[str, str]]:
    """Return the table of an import and its mapping, the positions that its addresses gave written in, where they are told in degrees."""
    if view.table.geometries or (view.choices.crs or view.table.crs or WGS84) != WGS84:
        return view.review.table, view.review.mapping
    rows = [row for row in view.ready if is_placed(row, view.choices.placements)]
    cells = {row.number: {"x": repr(row.lon_wgs84), "y": repr(row.lat_wgs84), PRECISION: str(row.values[PRECISION])} for row in rows}
    merged = {**view.choices.corrections, **{row: {**view.choices.corrections.get(row, {}), **more} for row, more in cells.items()}}
    return applied(view.table, replace(view.choices, corrections=merged), view.kind)


def with_matches(view: ImportView, places: Sequence[OwnMark], others: Mapping[str, str]) -> ImportView:
    """Return an import with the places that its rows tell (see `bulk.known.recognised`).

    A row that names a place by its identifier may lack what a new one needs: where it is to make one, it is wrong.
    """
    checked = view.review.checked
    if checked is None:
        return view
    done = {number: written.proposal_id for number, written in view.done.items()}
    made = {written.proposal_id for written in view.done.values() if written.is_made}
    found = replace(view, matches=recognised((*checked.rows, *checked.wrong), places, others, done, made))
    lacking = {row.number: row for row in found.ready_to("add") if row.id and missing_of(row, view.kind)}
    errors = [error for row in lacking.values() for error in missing_of(row, view.kind)]
    return replace(found, review=replace(view.review, checked=with_wrong(checked, lacking, errors)))
