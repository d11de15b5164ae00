"""The columns of a file read as values of their fields, in the units of the fields."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.candidate import Kind
from domain.place_fields import PlaceField
from i18n import gettext as _
from i18n.numbers import number
from intake.dates import is_american
from intake.errors import RowError, shown
from intake.fields import COORDINATE_IDS, EXAMPLE, FIELDS, PARTS, WHOLE, fields_by_id
from intake.lenient import Reading, american, reading_of, visible
from intake.notes import Notes
from intake.table import Cell, Table, text_of
from intake.units import AMOUNTS, Unit, amount_in, as_written, converted, is_own, unit_of, written_in
from intake.values import CellError, Value, bounds_sentence, may_be_thousands, value_of

REMARKS = "notes"
"""The field that keeps what no other could."""
REMARKS_CHARS = int(next(field.high for fields in FIELDS.values() for field in fields if field.id == REMARKS))
Columns = dict[str, list[Value]]


def column_values(
    table: Table, indexes: Sequence[int], at: Mapping[str, int], kind: Kind, units: Mapping[str, str], notes: Notes
) -> Columns:
    """Return the values of each mapped field, a row each; what is wrong is noted, and its value unknown.

    Parameters
    ----------
    indexes : sequence of int
        Of the rows that are read.
    at : mapping of str to int
        Position of the column of each field.
    units : mapping of str to str
        By field, the unit in which its column is written; that of the field when not given.
    """
    found = {field.id: unit_of(field, units.get(field.id)) for field in FIELDS[kind]}
    written = {field_id: unit for field_id, unit in found.items() if unit is not None and not is_own(unit)}
    values: Columns = {}
    own = {name: _own_units(table, indexes, at[name]) for name in AMOUNTS if name in at}
    for field in FIELDS[kind]:
        if field.id in at and field is not EXAMPLE:
            read_as = as_written(field, written[field.id]) if field.id in written else field
            values[field.id] = _column(table, indexes, at[field.id], read_as, notes, own.get(field.id, {}))
    fields = fields_by_id(kind)
    for name in sorted(values, key=lambda name: name != WHOLE):  # the area first: the rents are divided by it
        if name in written or own.get(name):
            cells = [table.rows[index][at[name]] for index in indexes]
            units_of = [own.get(name, {}).get(index, (0.0, written.get(name)))[1] for index in indexes]
            _convert(table, indexes, values, fields[name], units_of, cells, notes)
    return values


def _own_units(table: Table, indexes: Sequence[int], position: int) -> dict[int, tuple[float, Unit]]:
    """The amounts of a column that say by themselves what they are of, by row: « 1 200 €/mois » under « Loyer »."""
    cells = ((index, table.rows[index][position]) for index in indexes)
    found = {index: amount_in(cell) for index, cell in cells if isinstance(cell, str) and not cell.isdecimal()}
    return {index: amount for index, amount in found.items() if amount is not None}


def with_remarks(own: Value, remarks: Sequence[str]) -> str:
    """Return the remarks of a row with what is kept of its cells behind them, as long as there is room."""
    return "\n".join([*([str(own)] if own else []), *remarks])[:REMARKS_CHARS]


def _convert(
    table: Table,
    indexes: Sequence[int],
    values: Columns,
    field: PlaceField,
    units: Sequence[Unit | None],
    cells: Sequence[Cell],
    notes: Notes,
) -> None:
    """Put a column in the unit of its field; a rent of a whole place whose area is not known is kept as a remark."""
    areas = values.get(WHOLE, [math.nan] * len(indexes))
    for rank, index in enumerate(indexes):
        value, area, unit = values[field.id][rank], areas[rank], units[rank]
        if unit is None or not isinstance(value, float) or math.isnan(value) or not isinstance(area, float):
            continue
        found = converted(value, unit, area)
        text = written_in(text_of(cells[rank]), unit)
        if math.isnan(found):
            sentence = _("{label} : « {value} » ne se convertit pas sans la surface ; gardé dans les remarques")
            note = RowError(table.numbers[index], field.id, sentence.format(label=_(field.label), value=shown(text)), shown(text))
            notes.keep(note, f"{_(field.label)} : {text}")
        elif not field.low <= found <= field.high:
            keep_text(RowError(table.numbers[index], field.id, bounds_sentence(field, f"{found:.6g}"), shown(text)), field, text, notes)
            found = math.nan
        values[field.id][rank] = found


def _column(
    table: Table, indexes: Sequence[int], position: int, field: PlaceField, notes: Notes, own: Mapping[int, tuple[float, Unit]]
) -> list[Value]:
    """Return the values of a mapped column, or those that are read already (`own`, by row); what cannot be read is noted, and unknown."""
    result: list[Value] = []
    seen: dict[Cell, Reading] = {}  # a column holds the same words and numbers again and again
    month_first = field.type == "day" and is_american(table.rows[index][position] for index in indexes)
    for index in indexes:
        if index in own:
            result.append(own[index][0])
            continue
        cell, row = table.rows[index][position], table.numbers[index]
        is_one = isinstance(cell, str | float)  # True is 1 too, and means something else
        found = seen.get(cell) if is_one else None
        if found is None:
            found = _cell(field, cell, row, notes, month_first=month_first)
            if is_one and not found.note and not may_be_thousands(cell):
                seen[cell] = found
        result.append(found.value)
    return result


def _cell(field: PlaceField, cell: Cell, row: int, notes: Notes, *, month_first: bool = False) -> Reading:
    """Read a cell; one that cannot be read makes its row wrong only where the row is nothing without it."""
    try:
        found = (american(field, cell) if month_first else None) or reading_of(field, cell)
    except CellError as refused:
        error, unknown = RowError(row, field.id, str(refused), shown(text_of(cell))), value_of(field, None)
        if field.is_required or field.id in COORDINATE_IDS:
            notes.error(error)
            return Reading(unknown, str(refused))
        keep_text(error, field, text_of(cell), notes)
        return Reading(unknown, str(refused))
    if found.note:
        notes.warn(RowError(row, field.id, found.note, shown(text_of(cell))))
    if found.remark:
        notes.remarks[row].append(found.remark)
    if may_be_thousands(cell) and field.type == "number" and field.id not in COORDINATE_IDS and not found.note:
        message = _("{label} : « {value} » est lu avec des décimales ; écrivez sans séparateur s'il s'agit de milliers")
        notes.warn(RowError(row, field.id, message.format(label=_(field.label), value=cell), shown(cell)))
    return found


def keep_text(error: RowError, field: PlaceField, text: str, notes: Notes) -> None:
    """Keep what a cell holds as a remark of its row: its field stays unknown, and the row is not lost for it."""
    sentence = _("{error} ; gardé dans les remarques").format(error=error.message)
    notes.keep(replace(error, message=sentence), f"{_(field.label)} : {visible(text)}")


def compare_areas(table: Table, indexes: Sequence[int], values: Columns, kind: Kind, notes: Notes) -> None:
    """A part that is larger than the whole is unknown; unknown areas are not compared."""
    fields = fields_by_id(kind)
    for part in PARTS:
        if part not in values or WHOLE not in values:
            continue
        for rank, (index, share, whole) in enumerate(zip(indexes, values[part], values[WHOLE], strict=True)):
            if isinstance(share, float) and isinstance(whole, float) and share > whole:
                message = _("{label} plus grande que la surface du lieu").format(label=_(fields[part].label))
                keep_text(RowError(table.numbers[index], part, message, f"{share:g} > {whole:g}"), fields[part], number(share, 1), notes)
                values[part][rank] = math.nan
