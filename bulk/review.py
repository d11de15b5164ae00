"""What a file would make under some choices: rows valid and wrong, what to correct and by which cells."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bulk.choices import POSITION, Choices, applied
from domain.candidate import Kind
from i18n import gettext as _
from intake.check import Checked, Row, by_row, check
from intake.content import MAX_RING_VERTICES, loses
from intake.errors import FileError, RowError
from intake.fields import PARTS, WHOLE, fields_by_id
from intake.table import Table, text_of
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
    def wrong_n(self) -> int:
        """How many rows are wrong."""
        return len({error.row for error in self.errors})

    def by_field(self) -> Counter[str]:
        """Return how many errors each field has."""
        return Counter(error.field for error in self.errors)


def review(table: Table, choices: Choices, kind: Kind, areas_at: AreasAt | None = None) -> Review:
    """Check the rows of a file under some choices; what `areas_at` (see `store.proposals`) puts in no commune is wrong."""
    table, mapping = applied(table, choices, kind)
    try:
        checked = check(table, mapping, kind, choices.crs, choices.accept)
    except FileError as why:
        return Review(table, mapping, None, why.message)
    if areas_at:
        checked = _without_outside(checked, areas_at)
    lost = tuple(_loss(row) for row in checked.rows if row.footprint_l93 is not None and loses(row.footprint_l93))
    return Review(table, mapping, _with_warnings(checked, lost))


def _without_outside(checked: Checked, areas_at: AreasAt) -> Checked:
    """Move the rows that lie in no commune among the wrong ones."""
    placed = [row for row in checked.rows if row.x_l93 == row.x_l93]
    areas = areas_at([row.lon_wgs84 for row in placed], [row.lat_wgs84 for row in placed])
    outside = {row.number: row for row, area in zip(placed, areas, strict=True) if not area}
    if not outside:
        return checked
    errors = [
        RowError(row.number, "x", _("Position hors des communes du territoire"), f"{row.lon_wgs84:.5f} ; {row.lat_wgs84:.5f}")
        for row in outside.values()
    ]
    return replace(
        checked,
        rows=tuple(row for row in checked.rows if row.number not in outside),
        errors=by_row((*checked.errors, *errors)),
        wrong=tuple(sorted((*checked.wrong, *outside.values()), key=lambda row: row.number)),
    )


def _loss(row: Row) -> RowError:
    sentence = _("Contour simplifié : seul le tour de sa plus grande partie est gardé, à {limit} sommets au plus")
    return RowError(row.number, GEOMETRY, sentence.format(limit=MAX_RING_VERTICES))


def _with_warnings(checked: Checked, more: tuple[RowError, ...]) -> Checked:
    if not more:
        return checked
    warnings = tuple(sorted((*checked.warnings, *more), key=lambda warning: warning.row))
    return Checked(checked.rows, checked.errors, warnings, checked.slips, checked.rows_n, checked.wrong)


def cells_to_correct(found: Review, error: RowError, kind: Kind) -> tuple[tuple[str, str], ...]:
    """Return the fields, with what their cells hold, by which a person may correct an error; none when the file itself must be.

    A position is corrected by both coordinates, a part by itself or by the whole.
    """
    if error.field not in fields_by_id(kind):
        return ()
    names = POSITION if error.field in POSITION else (error.field, WHOLE) if error.field in PARTS else (error.field,)
    at = {field_id: found.table.columns.index(column) for column, field_id in found.mapping.items() if column in found.table.columns}
    index = found.table.numbers.index(error.row) if error.row in found.table.numbers else None
    if index is None:
        return ()
    row = found.table.rows[index]
    return tuple((name, text_of(row[at[name]]) if name in at else "") for name in names)
