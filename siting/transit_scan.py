"""Connection scan, backwards from the places: the earliest arrival from every departure, and the median of some departures."""

from __future__ import annotations

import numpy as np

from siting.compiled import compiled
from siting.incidence import Bools, Ints, Pointers

NEVER = 1 << 30


@compiled
def first_at(departs: Ints, low: int, high: int, time: int) -> int:
    """Return the first of ``departs[low:high]``, ascending, that is at `time` or later; `high` when there is none."""
    while low < high:
        middle = (low + high) // 2
        if departs[middle] < time:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def arrivals(
    arrives: Ints,
    to_stop: Ints,
    onward: Ints,
    alights: Bools,
    board_at: Ints,
    stop_ptr: Pointers,
    stop_departs: Ints,
    is_last: Bools,
    walk_ptr: Pointers,
    walk_to: Ints,
    walk_s: Ints,
    exit_ptr: Pointers,
    exit_to: Ints,
    exit_s: Ints,
    n_places: int,
) -> Ints:
    """Return (B, n) the earliest second at which one is at each place when one waits at a stop for any of its departures.

    Rides are in the order of their departure; those at which one may board have a row `board_at` (-1: none) among the departures
    of the stops: ``stop_departs[stop_ptr[s]:stop_ptr[s + 1]]`` are those of stop s, ascending, and `is_last` says which ends them.
    A change takes one second at least, so that a ride leads only to rides that start later, which are done before it.

    Parameters
    ----------
    onward : the next ride of the same trip, -1 where it ends.
    walk_ptr, walk_to, walk_s : where one may change after stop s, itself included, and in how many seconds.
    exit_ptr, exit_to, exit_s : the places to which one may walk from stop s, and in how many seconds.
    """
    best = np.empty((len(stop_departs), n_places), dtype=np.int32)
    aboard = np.empty((len(arrives), n_places), dtype=np.int32)
    for ride in range(len(arrives) - 1, -1, -1):
        here, row = aboard[ride], onward[ride]
        for place in range(n_places):
            here[place] = aboard[row, place] if row >= 0 else NEVER
        if alights[ride]:
            stop, now = to_stop[ride], arrives[ride]
            for at in range(exit_ptr[stop], exit_ptr[stop + 1]):
                place = exit_to[at]
                here[place] = min(here[place], now + exit_s[at])
            for at in range(walk_ptr[stop], walk_ptr[stop + 1]):
                other = walk_to[at]
                row = first_at(stop_departs, stop_ptr[other], stop_ptr[other + 1], now + walk_s[at])
                if row < stop_ptr[other + 1]:
                    after = best[row]
                    for place in range(n_places):
                        here[place] = min(here[place], after[place])
        row = board_at[ride]
        if row >= 0:
            for place in range(n_places):
                best[row, place] = here[place] if is_last[row] else min(here[place], best[row + 1, place])
    return best


@compiled
def median_seconds(
    best: Ints,
    stop_ptr: Pointers,
    stop_departs: Ints,
    access_ptr: Pointers,
    access_to: Ints,
    access_s: Ints,
    leave_s: Ints,
    most_s: int,
) -> Ints:
    """Return (m, n) the median over the moments `leave_s` (an odd number) of the seconds from leaving each demand point to each place.

    Beyond `most_s` it is never.

    `access_ptr`, `access_to`, `access_s` are the stops to which one may walk from each demand point, and in how many seconds.
    """
    m, n, moments = len(access_ptr) - 1, best.shape[1], len(leave_s)
    out = np.empty((m, n), dtype=np.int32)
    there, sorted_s = np.empty((moments, n), dtype=np.int32), np.empty(moments, dtype=np.int32)
    for point in range(m):
        for moment in range(moments):
            for place in range(n):
                there[moment, place] = NEVER
        for at in range(access_ptr[point], access_ptr[point + 1]):
            stop = access_to[at]
            row, end = stop_ptr[stop], stop_ptr[stop + 1]
            for moment in range(moments):
                row = first_at(stop_departs, row, end, leave_s[moment] + access_s[at])
                if row == end:
                    break
                for place in range(n):
                    there[moment, place] = min(there[moment, place], best[row, place])
        for place in range(n):
            known = 0
            for moment in range(moments):
                took = there[moment, place] - leave_s[moment]
                if took <= most_s:
                    slot = known
                    while slot > 0 and sorted_s[slot - 1] > took:
                        sorted_s[slot] = sorted_s[slot - 1]
                        slot -= 1
                    sorted_s[slot] = took
                    known += 1
            out[point, place] = sorted_s[moments // 2] if known > moments // 2 else NEVER
    return out
