"""Hypotheses that meetings moved: which are in force, and the form by which the facilitator records a decision that moves one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from criteria.hypotheses import HYPOTHESES, Hypotheses, of_today
from domain.address import Address, Key, joined, write
from domain.hypothesis import HypothesisVersion, MovedHypothesis, checked_value, checked_why
from domain.limits import MAX_REASON
from domain.meeting import Meeting
from domain.person import Action, Person, require
from i18n import gettext as _
from services.context import Context
from services.form_fields import FormField, MeetingForm
from store.database import StoreUnavailable
from store.meetings import NotFound


def hypotheses_today(context: Context) -> Hypotheses:
    """Return the hypotheses as meetings moved them, which everybody's new addresses begin with; raises StoreUnavailable."""
    return Hypotheses({one.hypothesis: one.value for one in context.hypotheses.today()})


def decided_today(context: Context) -> Mapping[str, MovedHypothesis]:
    """Return the hypotheses that meetings moved, by id, those that are known no more left out; raises StoreUnavailable."""
    return {one.hypothesis: one for one in context.hypotheses.today() if one.hypothesis in HYPOTHESES}


def decided_shown(context: Context) -> Mapping[str, MovedHypothesis]:
    """Return the same for a screen that goes on without: nothing where the store cannot be read."""
    try:
        return decided_today(context)
    except StoreUnavailable:
        return {}


def begun_address(context: Context, query: str) -> str | None:
    """Return the query with which an address begins: with the hypotheses that meetings moved, but those that it sets itself.

    None for one that began before, that shows a saved scenario, where nothing was moved, or the store cannot be read.
    """
    address, moved = Address.parse(query), decided_shown(context)
    if not moved or address.text(Key.DECIDED) or address.text(Key.SAVED):
        return None
    own = {of_today(key, value)[0] for key, value in address.numbers(Key.HYPOTHESES).items()}
    begins = {key: one.value for key, one in moved.items() if key not in own}
    values = Hypotheses({**begins, **Hypotheses.from_query(query).changed})
    others = [part for part in query.split("&") if part and not part.startswith(f"{Key.HYPOTHESES}=")]
    return joined(*others, values.to_query(), write([(Key.DECIDED, str(max(one.number for one in moved.values())))]))


@dataclass(frozen=True)
class DecidedHypothesis:
    """A version, with the meeting that decided it; None where the meeting is not to be found."""

    version: HypothesisVersion
    meeting: Meeting | None


def decided_hypotheses(context: Context, person: Person) -> tuple[DecidedHypothesis, ...]:
    """Return every version, the latest first; raises NotAllowed, StoreUnavailable."""
    meetings = {one.id: one for one in context.meetings.list(person)}
    return tuple(DecidedHypothesis(one, meetings.get(one.meeting_id)) for one in context.hypotheses.list(person))


def hypothesis_form(context: Context, person: Person, hypothesis: str) -> MeetingForm:
    """Return the form that moves a hypothesis by a decision that was taken.

    Raises
    ------
    NotAllowed, NotFound, StoreUnavailable
        It is the facilitator's; there is no such hypothesis.
    """
    require(person, Action.PREPARE_MEETING)
    if hypothesis not in HYPOTHESES:
        raise NotFound(_("Cette hypothèse n'existe pas."))
    known, value = HYPOTHESES[hypothesis], hypotheses_today(context).central(hypothesis)
    taken = [
        (f"{meeting.id}.{one.id}", f"{meeting.title} : {one.question}")
        for meeting in context.meetings.list(person)
        for one in meeting.decisions
        if one.outcome and not one.outcome.is_postponed
    ]
    bounds = _("Aujourd'hui {value} {unit} ; de {low} à {high}.")
    help_ = bounds.format(value=f"{value:g}", unit=_(known.unit), low=f"{known.lowest:g}", high=f"{known.highest:g}")
    fields = [
        FormField("value", "text", _("Nouvelle valeur"), "", help=help_, most=20),
        FormField("decision", "select", _("Par quelle décision"), "", taken),
        FormField("why", "area", _("Pourquoi"), "", most=MAX_REASON),
    ]
    title = _("Changer l'hypothèse : {label}").format(label=_(known.label))
    return MeetingForm(f"hypothesis.{hypothesis}", _last(context, person, hypothesis), title, fields, _("Enregistrer la décision"))


def save_hypothesis(context: Context, person: Person, hypothesis: str, version: int, typed: Mapping[str, Any]) -> None:
    """Record the decision that moves a hypothesis, over the version that was seen.

    Raises
    ------
    NotAllowed, NotFound, ValueError, StoreUnavailable
        See `store.hypotheses.HypothesisVersions.record`.
    """
    require(person, Action.PREPARE_MEETING)
    if hypothesis not in HYPOTHESES:
        raise NotFound(_("Cette hypothèse n'existe pas."))
    if _last(context, person, hypothesis) != version:
        raise ValueError(_("Cette hypothèse vient d'être changée par une autre décision : relisez-la."))
    known, before = HYPOTHESES[hypothesis], hypotheses_today(context).central(hypothesis)
    value = Hypotheses().with_(hypothesis, checked_value(typed.get("value"), known.lowest, known.highest)).central(hypothesis)
    meeting, _dot, decision = str(typed.get("decision") or "").partition(".")
    if not meeting:
        raise ValueError(_("Par quelle décision : choisissez une décision prise en séance."))
    context.hypotheses.record(person, hypothesis, before, value, checked_why(typed), meeting, decision)


def _last(context: Context, person: Person, hypothesis: str) -> int:
    """Return the number of the last version of a hypothesis; 0 where none moved it."""
    return max((one.number for one in context.hypotheses.list(person) if one.hypothesis == hypothesis), default=0)
