"""The minutes of a closed meeting sent to its participants: the form that sends them, and what became of the letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.meeting import Meeting, MinutesLetter
from domain.person import Action, Person, can, require
from domain.saved import LINE_BREAKS, MAX_NOTE, checked_text
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import day, number
from services.context import Context
from services.form_fields import FormField, MeetingForm

SUBJECT = N_("Compte rendu : {title}")
BODY = N_(
    "Bonjour,\n\nVoici le compte rendu de la séance « {title} » ({day}), et le registre de ses décisions et engagements.\n{words}\n"
    "Empreinte de la séance close : {fingerprint}\n"
)


@dataclass(frozen=True)
class SentMinutes:
    """What became of the minutes: when they were sent, how many letters there are and how many left; one by one for who reads addresses.

    `sends` : whether letters can leave; without a mail server they wait.
    """

    at: dt.datetime
    n: int
    n_left: int
    letters: tuple[MinutesLetter, ...]
    sends: bool


def sent_minutes(context: Context, person: Person, meeting: Meeting) -> SentMinutes | None:
    """Return what became of the minutes; None while they were not sent. Raises NotAllowed, StoreUnavailable."""
    found = context.meetings.minutes_letters(person, meeting.id) if meeting.is_closed else ()
    if not found:
        return None
    shown = found if can(person, Action.PREPARE_MEETING) else ()
    left = sum(one.sent_at is not None for one in found)
    return SentMinutes(min(one.at for one in found), len(found), left, shown, bool(context.settings.smtp_url))


def sending_form(context: Context, person: Person, meeting: Meeting) -> MeetingForm:
    """Return the form that sends the minutes, with all to whom they go.

    Raises
    ------
    NotAllowed, StoreUnavailable
        It is the facilitator's.
    """
    require(person, Action.PREPARE_MEETING)
    found = context.meetings.recipients(person, meeting.id)
    to = ngettext("À {n} adresse : {who}.", "À {n} adresses : {who}.", len(found)).format(n=number(len(found)), who=", ".join(found))
    nobody = _("Personne n'a d'adresse : ajoutez-en aux comptes.")
    unsent = "" if context.settings.smtp_url else " " + _("Aucun serveur de courriel : les lettres attendront dans « Journal ».")
    field = FormField("words", "area", _("Mot d'accompagnement"), "", help=(to if found else nobody) + unsent, most=MAX_NOTE)
    return MeetingForm("send", meeting.version, _("Envoyer le compte rendu (PDF) et le registre (XLSX)"), [field], _("Envoyer"))


def send_minutes(context: Context, person: Person, meeting: Meeting, typed: Mapping[str, Any], files: Mapping[str, bytes]) -> Meeting:
    """Send the minutes, once. Raises as `store.meetings.Meetings.send_minutes`."""
    words = checked_text(str(typed.get("words") or "").strip(), N_("Mot d'accompagnement"), 0, MAX_NOTE, LINE_BREAKS)
    closing = context.meetings.archives(person, meeting.id)
    body = _(BODY).format(
        title=meeting.title,
        day=day(meeting.day) if meeting.day else _("date à fixer"),
        words=f"\n{words}\n" if words else "",
        fingerprint=closing[0].fingerprint if closing else "",
    )
    return context.meetings.send_minutes(person, meeting.id, files, _(SUBJECT).format(title=meeting.title), body)
