"""What becomes of the rows that tell places which are there already: two choices, each for all the rows that are recognised alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import N_
from i18n import gettext as _
from services.import_answers import ImportState
from views.components import import_ids

KNOWN_CHOICES: Mapping[str, str] = {"sure": import_ids.SURE, "likely": import_ids.LIKELY}
"""The choice for each sort of recognised rows (see `bulk.known`)."""
_BOXES = {"sure": import_ids.SURE_BOX, "likely": import_ids.LIKELY_BOX}
_ABOUT = {"sure": import_ids.SURE_ABOUT, "likely": import_ids.LIKELY_ABOUT}
_FATES = (("update", N_("Mettre à jour")), ("leave", N_("Laisser tels quels")), ("add", N_("Ajouter quand même")))
KNOWN_SHOWN = [
    (name, prop)
    for sureness, choice in KNOWN_CHOICES.items()
    for name, prop in ((_BOXES[sureness], "hidden"), (_ABOUT[sureness], "children"), (choice, "value"))
]
"""What an answer may change of them."""


def known_boxes() -> list[html.Div]:
    """Return both choices, hidden."""
    return [_box(sureness) for sureness in KNOWN_CHOICES]


def _box(sureness: str) -> html.Div:
    radios = [dmc.Radio(label=_(label), value=fate, size="xs") for fate, label in _FATES]
    note = _("Une mise à jour n'écrit que les cases remplies du fichier ; une case vide n'efface rien, et l'import s'annule.")
    about = html.P(id=_ABOUT[sureness])
    group = dmc.RadioGroup(dmc.Group(radios, gap="lg"), id=KNOWN_CHOICES[sureness], label=_("Qu'en faire ?"), description=note, size="sm")
    return html.Div([about, group], id=_BOXES[sureness], className="import-notice import-unit", hidden=True)


def known_props(state: ImportState) -> dict[tuple[str, str], Any]:
    """Return the properties of both choices."""
    found = {one.sureness: one for one in state.known}
    props: dict[tuple[str, str], Any] = {}
    for sureness, choice in KNOWN_CHOICES.items():
        known = next((one for key, one in found.items() if key == sureness), None)
        props[_BOXES[sureness], "hidden"] = known is None
        props[_ABOUT[sureness], "children"] = known.sentence if known else ""
        props[choice, "value"] = known.chosen if known else None
    return props
