"""What a new meeting begins with: what the last one says of who comes and where, and what was left to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from domain.meeting import MOST_DECISIONS, Decision, Meeting
from i18n import gettext as _


def opening_parts(meetings: Sequence[Meeting]) -> dict[str, Any]:
    """Return the parts of a new meeting: place and participants of the last one, and what was left to the next, as its agenda.

    `meetings` are all those that there are, the latest first.
    """
    last = meetings[0] if meetings else None
    parts: dict[str, Any] = {"title": _("Séance de partage des priorités"), "day": "", "place": "", "participants": {}}
    if last is not None:
        parts |= {"place": last.place, "participants": dict(last.participants)}
    return {**parts, **_agenda(left_over(meetings))}


def copied_parts(source: Meeting, meetings: Sequence[Meeting]) -> dict[str, Any]:
    """Return the parts of a meeting that asks the same questions, without what was thought and decided; then what was left to the next."""
    title = _("{name} (suite)").format(name=source.title)[:120]
    head = {"title": title, "day": "", "place": source.place, "participants": dict(source.participants)}
    again = [_again(decision) for decision in source.decisions]
    others = [one for one in left_over(meetings) if one["origin"]["meeting"] != source.id]
    return {**head, **_agenda([*again, *others])}


def left_over(meetings: Iterable[Meeting]) -> Iterator[dict[str, Any]]:
    """Yield the decisions that were postponed and that no other meeting has taken up."""
    meetings = list(meetings)
    taken = {(one.origin.meeting, one.origin.decision) for meeting in meetings for one in meeting.decisions if one.origin}
    for meeting in meetings:
        for decision in meeting.decisions:
            if decision.outcome and decision.outcome.is_postponed and (meeting.id, decision.id) not in taken:
                yield {**_again(decision), "origin": {"meeting": meeting.id, "decision": decision.id}}


def _again(decision: Decision) -> dict[str, Any]:
    options = [{"kind": one.kind.value, "ref": one.ref, "words": one.words} for one in decision.options]
    return {"question": decision.question, "options": options, "material": decision.material}


def _agenda(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return items as parts of a meeting, in their order."""
    listed = list(items)[:MOST_DECISIONS]
    return {f"d{n}.{key}": value for n, item in enumerate(listed, 1) for key, value in {**item, "rank": n}.items()}
