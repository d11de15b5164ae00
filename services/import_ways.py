"""How the file of an import was read (see `intake.reading`), and what may be chosen otherwise; so are its hidden rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bulk.import_view import ImportView
from i18n import N_
from i18n import gettext as _
from i18n.numbers import dated
from intake.reading import LEFT, READ
from services.import_answers import ImportChoice, ImportWay

_PARTS: Mapping[str, str] = {
    "part": N_("la feuille ou la couche"),
    "turned": N_("le sens des lignes et des colonnes"),
    "head": N_("la ligne des titres"),
    "encoding": N_("l'encodage"),
    "separator": N_("le séparateur"),
    "cuts": N_("les coupes des colonnes"),
    "hidden": N_("les lignes masquées"),
    "hidden_columns": N_("les colonnes masquées"),
    "merged": N_("les cellules fusionnées"),
    "columns": N_("ce que deviennent les colonnes"),
    "crs": N_("le système des coordonnées"),
    "units": N_("les unités"),
    "values": N_("ce que deviennent les valeurs"),
}
"""What is chosen as it was before (see `bulk.shapes`)."""


def recalled_sentence(view: ImportView) -> str:
    """Return what is chosen as for a file of the same shape before; empty where nothing is."""
    found = view.choices.recalled
    if not found:
        return ""
    day = dt.datetime.fromisoformat(found["day"]).date()
    parts = ", ".join(_(_PARTS[part]) for part in found["parts"] if part in _PARTS)
    return _("Comme pour votre fichier du {day} : {parts}.").format(day=dated(day, "long"), parts=parts)


def import_ways(view: ImportView) -> tuple[ImportWay, ...]:
    """Return what was found of the reading of a file, each with what may be chosen instead."""
    found = [ImportWay(way.id, way.chosen, tuple(ImportChoice(*option) for option in way.options)) for way in view.table.ways]
    hidden = view.table.hidden
    if hidden:
        chosen = LEFT if set(hidden) <= set(view.choices.left_out) else READ
        words = (ImportChoice(READ, _("Lues comme les autres")), ImportChoice(LEFT, _("Laissées de côté")))
        found.append(ImportWay("hidden", chosen, words))
    return tuple(found)
