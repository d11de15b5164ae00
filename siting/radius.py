"""Compiled radius formulation: each demand point's nearest places as nested sets of growing size."""

from __future__ import annotations

import numpy as np

from siting.compiled import compiled
from siting.incidence import Floats, Ints, Pointers


@compiled
def radius_size(times: Floats, cap: Floats) -> int:
    """Return how many entries :func:`radius_rows` holds."""
    total = 0
    for i in range(len(cap)):
        near = np.sort(times[i][times[i] < cap[i]])
        for t in range(len(near)):
            if (near[t + 1] if t + 1 < len(near) else cap[i]) > near[t]:
                total += t + 1
    return total


@compiled
def radius_rows(times: Floats, weights: Floats, cap: Floats) -> tuple[Pointers, Ints, Floats]:
    """Return, for each demand point and each distinct time under its cap, the places at least as near, and what reaching them saves.

    Column ids ascend in each row. The saving of a row is weight · (next larger time, or the cap, − this time).
    """
    size = radius_size(times, cap)
    ptr, idx, saving = [np.int64(0)], np.empty(size, np.int32), [0.0]
    at = 0
    for i in range(len(cap)):
        near = np.flatnonzero(times[i] < cap[i])
        order = near[np.argsort(times[i][near])]
        for t in range(len(order)):
            here = times[i, order[t]]
            beyond = times[i, order[t + 1]] if t + 1 < len(order) else cap[i]
            if beyond <= here:
                continue
            idx[at : at + t + 1] = np.sort(order[: t + 1])
            at += t + 1
            ptr.append(np.int64(at))
            saving.append(weights[i] * (beyond - here))
    return np.array(ptr), idx[:at].copy(), np.array(saving)[1:]
