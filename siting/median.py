"""The p-median: least total time to the nearest open place, at once with a bound."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.certificate import PROVEN_GAP, Certificate, Solution
from siting.compiled import compiled
from siting.highs import MipModel, chosen_of, count_row, side_rows, solve_mip, stack
from siting.incidence import Bools, Floats, Ints, Pointers
from siting.median_search import (
    Times,
    bound_and_choice,
    greedy_median,
    interchange,
    lagrangian,
    near_of,
    prices_of,
    reduced_costs,
)
from siting.problem import checked_weights
from siting.rules import Constraints, Frame, Places, frame_of

METHOD_INSTANT = "greedy + interchange + Lagrangian"
ITERATIONS = 400
LARGE_BYTES = 2**28
MEMORY_BYTES = 2**29
NEAR_BYTES = 24
REPAIR_S = 1.0


@dataclass(frozen=True)
class MedianProblem:
    """Least Σ weight · time to the nearest open place.

    Attributes
    ----------
    times : (m, n) times, finite or not, never NaN; rows without weight are left out of a copy, and stay in a matrix too large to copy.
    weights : (m,) ≥ 0.
    cap : (m,) no demand point counts for more than this: the time to its nearest existing place, or `unreached_min`.
    frame : the rules; existing places are in `cap`.
    memory_bytes : what solvers may take beside the times, about: beyond, they go on with shorter lists and a looser bound.
    """

    times: Times
    weights: Floats
    cap: Floats
    frame: Frame
    is_whole: bool
    memory_bytes: int = MEMORY_BYTES

    @property
    def near_per_row(self) -> int:
        """How many near places of each demand point may be listed."""
        return max(2, self.memory_bytes // (NEAR_BYTES * max(len(self.weights), 1)))

    @property
    def ceiling(self) -> Floats:
        """Return (m,) the most each demand point can cost."""
        return self.weights * self.cap


@dataclass(frozen=True)
class MedianInstant:
    """A plan (new places first come the required ones), its value, a lower bound, what can be fixed with it, and the prices that prove it.

    `prices` are what each row of the problem would pay at most, weight × time.
    """

    plan: tuple[int, ...]
    value: float
    bound: float
    opened: Ints
    dropped: Ints
    feasible: bool
    prices: Floats = field(repr=False)


def median_problem(
    minutes: NDArray[np.floating[Any]],
    weights: NDArray[Any],
    frame: Frame | int,
    unreached_min: float = np.inf,
    memory_bytes: int = MEMORY_BYTES,
) -> MedianProblem:
    """Prepare a p-median; `frame` may be just k.

    A matrix of more than a quarter of a gigabyte is used as it is, without a copy.

    Raises
    ------
    ValueError
        When a demand point that has weight may be left without any finite time (some pair is unreachable) and
        `unreached_min` does not say what that costs: the total would be infinite, not zero.
    """
    table = checked_weights(weights, len(minutes))[:, 0]
    rules = frame_of(Places(minutes.shape[1]), Constraints(frame)) if isinstance(frame, int) else frame
    times, people, is_whole = _prepared(minutes, table)
    cap = np.full(len(people), min(unreached_min, np.inf))
    if len(rules.existing):
        cap = np.minimum(cap, times[:, rules.existing].min(axis=1))
    farthest = _farthest(times)
    loose = ~np.isfinite(cap) & (people > 0)
    if not np.all(np.isfinite(farthest[loose])):
        raise ValueError("some pairs are unreachable: say with unreached_min what an unreached demand point counts for")
    if rules.k < 1 and loose.any():
        raise ValueError("with no place to open and none existing, the total time is infinite")
    cap[loose] = farthest[loose]
    cap[people == 0] = 0.0
    whole = bool(is_whole and np.all(people % 1 == 0) and np.all(cap % 1 == 0))
    return MedianProblem(times, people, cap, rules, whole, memory_bytes)


def _prepared(minutes: NDArray[np.floating[Any]], weights: Floats) -> tuple[Times, Floats, bool]:
    """Return the times without NaN (a copy without the rows of no weight, unless it is large), their weights, and whether all are whole."""
    if minutes.nbytes <= LARGE_BYTES:
        rows = np.flatnonzero(weights > 0)
        times, is_whole = _clean(minutes, rows)
        return times, weights[rows], is_whole
    return (minutes if not _any_nan(minutes) else np.where(np.isnan(minutes), minutes.dtype.type(np.inf), minutes)), weights, False


@compiled
def _clean(minutes: NDArray[np.floating[Any]], rows: Pointers) -> tuple[Floats, bool]:
    """Return the rows with infinity for NaN, and whether all finite times are whole: one pass."""
    out = np.empty((len(rows), minutes.shape[1]))
    is_whole = True
    for r in range(len(rows)):
        for j in range(minutes.shape[1]):
            time = minutes[rows[r], j]
            out[r, j] = np.inf if np.isnan(time) else time
            is_whole = is_whole and (time == np.floor(time) or not np.isfinite(time))
    return out, is_whole


@compiled
def _any_nan(times: Times) -> bool:
    for i in range(len(times)):
        for j in range(times.shape[1]):
            if np.isnan(times[i, j]):
                return True
    return False


@compiled
def _farthest(times: Times) -> Floats:
    """Return the largest time of each row."""
    out = np.full(len(times), -np.inf)
    for i in range(len(times)):
        for j in range(times.shape[1]):
            out[i] = max(out[i], times[i, j])
    return out


def allowed_places(problem: MedianProblem) -> Bools:
    """Flag the places that may be opened."""
    allowed = np.ones(problem.times.shape[1], dtype=np.bool_)
    allowed[problem.frame.forbidden] = False
    allowed[problem.frame.existing] = False
    return allowed


def solve_median(problem: MedianProblem, iterations: int = ITERATIONS, target_gap: float = 0.0) -> MedianInstant:
    """Answer at once: greedy and interchange for the plan, a Lagrangian for the bound, and places fixed by reduced cost.

    The bound is raised for at most `iterations`, and no further than a certified gap of `target_gap`.
    """
    frame, allowed = problem.frame, allowed_places(problem)
    k, fixed = min(frame.k, int(allowed.sum())), len(frame.required)
    args = (problem.times, problem.weights, problem.cap)
    slots = greedy_median(*args, allowed, frame.required, k)
    slots, value = interchange(*args, allowed, slots, fixed, 1e-9)
    lam, most = prices_of(*args, slots)
    near, most = near_of(problem.times, problem.weights, most, allowed, problem.near_per_row)
    forced = np.zeros(len(allowed), dtype=np.bool_)
    forced[frame.required] = True
    bound = -np.inf
    for share in (0.3, 0.7):
        enough = value * (1 - max(target_gap, PROVEN_GAP))
        bound_now, lam, choice = lagrangian(*args[:2], near, lam, most, problem.ceiling, forced, k, value, enough, int(share * iterations))
        bound = max(bound, bound_now)
        if bound >= enough:
            break
        start = np.concatenate((frame.required, np.flatnonzero(choice & ~forced))).astype(np.int32)[:k]
        other, other_value = interchange(*args, allowed, greedy_median(*args, allowed, start, k), fixed, 1e-9)
        if other_value < value:
            slots, value = other, other_value
    return _settled(problem, slots, value, bound, reduced_costs(near, lam, len(allowed)), lam, forced)


def total_of(problem: MedianProblem, plan: NDArray[Any]) -> float:
    """Return the total of the plan's places (ids)."""
    return float(np.dot(problem.weights, np.minimum(problem.cap, problem.times[:, plan].min(axis=1, initial=np.inf))))


