"""The unit in which each column of a file writes its numbers: as its heading says, else as its values suggest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from domain.candidate import Kind
from domain.place_fields import PlaceField
from i18n import gettext as _
from intake.fields import WHOLE, fields_by_id
from intake.mapping import heading_unit
from intake.table import Table
from intake.units import AMOUNTS, CHARGES, RENT, SAMPLED_ROWS, UNITS, Unit, likely, named_units, unit_of
from intake.values import number_of


def column_units(table: Table, mapping: Mapping[str, str], kind: Kind, chosen: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the unit of each mapped column whose field has several, by column.

    Parameters
    ----------
    chosen : mapping of str to str, optional
        By column, what a person chose, or what was guessed before: it stays.
    """
    fields, chosen, found = fields_by_id(kind), chosen or {}, dict[str, str]()
    for column in sorted(mapping, key=lambda column: mapping[column] == CHARGES):  # charges are told as the rent is
        field = fields.get(mapping[column])
        if field is None or field.unit not in UNITS or column not in table.columns:
            continue
        known = unit_of(field, chosen.get(column))
        unit = known or _guessed(table, mapping, column, field, found, kind)
        if unit is not None:
            found[column] = unit.id
    return found


def heading_units(column: str, field: PlaceField, kind: Kind) -> tuple[Unit, ...]:
    """Return the units that the heading of a column may mean: one when it says so."""
    return named_units(field, column, heading_unit(column, kind))


def _guessed(table: Table, mapping: Mapping[str, str], column: str, field: PlaceField, found: Mapping[str, str], kind: Kind) -> Unit | None:
    possible = heading_units(column, field, kind)
    if len(possible) < 2 or field.id not in AMOUNTS:
        return possible[0] if possible else None
    of_rent = next((found.get(name) for name, field_id in mapping.items() if field_id == RENT), None)
    if field.id == CHARGES and any(unit.id == of_rent for unit in possible):
        return unit_of(field, of_rent)
    return likely(field, possible, _measured(table, mapping, column, field, kind))


def _measured(table: Table, mapping: Mapping[str, str], column: str, field: PlaceField, kind: Kind) -> Sequence[tuple[float, float]]:
    """The amounts of the first rows, beside their areas."""
    at, whole = table.columns.index(column), next((name for name, field_id in mapping.items() if field_id == WHOLE), None)
    area_at = table.columns.index(whole) if whole in table.columns else None
    area_field = fields_by_id(kind)[WHOLE]
    named = heading_units(str(whole), area_field, kind)[:1] if area_at is not None else ()
    factor = named[0].factor if named else 1.0
    pairs = []
    for row in table.rows[:SAMPLED_ROWS]:
        amount = number_of(row[at], field.unit)
        area = number_of(row[area_at], area_field.unit) if area_at is not None else None
        if amount is not None:
            pairs.append((amount, math.nan if area is None else area * factor))
    return pairs


def headings_with_units(columns: Sequence[str], mapping: Mapping[str, str], units: Mapping[str, str], kind: Kind) -> tuple[str, ...]:
    """Return the headings of a file, with the unit that was chosen behind those that do not say theirs: they are read so again."""
    fields, named = fields_by_id(kind), []
    for column in columns:
        field = fields.get(mapping.get(column, ""))
        unit = unit_of(field, units.get(column)) if field is not None else None
        is_named = unit is None or field is None or len(heading_units(column, field, kind)) == 1
        named.append(column if is_named or unit is None else f"{column} ({_(unit.written)})")
    return tuple(named)
