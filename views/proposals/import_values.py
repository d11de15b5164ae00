"""The texts of a file that are none of the values of a closed list: how many rows hold each, and what it stands for."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.import_answers import ImportState, ImportValue, ImportValues
from views.components import ids, import_ids

VALUES_SHOWN = [(import_ids.VALUES, "children"), (import_ids.VALUES, "hidden"), (import_ids.MATCHED, "data")]
"""What an answer may change of them."""


def values_box() -> html.Div:
    """Return where they are matched, shown while columns are chosen and rows checked."""
    return html.Div(id=import_ids.VALUES, className="import-step of-columns of-check import-values", hidden=True)


def value_props(state: ImportState) -> dict[tuple[str, str], Any]:
    """Return the properties of the tables of values, a column each."""
    return {
        (import_ids.VALUES, "children"): [_table(values, is_locked=state.is_locked) for values in state.values],
        (import_ids.VALUES, "hidden"): not state.values,
        (import_ids.MATCHED, "data"): {value.index: value.chosen for values in state.values for value in values.values},
    }


def _table(values: ImportValues, *, is_locked: bool) -> html.Div:
    n = len(values.values) + values.more_n
    title = ngettext(
        "« {column} » : {n} valeur n'est pas de « {field} ». Choisissez ce qu'elle devient ; un choix vaut pour toutes ses lignes.",
        "« {column} » : {n} valeurs ne sont pas de « {field} ». Choisissez ce que chacune devient ; un choix vaut pour toutes ses lignes.",
        n,
    ).format(column=values.column, field=values.field, n=number(n))
    more = ngettext(
        "{n} autre valeur, plus rare, est gardée dans les remarques.",
        "{n} autres valeurs, plus rares, sont gardées dans les remarques.",
        values.more_n,
    ).format(n=number(values.more_n))
    label = _("Valeurs de « {column} »").format(column=values.column)
    rows = [_row(value, values, is_locked=is_locked) for value in values.values]
    children = [html.P(title), html.Div(rows, className="import-value-rows"), *([html.P(more, className="note")] if values.more_n else [])]
    return html.Div(children, className="import-notice", role="group", **{"aria-label": label})


def _row(value: ImportValue, values: ImportValues, *, is_locked: bool) -> html.Div:
    rows = ngettext("{n} ligne", "{n} lignes", value.rows_n).format(n=number(value.rows_n))
    about = " · ".join([rows, *([_("proposé")] if value.chosen and value.is_likely else [])])
    choice = dmc.Select(
        id=ids.one_of(import_ids.VALUE, value.index),
        data=[{"value": one.id, "label": one.label} for one in values.choices],
        value=value.chosen or None,
        placeholder=_("— à choisir —"),
        allowDeselect=False,
        disabled=is_locked,
        size="xs",
        **{"aria-label": _("« {value} » devient").format(value=value.text)},
    )
    return html.Div([html.Span([html.B(value.text), " ", html.Span(about, className="note")]), choice], className="import-value")
