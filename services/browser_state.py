"""The filters of an address as the browser holds them."""

from __future__ import annotations

from domain.selection import Selection
from services.answer import Answer
from services.context import Context


class IntervalFilter(Answer):
    """A range that is kept, null at an open end, and whether unknown values are kept as well."""

    low: float | None
    high: float | None
    unknown: bool


class BrowserState(Answer):
    """What is filtered, by facet (codes, an interval, or a ring of [longitude, latitude]), and the place that is open."""

    filters: dict[str, list[str] | IntervalFilter | list[list[float]]]
    focus: str | None


def browser_state(context: Context, query: str) -> BrowserState:
    """Return the state that an address says; whatever is not valid in it is dropped."""
    return BrowserState.model_validate(Selection.from_query(query, context.facets).to_json())
