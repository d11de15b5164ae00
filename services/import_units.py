"""The units in which the amounts of a file are written, each with what it makes of a row."""

from __future__ import annotations

from operator import itemgetter

from bulk.import_view import ImportView
from domain.place_fields import PlaceField
from i18n import gettext as _
from i18n.numbers import number
from intake.column_units import heading_units
from intake.errors import shown
from intake.fields import WHOLE, fields_by_id
from intake.table import text_of
from intake.units import AMOUNTS, Unit, is_own, unit_of, written_in
from services.import_answers import ImportUnit


def import_units(view: ImportView) -> tuple[ImportUnit, ...]:
    """Return the units of the rents and charges; an amount whose heading says that it is written as its field is, is left out."""
    fields, found = fields_by_id(view.kind), list[ImportUnit]()
    for column, field_id in view.choices.mapping.items():
        unit = unit_of(fields[field_id], view.choices.units.get(column)) if field_id in AMOUNTS else None
        if unit is None:
            continue
        is_named = len(heading_units(column, fields[field_id], view.kind)) == 1
        if not (is_named and is_own(unit)):
            sentence = _sentence(view, column, fields[field_id], unit, is_named=is_named)
            found.append(ImportUnit(field_id, unit.id, sentence, is_to_choose=not (is_named or view.is_locked)))
    return tuple(found)


def _sentence(view: ImportView, column: str, field: PlaceField, unit: Unit, *, is_named: bool) -> str:
    sentence = _("« {column} » est lu en {unit}.") if is_named else _("« {column} » ne dit pas son unité : lu en {unit}.")
    return " ".join(filter(None, (sentence.format(column=column, unit=_(unit.label)), _sample(view, column, field, unit))))


def _sample(view: ImportView, column: str, field: PlaceField, unit: Unit) -> str:
    """What the first row that has the amount becomes."""
    rows = (*view.ready, *view.wrong)
    known = [(row.number, value, row.values[WHOLE]) for row in rows if isinstance(value := row.values[field.id], float) and value == value]
    if not known:
        return ""
    row, value, area = min(known, key=itemgetter(0))
    cells = view.table.rows[view.table.numbers.index(row)]
    written = shown(written_in(text_of(cells[view.table.columns.index(column)]), unit))
    of_area = _(" pour {area} m²").format(area=number(area, 1)) if unit.is_whole and isinstance(area, float) else ""
    sentence = _("Ligne {row} : {written}{area}, soit {value} {unit}.")
    return sentence.format(row=row, written=written, area=of_area, value=number(value, 2), unit=_(field.unit))
