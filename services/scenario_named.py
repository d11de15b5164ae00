"""The places that a question imposes or rules out, by name."""

from __future__ import annotations

from dataclasses import dataclass

from domain.scenario import Question
from services.context import Context
from services.saved_scenarios import place_name
from services.words.scenarios import short


@dataclass(frozen=True)
class NamedPlace:
    """A place that a question names; it is imposed, or else ruled out."""

    id: str
    name: str
    is_imposed: bool


def named_places(context: Context, query: str | None) -> tuple[NamedPlace, ...]:
    """Return the places that the question of an address imposes, then those that it rules out."""
    question = Question.from_query(query or "")
    both = ((question.required, True), (question.forbidden, False))
    return tuple(NamedPlace(place, short(place_name(context, (), place)), imposed) for places, imposed in both for place in places)
