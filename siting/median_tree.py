"""What is left of a p-median at a node of its search: Lagrangian bounds on the near places still free, and fixing by reduced cost.

Nothing larger than the lists of near places is ever written down, so that a proof goes on where a model would not fit in memory.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from siting.compiled import compiled
from siting.incidence import Bools, Floats, Ints, Pointers
from siting.median_search import Near, bound_and_choice, reduced_costs

STALE = 8
SHRINK = 0.75
LEAST_SCALE = 1e-3
MAX_ROUNDS = 4


class Part(NamedTuple):
    """What is left of a p-median, relaxed: a row pays the nearest of its listed places, or its ceiling, and in truth never less.

    Attributes
    ----------
    near : (r rows) the free places (positions in `places`) that cost a row less than its ceiling, cheapest first.
    rows_in_root : (r,) rows of the root; those that no free place helps are in `base`.
    ceiling : (r,) what a row pays without any of its listed places: an open place's cost, or what the list knows up to.
    base : what the other rows pay.
    places : (f,) original ids of the free places. opened : original ids of those opened since the root.
    k : how many of them may be opened.
    """

    near: Near
    rows_in_root: Pointers
    ceiling: Floats
    base: float
    places: Ints
    opened: Ints
    k: int


class Effort(NamedTuple):
    """How many steps, and the share of the first one: less from prices that are nearly the best."""

    iterations: int
    scale: float


ROOT_EFFORT, RESUME_EFFORT, NODE_EFFORT = Effort(2000, 1.0), Effort(300, 1.0), Effort(60, 0.1)


class Ascent(NamedTuple):
    """The best bound with its prices, reduced costs and the places it opens; and how often each was open of late."""

    bound: float
    lam: Floats
    rho: Floats
    chosen: Bools
    share: Floats


@compiled
def _narrow(near: Near, ceiling: Floats, new_id: Ints) -> tuple[Near, Pointers]:
    """Keep the places that have a new id and cost less than the row's ceiling; say which rows still have some."""
    m = len(ceiling)
    ptr, rows = np.zeros(m + 1, np.int64), np.empty(m, np.int64)
    place, cost = np.empty(len(near.place), np.int32), np.empty(len(near.place))
    at, r = 0, 0
    for i in range(m):
        begin = at
        for e in range(near.ptr[i], near.ptr[i + 1]):
            if near.cost[e] >= ceiling[i]:
                break
            j = new_id[near.place[e]]
            if j >= 0:
                place[at], cost[at] = j, near.cost[e]
                at += 1
        if at > begin:
            rows[r] = i
            r += 1
            ptr[r] = at
    return Near(ptr[: r + 1].copy(), place[:at].copy(), cost[:at].copy()), rows[:r].copy()


@compiled
def paid_with(near: Near, ceiling: Floats, is_open: Bools) -> Floats:
    """Return what each row pays once the places flagged are open."""
    out = ceiling.copy()
    for i in range(len(out)):
        for e in range(near.ptr[i], near.ptr[i + 1]):
            if near.cost[e] >= out[i]:
                break
            if is_open[near.place[e]]:
                out[i] = near.cost[e]
                break
    return out


@compiled
def _turn(near: Near, lam: Floats, ceiling: Floats, chosen: Bools, direction: Floats) -> float:
    """Turn the direction towards the new subgradient, stopped at the limits of the prices; return its squared length."""
    size = 0.0
    for i in range(len(lam)):
        served = 0.0
        for e in range(near.ptr[i], near.ptr[i + 1]):
            if near.cost[e] >= lam[i]:
                break
            served += 1.0 if chosen[near.place[e]] else 0.0
        direction[i] = 0.7 * (1.0 - served) + 0.3 * direction[i]
        if (lam[i] >= ceiling[i] and direction[i] > 0) or (lam[i] <= 0 and direction[i] < 0):
            direction[i] = 0.0
        size += direction[i] * direction[i]
    return size


@compiled
def ascend(near: Near, lam0: Floats, ceiling: Floats, n: int, k: int, value: float, enough: float, effort: Effort) -> Ascent:
    """Raise the bound towards `value` by deflected subgradient steps of Polyak length; stop as soon as it is `enough`."""
    nobody = np.zeros(n, np.bool_)
    lam = np.minimum(lam0, ceiling)
    rho = reduced_costs(near, lam, n)
    bound, chosen = bound_and_choice(rho, lam, ceiling, nobody, k)
    share, direction = chosen.astype(np.float64), np.zeros(len(lam))
    best = Ascent(bound, lam.copy(), rho, chosen, share)
    scale, stale = effort.scale, 0
    for _ in range(effort.iterations):
        if best.bound >= enough or scale < LEAST_SCALE:
            break
        size = _turn(near, lam, ceiling, chosen, direction)
        if size < 1e-12:
            break
        step = scale * max(1.002 * value - bound, 1e-6 * abs(value)) / size
        for i in range(len(lam)):
            lam[i] = min(ceiling[i], max(0.0, lam[i] + step * direction[i]))
        rho = reduced_costs(near, lam, n)
        bound, chosen = bound_and_choice(rho, lam, ceiling, nobody, k)
        share *= 0.9
        share += 0.1 * chosen
        stale += 1
        if bound > best.bound:
            stale = stale if bound < best.bound + 1e-5 * abs(best.bound) else 0
            best = Ascent(bound, lam.copy(), rho, chosen, share)
        if stale > STALE:
            scale, stale = SHRINK * scale, 0
            lam[:] = best.lam
    return Ascent(best.bound, best.lam, best.rho, best.chosen, share)


