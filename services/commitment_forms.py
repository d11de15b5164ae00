"""The form of a commitment: what it asks, with what is stored, and what is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.commitment import KIND_LABELS, STATUS_LABELS, Commitment, CommitmentStatus
from domain.limits import MAX_REASON
from domain.meeting import ACTORS, Meeting
from domain.person import Action, Person, require, speaks_for
from i18n import gettext as _
from services.context import Context
from services.form_fields import NEW, FormField, MeetingForm, places_of
from services.words.meetings import ACTOR_LABELS
from store.meetings import NotFound

LIFTED = "lifted"


def commitment_form(context: Context, person: Person, meeting: Meeting, commitment_id: str) -> MeetingForm:
    """Return the form of a commitment of a meeting; of a new one where there is no such id to write.

    Raises
    ------
    NotAllowed
        They write no commitment.
    NotFound
        There is no such commitment in this meeting.
    """
    require(person, Action.TAKE_POSITION)
    known = None if commitment_id == NEW else _found(context, person, meeting, commitment_id)
    title = _("Modifier l'engagement") if known else _("Nouvel engagement")
    return MeetingForm(f"commitment.{commitment_id}", known.version if known else 0, title, _fields(context, person, meeting, known),
                       _("Enregistrer") if known else _("Ajouter"))  # fmt: skip


def _fields(context: Context, person: Person, meeting: Meeting, known: Commitment | None) -> list[FormField]:
    own = [(actor, _(ACTOR_LABELS[actor])) for actor in ACTORS if speaks_for(person, actor)]
    kinds = [(kind.value, _(label)) for kind, label in KIND_LABELS.items()]
    statuses = [(status.value, _(label)) for status, label in STATUS_LABELS.items()]
    agenda = [("", _("aucune")), *((one.id, one.question) for one in meeting.decisions)]
    conditions = [("", _("Condition à lever")), (LIFTED, _("Condition levée"))]
    text = dict.fromkeys(("actor", "kind", "what", "unit", "condition", "reason", "decision", "place"), "")
    value = {name: getattr(known, name) for name in text} if known else {**text, "actor": own[0][0] if len(own) == 1 else ""}
    amount = "" if known is None or known.amount is None else f"{known.amount:g}"
    day = known.deadline.isoformat() if known and known.deadline else ""
    return [
        FormField("actor", "select", _("Qui s'engage"), value["actor"], own),
        FormField("kind", "select", _("Nature"), value["kind"], kinds),
        FormField("what", "area", _("Engagement"), value["what"], most=MAX_REASON),
        FormField("amount", "text", _("Montant ou quantité"), amount, help=_("Facultatif : un nombre."), most=20),
        FormField("unit", "text", _("Unité"), value["unit"], help=_("€, m², emplois, mois…"), most=20),
        FormField("deadline", "date", _("Échéance"), day),
        FormField(
            "condition", "area", _("Condition bloquante"), value["condition"], help=_("Ce sans quoi rien n'avance."), most=MAX_REASON
        ),
        FormField("is_lifted", "select", _("Où en est la condition"), LIFTED if known and known.is_lifted else "", conditions),
        FormField("decision", "select", _("Pour quelle décision"), value["decision"], agenda),
        FormField("place", "find", _("Pour quel lieu"), value["place"], list(places_of(context).items())),
        FormField("status", "select", _("Où il en est"), (known.status if known else CommitmentStatus.PLANNED).value, statuses),
        FormField("reason", "area", _("Motif, s'il est abandonné"), value["reason"], most=MAX_REASON),
    ]


def save_commitment(context: Context, person: Person, meeting: Meeting, commitment_id: str, version: int, typed: Mapping[str, Any]) -> None:
    """Write what was typed.

    Raises
    ------
    NotAllowed, NotFound, CommitmentChanged, ValueError, StoreUnavailable
        See `store.commitments.Commitments`.
    """
    given = {**typed, "is_lifted": typed.get("is_lifted") == LIFTED}
    if commitment_id == NEW:
        context.commitments.create(person, meeting.id, given)
    else:
        context.commitments.write(person, _found(context, person, meeting, commitment_id).id, version, given)


def _found(context: Context, person: Person, meeting: Meeting, commitment_id: str) -> Commitment:
    found = next((one for one in context.commitments.list(person, meeting.id) if one.id == commitment_id), None)
    if found is None:
        raise NotFound(_("Cet engagement n'existe pas."))
    return found
