"""What a person chose for an import: columns, values, coordinates, units, corrections, rows left out; and the table as these make it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bulk.placements import Placement, Placements
from domain.candidate import Kind
from i18n import gettext as _
from intake.closed_lists import Values, labels_of, matched_values, text_key, unfit_columns
from intake.column_units import column_units
from intake.errors import RowError
from intake.fields import PLACE_ID, fields_by_id
from intake.likely_columns import guess_of
from intake.likely_system import likely_system
from intake.locations import beside_contours, located
from intake.place_ids import id_column, worked_out
from intake.table import Cell, Geometry, Table, headings, text_of
from intake.values import number_of

MAX_CORRECTIONS = 5_000
POSITION = ("x", "y")
Corrections = Mapping[int, Mapping[str, str]]


@dataclass(frozen=True)
class Choices:
    """The choices of an import.

    Attributes
    ----------
    mapping : field id of each column that is kept.
    crs : declared coordinate system; None leaves it to the file.
    accept : ids of the misplacements to correct (see `intake.check.Misplacement`).
    corrections : by row number, then field id: the text typed instead of the cell.
    left_out : numbers of the rows that are not to be imported.
    units : by column, the unit in which its numbers are written, where there are several (see `intake.units`).
    ways : of reading the file, those that a person chose (see `intake.reading`).
    first : shape of the file as it was read before anything was chosen (see `intake.table.Table`).
    recalled : what was chosen before for a file of the same shape, and is chosen here: its `shape`, the `day`, which
        `parts` of the choices.
    values : by column, what its texts stand for that are none of the values of its field (see `intake.closed_lists.Values`).
    placements : by row number, where its address was found (see `bulk.placements`).
    known : what becomes of the rows that are recognised, by sureness (see `bulk.known`), where it is not the usual.
    """

    mapping: Mapping[str, str]
    crs: str | None = None
    accept: tuple[str, ...] = ()
    corrections: Corrections = field(default_factory=dict)
    left_out: tuple[int, ...] = ()
    units: Mapping[str, str] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    first: str = ""
    recalled: Mapping[str, Any] = field(default_factory=dict)
    placements: Placements = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def guessed(cls, table: Table, kind: Kind) -> Choices:
        """Return what the headings of a file suggest, and the identifiers in it."""
        ids, aside = id_column(table), worked_out(table.columns)
        found = guess_of(table, kind, [column for column in table.columns if column != ids and column not in aside])
        unfit = unfit_columns(table, found.mapping, kind)
        mapping = {column: field_id for column, field_id in found.mapping.items() if column not in unfit}
        mapping |= {ids: PLACE_ID.id} if ids else {}
        units = column_units(table, mapping, kind)
        crs = located(table, mapping).crs or found.crs or likely_system(table, mapping)
        values = matched_values(table, mapping, kind)
        return cls(mapping, crs, left_out=table.asides, units=units, values=values)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Choices:
        """Return the choices that `to_json` gave."""
        corrections = {int(row): cells for row, cells in stored["corrections"].items()}
        given = (stored["mapping"], stored["crs"], tuple(stored["accept"]), corrections, tuple(stored["left_out"]))
        more = {name: stored[name] for name in ("units", "values", "ways", "first", "recalled", "known") if name in stored}
        placements = {int(row): Placement.from_json(one) for row, one in stored.get("placements", {}).items()}
        return cls(*given, placements=placements, **more)

    def to_json(self) -> dict[str, Any]:
        """Return plain values; the rows' numbers become texts, as JSON wants its keys."""
        placements = {str(row): one.to_json() for row, one in self.placements.items()}
        plain = asdict(replace(self, placements={}))
        return plain | {"corrections": {str(row): dict(cells) for row, cells in self.corrections.items()}, "placements": placements}

    @property
    def field_units(self) -> Mapping[str, str]:
        """The unit in which each field is written, where its column has one."""
        return {field_id: self.units[column] for column, field_id in self.mapping.items() if column in self.units}

    def placed(self, given: Mapping[int, Placement | None]) -> Choices:
        """Return the choices with more placements; None takes that of a row away."""
        return replace(self, placements={row: one for row, one in {**self.placements, **given}.items() if one is not None})

    def corrected(self, given: Corrections) -> Choices:
        """Return the choices with more corrections.

        Raises
        ------
        ValueError
            There are too many: the file itself had better be corrected.
        """
        merged = {**self.corrections, **{row: {**self.corrections.get(row, {}), **cells} for row, cells in given.items()}}
        if sum(map(len, merged.values())) > MAX_CORRECTIONS:
            raise ValueError(_("Trop de corrections à l'écran : téléchargez le fichier à corriger."))
        return replace(self, corrections=merged)


