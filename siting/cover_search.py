"""The fewest places by local search: a cover loses a place, then swaps one at a time until all is reached again.

Rows that stay unreached weigh more and more: Gao, Weise and Li, « An efficient local search algorithm with row weighting for the
unicost set covering problem », European Journal of Operational Research 246, 2015.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled
from siting.incidence import Bools, Floats, Incidence, Ints, Pointers

SEED = 88_172_645_463_325_252
OPEN, MAY_ENTER = 0, 1


class Swaps(NamedTuple):
    """What the search knows.

    Attributes
    ----------
    flags : (2, n): which places are open, and which of the others may come in.
    score : (n,) what a place would win (closed: ≥ 0) or lose (open: ≤ 0) by changing.
    since : (n,) the step of its last change.
    times : (m,) how many open places reach a row.
    weight : (m,) what a row counts.
    unreached, where : (m,) the rows that none reaches, in the first places, and the place of each in that list.
    """

    flags: NDArray[np.bool_]
    score: Floats
    since: NDArray[np.int64]
    times: Ints
    weight: Floats
    unreached: Ints
    where: Ints


@compiled
def _rescored(rows: Ints, place: int, reached_n: int, weight: float, swaps: Swaps) -> None:
    """Say to the places of a row that one of them came or went; `reached_n`: how many others of them are open."""
    is_open = swaps.flags[OPEN, place]
    for other in rows:
        if other == place:
            continue
        swaps.flags[MAY_ENTER, other] = True
        if reached_n == 0:
            swaps.score[other] += -weight if is_open else weight
        elif reached_n == 1 and swaps.flags[OPEN, other]:
            swaps.score[other] += weight if is_open else -weight


@compiled
def _flip(place: int, step: int, left: int, row_ptr: Pointers, row_idx: Ints, mine: Ints, swaps: Swaps) -> int:
    """Open or close a place that reaches the rows `mine`; return how many rows are unreached then."""
    flags, times, unreached, where = swaps.flags, swaps.times, swaps.unreached, swaps.where
    is_open = not flags[OPEN, place]
    flags[OPEN, place], flags[MAY_ENTER, place] = is_open, is_open
    swaps.score[place], swaps.since[place] = -swaps.score[place], step
    for i in mine:
        times[i] += 1 if is_open else -1
        if times[i] == 0:
            unreached[left], where[i] = i, left
            left += 1
        elif is_open and times[i] == 1:
            left -= 1
            unreached[where[i]], where[unreached[left]] = unreached[left], where[i]
        _rescored(row_idx[row_ptr[i] : row_ptr[i + 1]], place, times[i] - is_open, swaps.weight[i], swaps)
    return left


@compiled
def _best(places: Ints, flag: Bools, passed_over: int, swaps: Swaps) -> int:
    """Return the place of highest score among those flagged (the one that changed longest ago of equals); -1 where there is none."""
    found = -1
    for j in places:
        if flag[j] and j != passed_over:
            ahead = swaps.score[j] - swaps.score[found] if found >= 0 else 1.0
            if ahead > 0 or (ahead == 0 and swaps.since[j] < swaps.since[found]):
                found = j
    return found


@compiled
def _weigh_more(row_ptr: Pointers, row_idx: Ints, left: int, swaps: Swaps) -> None:
    """Let the rows that are unreached weigh one more."""
    for i in swaps.unreached[:left]:
        swaps.weight[i] += 1.0
        for e in range(row_ptr[i], row_ptr[i + 1]):
            swaps.score[row_idx[e]] += 1.0


@compiled
def _search(row_ptr: Pointers, row_idx: Ints, col_ptr: Pointers, col_idx: Ints, best: Ints, least: int, steps: int, swaps: Swaps) -> Ints:
    flags, everyone = swaps.flags, np.arange(len(col_ptr) - 1).astype(np.int32)
    left, entered, drawn = len(row_ptr) - 1, -1, np.uint64(SEED)
    for j in best:
        left = _flip(j, 0, left, row_ptr, row_idx, col_idx[col_ptr[j] : col_ptr[j + 1]], swaps)
    for step in range(1, steps + 1):
        while left == 0:
            best = np.flatnonzero(flags[OPEN]).astype(np.int32)
            if len(best) <= least:
                return best
            j = _best(everyone, flags[OPEN], -1, swaps)
            left = _flip(j, step, left, row_ptr, row_idx, col_idx[col_ptr[j] : col_ptr[j + 1]], swaps)
        j = _best(everyone, flags[OPEN], entered, swaps)
        if j >= 0:
            left = _flip(j, step, left, row_ptr, row_idx, col_idx[col_ptr[j] : col_ptr[j + 1]], swaps)
        drawn ^= drawn << np.uint64(13)
        drawn ^= drawn >> np.uint64(7)
        drawn ^= drawn << np.uint64(17)
        row = swaps.unreached[np.int64(drawn % np.uint64(left))]
        places = row_idx[row_ptr[row] : row_ptr[row + 1]]
        entered = _best(places, flags[MAY_ENTER], -1, swaps)
        if entered < 0:
            entered = places[0]
        left = _flip(entered, step, left, row_ptr, row_idx, col_idx[col_ptr[entered] : col_ptr[entered + 1]], swaps)
        _weigh_more(row_ptr, row_idx, left, swaps)
    return best


def fewer_places(rows: Incidence, cover: Ints, least: int, steps: int) -> Ints:
    """Return a cover of fewer places than `cover` where `steps` swaps find one, else `cover`; the same for the same question.

    Parameters
    ----------
    rows : every row has a place.
    cover : places that reach every row.
    least : no cover has fewer places: the search stops there.
    """
    m, n = rows.n_rows, rows.n_places
    unreached = np.arange(m, dtype=np.int32)
    flags = np.zeros((2, n), dtype=np.bool_)
    flags[MAY_ENTER] = True
    gain = np.diff(rows.col_ptr).astype(np.float64)
    swaps = Swaps(flags, gain, np.zeros(n, np.int64), np.zeros(m, np.int32), np.ones(m), unreached, unreached.copy())
    return _search(rows.row_ptr, rows.row_idx, rows.col_ptr, rows.col_idx, cover.astype(np.int32), least, steps, swaps)
