"""How the file of an import was read (see `intake.reading`), and what may be chosen otherwise; so are its hidden rows."""

from __future__ import annotations

from bulk.import_view import ImportView
from i18n import gettext as _
from intake.reading import LEFT, READ
from services.import_answers import ImportChoice, ImportWay


def import_ways(view: ImportView) -> tuple[ImportWay, ...]:
    """Return what was found of the reading of a file, each with what may be chosen instead."""
    found = [ImportWay(way.id, way.chosen, tuple(ImportChoice(*option) for option in way.options)) for way in view.table.ways]
    hidden = view.table.hidden
    if hidden:
        chosen = LEFT if set(hidden) <= set(view.choices.left_out) else READ
        words = (ImportChoice(READ, _("Lues comme les autres")), ImportChoice(LEFT, _("Laissées de côté")))
        found.append(ImportWay("hidden", chosen, words))
    return tuple(found)
