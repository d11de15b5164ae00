"""Screen « Invitations »: links by which somebody without an account proposes premises for one landlord."""

from __future__ import annotations

from typing import Any

from dash import dcc, html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.invitations import MANAGE_PATH
from views.components import ids
from views.components.parts import note
from views.view import View


def layout(context: Context) -> html.Div:
    """Return the screen, whose list a callback fills."""
    words = _(
        "Un lien d'invitation laisse proposer des locaux au nom d'un bailleur, depuis un téléphone et sans compte, puis les suivre. Il ne "
        "montre rien d'autre, s'éteint à sa date, se retire d'un geste ; le journal dit qui l'a créé et ce qu'il a proposé."
    )
    parts: list[Any] = [
        html.H1(_("Invitations")),
        note(words),
        html.Div(id=ids.INVITATION_NOTICE, role="status", className="meeting-notice"),
    ]
    parts += [html.Div(note(_("Chargement…")), id=ids.INVITATION_LIST), dcc.Store(id=ids.INVITATION_STEP)]
    return html.Div(html.Main(parts, className="page wide-page"), className="screen text-screen")


VIEW = View("invitations", MANAGE_PATH, N_("Invitations"), 72, layout, Action.INVITE)