def _settled(problem: MedianProblem, slots: Ints, value: float, bound: float, rho: Floats, lam: Floats, forced: Bools) -> MedianInstant:
    """Check the side constraints, state the bound, and fix places by reduced cost."""
    frame = problem.frame
    flags = np.zeros(frame.n, dtype=np.bool_)
    flags[slots], flags[frame.existing] = True, True
    feasible = frame.sides.hold(flags)
    if not feasible and (allowed := _cheapest_allowed(problem, rho)) is not None:
        flags, feasible = allowed, True
        value = total_of(problem, np.flatnonzero(flags))
    plan = tuple(int(p) for p in np.flatnonzero(flags))
    floor = float(np.ceil(bound - 1e-6)) if problem.is_whole else bound - 1e-11 * abs(bound)
    raw, chosen = bound_and_choice(rho, lam, problem.ceiling, forced, min(frame.k, int(allowed_places(problem).sum())))
    opened, dropped = _fixed(problem, rho, raw, chosen, forced, value if feasible else np.inf)
    return MedianInstant(plan, value if feasible else np.inf, min(floor, value), opened, dropped, feasible, lam)


def _cheapest_allowed(problem: MedianProblem, rho: Floats) -> Bools | None:
    """Return the plan of least reduced cost that keeps every rule, None when there is none: a small MIP over the places alone."""
    frame = problem.frame
    opened, free = frame.opened, frame.free
    left = frame.k - len(np.setdiff1d(frame.required, frame.existing))
    rows = stack(count_row(len(free), left), side_rows(frame.sides.keep(free, opened)))
    result = solve_mip(MipModel(-rho[free], np.ones(len(free)), rows, len(free)), REPAIR_S)
    if left < 0 or result.values is None:
        return None
    flags = np.zeros(frame.n, dtype=np.bool_)
    flags[opened] = True
    flags[free[chosen_of(result.values, len(free))]] = True
    return flags if frame.sides.hold(flags) else None


def _fixed(problem: MedianProblem, rho: Floats, bound: float, chosen: Bools, forced: Bools, value: float) -> tuple[Ints, Ints]:
    allowed = allowed_places(problem)
    need = value - 1 + 1e-6 if problem.is_whole else value * (1 - PROVEN_GAP)
    inside, outside = np.flatnonzero(chosen & ~forced), np.flatnonzero(allowed & ~chosen)
    full = chosen.sum() >= problem.frame.k
    last_in = float(rho[inside].max()) if len(inside) and full else 0.0
    first_out = min(float(rho[outside].min()), 0.0) if len(outside) else 0.0
    slack = 1e-9 * max(1.0, abs(bound))
    must = inside[bound - rho[inside] + first_out > need + slack]
    never = outside[bound - last_in + rho[outside] > need + slack]
    barred = np.flatnonzero(~allowed)
    return np.union1d(must, problem.frame.required).astype(np.int32), np.union1d(never, barred).astype(np.int32)


def instant_solution(instant: MedianInstant) -> Solution:
    """Return the plan with its certificate."""
    return Solution(instant.plan, Certificate(instant.value, instant.bound, METHOD_INSTANT, maximise=False))
