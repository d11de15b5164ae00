"""The texts of a file that are none of the values of a closed list, and what each stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping

from bulk.import_view import ImportView
from domain.place_fields import PlaceField
from i18n import gettext as _
from intake.closed_lists import LEFT_EMPTY, Unread, Values, choice_columns, likely_code, unread_values
from intake.errors import shown
from services.import_answers import ImportChoice, ImportValue, ImportValues

LISTED = 30
"""Texts of a column that are matched by hand, those of most rows: a column of more holds something else."""


def import_values(view: ImportView) -> tuple[ImportValues, ...]:
    """Return the texts of each column to be matched with the values of its field."""
    found = []
    for column, field, unread in _unread(view):
        values = [_value(view, column, field, one) for one in unread[:LISTED]]
        offered = [ImportChoice(choice.code, _(choice.label)) for choice in field.choices]
        leave = ImportChoice(LEFT_EMPTY, _("laisser vide, gardé en remarque"))
        found.append(ImportValues(column, _(field.label), (*offered, leave), tuple(values), len(unread) - len(values)))
    return tuple(found)


def _value(view: ImportView, column: str, field: PlaceField, value: Unread) -> ImportValue:
    chosen = view.choices.values.get(column, {}).get(value.key, "")
    is_likely = bool(chosen) and likely_code(field, value.text) == chosen
    return ImportValue(_index(view, column, value), shown(value.text), value.rows_n, chosen, is_likely)


def chosen_values(view: ImportView, given: Mapping[str, str]) -> Values:
    """Return what is chosen, by column and text, of what is given by index; what the file has not is left out."""
    found: dict[str, dict[str, str]] = {}
    for column, _field, unread in _unread(view):
        for one in unread[:LISTED]:
            if code := given.get(_index(view, column, one)):
                found.setdefault(column, {})[one.key] = code
    return found


def _unread(view: ImportView) -> Iterator[tuple[str, PlaceField, tuple[Unread, ...]]]:
    for column, field in choice_columns(view.table, view.choices.mapping, view.kind):
        if unread := unread_values(view.table, column, field):
            yield column, field, unread


def _index(view: ImportView, column: str, value: Unread) -> str:
    return f"{view.table.columns.index(column)}.{hashlib.sha256(f'{column}|{value.key}'.encode()).hexdigest()[:12]}"
