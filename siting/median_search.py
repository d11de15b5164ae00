"""Compiled search and bound for the p-median: greedy, fast interchange, Lagrangian on near neighbours."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled
from siting.incidence import Bools, Floats, Ints, Pointers

Times = NDArray[np.floating[Any]]
NOBODY = -1
FEW = 4


class Nearest(NamedTuple):
    """For each demand point: its nearest and second nearest open place and their times (the cap when there is none)."""

    first: Ints
    second: Ints
    d1: Floats
    d2: Floats


class Moves(NamedTuple):
    """What a swap is worth: profit(j, r) = gain[j] − loss[r] + extra[r, j] (Resende & Werneck 2007)."""

    gain: Floats
    loss: Floats
    extra: Floats


class Near(NamedTuple):
    """Costs of the places near each demand point, by rows."""

    ptr: Pointers
    place: Ints
    cost: Floats


class Columns(NamedTuple):
    """Costs by place (n, m), written when they are first wanted: so they are read one after the other."""

    cost: NDArray[np.float32]
    is_known: Bools


@compiled
def find_nearest(times: Times, cap: Floats, slots: Ints, nearest: Nearest, i: int) -> None:
    """Recompute the two nearest open places of demand point `i` (slots are positions in the plan)."""
    first, second, d1, d2 = NOBODY, NOBODY, cap[i], cap[i]
    for s in range(len(slots)):
        d = times[i, slots[s]]
        if d < d1:
            first, second, d1, d2 = s, first, d, d1
        elif d < d2:
            second, d2 = s, d
    nearest.first[i], nearest.second[i], nearest.d1[i], nearest.d2[i] = first, second, d1, d2


@compiled
def _count(times: Times, weight: float, nearest: Nearest, i: int, moves: Moves, sign: float) -> None:
    """Add (or take away) what demand point `i` contributes to the worth of every move."""
    r, d1, d2 = nearest.first[i], nearest.d1[i], nearest.d2[i]
    w = sign * weight
    for j in range(times.shape[1]):  # without a branch, so that several places are counted at once
        moves.gain[j] += w * max(0.0, d1 - times[i, j])
    if r == NOBODY:
        return
    moves.loss[r] += w * (d2 - d1)
    for j in range(times.shape[1]):
        moves.extra[r, j] += w * max(0.0, d2 - max(d1, times[i, j]))


@compiled
def greedy_median(times: Times, weights: Floats, cap: Floats, allowed: Bools, start: Ints, k: int) -> Ints:
    """Open the place that saves most, again and again, beginning with `start`, until k are open."""
    m, n = times.shape
    d1, gain = cap.copy(), np.zeros(n)
    slots = np.empty(k, np.int32)
    taken = np.zeros(n, np.bool_)
    for s in range(min(len(start), k)):
        slots[s] = start[s]
        taken[start[s]] = True
        for i in range(m):
            d1[i] = min(d1[i], times[i, start[s]])
    for i in range(m):
        for j in range(n):
            gain[j] += weights[i] * max(0.0, d1[i] - times[i, j])
    done = min(len(start), k)
    while done < k:
        best = -1
        for j in range(n):
            if allowed[j] and not taken[j] and (best < 0 or gain[j] > gain[best]):
                best = j
        if best < 0:
            break
        slots[done] = best
        taken[best] = True
        done += 1
        for i in range(m):
            if times[i, best] < d1[i]:
                for j in range(n):
                    gain[j] -= weights[i] * (max(0.0, d1[i] - times[i, j]) - max(0.0, times[i, best] - times[i, j]))
                d1[i] = times[i, best]
    return slots[:done].copy()


@compiled
def interchange(
    times: Times, weights: Floats, cap: Floats, allowed: Bools, start: Ints, fixed: int, threshold: float
) -> tuple[Ints, float]:
    """Swap one open place for another while it saves more than `threshold`; the first `fixed` slots stay.

    Only the demand points whose two nearest places change are counted again. Returns the plan and its total cost.
    """
    m, n = times.shape
    slots, k = start.copy(), len(start)
    nearest = Nearest(np.empty(m, np.int32), np.empty(m, np.int32), np.empty(m), np.empty(m))
    moves = Moves(np.zeros(n), np.zeros(k), np.zeros((k, n)))
    for i in range(m):
        find_nearest(times, cap, slots, nearest, i)
        _count(times, weights[i], nearest, i, moves, 1.0)
    is_open = np.zeros(n, np.bool_)
    is_open[slots] = True
    while True:
        enter, leave = _best_swap(moves, allowed, is_open, fixed, threshold)
        if enter < 0:
            break
        is_open[slots[leave]], is_open[enter] = False, True
        slots[leave] = enter
        for i in range(m):
            if nearest.first[i] == leave or nearest.second[i] == leave or times[i, enter] < nearest.d2[i]:
                _count(times, weights[i], nearest, i, moves, -1.0)
                find_nearest(times, cap, slots, nearest, i)
                _count(times, weights[i], nearest, i, moves, 1.0)
    total = 0.0
    for i in range(m):
        total += weights[i] * nearest.d1[i]
    return slots, total


@compiled
def _best_swap(moves: Moves, allowed: Bools, is_open: Bools, fixed: int, threshold: float) -> tuple[int, int]:
    enter, leave, best = -1, -1, threshold
    for r in range(fixed, len(moves.loss)):
        for j in range(len(moves.gain)):
            profit = moves.gain[j] - moves.loss[r] + moves.extra[r, j]
            if profit > best and allowed[j] and not is_open[j]:
                enter, leave, best = j, r, profit
    return enter, leave


@compiled
def prices_of(times: Times, weights: Floats, cap: Floats, slots: Ints) -> tuple[Floats, Floats]:
    """Return first prices for each demand point (between its nearest and second nearest place), and a ceiling for them (the second)."""
    m = len(weights)
    lam, most = np.empty(m), np.empty(m)
    for i in range(m):
        a, b = cap[i], cap[i]
        for j in slots:
            d = times[i, j]
            if d < a:
                a, b = d, a
            elif d < b:
                b = d
        lam[i] = weights[i] * 0.5 * (a + b)
        most[i] = weights[i] * b
    return lam, most


@compiled
def _sort_by_cost(place: Ints, cost: Floats) -> None:
    """Put places in the order of what they cost (≥ 0): by rounded cost and place in one whole number, then by what rounding hid."""
    keys = (cost.astype(np.float32).view(np.int32).astype(np.int64) << 32) | np.arange(len(cost))
    keys.sort()
    order = keys & 0xFFFFFFFF
    place[:], cost[:] = place[order], cost[order]
    for last in range(1, len(cost)):
        c, p, at = cost[last], place[last], last
        while at > 0 and cost[at - 1] > c:
            cost[at], place[at] = cost[at - 1], place[at - 1]
            at -= 1
        cost[at], place[at] = c, p


@compiled
def _cheaper(times: Floats, weight: float, allowed: Bools, most: float) -> int:
    """Count the places that cost a demand point less than `most`."""
    count = 0
    for j in range(len(times)):
        count += allowed[j] & (weight * times[j] < most)
    return count


@compiled
def near_of(times: Times, weights: Floats, most: Floats, allowed: Bools, per_row: int) -> tuple[Near, Floats]:
    """Keep, for each demand point, the places that cost less than `most`, cheapest first, and at most `per_row` of them.

    Also returns what each list knows up to: every place left out costs at least that (`most`, or less where a list was cut).
    """
    m, n = times.shape
    ptr, known = np.zeros(m + 1, np.int64), most.copy()
    for i in range(m):
        count = _cheaper(times[i], weights[i], allowed, most[i])
        if count > per_row:
            known[i] = np.partition(weights[i] * times[i][allowed], per_row)[per_row]
            count = _cheaper(times[i], weights[i], allowed, known[i])
        ptr[i + 1] = ptr[i] + count
    place, cost = np.empty(ptr[m] + 1, np.int32), np.empty(ptr[m] + 1)
    for i in range(m):
        at = ptr[i]
        if at == ptr[i + 1]:
            continue
        for j in range(n):  # without a branch: what is not kept is written over
            c = weights[i] * times[i, j]
            place[at], cost[at] = j, c
            at += allowed[j] & (c < known[i])
        _sort_by_cost(place[ptr[i] : at], cost[ptr[i] : at])
    return Near(ptr, place[:-1], cost[:-1]), known


@compiled
def reduced_costs(near: Near, lam: Floats, n: int) -> Floats:
    """Return ρ_j = Σ_i min(0, cost_ij − λ_i)."""
    rho = np.zeros(n)
    for i in range(len(lam)):
        price = lam[i]
        for e in range(near.ptr[i], near.ptr[i + 1]):
            saving = near.cost[e] - price
            if saving >= 0.0:
                break
            rho[np.uint32(near.place[e])] += saving
    return rho


@compiled
def bound_and_choice(rho: Floats, lam: Floats, ceiling: Floats, forced: Bools, k: int) -> tuple[float, Bools]:
    """Return the Lagrangian bound and the k places it opens (`forced` ones first).

    A demand point can always pay its cap `ceiling` instead of a place, so its price never counts for more.
    """
    total = 0.0
    for i in range(len(lam)):
        total += min(lam[i], ceiling[i])
    chosen = forced.copy()
    left = k - int(forced.sum())
    for j in range(len(rho)):
        if forced[j]:
            total += rho[j]
    for j in np.argsort(rho):
        if left <= 0 or rho[j] >= 0.0:
            break
        if not forced[j]:
            chosen[j] = True
            total += rho[j]
            left -= 1
    return total, chosen


@compiled
def _served_by(near: Near, lam: Floats, chosen: Bools, out: Floats) -> None:
    """Count, for each demand point, the chosen places that cost it less than its price."""
    for i in range(len(lam)):
        out[i] = 0.0
        for e in range(near.ptr[i], near.ptr[i + 1]):
            if near.cost[e] >= lam[i]:
                break
            out[i] += 1.0 if chosen[near.place[e]] else 0.0


@compiled
def _served_by_few(times: Times, weights: Floats, lam: Floats, few: Pointers, columns: Columns, out: Floats) -> None:
    """Count the same from the costs of each place: quicker when few places are open."""
    out[:] = 0.0
    for j in few:
        if not columns.is_known[j]:
            columns.is_known[j] = True
            for i in range(len(lam)):
                columns.cost[j, i] = weights[i] * times[i, j]
        column = columns.cost[j]
        for i in range(len(lam)):
            out[i] += 1.0 if column[i] < lam[i] else 0.0


@compiled
def _deflect(direction: Floats, served: Floats, lam: Floats, most: Floats) -> float:
    """Turn the direction towards the new subgradient, stopped at the limits of the prices; return its squared length."""
    size = 0.0
    for i in range(len(direction)):
        direction[i] = 0.7 * (1.0 - served[i]) + 0.3 * direction[i]
        if (lam[i] >= most[i] and direction[i] > 0) or (lam[i] <= 0 and direction[i] < 0):
            direction[i] = 0.0
        size += direction[i] * direction[i]
    return size


@compiled
def lagrangian(
    times: Times,
    weights: Floats,
    near: Near,
    lam0: Floats,
    most: Floats,
    ceiling: Floats,
    forced: Bools,
    k: int,
    value: float,
    enough: float,
    iterations: int,
) -> tuple[float, Floats, Bools]:
    """Raise the bound towards `value`, until it is `enough`, by deflected subgradient steps of Polyak length.

    Returns the bound, its prices, the places last opened."""
    n, m = len(forced), len(lam0)
    lam, best_lam, best = lam0.copy(), lam0.copy(), -np.inf
    direction, served = np.zeros(m), np.zeros(m)
    is_few = k * FEW < len(near.place) / max(m, 1) and not forced.any()
    columns = Columns(np.empty((n if is_few else 0, m), np.float32), np.zeros(n, np.bool_))
    scale, stale = 1.0, 0
    best_choice = forced.copy()
    for _ in range(iterations):
        rho = reduced_costs(near, lam, n)
        bound, chosen = bound_and_choice(rho, lam, ceiling, forced, k)
        if bound > best:
            stale = stale if bound < best + 1e-5 * abs(best) else 0
            best, best_lam, best_choice = bound, lam.copy(), chosen
        stale += 1
        if stale > 12:
            scale, stale = 0.6 * scale, 0
            lam[:] = best_lam
        if best >= enough or scale < 1e-3:
            break
        if is_few:
            _served_by_few(times, weights, lam, np.flatnonzero(chosen), columns, served)
        else:
            _served_by(near, lam, chosen, served)
        size = _deflect(direction, served, lam, most)
        if size < 1e-12:
            break
        step = scale * (1.002 * value - bound) / size
        for i in range(m):
            lam[i] = min(most[i], max(0.0, lam[i] + step * direction[i]))
    return best, best_lam, best_choice
