"""Drawing weights: uniform on the simplex, with parts fixed or bounded."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import numpy.typing as npt

from criteria.scale import Floats

SWEEPS = 12  # pair exchanges mix in O(d log d) steps; a sweep is d(d − 1)/2 of them


def draw_simplex(low: Floats, high: Floats, draws: int, rng: np.random.Generator) -> npt.NDArray[np.float32]:
    """Draw points uniformly among those of the simplex whose coordinates stay within bounds.

    Parameters
    ----------
    low, high : ndarray, shape (d,)
        0 ≤ low ≤ high ≤ 1; equal bounds fix a coordinate.
    draws : int
    rng : Generator

    Returns
    -------
    ndarray of float32, shape (draws, d)
        Rows sum to one.

    Raises
    ------
    ValueError
        When no point satisfies the bounds.

    Notes
    -----
    Free coordinates: normalised exponentials (Dirichlet(1, …, 1)), scaled to what the fixed ones leave.
    Bounded coordinates: exchanges between pairs, each uniform on its feasible segment (a Gibbs sampler whose
    stationary law is the uniform one), every draw being its own chain.
    """
    if low.sum() > 1 + 1e-9 or high.sum() < 1 - 1e-9 or (low > high + 1e-12).any():
        raise ValueError("no weights satisfy these bounds")
    fixed = high - low < 1e-12
    rest = 1.0 - low[fixed].sum()
    result = np.tile(low.astype(np.float32), (draws, 1))
    free = np.flatnonzero(~fixed)
    if not len(free) or rest <= 0:
        return result
    if (low[free] <= 0).all() and (high[free] >= rest).all():
        parts = rng.standard_exponential((draws, len(free)), dtype=np.float32)
        result[:, free] = parts * (np.float32(rest) / parts.sum(axis=1, keepdims=True))
        return result
    result[:, free] = _exchanged(low[free], np.minimum(high[free], rest), rest, draws, rng)
    return result


def _exchanged(low: Floats, high: Floats, rest: float, draws: int, rng: np.random.Generator) -> Floats:
    start = low + (high - low) * (rest - low.sum()) / max(1e-12, (high - low).sum())
    points = np.tile(start, (draws, 1))
    pairs = list(combinations(range(len(low)), 2))
    for _sweep in range(SWEEPS):
        for i, j in rng.permutation(pairs) if pairs else []:
            both = points[:, i] + points[:, j]
            least, most = np.maximum(low[i], both - high[j]), np.minimum(high[i], both - low[j])
            points[:, i] = least + rng.random(draws) * np.maximum(most - least, 0)
            points[:, j] = both - points[:, i]
    return points
