"""Re-evaluate a plan from the raw travel times: shares no code with the solvers, so that it can contradict them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def time_to_nearest(minutes: NDArray[np.floating[Any]], plan: Sequence[int]) -> Array:
    """Return (m,) the time from each demand point to its nearest open place; infinite where none is reached."""
    if not len(plan):
        return np.full(len(minutes), np.inf)
    return np.asarray(np.nanmin(np.where(np.isnan(minutes[:, list(plan)]), np.inf, minutes[:, list(plan)]), axis=1), dtype=np.float64)


def reached(minutes: NDArray[np.floating[Any]], limit_min: float, plan: Sequence[int]) -> NDArray[np.bool_]:
    """Flag the demand points that the plan reaches within `limit_min`."""
    return time_to_nearest(minutes, plan) <= limit_min


def coverage(minutes: NDArray[np.floating[Any]], limit_min: float, weights: NDArray[Any], plan: Sequence[int]) -> Array:
    """Return (s,) the weight reached for each stakeholder; `weights` is (m,) or (m, s)."""
    table = np.asarray(weights, dtype=np.float64).reshape(len(minutes), -1)
    return np.asarray(table[reached(minutes, limit_min, plan)].sum(axis=0))


def total_time(minutes: NDArray[np.floating[Any]], weights: NDArray[Any], plan: Sequence[int], unreached_min: float = np.inf) -> float:
    """Return Σ weight · time to the nearest open place, where no time counts for more than `unreached_min`."""
    times = np.minimum(time_to_nearest(minutes, plan), unreached_min)
    carrying = np.asarray(weights, dtype=np.float64) > 0
    return float(np.dot(np.asarray(weights, dtype=np.float64)[carrying], times[carrying]))


def longest_time(minutes: NDArray[np.floating[Any]], plan: Sequence[int]) -> float:
    """Return the time of the worst-served demand point."""
    times = time_to_nearest(minutes, plan)
    return float(times.max()) if len(times) else 0.0
