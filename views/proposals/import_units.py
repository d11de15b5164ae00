"""In what unit the rents and charges of a file are written: what was understood, shown on a row, and changed by one click."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import N_
from i18n import gettext as _
from intake.units import AMOUNT_UNITS, CHARGES, RENT
from services.import_answers import ImportState
from views.components import import_ids

UNIT_CHOICES: Mapping[str, str] = {RENT: import_ids.RENT_UNIT, CHARGES: import_ids.CHARGES_UNIT}
"""The choice of the unit of each amount."""
_BOXES = {RENT: import_ids.RENT_UNIT_BOX, CHARGES: import_ids.CHARGES_UNIT_BOX}
_ABOUT = {RENT: import_ids.RENT_UNIT_ABOUT, CHARGES: import_ids.CHARGES_UNIT_ABOUT}
_LABELS = {RENT: N_("Unité des loyers"), CHARGES: N_("Unité des charges")}
UNITS_SHOWN = [
    (name, prop)
    for field, choice in UNIT_CHOICES.items()
    for name, prop in ((_BOXES[field], "hidden"), (_ABOUT[field], "children"), (choice, "value"), (choice, "style"))
]
"""What an answer may change of them."""


def unit_boxes() -> list[html.Div]:
    """Return what is asked of each amount, hidden."""
    return [_box(field) for field in UNIT_CHOICES]


def _box(field: str) -> html.Div:
    radios = [dmc.Radio(label=_(unit.label), value=unit.id, size="xs") for unit in AMOUNT_UNITS]
    group = dmc.RadioGroup(
        dmc.Group(radios, gap="lg"), id=UNIT_CHOICES[field], label=_(_LABELS[field]), size="sm", style={"display": "none"}
    )
    return html.Div([html.P(id=_ABOUT[field]), group], id=_BOXES[field], className="import-notice import-unit", hidden=True)


def unit_props(state: ImportState) -> dict[tuple[str, str], Any]:
    """Return the properties of what is asked of the amounts."""
    known = {unit.field: unit for unit in state.units}
    props: dict[tuple[str, str], Any] = {}
    for field, choice in UNIT_CHOICES.items():
        unit = known.get(field)
        props[_BOXES[field], "hidden"] = unit is None
        props[_ABOUT[field], "children"] = unit.sentence if unit else ""
        props[choice, "value"] = unit.chosen if unit else None
        props[choice, "style"] = {} if unit and unit.is_to_choose else {"display": "none"}
    return props
