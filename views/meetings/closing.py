"""How a meeting is closed; once it is, what closed it, what was added since, and its files."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.meeting import ArchiveEntry, MinutesLetter
from domain.person import Action, can
from i18n import N_, labelled, ngettext
from i18n import gettext as _
from i18n.moments import moment
from i18n.numbers import number
from services.meetings import PATH, ShownMeeting
from services.minutes_sending import SentMinutes
from services.public_pages import MANAGE_PATH
from views.components.parts import PRIMARY, note
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
        acts += [] if shown.sent else [press(("open", "send"), _("Envoyer le compte rendu"), kind=PRIMARY)]
        acts.append(press(("open", "amend"), _("Ajouter un avenant"), kind="button"))
    if can(shown.person, Action.PUBLISH):
        acts.append(html.A(_("Publier une décision"), href=MANAGE_PATH, className="button"))
    listed = html.Ul([_archive(one) for one in shown.archives])
    return [heading, listed, *_sent(shown.sent), html.Div([*links, *acts], className="account-acts")]


def _sent(sent: SentMinutes | None) -> list[Any]:
    """Return what became of the minutes: how many letters left; each of them for who reads addresses."""
    if sent is None:
        return []
    to = ngettext("Compte rendu adressé à {n} destinataire, {when}", "Compte rendu adressé à {n} destinataires, {when}", sent.n)
    words = [labelled(to.format(n=number(sent.n), when=moment(sent.at)), "")]
    if sent.n_left == sent.n:
        words.append(_("toutes les lettres sont parties."))
    elif sent.sends:
        words.append(ngettext("{n} lettre partie.", "{n} lettres parties.", sent.n_left).format(n=number(sent.n_left)))
    else:
        words += [html.B(_("non envoyé")), _(", aucun serveur de courriel n'est configuré (SMTP_URL) ; les lettres attendent.")]
    rows = [html.Li(labelled(one.to_address, _letter_state(one, sent.sends))) for one in sent.letters]
    listed = [html.Details([html.Summary(_("À qui")), html.Ul(rows, className="plain-list")], className="note")] if rows else []
    return [html.P(words), *listed]


def _letter_state(letter: MinutesLetter, sends: bool) -> str:
    if letter.sent_at:
        return _("envoyé {when}").format(when=moment(letter.sent_at))
    if letter.error:
        return _("en échec : {why}").format(why=letter.error)
    return _("en attente") if sends else _("non envoyé")


def _archive(one: ArchiveEntry) -> html.Li:
    what = _("Avenant") if one.kind == "amendment" else _("Séance close")
    words = [html.Div(one.words, className="meeting-words")] if one.words else []
    return html.Li(
        [html.B(what), ", ", moment(one.at), *words, html.Div([_("Empreinte : "), html.Code(one.fingerprint)], className="note")]
    )
