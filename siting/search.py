"""Compiled local search for coverage: greedy start, one-swap descent, iterated with small shocks."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from siting.compiled import compiled
from siting.incidence import Bools, Floats, Ints, Pointers
from siting.problem import Core

EPS = 1e-9


class Model(NamedTuple):
    """The arrays of a :class:`~siting.problem.Core` as compiled code wants them."""

    row_ptr: Pointers
    row_idx: Ints
    col_ptr: Pointers
    col_idx: Ints
    weight: Floats
    own: Floats
    k: int
    side_ptr: Pointers
    side_idx: Ints
    side_coef: Floats
    lower: Floats
    upper: Floats


class Trail(NamedTuple):
    """The mutable state of a search: who is chosen, how often each row is reached, what each closing would lose."""

    chosen: Bools
    hits: Ints
    owner_sum: Pointers
    loss: Floats
    activity: Floats


def model_of(core: Core) -> Model:
    """Flatten `core`."""
    cover, sides = core.cover, core.sides
    return Model(
        cover.row_ptr, cover.row_idx, cover.col_ptr, cover.col_idx, core.weight, core.own, max(core.k, 0),
        sides.col_ptr, sides.row_idx, sides.coef, sides.lower, sides.upper,
    )  # fmt: skip


@compiled
def new_trail(model: Model) -> Trail:
    """Return the state where nothing is chosen."""
    n, m, r = len(model.own), len(model.weight), len(model.lower)
    return Trail(np.zeros(n, np.bool_), np.zeros(m, np.int32), np.zeros(m, np.int64), model.own.copy(), np.zeros(r))


@compiled
def open_place(model: Model, trail: Trail, j: int) -> None:
    """Open place `j`."""
    trail.chosen[j] = True
    for e in range(model.col_ptr[j], model.col_ptr[j + 1]):
        i = model.col_idx[e]
        if trail.hits[i] == 0:
            trail.loss[j] += model.weight[i]
        elif trail.hits[i] == 1:
            trail.loss[trail.owner_sum[i]] -= model.weight[i]
        trail.hits[i] += 1
        trail.owner_sum[i] += j
    for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
        trail.activity[model.side_idx[e]] += model.side_coef[e]


@compiled
def close_place(model: Model, trail: Trail, j: int) -> None:
    """Close place `j`."""
    trail.chosen[j] = False
    trail.loss[j] = model.own[j]
    for e in range(model.col_ptr[j], model.col_ptr[j + 1]):
        i = model.col_idx[e]
        trail.hits[i] -= 1
        trail.owner_sum[i] -= j
        if trail.hits[i] == 1:
            trail.loss[trail.owner_sum[i]] += model.weight[i]
    for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
        trail.activity[model.side_idx[e]] -= model.side_coef[e]


@compiled
def fits(model: Model, trail: Trail, add: int, drop: int) -> bool:
    """Tell whether opening `add` and closing `drop` (−1 = none) breaks no side constraint that holds now."""
    if len(model.lower) == 0:
        return True
    _shift(model, trail.activity, drop, -1.0)
    _shift(model, trail.activity, add, 1.0)
    allowed = _within(model, trail.activity, add, 1.0) and _within(model, trail.activity, drop, -1.0)
    _shift(model, trail.activity, add, -1.0)
    _shift(model, trail.activity, drop, 1.0)
    return allowed


@compiled
def _shift(model: Model, activity: Floats, place: int, sign: float) -> None:
    if place >= 0:
        for e in range(model.side_ptr[place], model.side_ptr[place + 1]):
            activity[model.side_idx[e]] += sign * model.side_coef[e]


@compiled
def _within(model: Model, activity: Floats, place: int, sign: float) -> bool:
    """Check only the sides that the move pushes towards: a constraint not met yet may stay so, but not get worse."""
    if place < 0:
        return True
    for e in range(model.side_ptr[place], model.side_ptr[place + 1]):
        r, push = model.side_idx[e], sign * model.side_coef[e]
        if push > 0 and activity[r] > model.upper[r] + EPS * (1 + abs(model.upper[r])):
            return False
        if push < 0 and activity[r] < model.lower[r] - EPS * (1 + abs(model.lower[r])):
            return False
    return True


@compiled
def value_of(model: Model, trail: Trail) -> float:
    """Return the weight reached by the chosen places (without the core's constant)."""
    total = 0.0
    for i in range(len(model.weight)):
        if trail.hits[i] > 0:
            total += model.weight[i]
    for j in range(len(model.own)):
        if trail.chosen[j]:
            total += model.own[j]
    return total


@compiled
def gains_of(model: Model, trail: Trail) -> Floats:
    """Return, for each place, the weight it would add now."""
    gain = model.own.copy()
    for j in range(len(gain)):
        for e in range(model.col_ptr[j], model.col_ptr[j + 1]):
            if trail.hits[model.col_idx[e]] == 0:
                gain[j] += model.weight[model.col_idx[e]]
    return gain


@compiled
def _helps(model: Model, trail: Trail, j: int) -> bool:
    for e in range(model.side_ptr[j], model.side_ptr[j + 1]):
        r = model.side_idx[e]
        if model.side_coef[e] > 0 and trail.activity[r] < model.lower[r] - EPS:
            return True
    return False


@compiled
def _unmet(model: Model, trail: Trail) -> bool:
    unmet = False
    for r in range(len(model.lower)):
        unmet |= bool(trail.activity[r] < model.lower[r] - EPS)
    return unmet


@compiled
def greedy(model: Model, trail: Trail) -> Ints:
    """Open the place that adds most, again and again; unmet « at least » constraints are served first.

    Gains are kept up to date row by row, so the whole run costs one pass over the pairs within reach.
    Returns the places in the order they were opened.
    """
    gain = gains_of(model, trail)
    order = np.empty(model.k, np.int32)
    taken = 0
    for j in range(len(gain)):
        taken += 1 if trail.chosen[j] else 0
    added = 0
    while taken < model.k:
        unmet = _unmet(model, trail)
        best, best_gain = -1, -1.0 if unmet else EPS
        for j in range(len(gain)):
            if gain[j] > best_gain and not trail.chosen[j] and (not unmet or _helps(model, trail, j)) and fits(model, trail, j, -1):
                best, best_gain = j, gain[j]
        if best < 0:
            break
        for e in range(model.col_ptr[best], model.col_ptr[best + 1]):
            i = model.col_idx[e]
            if trail.hits[i] == 0:
                for f in range(model.row_ptr[i], model.row_ptr[i + 1]):
                    gain[model.row_idx[f]] -= model.weight[i]
        open_place(model, trail, best)
        order[added] = best
        added += 1
        taken += 1
    return order[:added].copy()


@compiled
def climb(model: Model, trail: Trail, threshold: float) -> None:
    """Open places while k allows and exchange one for another, as long as it adds more than `threshold`.

    One sweep tries every pair (opened, closed) and costs O(pairs within reach + places × k): for the place that
    enters, the rows of a single owner tell what each exit would really lose.
    """
    n = len(model.own)
    slots = np.flatnonzero(trail.chosen)
    back = np.zeros(n)
    quiet, j = 0, 0
    while quiet < n:
        if not trail.chosen[j]:
            gain = _gain_and_overlap(model, trail, j, back)
            if len(slots) < model.k and gain > threshold and fits(model, trail, j, -1):
                open_place(model, trail, j)
                back[slots] = 0.0
                slots = np.append(slots, j)
                quiet = 0
            else:
                s = _best_exit(model, trail, slots, back, j, gain, threshold)
                if s >= 0:
                    close_place(model, trail, slots[s])
                    open_place(model, trail, j)
                    slots[s] = j
                    quiet = 0
        quiet += 1
        j = j + 1 if j + 1 < n else 0


@compiled
def _gain_and_overlap(model: Model, trail: Trail, j: int, back: Floats) -> float:
    """Return what opening `j` adds, and note in `back` what each open place would no longer lose alone."""
    gain = float(model.own[j])
    for e in range(model.col_ptr[j], model.col_ptr[j + 1]):
        i = model.col_idx[e]
        if trail.hits[i] == 0:
            gain += model.weight[i]
        elif trail.hits[i] == 1:
            back[trail.owner_sum[i]] += model.weight[i]
    return gain


@compiled
def _best_exit(model: Model, trail: Trail, slots: Pointers, back: Floats, j: int, gain: float, threshold: float) -> int:
    """Return the slot whose place is best closed for `j` (−1 when no exchange is worth it), and clear `back`."""
    best, best_delta = -1, threshold
    for s in range(len(slots)):
        r = slots[s]
        delta = gain - trail.loss[r] + back[r]
        back[r] = 0.0
        if delta > best_delta and fits(model, trail, j, r):
            best, best_delta = s, delta
    return best


@compiled
def open_all(model: Model, trail: Trail, flags: Bools) -> None:
    """Open every place flagged."""
    for j in range(len(flags)):
        if flags[j]:
            open_place(model, trail, j)


@compiled
def _shake(model: Model, trail: Trail, slots: Pointers, strength: int) -> None:
    for _ in range(min(strength, len(slots))):
        r, j = int(slots[np.random.randint(len(slots))]), int(np.random.randint(len(trail.chosen)))
        if trail.chosen[r] and not trail.chosen[j] and fits(model, trail, j, r):
            close_place(model, trail, r)
            open_place(model, trail, j)


@compiled
def shake_and_climb(model: Model, chosen: Bools, rounds: int, strength: int, seed: int, threshold: float) -> tuple[Bools, float]:
    """Iterate: exchange `strength` chosen places at random, climb, keep the better plan. Deterministic for one `seed`."""
    np.random.seed(seed)
    n = len(model.own)
    trail = new_trail(model)
    open_all(model, trail, chosen)
    climb(model, trail, threshold)
    best, best_value = trail.chosen.copy(), value_of(model, trail)
    for _ in range(rounds):
        slots = np.flatnonzero(trail.chosen)
        if len(slots) == 0 or len(slots) == n:
            break
        _shake(model, trail, slots, strength)
        climb(model, trail, threshold)
        value = value_of(model, trail)
        if value >= best_value:
            best, best_value = trail.chosen.copy(), value
        else:
            for j in range(n):
                if trail.chosen[j] and not best[j]:
                    close_place(model, trail, j)
            open_all(model, trail, best & ~trail.chosen)
    return best, best_value
