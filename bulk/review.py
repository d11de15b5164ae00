"""What a file would make under some choices: rows valid and wrong, what to correct and by which cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bulk.choices import POSITION, Choices, applied, with_locations
from bulk.placements import Placements, is_unplaced, with_placements
from bulk.postcodes import postcode_warnings
from domain.candidate import Kind
from i18n import gettext as _
from intake.check import Checked, Row, by_row, check_rows, with_repeats, with_wrong, without_repeats
from intake.content import MAX_RING_VERTICES, losing
from intake.errors import FileError, RowError
from intake.fields import PARTS, WHOLE, fields_by_id
from intake.table import Table

if TYPE_CHECKING:
    from store.proposal_rows import AreasAt

GEOMETRY = "geometry"


@dataclass(frozen=True)
class Review:
    """A file under some choices.

    Attributes
    ----------
    table, mapping : with the corrections, without the rows left out.
    checked : None when the rows cannot be checked.
    need : why they cannot, as a sentence; empty when they can.
    """

    table: Table
    mapping: Mapping[str, str]
    checked: Checked | None
    need: str = ""

    @property
    def errors(self) -> tuple[RowError, ...]:
        """What is wrong, row by row."""
        return self.checked.errors if self.checked else ()

    @property
    def warnings(self) -> tuple[RowError, ...]:
        """What is worth a look, row by row; 0 is the number of the file as a whole."""
        return self.checked.warnings if self.checked else ()

    @property
    def wrong_n(self) -> int:
        """How many rows are wrong."""
        return len({error.row for error in self.errors})

    def by_field(self) -> Counter[str]:
        """Return how many errors each field has."""
        return Counter(error.field for error in self.errors)


def review(table: Table, choices: Choices, kind: Kind, areas_at: AreasAt | None = None) -> Review:
    """Check the rows of a file under some choices; what `areas_at` (see `store.proposals`) puts in no commune is wrong."""
    try:
        checked = settled(rows_checked(table, choices, kind), areas_at)
    except FileError as why:
        return Review(*applied(table, choices, kind), None, why.message)
    return Review(*applied(table, choices, kind), checked)


def rows_checked(table: Table, choices: Choices, kind: Kind) -> Checked:
    """Check each row of a file by itself, under some choices.

    Raises
    ------
    FileError
        The rows cannot be checked.
    """
    table, mapping = applied(table, choices, kind)
    table = with_locations(table, mapping, choices.corrections)
    checked = check_rows(table, mapping, kind, choices.crs, choices.accept, choices.field_units)
    drawn = [row for row in (*checked.rows, *checked.wrong) if row.footprint_l93 is not None]
    is_losing = losing([row.footprint_l93 for row in drawn])
    lost = tuple(_loss(row) for row, loses in zip(drawn, is_losing, strict=True) if loses)
    return with_placements(replace(checked, warnings=by_row((*checked.warnings, *lost))), choices.placements)


def settled(checked: Checked, areas_at: AreasAt | None) -> Checked:
    """Return what is found of the rows together: those that lie in no commune, and those that tell the same place, are wrong too."""
    return with_repeats(_without_outside(checked, areas_at) if areas_at else checked)


def checked_again(
    before: Checked, table: Table, choices: Choices, kind: Kind, rows: Collection[int], areas_at: AreasAt | None
) -> Checked | None:
    """Return what is found after some rows alone were corrected, left out or taken back.

    Returns
    -------
    Checked or None
        The same as if the whole file were checked; None when that cannot be said from these rows alone.
    """
    wanted = set(rows)
    at = [index for index, number in enumerate(table.numbers) if number in wanted]
    shapes = tuple(table.geometries[index] for index in at) if table.geometries else ()
    errors = tuple(error for error in table.errors if error.row in wanted)
    part = replace(
        table, rows=tuple(table.rows[i] for i in at), numbers=tuple(table.numbers[i] for i in at), geometries=shapes, errors=errors
    )
    try:
        found = rows_checked(part, choices, kind)
    except FileError:
        return None
    if before.misplacements or found.misplacements or any(warning.row == 0 for warning in found.warnings):
        return None  # these are said of all rows at once
    found = _without_outside(found, areas_at) if areas_at else found
    return with_repeats(_put_in(without_repeats(before), found, wanted))


def placed_again(before: Checked, placements: Placements, rows: Collection[int], areas_at: AreasAt | None) -> Checked | None:
    """Return what is found once the addresses of some rows were placed: as if the whole file were checked.

    Returns
    -------
    Checked or None
        None when one of them was placed already: its cells are to be read again.
    """
    base, wanted = without_repeats(before), set(rows)
    part = tuple(row for row in base.rows if row.number in wanted)
    if not all(map(is_unplaced, part)):
        return None
    about = tuple(one for one in base.warnings if one.row in wanted)
    found = with_placements(Checked(part, (), about, (), len(part)), placements)
    found = _without_outside(found, areas_at) if areas_at else found
    known = {row.number for row in part}
    return with_repeats(_put_in(base, replace(found, warnings=by_row(dict.fromkeys(found.warnings))), known))


def _put_in(before: Checked, found: Checked, rows: Collection[int]) -> Checked:
    """Return a check in which what was found anew of some rows stands for what was found before."""

    def merged(old: Sequence[Row], new: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(sorted((*(row for row in old if row.number not in rows), *new), key=lambda row: row.number))

    def merged_errors(old: Sequence[RowError], new: Sequence[RowError]) -> tuple[RowError, ...]:
        return by_row((*(error for error in old if error.row not in rows), *new))

    good, wrong = merged(before.rows, found.rows), merged(before.wrong, found.wrong)
    errors, warnings = merged_errors(before.errors, found.errors), merged_errors(before.warnings, found.warnings)
    return Checked(good, errors, warnings, before.misplacements, len(good) + len(wrong), wrong)


def _without_outside(checked: Checked, areas_at: AreasAt) -> Checked:
    """Move the rows that lie in no commune among the wrong ones, and say which postcodes are those of elsewhere."""
    placed = [row for row in checked.rows if row.x_l93 == row.x_l93]
    areas = areas_at([row.lon_wgs84 for row in placed], [row.lat_wgs84 for row in placed])
    outside = {row.number: row for row, area in zip(placed, areas, strict=True) if not area}
    errors = [
        RowError(row.number, "x", _("Position hors des communes du territoire"), f"{row.lon_wgs84:.5f} ; {row.lat_wgs84:.5f}")
        for row in outside.values()
    ]
    named = {row.number: area for row, area in zip(placed, areas, strict=True)}
    noted = tuple(postcode_warnings(checked.rows, named))
    return with_wrong(replace(checked, warnings=by_row((*checked.warnings, *noted))), outside, errors)


def _loss(row: Row) -> RowError:
    sentence = _("Contour simplifié : seul le tour de sa plus grande partie est gardé, à {limit} sommets au plus")
    return RowError(row.number, GEOMETRY, sentence.format(limit=MAX_RING_VERTICES))


def fields_to_correct(error: RowError, kind: Kind) -> tuple[str, ...]:
    """Return the fields by which a person may correct an error; none when the file itself must be.

    A position is corrected by both coordinates, a part by itself or by the whole.
    """
    if error.field not in fields_by_id(kind):
        return ()
    return POSITION if error.field in POSITION else (error.field, WHOLE) if error.field in PARTS else (error.field,)
