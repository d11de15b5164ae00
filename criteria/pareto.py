"""Pareto: the places that no other place beats on all four actors."""

from __future__ import annotations

import numpy as np

from criteria.assess import Assessment
from criteria.scale import Floats
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


def undominated(scores: Floats) -> Flags:
    """Return the rows that no other row is proved to beat.

    Parameters
    ----------
    scores : ndarray, shape (n, d)
        Scores in [0, 1], NaN where unknown.

    Returns
    -------
    ndarray of bool, shape (n,)

    Notes
    -----
    Row j beats row i when, whatever the unknown scores turn out to be, j is at least as good everywhere and better
    somewhere: an unknown counts as 0 for the one that beats and as 1 for the one beaten. So an unknown never makes a
    place dominated. The relation is transitive: rows are taken by decreasing sum, each removing what it beats.
    """
    worst, best = np.nan_to_num(scores, nan=0.0), np.nan_to_num(scores, nan=1.0)
    alive = np.ones(len(scores), bool)
    left = np.argsort(-worst.sum(axis=1), kind="stable")
    while len(left):
        row, left = left[0], left[1:]
        beaten = (best[left] <= worst[row]).all(axis=1) & (best[left] < worst[row]).any(axis=1)
        alive[left[beaten]] = False
        left = left[~beaten]
    return alive
