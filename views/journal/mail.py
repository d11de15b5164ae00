"""The e-mails that the service wrote, with what became of each."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import N_, ngettext
from i18n import gettext as _
from i18n.moments import moment
from i18n.numbers import number
from services.journal import JournalEmail, JournalMail
from views.journal.table import card_table

HEADS = (N_("Quand"), N_("À"), N_("Objet"), N_("État"))
SENDS = N_("Les courriels en attente partent d'eux-mêmes ; un envoi qui échoue est recommencé.")
NOT_SENT = N_("Aucun serveur de courriel n'est configuré (SMTP_URL) : les messages se lisent ici, rien n'est envoyé.")
NONE = N_("Aucun courriel : les personnes concernées n'ont pas d'adresse, ou rien n'a été décidé.")


def mail(found: JournalMail) -> list[Any]:
    """Return the last e-mails."""
    note = html.P(_(SENDS if found.sends else NOT_SENT), className="mod-note")
    if not found.emails:
        return [note, html.P(_(NONE), className="mod-note")]
    return [note, card_table("mod-emails", _("Courriels"), HEADS, [_row(email) for email in found.emails])]


def _row(email: JournalEmail) -> list[Any]:
    text = html.Details([html.Summary(email.subject), html.P(email.body, className="mod-text")])
    return [html.Span(moment(email.at), className="mod-when"), email.to, text, _state(email)]


def _state(email: JournalEmail) -> list[Any]:
    found: list[Any] = [html.Span(email.words, className=f"mod-badge mod-state-{email.state}")]
    if email.sent_at:
        found.append(html.Small(moment(email.sent_at)))
    if email.error:
        tries = ngettext("{n} essai", "{n} essais", email.tries).format(n=number(email.tries))
        found.append(html.Small(f"{email.error} ({tries})"))
    return found
