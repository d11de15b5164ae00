"""The p-median: least total time to the nearest open place, at once with a bound, then proven."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.certificate import PROVEN_GAP, Certificate, Solution
from siting.compiled import compiled
from siting.exact import ExactState, advance, begin, solve_exact
from siting.highs import MipModel, chosen_of, count_row, side_rows, solve_mip, stack
from siting.incidence import Bools, Floats, Ints, Pointers, from_rows
from siting.median_search import (
    bound_and_choice,
    greedy_median,
    interchange,
    lagrangian,
    near_of,
    prices_of,
    reduced_costs,
)
from siting.problem import Core, checked_weights, core_of, problem_of
from siting.radius import radius_rows, radius_size
from siting.rules import Constraints, Frame, Places, frame_of

METHOD_INSTANT = "greedy + interchange + Lagrangian"
METHOD_EXACT = "Lagrangian + fixing + radius formulation"
ITERATIONS = 400
MAX_RADIUS_NNZ = 40_000_000
REPAIR_S = 1.0


@dataclass(frozen=True)
class MedianProblem:
    """Least Σ weight · time to the nearest open place.

    Attributes
    ----------
    times : (m, n) times, finite or not; rows without weight are left out.
    weights : (m,) > 0.
    cap : (m,) no demand point counts for more than this: the time to its nearest existing place, or `unreached_min`.
    frame : the rules; existing places are in `cap`.
    """

    times: Floats
    weights: Floats
    cap: Floats
    frame: Frame
    is_whole: bool

    @property
    def ceiling(self) -> Floats:
        """Return (m,) the most each demand point can cost."""
        return self.weights * self.cap


@dataclass(frozen=True)
class MedianInstant:
    """A plan (new places first come the required ones), its value, a lower bound, and what can be fixed with it."""

    plan: tuple[int, ...]
    value: float
    bound: float
    opened: Ints
    dropped: Ints
    feasible: bool


def median_problem(
    minutes: NDArray[np.floating[Any]], weights: NDArray[Any], frame: Frame | int, unreached_min: float = np.inf
) -> MedianProblem:
    """Prepare a p-median; `frame` may be just k.

    Raises
    ------
    ValueError
        When a demand point that has weight may be left without any finite time (some pair is unreachable) and
        `unreached_min` does not say what that costs: the total would be infinite, not zero.
    """
    table = checked_weights(weights, len(minutes))[:, 0]
    rules = frame_of(Places(minutes.shape[1]), Constraints(frame)) if isinstance(frame, int) else frame
    rows = np.flatnonzero(table > 0)
    times, is_finite, is_whole = _clean(minutes, rows)
    nearest_existing = times[:, rules.existing].min(axis=1) if len(rules.existing) else np.full(len(rows), np.inf)
    cap = np.minimum(nearest_existing, unreached_min)
    if not is_finite and not np.all(np.isfinite(cap)):
        raise ValueError("some pairs are unreachable: say with unreached_min what an unreached demand point counts for")
    loose = ~np.isfinite(cap)
    if rules.k < 1 and loose.any():
        raise ValueError("with no place to open and none existing, the total time is infinite")
    cap[loose] = times[loose].max(axis=1) if loose.any() else 0.0
    whole = bool(is_whole and np.all(table % 1 == 0) and np.all(cap % 1 == 0))
    return MedianProblem(times, table[rows], cap, rules, whole)


@compiled
def _clean(minutes: NDArray[np.floating[Any]], rows: Pointers) -> tuple[Floats, bool, bool]:
    """Return the rows with infinity for NaN, whether all is finite, and whether all finite times are whole: one pass."""
    out = np.empty((len(rows), minutes.shape[1]))
    is_finite, is_whole = True, True
    for r in range(len(rows)):
        for j in range(minutes.shape[1]):
            time = minutes[rows[r], j]
            if not np.isfinite(time):
                is_finite = False
                out[r, j] = np.inf if np.isnan(time) else time
                continue
            out[r, j] = time
            is_whole = is_whole and time == np.floor(time)
    return out, is_finite, is_whole


def _allowed(problem: MedianProblem) -> Bools:
    allowed = np.ones(problem.times.shape[1], dtype=np.bool_)
    allowed[problem.frame.forbidden] = False
    allowed[problem.frame.existing] = False
    return allowed


def solve_median(problem: MedianProblem, iterations: int = ITERATIONS, target_gap: float = 0.0) -> MedianInstant:
    """Answer at once: greedy and interchange for the plan, a Lagrangian for the bound, and places fixed by reduced cost.

    The bound is raised for at most `iterations`, and no further than a certified gap of `target_gap`.
    """
    frame, allowed = problem.frame, _allowed(problem)
    k, fixed = min(frame.k, int(allowed.sum())), len(frame.required)
    args = (problem.times, problem.weights, problem.cap)
    slots = greedy_median(*args, allowed, frame.required, k)
    slots, value = interchange(*args, allowed, slots, fixed, 1e-9)
    lam, most = prices_of(*args, slots)
    near = near_of(problem.times, problem.weights, most, allowed)
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


def _settled(problem: MedianProblem, slots: Ints, value: float, bound: float, rho: Floats, lam: Floats, forced: Bools) -> MedianInstant:
    """Check the side constraints, state the bound, and fix places by reduced cost."""
    frame = problem.frame
    flags = np.zeros(frame.n, dtype=np.bool_)
    flags[slots], flags[frame.existing] = True, True
    feasible = frame.sides.hold(flags)
    if not feasible and (allowed := _cheapest_allowed(problem, rho)) is not None:
        flags, feasible = allowed, True
        value = float(np.dot(problem.weights, np.minimum(problem.cap, problem.times[:, flags].min(axis=1, initial=np.inf))))
    plan = tuple(int(p) for p in np.flatnonzero(flags))
    floor = float(np.ceil(bound - 1e-6)) if problem.is_whole else bound - 1e-11 * abs(bound)
    raw, chosen = bound_and_choice(rho, lam, problem.ceiling, forced, min(frame.k, int(_allowed(problem).sum())))
    opened, dropped = _fixed(problem, rho, raw, chosen, forced, value if feasible else np.inf)
    return MedianInstant(plan, value if feasible else np.inf, min(floor, value), opened, dropped, feasible)


def _cheapest_allowed(problem: MedianProblem, rho: Floats) -> Bools | None:
    """Return the plan of least reduced cost that keeps every rule, None when there is none: a small MIP over the places alone."""
    frame = problem.frame
    opened = np.union1d(frame.existing, frame.required).astype(np.int32)
    flags = _allowed(problem)
    flags[opened] = False
    free = np.flatnonzero(flags).astype(np.int32)
    left = frame.k - len(np.setdiff1d(frame.required, frame.existing))
    rows = stack(count_row(len(free), left), side_rows(frame.sides.keep(free, opened)))
    result = solve_mip(MipModel(-rho[free], np.ones(len(free)), rows, len(free)), REPAIR_S)
    if left < 0 or result.values is None:
        return None
    flags[:] = False
    flags[opened] = True
    flags[free[chosen_of(result.values, len(free))]] = True
    return flags if frame.sides.hold(flags) else None


def _fixed(problem: MedianProblem, rho: Floats, bound: float, chosen: Bools, forced: Bools, value: float) -> tuple[Ints, Ints]:
    allowed = _allowed(problem)
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


@dataclass(frozen=True)
class MedianSearch:
    """What is left of a p-median as a coverage question: total = `constant` − weight reached in `core`."""

    core: Core
    constant: float
    instant: MedianInstant
    state: ExactState

    @property
    def solution(self) -> Solution | None:
        """Return the best plan so far with its certificate, None when there is none."""
        value, plan = self.instant.value, self.instant.plan
        if self.state.plan is not None and self.constant - self.state.value < value:
            value, plan = self.constant - self.state.value, self.state.plan
        if not np.isfinite(value):
            return None
        left = self.constant - max((node.bound for node in self.state.nodes), default=-np.inf)
        bound = min(value, max(self.instant.bound, left))
        return Solution(plan, Certificate(value, bound, METHOD_EXACT, maximise=False))

    @property
    def is_finished(self) -> bool:
        """Whether the best plan is proven (or none exists)."""
        found = self.solution
        return self.state.is_finished or (found is not None and found.certificate.is_optimal)


def radius_core(problem: MedianProblem, opened: Ints, dropped: Ints) -> tuple[Core, float]:
    """Write what is left as coverage: a row is « one of the t places nearest to i is open », its weight the time it saves.

    Radius formulation (Cornuéjols, Nemhauser & Wolsey 1980; García, Labbé & Marín 2011). Returns the core and Σ weight · cap.
    """
    frame = problem.frame
    everyone = np.arange(frame.n, dtype=np.int32)
    gone = np.union1d(np.union1d(opened, dropped), frame.existing)
    free, open_now = np.setdiff1d(everyone, gone).astype(np.int32), np.union1d(opened, frame.existing).astype(np.int32)
    cap = np.minimum(problem.cap, problem.times[:, open_now].min(axis=1)) if len(open_now) else problem.cap.copy()
    k = frame.k - len(np.setdiff1d(opened, frame.existing))
    near = np.ascontiguousarray(problem.times[:, free])
    if frame.sides.n_rows == 0 and 0 < k <= len(free):
        cap = np.minimum(cap, np.partition(near, len(free) - k, axis=1)[:, len(free) - k])
    if radius_size(near, cap) > MAX_RADIUS_NNZ:
        raise MemoryError("the radius formulation is too large: too few places could be fixed")
    ptr, idx, saving = radius_rows(near, problem.weights, cap)
    merged = problem_of(from_rows(ptr, idx, len(free)), saving[:, None])
    core = core_of(merged, None, k, frame.sides.keep(free, open_now))
    named = Core(free[core.places], core.cover, core.weight, core.own, core.base, core.k, open_now, core.sides)
    return named, float(np.dot(problem.weights, cap))


def begin_median(problem: MedianProblem, instant: MedianInstant) -> MedianSearch:
    """Set up the search of what the instant answer left open."""
    core, constant = radius_core(problem, instant.opened, instant.dropped)
    state = begin(core, instant.plan if instant.feasible else None)
    return MedianSearch(core, constant, instant, state)


def advance_median(search: MedianSearch, seconds: float = 2.0) -> MedianSearch:
    """Return a better search after about `seconds` of work."""
    return MedianSearch(search.core, search.constant, search.instant, advance(search.core, search.state, seconds))


def prove_median(problem: MedianProblem, seconds: float = 60.0) -> Solution | None:
    """Return the best plan with its certificate: proven, or the gap left after `seconds`; None when no plan is allowed."""
    instant = solve_median(problem)
    if instant.feasible and instant.bound >= instant.value * (1 - PROVEN_GAP):
        return instant_solution(instant)
    core, constant = radius_core(problem, instant.opened, instant.dropped)
    state = solve_exact(core, seconds, instant.plan if instant.feasible else None)
    return MedianSearch(core, constant, instant, state).solution
