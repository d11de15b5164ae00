"""The menu by which one takes away the places of the list as a file, in any format that comes back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dash import html

from domain.candidate import Kind
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.own_places import OwnFilters
from views.components import ids
from views.components.parts import icon
from views.explore.table import EXPORTS

COMING_BACK = frozenset({"csv", "xlsx", "geojson", "gpkg"})
"""The exports that come back with every field (see ``reports/own_places.py``)."""


def own_export_menu() -> html.Details:
    """Return the menu; `own_export_links` fills it."""
    return html.Details(
        [html.Summary([icon("download"), html.Span(_("Exporter"))], className="button"), html.Div(id=ids.OWN_EXPORT, className="menu")],
        className="export",
        **{"data-menu": "1"},
    )


def own_export_links(n: int, filters: OwnFilters, kind: Kind) -> list[Any]:
    """Return a link for each format of the places that the list shows, and what may be done with the file."""
    if not n:
        return [html.P(_("Rien à exporter : la liste est vide."), className="menu-note")]
    count = ngettext("{n} lieu de la liste, avec tout ce que vous en lisez.", "{n} lieux de la liste, avec tout ce que vous en lisez.", n)
    back = _("Corrigez le fichier et importez-le : il met ces lieux à jour. Il contient ce qui est confidentiel.")
    query = urlencode({"search": filters.search, "stage": filters.stage, "order": filters.order})
    links = [
        html.A(_(label), href=f"/export/mes-lieux.{fmt}?{query}", className="menu-item", download="")
        for fmt, label in EXPORTS
        if fmt in COMING_BACK or (fmt == "cnig" and kind is Kind.ZONE_SITE)
    ]
    return [html.P(count.format(n=number(n)), className="menu-note"), *links, html.P(back, className="menu-note")]
