"""Screen « Journal »: who did what and when, before and after; and the emails, sent or waiting."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from views.components import ids
from views.components.parts import PRIMARY, button
from views.view import View


def layout(context: Context) -> html.Main:
    """Return the screen; what is found is filled in by callbacks."""
    parts = (("entries", _("Écritures"), _entries()), ("mail", _("Courriels"), [html.Div(_loading(), id=ids.JOURNAL_MAIL)]))
    heads = dmc.TabsList([dmc.TabsTab(label, value=name) for name, label, _body in parts])
    panels = [dmc.TabsPanel(body, value=name) for name, _label, body in parts]
    tabs = dmc.Tabs(
        [html.Div(heads, id=ids.JOURNAL_TAB_LIST, hidden=True), *panels],
        id=ids.JOURNAL_TABS,
        value="entries",
        className="journal-tabs",
    )
    intro = html.P(_("Tout ce qui a été écrit, par qui et quand. Rien ne s'efface."), className="mod-note")
    box = html.Div([html.H1(_("Journal")), intro, tabs], className="mod-journal")
    return html.Main(html.Div(box, className="mod-root journal-root"), className="screen mod-screen")


def _entries() -> list[Any]:
    more = button(ids.JOURNAL_MORE, _("Afficher les 100 suivantes"), hidden=True)
    count = html.P(id=ids.JOURNAL_SHOWN, className="mod-note", role="status")
    return [
        dcc.Store(id=ids.JOURNAL_FILTERS),
        _bar(),
        html.Div(_loading(), id=ids.JOURNAL_ENTRIES),
        html.Div([count, more], className="mod-foot"),
    ]


def _loading() -> html.P:
    return html.P(_("Chargement…"), className="mod-note")


def _bar() -> html.Div:
    """Return what one looks for: a place, a person, a day."""
    fields = [
        dmc.TextInput(id=ids.JOURNAL_PLACE, label=_("Numéro du lieu"), placeholder=_("LP-000012"), attributes=_input(maxLength=12)),
        dmc.Select(id=ids.JOURNAL_PERSON, label=_("Personne"), placeholder=_("Toutes les personnes"), data=[], clearable=True),
        dmc.TextInput(id=ids.JOURNAL_DAY, label=_("Jour"), attributes=_input(type="date")),
    ]
    buttons = [
        button(ids.JOURNAL_FILTER, _("Filtrer"), kind=PRIMARY),
        button(ids.JOURNAL_CLEAR, _("Tout voir"), hidden=True),
        html.A(_("Exporter en CSV"), id=ids.JOURNAL_EXPORT, href="/journal/journal.csv", className="button", download=True),
    ]
    for field in fields:
        field.size, field.value, field.debounce = "xs", "", True  # Enter sends the value with itself
    return html.Div([*fields, *buttons], className="mod-journal-bar", role="search")


def _input(**attributes: object) -> dict[str, dict[str, object]]:
    return {"input": {"autoComplete": "off", **attributes}}


VIEW = View("journal", "/journal", N_("Journal"), 70, layout, Action.READ_JOURNAL)
