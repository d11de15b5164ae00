"""Screen « Publications »: what everybody may read without an account, which the facilitator publishes and withdraws."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.public_pages import MANAGE_PATH
from views.components import ids
from views.components.parts import note
from views.view import View


def layout(context: Context) -> html.Div:
    """Return the screen, whose list a callback fills."""
    words = _(
        "Une page publique se lit sans compte, par son adresse. Elle montre la question, ce qui est décidé et pourquoi, la carte, "
        "les gains, les engagements et les sources ; ni participants, ni positions, ni noms de comptes. Relisez le motif et les "
        "engagements avant de publier : ils paraissent tels qu'ils sont écrits."
    )
    parts: list[Any] = [html.H1(_("Publications")), note(words), html.Div(id=ids.PUBLIC_NOTICE, role="status", className="meeting-notice")]
    parts += [html.Div(note(_("Chargement…")), id=ids.PUBLIC_LIST), dcc.Store(id=ids.PUBLIC_STEP)]
    return html.Div(html.Main(parts, className="page wide-page"), className="screen text-screen")


VIEW = View("publications", MANAGE_PATH, N_("Publications"), 66, layout, Action.PUBLISH)
