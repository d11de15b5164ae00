"""A meeting is closed: everything it rests on is frozen in one archive, in the same transaction as its stage."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.authority import Letterhead
from domain.commitment import Commitment
from domain.meeting import Decision, Meeting, OptionKind
from domain.person import Action, Person, require
from i18n import current_language
from i18n import gettext as _
from services.context import Context
from services.form_fields import FormField, MeetingForm
from services.meeting_archive import FORMAT, SHOWN, Frozen, files_of, gains_table, packed
from services.meeting_shown import frozen_shown
from services.meeting_surroundings import surroundings
from services.words.meetings import EXERCISE as EXERCISE_WORDS

EXERCISE, REAL = "exercise", "real"
Minutes = Callable[[Frozen, list[Frozen], Letterhead], str]
"""Writes the minutes of what is frozen and of what each option brings."""


@dataclass(frozen=True)
class Sources:
    """What the options of a meeting are, as they are saved: scenarios and places, by id."""

    scenarios: Mapping[str, Frozen]
    places: Mapping[str, Frozen]


def closing_form(context: Context, person: Person, meeting: Meeting) -> MeetingForm:
    """Return the form that closes a meeting.

    Raises
    ------
    ValueError
        Something is neither decided nor postponed.
    """
    require(person, Action.PREPARE_MEETING)
    _require_outcomes(meeting)
    is_exercise = rests_on_examples(_gains(meeting, _sources(context, meeting)))
    words = _("Clore comme exercice : des options reposent sur des lieux d'exemple") if is_exercise else _("Clore la séance")
    choice = [(EXERCISE if is_exercise else REAL, words)]
    help_ = _("Rien de ce qui est clos ne se modifie ; ce qui change ensuite s'ajoute par un avenant.")
    fields = [FormField("confirm", "select", _("Je confirme"), "", choice, help_)]
    return MeetingForm("close", meeting.version, _("Clore la séance"), fields, _("Clore"))


def close(context: Context, person: Person, meeting: Meeting, version: int, confirmed: str, minutes: Minutes) -> Meeting:
    """Close a meeting as it was seen, at `version`; a process that stops meanwhile leaves it open.

    Raises
    ------
    NotAllowed, Conflict, ValueError, StoreUnavailable
        See `store.meetings.Meetings.close`.
    """
    require(person, Action.PREPARE_MEETING)
    _require_outcomes(meeting)
    sources = _sources(context, meeting)
    gains = _gains(meeting, sources)
    is_exercise = rests_on_examples(gains)
    if confirmed != (EXERCISE if is_exercise else REAL):
        raise ValueError(_("Confirmez d'abord : une séance close ne se modifie plus."))
    frozen = frozen_meeting(meeting, context.commitments.list(person, meeting.id), is_exercise)
    shown = frozen_shown(context, meeting)
    gains = gains_table(frozen, sources.scenarios, sources.places, shown)
    around = {**surroundings(context, places_opened(sources)), SHOWN: shown}
    page = minutes(frozen, gains, context.settings.authority.on_paper)
    archive = packed(files_of(frozen, sources.scenarios, sources.places, gains, page, around))
    return context.meetings.close(person, meeting.id, version, archive.data, archive.fingerprint, _(EXERCISE_WORDS) if is_exercise else "")


def frozen_meeting(meeting: Meeting, commitments: tuple[Commitment, ...], is_exercise: bool) -> Frozen:
    """Return what is frozen of a meeting, as plain data: names of accounts are left out, what each actor said is not."""
    decisions = [_decision(one) for one in meeting.decisions]
    head = {"id": meeting.id, "title": meeting.title, "day": meeting.content.get("day") or "", "place": meeting.place}
    return {
        "format": FORMAT,
        "language": current_language(),
        "closed_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "is_exercise": is_exercise,
        "meeting": {**head, "participants": dict(meeting.participants), "decisions": decisions},
        "commitments": [_commitment(one) for one in commitments],
    }


def _decision(one: Decision) -> dict[str, Any]:
    outcome = one.outcome
    return {
        "id": one.id,
        "question": one.question,
        "material": one.material,
        "options": [{"kind": option.kind.value, "ref": option.ref, "words": option.words} for option in one.options],
        "positions": {actor: {"stance": given.stance.value, "words": given.words} for actor, given in one.positions.items()},
        "outcome": {"option": outcome.option, "words": outcome.words, "why": outcome.why} if outcome else None,
    }


def _commitment(one: Commitment) -> dict[str, Any]:
    names = ("id", "actor", "what", "amount", "unit", "condition", "is_lifted", "reason", "decision", "place")
    day = one.deadline.isoformat() if one.deadline else ""
    return {**{name: getattr(one, name) for name in names}, "kind": one.kind.value, "status": one.status.value, "deadline": day}


def _gains(meeting: Meeting, sources: Sources) -> list[Frozen]:
    """Return what each option brings, which neither the commitments nor the kind of the meeting changes."""
    return gains_table(frozen_meeting(meeting, (), is_exercise=False), sources.scenarios, sources.places)


def places_opened(sources: Sources) -> set[str]:
    """Return the ids of the places that the options are, or open."""
    return {*sources.places, *(str(one["id"]) for saved in sources.scenarios.values() for one in saved["result"]["outcome"]["opened"])}


def rests_on_examples(gains: list[Frozen]) -> bool:
    """Whether an option is, or opens, a place that is an example: then the meeting can only be an exercise."""
    return any(row["is_example"] for row in gains)


def _require_outcomes(meeting: Meeting) -> None:
    lacking = [one.question for one in meeting.decisions if one.outcome is None]
    if lacking or not meeting.decisions:
        first = lacking[0] if lacking else _("l'ordre du jour est vide")
        raise ValueError(_("Avant de clore, chaque point est décidé ou reporté : {question}").format(question=first))


def _sources(context: Context, meeting: Meeting) -> Sources:
    options = [option for one in meeting.decisions for option in one.options]
    scenarios = {}
    for ref in {option.ref for option in options if option.kind is OptionKind.SCENARIO}:
        saved = context.scenarios.get(ref)
        if saved is not None:
            names = ("id", "name", "note", "question", "result", "data_version", "criteria_version")
            scenarios[ref] = {name: getattr(saved, name) for name in names}
    wanted = {option.ref for option in options if option.kind is OptionKind.PLACE}
    return Sources(scenarios, _places(context, wanted))


def _places(context: Context, wanted: set[str]) -> dict[str, Frozen]:
    """Return what everybody reads of some places, by id; of one that is there no more, nothing."""
    candidates = context.territory.candidates
    rows = candidates.loc[candidates["id"].isin(wanted)].drop(columns="geometry")
    return {str(row["id"]): row for row in json.loads(rows.to_json(orient="records", date_format="iso"))}