def root_part(near: Near, ceiling: Floats, places: Ints, n: int, k: int) -> tuple[Part, Pointers]:
    """Return the whole of a p-median (`near` on the n original places, of which only `places` are free), and which rows are in it."""
    new_id = np.full(n, -1, dtype=np.int32)
    new_id[places] = np.arange(len(places), dtype=np.int32)
    left, rows = _narrow(near, ceiling, new_id)
    inside = ceiling[rows]
    return Part(left, np.arange(len(rows)), inside, float(ceiling.sum() - inside.sum()), places, np.zeros(0, dtype=np.int32), k), rows


def narrowed(part: Part, opened: Ints, dropped: Ints, most: Floats | None = None) -> tuple[Part, Pointers]:
    """Open some free places and rule others out (positions in `part`); also say which of its rows are left.

    With `most`, no row's ceiling is above it (see :func:`most_paid`).
    """
    is_open, gone = np.zeros(len(part.places), dtype=np.bool_), np.zeros(len(part.places), dtype=np.bool_)
    is_open[opened], gone[dropped] = True, True
    paid = paid_with(part.near, part.ceiling, is_open)
    if most is not None:
        paid = np.minimum(paid, most)
    free = np.flatnonzero(~(is_open | gone))
    new_id = np.full(len(part.places), -1, dtype=np.int32)
    new_id[free] = np.arange(len(free), dtype=np.int32)
    near, rows = _narrow(part.near, paid, new_id)
    ceiling = paid[rows]
    base = part.base + float(paid.sum() - ceiling.sum())
    now_open = np.concatenate((part.opened, part.places[is_open]))
    return Part(near, part.rows_in_root[rows], ceiling, base, part.places[free], now_open, part.k - int(is_open.sum())), rows


def fixed_by(ascent: Ascent, bound: float, k: int, need: float) -> tuple[Ints, Ints]:
    """Return the free places that every plan under `need` must open, and those that none can."""
    rho, inside, outside = ascent.rho, np.flatnonzero(ascent.chosen), np.flatnonzero(~ascent.chosen)
    last_in = float(rho[inside].max()) if len(inside) == k and k else 0.0
    first_out = min(float(rho[outside].min()), 0.0) if len(outside) else 0.0
    limit = need + 1e-9 * max(1.0, abs(bound))
    must = inside[bound - rho[inside] + first_out > limit]
    never = outside[bound - last_in + rho[outside] > limit]
    return must.astype(np.int32), never.astype(np.int32)


def most_paid(ascent: Ascent, bound: float, need: float) -> Floats:
    """Return (r,) the most each row pays in a plan under `need`: with one that pays more than λ by what is left, the bound passes `need`.

    A plan that would pay more costs more than `need` with these ceilings too, so that they lose nothing.
    """
    return ascent.lam + (need - bound) + 1e-9 * max(1.0, abs(bound))


def bounded(part: Part, lam: Floats, value: float, need: float, effort: Effort) -> tuple[Part, float, Ascent]:
    """Bound a part, fix what can be fixed, and again on what is left while much is.

    Parameters
    ----------
    value : the best total known. need : only plans of less than this matter; the bound is not raised further.
    """
    aim = value if np.isfinite(value) else 1.05 * (part.base + float(part.ceiling.sum()))
    for _ in range(MAX_ROUNDS):
        n, base = len(part.places), part.base
        enough = need + 1e-9 * abs(need) - base if np.isfinite(need) else np.inf
        ascent = ascend(part.near, lam, part.ceiling, n, part.k, aim - base, enough, effort)
        bound = base + ascent.bound
        if bound > need or part.k == 0:
            break
        must, never = fixed_by(ascent, bound, part.k, need)
        gone = np.concatenate((must, never))
        chosen, share = np.delete(ascent.chosen, gone), np.delete(ascent.share, gone)
        part, rows = narrowed(part, must, never, most_paid(ascent, bound, need))
        lam, ascent = ascent.lam[rows], ascent._replace(lam=ascent.lam[rows], chosen=chosen, share=share)
        if len(part.places) > 0.9 * n:
            break
    return part, bound, ascent
