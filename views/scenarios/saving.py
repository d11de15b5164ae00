"""The bar that saves the answer: its button, its small form, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from dash import dcc, html

from domain.limits import MAX_NAME
from domain.saved import MAX_NOTE
from i18n import gettext as _
from i18n.moments import moment
from views.components import ids
from views.components.parts import CANCEL, PRIMARY, SEND, button

PERSISTENT: dict[str, Any] = {"className": "text-field", "persistence": True, "persistence_type": "session"}
"""A field whose text outlives the page: a session may end while one types, and one comes back after signing in."""
FORM = (
    (ids.SAVE_FORM, "hidden"),
    (ids.SAVE_NAME, "value"),
    (ids.SAVE_NOTE, "value"),
    (ids.SAVE_REFUSED, "children"),
    (ids.SAVE_NOTICE, "children"),
    (ids.SAVE_FOCUS, "data"),
)
"""What shows the form, and what came of it."""
Shown = dict[tuple[str, str], Any]


def saving() -> html.Div:
    """Return the bar, its form closed."""
    notice = html.Span(id=ids.SAVE_NOTICE, className="note", role="status", **{"aria-label": _("Enregistrement")})
    computed = html.Span(id="scenario-notice", className="note", role="status")
    stores = [dcc.Store(id=ids.SAVE_ASK, data="save"), dcc.Store(id=ids.SAVED), dcc.Store(id=ids.SAVE_FOCUS)]
    return html.Div(
        [*stores, html.Div([html.Div(id=ids.SAVE_BUTTON), notice, computed], className="matrix-bar"), _form()], className="save-bar"
    )


def _form() -> html.Div:
    name = dcc.Input(id=ids.SAVE_NAME, type="text", maxLength=MAX_NAME, n_submit=0, autoComplete="off", **PERSISTENT)
    note = dcc.Textarea(id=ids.SAVE_NOTE, maxLength=MAX_NOTE, rows=2, **PERSISTENT)
    ways = [
        button(ids.SAVE, _("Enregistrer"), kind=PRIMARY, n_clicks=0, **SEND),
        button(ids.SAVE_CLOSE, _("Fermer"), **CANCEL),
    ]
    refused = html.P(id=ids.SAVE_REFUSED, className="note", role="status", **{"aria-label": _("Refus")})
    parts = [html.Label([_("Nom"), name]), html.Label([_("Note"), note]), html.Div(ways, className="matrix-bar"), refused]
    marks = {"aria-label": _("Enregistrer le scénario")}
    return html.Div(parts, id=ids.SAVE_FORM, className="save-form", hidden=True, role="group", **marks)


def save_button(may_save: bool) -> Any:
    """Return the button that opens the form, or the way to be allowed to save."""
    if may_save:
        return button(ids.SAVE_OPEN, _("Enregistrer ce scénario"), kind=PRIMARY)
    return html.Span([html.A(_("Se connecter"), href="/connexion"), _(" pour enregistrer ce scénario.")], className="note")


def form_opened(name: str | None, now: dt.datetime) -> Shown:
    """Return the open form; a scenario without a name is given one by its moment."""
    named = {} if name else {(ids.SAVE_NAME, "value"): _("Scénario du {date}").format(date=moment(now))}
    focus = {"id": ids.SAVE_NAME, "select": True, "at": now.isoformat()}
    return {(ids.SAVE_FORM, "hidden"): False, (ids.SAVE_FOCUS, "data"): focus, **_no_outcome(), **named}


def form_closed(now: dt.datetime) -> Shown:
    """Return the closed form; what is typed in it stays."""
    focus = {"id": ids.SAVE_OPEN, "at": now.isoformat()}
    return {(ids.SAVE_FORM, "hidden"): True, (ids.SAVE_FOCUS, "data"): focus, **_no_outcome()}


def _no_outcome() -> Shown:
    return {(ids.SAVE_REFUSED, "children"): "", (ids.SAVE_NOTICE, "children"): ""}


def form_saved(link: str, origin: str, now: dt.datetime) -> Shown:
    """Return the closed and empty form once a scenario was saved, with its link; `origin` is how the service is called."""
    notice = [_("Scénario enregistré"), " : ", html.A(f"{origin}{link}", href=link)]
    emptied = {(ids.SAVE_NAME, "value"): "", (ids.SAVE_NOTE, "value"): "", (ids.SAVE_NOTICE, "children"): notice}
    return {**form_closed(now), **emptied}


def form_refused(sentence: str, must_sign_in: bool, now: dt.datetime) -> Shown:
    """Return the form as it is, with why nothing was saved."""
    way = [" ", html.A(_("Se reconnecter"), href="/connexion")] if must_sign_in else []
    focus = {"id": ids.SAVE_NAME, "at": now.isoformat()}
    return {(ids.SAVE_REFUSED, "children"): [sentence, *way], (ids.SAVE_NOTICE, "children"): "", (ids.SAVE_FOCUS, "data"): focus}
