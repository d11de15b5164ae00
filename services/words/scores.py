"""How a score, a colour and a place are named wherever convergence is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable

from criteria.assess import Assessment
from criteria.joined import JoinedWorkspace
from criteria.score import EDGE, Colour
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number

COLOUR_NAMES = {
    Colour.GREEN: N_("vert"),
    Colour.AMBER: N_("orange"),
    Colour.RED: N_("rouge"),
    Colour.UNKNOWN: N_("inconnu"),
    Colour.UNSURE: N_("à compléter"),
}


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


def greens_words(count: int) -> str:
    """Say how many of the four actors gain."""
    return ngettext("{n} acteur sur 4 y gagne", "{n} acteurs sur 4 y gagnent", count).format(n=count)


def span_text(low: float, high: float, steps: Iterable[float] = ()) -> str:
    """Write between which scores of [0, 1] one stands, out of 100: one figure when they are the same."""
    return points(low, steps) if low == high or math.isnan(low) else f"{number(100 * low)}–{number(100 * high)}"


def verdict_words(assessment: Assessment, row: int) -> str:
    """Say of a place what the table of « Convergence » says: excluded and why, convergent, or who lacks; then what is missing to know."""
    suited = assessment.suitability
    if not assessment.eligible[row]:
        return suited.sentence(row)
    return f"{_standing(assessment, row)} · {suited.sentence(row)}" if suited.undecided[row] else _standing(assessment, row)


def _standing(assessment: Assessment, row: int) -> str:
    if assessment.convergent[row]:
        return _("convergent")
    colours = [Colour(int(code)) for code in assessment.colours[row]]
    pairs = list(zip(STAKEHOLDERS, colours, strict=True))
    if not assessment.known[row]:
        names = ", ".join(actor.letter for actor, colour in pairs if colour in (Colour.UNKNOWN, Colour.UNSURE))
        return _("à compléter : {names}").format(names=names)
    if not assessment.rank[row] and not isinstance(assessment.workspace, JoinedWorkspace):
        return _("non classé")
    return _("manque {names}").format(names=", ".join(actor.letter for actor, colour in pairs if colour is not Colour.GREEN))
