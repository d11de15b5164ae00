"""Amounts told for the whole place, by month or by year, made into what their fields store: by square metre and year."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from domain.candidate import Kind
from domain.place_fields import PlaceField, fields_by_id
from i18n import gettext as _
from intake.errors import RowError, shown
from intake.fields import WHOLE
from intake.units import Unit, converted, whole_units
from intake.values import CellError, number_of, value_of


def by_square_metre(kind: Kind, raw: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[dict[str, object], tuple[RowError, ...]]:
    """Return fields as they were typed, « 850 €/mois » made into an amount by square metre and year.

    Parameters
    ----------
    kind : Kind
        Premises or zone site.
    raw : mapping
        By field id, as `intake.draft.clean_changes` takes them: what is no such amount, or no number, is left to it as it is.
    known : mapping
        What is already known of the place: its area, where `raw` does not tell it.

    Returns
    -------
    tuple
        The fields, without those that cannot be converted because the area (m²) is missing, and an error for each of these.
    """
    fields, area, changed = fields_by_id(kind), _area(kind, raw, known), dict(raw)
    errors = []
    for name, value in raw.items():
        found = _whole(fields[name], value) if name in fields and isinstance(value, str) else None
        if found is None:
            continue
        amount, unit = found
        if area is None:
            del changed[name]
            sentence = _("{label} : indiquez la surface, qui manque pour convertir ce montant en {unit}")
            errors.append(RowError(0, name, sentence.format(label=_(fields[name].label), unit=_(fields[name].unit)), shown(value)))
        else:
            changed[name] = converted(amount, unit, area)
    return changed, tuple(errors)


def _whole(field: PlaceField, text: str) -> tuple[float, Unit] | None:
    """Return an amount in euros and the unit in which it is told, where it is one for the whole place."""
    for unit in whole_units(field):
        for label in (unit.written, _(unit.written)):
            if text.strip().endswith(label):
                amount = number_of(text.strip().removesuffix(label), "€")
                return None if amount is None else (amount, unit)
    return None


def _area(kind: Kind, raw: Mapping[str, Any], known: Mapping[str, Any]) -> float | None:
    try:
        area = value_of(fields_by_id(kind)[WHOLE], raw[WHOLE] if WHOLE in raw else known.get(WHOLE))
    except CellError:
        return None
    return area if isinstance(area, float) and math.isfinite(area) else None
