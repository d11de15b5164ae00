"""Screen « Séances »: the frame of the list, of one meeting and of its projection, which callbacks fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import dcc, html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.meetings import PATH
from views.components import ids
from views.components.parts import note
from views.meetings.balance import levers
from views.view import View

TICK_MS = 2_000
"""How often what others write is looked for."""


def layout(context: Context) -> html.Div:
    """Return the screen."""
    names = (ids.MEETING_SHOWN, ids.MEETING_PREPARED, ids.MEETING_TRIED, ids.MEETING_MOVED)
    stores = [
        *(dcc.Store(id=name) for name in names),
        dcc.Store(id=ids.MEETING_AT, data=0),
        dcc.Interval(id=ids.MEETING_TICK, interval=TICK_MS),
    ]
    shown = html.Div(note(_("Chargement…")), id=ids.MEETING, className="meeting-shown")
    return frame(shown, *stores, beside=(html.Div(id=ids.MEETING_BALANCE, className="meeting-balance"), levers()))


def frame(shown: html.Div, *stores: Any, beside: Sequence[Any] = ()) -> html.Div:
    """Return what is shown, what goes with it, and its forms (see `callbacks.meetings.acted`).

    It is a set of fields so that nothing in it can be pressed while what was pressed before is being written.
    """
    stores = (*(dcc.Store(id=name) for name in (ids.MEETING_PRESSED, ids.MEETING_STEP, ids.MEETING_FORM, ids.MEETING_FOCUS)), *stores)
    notice = html.Div(id=ids.MEETING_NOTICE, className="meeting-notice", role="status", tabIndex=-1)
    panel: dict[str, Any] = {"aria-label": _("Formulaire")}
    side = html.Section([html.Div(id=ids.MEETING_PANEL), notice], className="meeting-side", **panel)
    body = html.Fieldset([shown, *beside, side], id=ids.MEETING_FRAME, className="meeting-grid", role="none")
    return html.Div([*stores, html.Main(body, className="page wide-page")], className="screen text-screen meeting-screen")


VIEW = View(
    "meetings",
    PATH,
    N_("Séances"),
    62,
    layout,
    Action.READ_MEETINGS,
    who=N_("Il est aux membres de la démarche : connectez-vous pour lire les séances, et y donner la position de votre organisation."),
    has_pages=True,
)
