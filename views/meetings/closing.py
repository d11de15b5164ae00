"""How a meeting is closed; once it is, what closed it, what was added since, and its files."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import ArchiveEntry
from domain.person import Action, can
from i18n import N_
from i18n import gettext as _
from i18n.moments import moment
from services.meetings import PATH, ShownMeeting
from services.public_pages import MANAGE_PATH
from views.components.parts import note
from views.meetings.buttons import press

FILES = {
    "compte-rendu.pdf": N_("Compte rendu (PDF)"),
    "compte-rendu.html": N_("Compte rendu (page web)"),
    "registre.xlsx": N_("Registre (XLSX)"),
    "archive.zip": N_("Archive de la séance"),
}


def closing(shown: ShownMeeting) -> list[Any]:
    """Return the way to close a meeting, or what closed it and what was added since."""
    meeting, heading = shown.meeting, html.H2(_("Clôture"))
    if not meeting.is_closed:
        words = note(_("Clore fige l'ordre du jour, les options, les positions, les décisions et les engagements dans une archive."))
        way = html.Div(press(("open", "close"), _("Clore la séance"), kind="button"), className="account-acts")
        return [heading, words, way] if shown.may_prepare and meeting.decisions else []
    base = f"{PATH}/{meeting.id}"
    links = [html.A(_(label), href=f"{base}/{file}", className="button", download=True) for file, label in FILES.items()]
    acts: list[Any] = []
    if can(shown.person, Action.PREPARE_MEETING):
        acts.append(press(("open", "amend"), _("Ajouter un avenant"), kind="button"))
    if can(shown.person, Action.PUBLISH):
        acts.append(html.A(_("Publier une décision"), href=MANAGE_PATH, className="button"))
    return [heading, html.Ul([_archive(one) for one in shown.archives]), html.Div([*links, *acts], className="account-acts")]


def _archive(one: ArchiveEntry) -> html.Li:
    what = _("Avenant") if one.kind == "amendment" else _("Séance close")
    words = [html.Div(one.words, className="meeting-words")] if one.words else []
    return html.Li(
        [html.B(what), ", ", moment(one.at), *words, html.Div([_("Empreinte : "), html.Code(one.fingerprint)], className="note")]
    )
