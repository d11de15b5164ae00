"""How a score, a colour and a place are named wherever convergence is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

from criteria.score import EDGE, Colour
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from views.parts import example_badge

COLOUR_NAMES = {Colour.GREEN: N_("vert"), Colour.AMBER: N_("orange"), Colour.RED: N_("rouge"), Colour.UNKNOWN: N_("inconnu")}
EXAMPLE_SUFFIX = " (exemple)"


def points(score: float, steps: Iterable[float] = ()) -> str:
    """Write a score of [0, 1] out of 100; « – » when unknown.

    One decimal more, cut and not rounded, where rounding would show a step (a threshold) that the score has not reached.
    """
    if math.isnan(score):
        return "–"
    reached = round(100 * score)
    if any(score < step - EDGE and reached >= 100 * step - EDGE for step in steps):
        return number(math.floor(1_000 * score) / 10, 1)
    return number(100 * score)


def place_name(name: str) -> list[Any]:
    """Return a place's name; example data are marked by a badge rather than in the name."""
    if not name.endswith(EXAMPLE_SUFFIX):
        return [name]
    return [name.removesuffix(EXAMPLE_SUFFIX), " ", example_badge(_("exemple"))]
