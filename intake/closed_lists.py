"""Fields with a closed list of values: a column whose values are all others is not one of them, until a person says so."""

from __future__ import annotations

from collections.abc import Mapping

from domain.candidate import Kind
from domain.place_fields import PlaceField
from intake.fields import fields_by_id
from intake.lenient import reading_of
from intake.table import Cell, Table, text_of
from intake.values import CellError, is_unknown

MOST_VALUES = 200


def unfit_columns(table: Table, mapping: Mapping[str, str], kind: Kind) -> dict[str, PlaceField]:
    """Return the columns that are mapped to a closed list of which none of their values is one, with the field of each."""
    fields = fields_by_id(kind)
    return {
        column: fields[field_id]
        for column, field_id in mapping.items()
        if fields[field_id].type == "choice" and column in table.columns and not _fits(table, column, fields[field_id])
    }


def _fits(table: Table, column: str, field: PlaceField) -> bool:
    """Whether a value of a column is one of the list; a column that tells nothing is as it may."""
    at = table.columns.index(column)
    values = list(dict.fromkeys(row[at] for row in table.rows if not is_unknown(text_of(row[at]))))[:MOST_VALUES]
    return not values or any(_is_one(field, value) for value in values)


def _is_one(field: PlaceField, value: Cell) -> bool:
    try:
        return reading_of(field, value).value is not None
    except CellError:
        return False