def applied(table: Table, choices: Choices, kind: Kind) -> tuple[Table, Mapping[str, str]]:
    """Return the table with the corrections and the matched values written in, without the rows left out, and its mapping.

    A field that no column tells gets one of its own. What a reader found wrong in a cell no longer counts once the cell is corrected,
    or when nobody reads its column.
    """
    wanted = {name: None for cells in choices.corrections.values() for name in cells}
    table, mapping = _with_columns(table, choices.mapping, tuple(wanted), kind)
    at = {field_id: table.columns.index(column) for column, field_id in mapping.items() if column in table.columns}
    left_out = set(choices.left_out)
    included = [index for index, number in enumerate(table.numbers) if number not in left_out]
    numbers = tuple(table.numbers[index] for index in included)
    labels = labels_of(table, mapping, choices.values, kind)
    rows = tuple(_row(table, index, choices.corrections, at, labels) for index in included)
    shapes = tuple(_geometry(table, index, choices.corrections) for index in included) if table.geometries else ()
    errors = tuple(error for error in _errors(table, mapping, choices.corrections) if error.row not in left_out)
    return replace(table, rows=rows, numbers=numbers, geometries=shapes, errors=errors), mapping


def _with_columns(table: Table, mapping: Mapping[str, str], wanted: tuple[str, ...], kind: Kind) -> tuple[Table, Mapping[str, str]]:
    mapped, fields = set(mapping.values()), fields_by_id(kind)
    more = [name for name in wanted if name in fields and name not in mapped and not (table.geometries and name in POSITION)]
    if not more:
        return table, mapping
    columns = headings([*table.columns, *(fields[name].heading for name in more)], keep_all=True)
    blank: tuple[Cell, ...] = (None,) * len(more)
    rows = tuple(row + blank for row in table.rows)
    added = dict(zip(columns[len(table.columns) :], more, strict=True))
    return replace(table, columns=columns, rows=rows), {**mapping, **added}


def with_locations(table: Table, mapping: Mapping[str, str], corrections: Corrections) -> Table:
    """Return a table as `applied` makes it with the geometries that its columns tell (see `intake.locations`)."""
    if table.geometries:
        return beside_contours(table, mapping)
    return located(table, mapping, {number for number, typed in corrections.items() if all(typed.get(name) for name in POSITION)})


def _row(
    table: Table, index: int, corrections: Corrections, at: Mapping[str, int], labels: Mapping[int, Mapping[str, str]]
) -> tuple[Cell, ...]:
    typed = corrections.get(table.numbers[index], {})
    if not typed and not labels:
        return table.rows[index]
    cells = list(table.rows[index])
    for position, known in labels.items():
        cells[position] = known.get(text_key(text_of(cells[position])), cells[position])
    for name, text in typed.items():
        if name in at:
            cells[at[name]] = text or None
    return tuple(cells)


def _geometry(table: Table, index: int, corrections: Corrections) -> Geometry:
    """The geometry of a row, or the point that was typed instead."""
    typed = corrections.get(table.numbers[index], {})
    pair = [number_of(typed.get(name)) for name in POSITION]
    return table.geometries[index] if None in pair else {"type": "Point", "coordinates": pair}


def _errors(table: Table, mapping: Mapping[str, str], corrections: Corrections) -> list[RowError]:
    remaining = []
    for error in table.errors:
        if error.field in table.columns:
            field_id = mapping.get(error.field)
            if not field_id or field_id in corrections.get(error.row, {}):
                continue
            error = replace(error, field=field_id)
        remaining.append(error)
    return remaining
