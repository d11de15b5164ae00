"""Pareto: the places that no other place beats on all four actors."""

from __future__ import annotations

import numpy as np

from criteria.assess import Assessment
from domain.dominance import undominated
from domain.suitability import Flags


def pareto(assessment: Assessment, among: Flags | None = None) -> Flags:
    """Return which places of an assessment are undominated among the ranked ones, shape (n,); the others are not.

    `among` (shape (n,)) keeps the places of a selection.
    """
    result = np.zeros(len(assessment.eligible), bool)
    ranked = assessment.rank > 0
    rows = np.flatnonzero(ranked if among is None else ranked & among)
    result[rows] = undominated(assessment.scores.actors[rows])
    return result
