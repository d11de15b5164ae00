"""How the file of an import is read: what was found, each with a sample, and chosen otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import N_
from i18n import gettext as _
from services.import_answers import ImportState
from views.components import import_ids
from views.components.parts import button

WAY_CHOICES: Mapping[str, str] = {
    "part": import_ids.PART,
    "turned": import_ids.TURNED,
    "head": import_ids.HEAD_ROW,
    "encoding": import_ids.ENCODING,
    "separator": import_ids.SEPARATOR,
    "cuts": import_ids.CUTS,
    "merged": import_ids.MERGED,
    "hidden": import_ids.HIDDEN_ROWS,
    "hidden_columns": import_ids.HIDDEN_COLUMNS,
}
"""The choice of each thing that is found of the reading of a file."""
_LABELS = {
    "part": N_("Feuille ou couche lue"),
    "turned": N_("Sens du tableau"),
    "head": N_("Ligne des titres"),
    "encoding": N_("Encodage des accents"),
    "separator": N_("Séparateur des colonnes"),
    "cuts": N_("Coupes des colonnes"),
    "merged": N_("Cellules fusionnées"),
    "hidden": N_("Lignes masquées ou filtrées"),
    "hidden_columns": N_("Colonnes masquées"),
}
_PROPS = ("data", "value", "disabled", "style")
WAYS_SHOWN = [
    (import_ids.RECALLED, "hidden"),
    (import_ids.RECALLED_ABOUT, "children"),
    (import_ids.GUESS, "hidden"),
    (import_ids.WAYS, "hidden"),
    *((name, prop) for name in WAY_CHOICES.values() for prop in _PROPS),
]
"""What an answer may change of them."""
_ABSENT = {"display": "none"}


def ways_box() -> html.Div:
    """Return the choices, shown while columns are chosen and rows checked."""
    choices = [
        dmc.Select(id=name, label=_(_LABELS[way]), data=[], allowDeselect=False, size="xs", style=_ABSENT, className="import-way")
        for way, name in WAY_CHOICES.items()
    ]
    return html.Div(choices, id=import_ids.WAYS, className="import-step of-columns of-check import-ways", hidden=True)


def recalled_box() -> html.Div:
    """Return what is chosen as for a file of the same shape before, and how to do without."""
    forget = button(import_ids.GUESS, _("L'oublier, et revenir à ce qui est deviné"))
    children = [html.P(id=import_ids.RECALLED_ABOUT, role="status"), html.P(forget, className="import-links")]
    return html.Div(
        html.Div(children, className="import-notice"), id=import_ids.RECALLED, className="import-step of-columns of-check", hidden=True
    )


def way_props(state: ImportState) -> dict[tuple[str, str], Any]:
    """Return the properties of the choices."""
    known = {way.id: way for way in state.ways}
    props: dict[tuple[str, str], Any] = {
        (import_ids.WAYS, "hidden"): not known,
        (import_ids.RECALLED, "hidden"): not state.recalled,
        (import_ids.RECALLED_ABOUT, "children"): state.recalled,
        (import_ids.GUESS, "hidden"): state.is_locked,
    }
    for key, name in WAY_CHOICES.items():
        way = known.get(key)
        props[name, "data"] = [{"value": one.id, "label": one.label} for one in way.options] if way else []
        props[name, "value"] = way.chosen if way else None
        props[name, "disabled"] = state.is_locked
        props[name, "style"] = {} if way else _ABSENT
    return props
