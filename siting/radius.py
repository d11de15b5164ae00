"""The radius formulation: each demand point's nearest places as nested sets of growing size, and a p-median as the coverage of these.

Cornuéjols, Nemhauser & Wolsey 1980; García, Labbé & Marín 2011.
"""

from __future__ import annotations

import numpy as np

from siting.compiled import compiled
from siting.incidence import Floats, Ints, Pointers, from_rows
from siting.median_search import Near
from siting.problem import Core, core_of, problem_of
from siting.sides import Sides


@compiled
def radius_size(near: Near, ceiling: Floats) -> int:
    """Return how many entries :func:`radius_rows` holds."""
    total = 0
    for i in range(len(ceiling)):
        end = near.ptr[i + 1]
        for e in range(near.ptr[i], end):
            if near.cost[e] >= ceiling[i]:
                break
            beyond = min(near.cost[e + 1], ceiling[i]) if e + 1 < end else ceiling[i]
            if beyond > near.cost[e]:
                total += e + 1 - near.ptr[i]
    return total


@compiled
def radius_rows(near: Near, ceiling: Floats) -> tuple[Pointers, Ints, Floats]:
    """Return, for each demand point and each distinct cost under its ceiling, the places at least as cheap, and what reaching them saves.

    Column ids ascend in each row. The saving of a row is the next larger cost, or the ceiling, less this cost.
    """
    ptr, idx, saving = [np.int64(0)], np.empty(radius_size(near, ceiling), np.int32), [0.0]
    at = 0
    for i in range(len(ceiling)):
        first, end = near.ptr[i], near.ptr[i + 1]
        for e in range(first, end):
            if near.cost[e] >= ceiling[i]:
                break
            beyond = min(near.cost[e + 1], ceiling[i]) if e + 1 < end else ceiling[i]
            if beyond > near.cost[e]:
                idx[at : at + e + 1 - first] = np.sort(near.place[first : e + 1])
                at += e + 1 - first
                ptr.append(np.int64(at))
                saving.append(beyond - near.cost[e])
    return np.array(ptr), idx[:at].copy(), np.array(saving)[1:]


def covering(near: Near, ceiling: Floats, places: Ints, opened: Ints, k: int, sides: Sides) -> Core:
    """Write what is left of a p-median as coverage: a row is « one of the t cheapest places is open », its weight what that saves.

    Parameters
    ----------
    near : costs of the free places by demand point, cheapest first (positions in `places`). ceiling : (m,) what a demand point pays else.
    places : (f,) original ids of the free places, of which `k` may be opened beside those `opened` (original ids).
    """
    ptr, idx, saving = radius_rows(near, ceiling)
    core = core_of(problem_of(from_rows(ptr, idx, len(places)), saving[:, None]), None, k, sides)
    return Core(places[core.places], core.cover, core.weight, core.own, core.base, core.k, opened, core.sides)
