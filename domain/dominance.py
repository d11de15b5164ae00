"""Pareto dominance: which of several choices no other one beats on every score."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def undominated(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the rows that no other row is proved to beat; equal rows beat none of each other.

    Parameters
    ----------
    scores : ndarray, shape (n, d)
        The more, the better; in [0, 1] where some are unknown (NaN).

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
