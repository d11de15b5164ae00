"""What a new meeting begins with: what the last one says of who comes and where, and what was left to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from domain.commitment import Commitment
from domain.meeting import MAX_QUESTION, MOST_DECISIONS, Decision, Meeting, Parts
from i18n import gettext as _
from i18n.numbers import day
from services.words.meetings import ACTOR_LABELS


def opening_parts(meetings: Sequence[Meeting], late: Sequence[Commitment] = ()) -> Parts:
    """Return the parts of a new meeting: place and participants of the last one, and what was left to the next, as its agenda.

    `meetings` are all those that there are, the latest first; `late` the commitments that are.
    """
    last = meetings[0] if meetings else None
    parts: dict[str, Any] = {"title": _("Séance de partage des priorités"), "day": "", "place": "", "participants": {}}
    if last is not None:
        parts |= {"place": last.place, "participants": dict(last.participants)}
    return {**parts, **_agenda(left_over(meetings, late))}


def copied_parts(source: Meeting, meetings: Sequence[Meeting], late: Sequence[Commitment] = ()) -> Parts:
    """Return the parts of a meeting that asks the same questions, without what was thought and decided; then what was left to the next."""
    title = _("{name} (suite)").format(name=source.title)[:120]
    head = {"title": title, "day": "", "place": source.place, "participants": dict(source.participants)}
    again = [_again(decision) for decision in source.decisions]
    others = [one for one in left_over(meetings, late) if one["origin"]["meeting"] != source.id or one["origin"].get("commitment")]
    return {**head, **_agenda([*again, *others])}


def left_over(meetings: Iterable[Meeting], late: Iterable[Commitment] = ()) -> Iterator[Parts]:
    """Yield the decisions that were postponed, then the commitments that are late, that no other meeting has taken up."""
    meetings = list(meetings)
    taken = {(one.origin.meeting, one.origin.decision) for meeting in meetings for one in meeting.decisions if one.origin}
    for meeting in meetings:
        for decision in meeting.decisions:
            if decision.outcome and decision.outcome.is_postponed and (meeting.id, decision.id) not in taken:
                yield {**_again(decision), "origin": {"meeting": meeting.id, "decision": decision.id}}
    known = {one.origin.commitment for meeting in meetings for one in meeting.decisions if one.origin}
    for commitment in late:
        if commitment.id not in known:
            yield _late(commitment)


def _late(commitment: Commitment) -> Parts:
    actor, when = _(ACTOR_LABELS[commitment.actor]), day(commitment.deadline)
    words = _("Engagement en retard : {what} ({actor}, prévu le {day}). Que faire ?").format(what=commitment.what, actor=actor, day=when)
    options = [{"kind": "text", "ref": "", "words": text} for text in (_("Fixer une nouvelle échéance"), _("Y renoncer"))]
    origin = {"meeting": commitment.meeting_id, "commitment": commitment.id}
    return {"question": words[:MAX_QUESTION], "options": options, "material": commitment.condition, "origin": origin}


def _again(decision: Decision) -> Parts:
    options = [{"kind": one.kind.value, "ref": one.ref, "words": one.words} for one in decision.options]
    return {"question": decision.question, "options": options, "material": decision.material}


def _agenda(items: Iterable[Parts]) -> dict[str, Any]:
    """Return items as parts of a meeting, in their order."""
    listed = list(items)[:MOST_DECISIONS]
    return {f"d{n}.{key}": value for n, item in enumerate(listed, 1) for key, value in {**item, "rank": n}.items()}
