"""Screen « Personnes »: the accounts and the requests for one, which the facilitator manages."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import dash_ag_grid as dag
from dash import dcc, html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.persons import EXAMPLE, PersonsShown
from views.components import ids
from views.components.grid import grid_theme, grid_words
from views.components.parts import PRIMARY, button
from views.persons.form import person_panel
from views.view import View

PERSON_COLUMNS = (
    ("name", N_("Nom"), 170),
    ("email", N_("Adresse électronique"), 200),
    ("role", N_("Rôle"), 170),
    ("organisation", N_("Organisation"), 170),
    ("state", N_("État"), 100),
    ("signed_in", N_("Dernière connexion"), 140),
)
REQUEST_COLUMNS = (
    ("name", N_("Nom"), 150),
    ("email", N_("Adresse électronique"), 190),
    ("organisation", N_("Organisation"), 160),
    ("role", N_("Rôle souhaité"), 160),
    ("word", N_("Un mot"), 200),
    ("day", N_("Reçue le"), 130),
)


def layout(context: Context) -> html.Div:
    """Return the screen, whose lists callbacks fill."""
    new = button(ids.PERSON_NEW, _("Nouvelle personne"), kind=PRIMARY, n_clicks=0)
    head = html.Div([html.H1(_("Personnes")), new], className="persons-head")
    intro = html.P(
        _("Qui peut se connecter, sous quel rôle. Chaque changement est écrit au journal, et ferme les sessions de la personne.")
    )
    requests = html.Section(
        [html.H2(_("Demandes de compte")), _grid(ids.REQUESTS, REQUEST_COLUMNS, "autoHeight")],
        id=ids.REQUESTS_BOX,
        hidden=True,
        className="persons-requests",
    )
    lists = html.Div(
        [requests, html.H2(_("Comptes"), className="visually-hidden"), _grid(ids.PERSONS, PERSON_COLUMNS, "normal")],
        className="persons-lists",
    )
    panel = html.Section(
        [
            html.Div(person_panel(None), id=ids.PERSON_PANEL),
            html.Div(id=ids.PERSON_NOTICE, className="account-notice", role="status"),
        ],
        className="persons-panel account-card",
        **{"aria-label": _("La personne choisie")},
    )
    content = [
        head,
        intro,
        html.P(id=ids.PERSONS_NOTE, className="note"),
        dcc.Store(id=ids.PERSONS_STEP),
        html.Div([lists, panel], className="persons-grid"),
    ]
    return html.Div(html.Main(content, className="page wide-page"), className="screen text-screen")


def rows(shown: PersonsShown) -> tuple[list[dict[str, Any]], list[dict[str, Any]], bool, str]:
    """Return the rows of both lists, whether that of the requests is hidden, and what is said of a demonstration."""
    note = _(EXAMPLE) if shown.is_example else ""
    return [asdict(row) for row in shown.persons], [asdict(row) for row in shown.requests], not shown.requests, note


def _grid(name: str, columns: tuple[tuple[str, str, int], ...], height: str) -> dag.AgGrid:
    return dag.AgGrid(
        id=name,
        columnDefs=[{"field": key, "headerName": _(label), "minWidth": width, "tooltipField": key} for key, label, width in columns],
        rowData=[],
        getRowId="params.data.id",
        columnSize="responsiveSizeToFit",
        defaultColDef={"sortable": True, "resizable": True, "suppressMovable": True},
        dashGridOptions={
            "theme": grid_theme(),
            "rowSelection": {"mode": "singleRow", "checkboxes": False, "enableClickSelection": True},
            "domLayout": height,
            "rowHeight": 36,
            "headerHeight": 36,
            "enableBrowserTooltips": True,
            "localeText": grid_words(_("Personne pour l'instant")),
            "tabToNextCell": {"function": "leaveTable(params)"},
        },
        className=f"persons-table {height}",
        style={"height": None} if height == "autoHeight" else {},
    )


VIEW = View("persons", "/personnes", N_("Personnes"), 100, layout, Action.MANAGE_PERSONS, is_in_menu=True)
