"""Screen « Explorer »: from hundreds of candidate places to a handful, from any side."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from i18n import N_
from i18n import gettext as _
from services.context import Context
from views.components import ids
from views.components.awaited import awaited
from views.components.map_view import map_view
from views.components.parts import act, icon
from views.explore.facet_panel import facet_panel
from views.explore.table import export_menu, table_drawer
from views.explore.welcome import welcome
from views.view import View

NEAR_PRIORITY = (N_("Boutiques-relais près d'un QPV"), "kinds=premises&role=shop&qpv=inside.within_300")
ENTRIES = (
    (N_("Pôles en zone d'activité"), "kinds=zone_site&role=hub"),
    (N_("Lieux retenus pour décision"), "status=shortlisted"),
)


def layout(context: Context) -> html.Div:
    """Return the screen; the state is filled in by the browser from the address.

    The charts come once the map is drawn: Dash starts nothing before every component of a page has its script, and theirs is the heaviest.
    """
    wait = html.P(_("Les graphiques arrivent…"), className="visually-hidden", role="status")
    charts = {"aria-label": _("Graphiques"), **awaited("#charts [data-chart]", "rows")}
    scrolled = html.Div(wait, id=ids.CHARTS, className="charts-box", tabIndex=0, role="region", **charts)
    aside = html.Section(
        [
            dcc.Store(id=ids.MAP_SHOWN),
            dcc.Store(id=ids.BEST_SCORES),
            scrolled,
            html.Div(id=ids.SHEET, className="sheet", role="region", **{"aria-label": _("Fiche du lieu")}),
        ],
        className="side",
        **{"aria-label": _("Graphiques et fiche")},
    )
    facets = html.Section([html.Div(facet_panel(context), className="facets-scroll")], className="facets", **{"aria-label": _("Filtres")})
    title = html.H1(_("Explorer les lieux candidats"), className="visually-hidden")
    centre = html.Div([map_view(context), table_drawer(context)], className="centre")
    parts = [title, filter_bar(other_screens(context)), welcome(), facets, centre, _results(), aside, _tabs()]
    return html.Main(parts, className="screen explore")


def other_screens(context: Context) -> html.Div:
    """Return what the bar says while nothing is filtered: one sentence, and ways in."""
    sentence = html.Span(_("Où ouvrir une ressourcerie / recyclerie ?"), className="intro")
    entries = (NEAR_PRIORITY, *ENTRIES) if context.territory.has_priority else ENTRIES
    links = [html.A(_(label), href=f"?{query}", className="door") for label, query in entries]
    return html.Div([sentence, *links], id="no-filter", className="no-filter")


def filter_bar(empty: Any, drawer: str = "") -> html.Div:
    """Return the bar of chips, counter and actions; `drawer` names what the left panel holds (the filters, unless told)."""
    actions = [
        act("drawer", [icon("filter"), html.Span(drawer or _("Filtres"))], class_name="button only-medium", expanded="false"),
        act("undo", [icon("undo"), html.Span(_("Annuler"))], class_name="button"),
        act("clear", [icon("clear"), html.Span(_("Tout effacer"))], class_name="button"),
        act("share", [icon("share"), html.Span(_("Partager"), **{"data-label": "1"})], class_name="button"),
        export_menu(),
    ]
    actions[1].id, actions[2].id = "undo", "clear"
    counter = html.Strong(id="counter", className="counter")
    live = html.Div(id="live", className="visually-hidden", role="status", **{"aria-live": "polite"})
    return html.Div(
        [
            html.Div([html.Div(id="chips", className="chips"), _folded(), empty], className="chips-box"),
            counter,
            live,
            html.Div(actions, className="actions"),
        ],
        className="filter-bar",
    )


def _folded() -> html.Details:
    """Return the menu of the chips that the bar has no room for, which the browser moves there."""
    rest = [html.Summary(id="chips-count", className="chip"), html.Div(id="chips-rest", className="menu chips")]
    return html.Details(rest, id="chips-more", className="chips-more", hidden=True, **{"data-menu": "1"})


def _tabs() -> html.Nav:
    """On a phone: what the sheet under the map shows."""
    tabs = (("map", _("Carte")), ("filters", _("Filtres")), ("results", _("Résultats")), ("place", _("Lieu")))
    return html.Nav(
        [act("tab", label, class_name="tab", pressed=str(name == "map").lower(), value=name) for name, label in tabs],
        className="tabs",
        **{"aria-label": _("Vues")},
    )


def _results() -> html.Div:
    """On a phone: the results as a table or as charts."""
    forms = (("table", _("Tableau")), ("charts", _("Graphiques")))
    buttons = [act("results", label, class_name="tab", pressed=str(name == "table").lower(), value=name) for name, label in forms]
    return html.Div(buttons, className="results-switch", role="group", **{"aria-label": _("Forme des résultats")})


VIEW = View("explore", "/", N_("Explorer"), 10, layout)
