"""Largest-remainder apportionment: whole numbers that keep a total exactly."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def apportion(total: int, weights: npt.ArrayLike, caps: npt.ArrayLike | None = None) -> npt.NDArray[np.int64]:
    """Share a whole total in proportion to weights, without losing or making a unit.

    Parameters
    ----------
    total : int
        What to share, >= 0.
    weights : array-like, shape (n,)
        Shares, >= 0; if all are zero the total is spread evenly.
    caps : array-like of int, shape (n,), optional
        Most that each element may receive; what overflows goes to the others.

    Returns
    -------
    ndarray of int64, shape (n,)
        Sums to `total` exactly; ties go to the first elements, so the result is deterministic.

    Raises
    ------
    ValueError
        For no element, a negative or non-finite input, or caps that cannot hold the total.

    Notes
    -----
    Hamilton's method (largest remainder). With caps, elements whose share exceeds their cap are filled
    and the remainder is shared again among the others until no cap is exceeded.
    """
    share = np.asarray(weights, dtype=np.float64)
    if total < 0 or share.size == 0 or not np.isfinite(share).all() or (share < 0).any():
        raise ValueError("apportion: total >= 0 and finite weights >= 0 are expected")
    if caps is None:
        return _largest_remainder(total, share)
    limit = np.asarray(caps, dtype=np.int64)
    if (limit < 0).any() or int(limit.sum()) < total:
        raise ValueError("apportion: the caps cannot hold the total")
    return _capped(total, share, limit)


def _largest_remainder(total: int, share: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    weights = share if share.sum() > 0 else np.ones_like(share)
    exact = total * (weights / weights.sum())
    result = np.floor(exact).astype(np.int64)
    missing = total - int(result.sum())
    # Floating-point shares may floor one unit away from the exact value, in either direction.
    order = np.argsort(-(exact - result), kind="stable")
    if missing > 0:
        result[order[:missing]] += 1
    for index in order[::-1][: max(-missing, 0)]:
        result[index] -= 1
    return result


def _capped(total: int, share: npt.NDArray[np.float64], limit: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    result = np.zeros(share.size, dtype=np.int64)
    open_ = limit > 0
    while total > 0:
        indices = np.flatnonzero(open_)
        give = _largest_remainder(total, share[indices])
        over = result[indices] + give >= limit[indices]
        if not (result[indices] + give > limit[indices]).any():
            result[indices] += give
            return result
        filled = indices[over]
        total -= int((limit[filled] - result[filled]).sum())
        result[filled] = limit[filled]
        open_[filled] = False
    return result
