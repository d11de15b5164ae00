"""A hypothesis that a meeting moved: its new value, why, and by which decision; versions are only ever added."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from domain.limits import MAX_REASON
from domain.saved import LINE_BREAKS, checked_text
from i18n import N_
from i18n import gettext as _


@dataclass(frozen=True, slots=True)
class HypothesisVersion:
    """One version. `number` counts them all from 1; `before` and `value` are in the hypothesis's own unit."""

    number: int
    at: dt.datetime
    author: str | None
    hypothesis: str
    before: float
    value: float
    why: str
    meeting_id: str
    decision: str


@dataclass(frozen=True, slots=True)
class MovedHypothesis:
    """What everybody reads of the last version of a hypothesis: its number, when it was decided, its value."""

    number: int
    at: dt.datetime
    hypothesis: str
    value: float


def in_force(versions: Iterable[HypothesisVersion]) -> dict[str, float]:
    """Return the value of each hypothesis that was moved, by the last of its versions; whatever their order."""
    return {one.hypothesis: one.value for one in sorted(versions, key=lambda one: one.number)}


def checked_value(value: Any, lowest: float, highest: float) -> float:
    """Return a new value; ValueError unless it is a number within the bounds of its hypothesis."""
    try:
        found = float("".join(str(value or "").split()).replace(",", "."))
    except ValueError:
        found = math.nan
    if not lowest <= found <= highest:
        raise ValueError(_("Nouvelle valeur : un nombre entre {low} et {high} est attendu.").format(low=f"{lowest:g}", high=f"{highest:g}"))
    return found


def checked_why(given: Mapping[str, Any]) -> str:
    """Return why a hypothesis is moved; ValueError without any reason."""
    return checked_text(str(given.get("why") or "").strip(), N_("Motif"), 1, MAX_REASON, LINE_BREAKS)
