"""Robust choices: many weightings certified together, the loss of a place, and the places that are never a regret."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from siting.certificate import Certificate, Solution
from siting.dual import Multipliers
from siting.exact import ExactState, advance, begin
from siting.incidence import Floats
from siting.instant import METHOD, solve_core
from siting.median import METHOD_INSTANT, solve_median
from siting.median_proof import prove_median
from siting.near_stakes import NearStakes
from siting.problem import Core, restrict
from siting.stakes import Stakes

AnyStakes = Stakes | NearStakes
NO_REGRET_SHARE = 0.9
MAX_EXACT_SECONDS = 2.0
WARM_EFFORT = 0.5


@dataclass(frozen=True)
class Dual:
    """Row prices as shares of the weights (of a p-median: in minutes): they prove a bound for every mix.

    ``constant + rest · mix + (the k best of table @ mix − toll)`` bounds every plan (see :mod:`siting.dual`).
    """

    share: Floats
    mu: Floats
    rest: Floats
    table: Floats
    toll: Floats
    constant: float
    x: Floats
    ratio: float


_Without = Callable[[int, tuple[int, ...]], Solution]
"""Gives the best plan without a place, from what is left of one that lost it."""
_Answer = tuple[tuple[int, ...] | None, float, Dual | None]
"""A plan, what no plan passes, and what proves it for every weighting."""


@dataclass(frozen=True)
class Sweep:
    """The state of a sweep over D weightings; another slice can go on from it.

    Attributes
    ----------
    mixes : (D, s) weightings, rows sum to 1.
    plans : the pool of plans found; `worth` (P, s) is what each reaches for each stakeholder.
    duals : the pool of multipliers.
    best : (D,) the plan of the pool that is best for each weighting; `values` and `bounds` (D,) its certificate.
    tightest : (D,) the multipliers of the pool that prove most for each weighting, −1 = none yet.
    tried : (D,) how often a weighting was solved for itself (2 = exactly).
    whole : (D,) what `values` are counted down from, 0 where they count up: the gap is a share of the time that is left.
    """

    mixes: Floats
    plans: tuple[tuple[int, ...], ...]
    worth: Floats
    duals: tuple[Dual, ...]
    best: NDArray[np.int64]
    tightest: NDArray[np.int64]
    values: Floats
    bounds: Floats
    tried: NDArray[np.int64]
    whole: Floats

    @property
    def gaps(self) -> Floats:
        """Return (D,) the certified gap of each weighting."""
        measure = np.abs(self.whole - self.values)
        known = np.isfinite(self.values) & (measure > 0)
        distance = np.where(known, np.maximum(self.bounds - self.values, 0.0), np.inf)
        nothing_to_win = np.isfinite(self.values) & (self.bounds <= self.values)
        return np.where(nothing_to_win, 0.0, np.divide(distance, measure, out=distance, where=known))

    def solution(self, draw: int) -> Solution:
        """Return the plan and the certificate of one weighting."""
        certificate = Certificate(float(self.values[draw]), float(self.bounds[draw]), METHOD + " (pool)")
        return Solution(self.plans[self.best[draw]], certificate)


def random_mixes(n_draws: int, n_stakeholders: int, seed: int) -> Floats:
    """Return (D, s) weightings drawn evenly over the simplex."""
    return np.random.default_rng(seed).dirichlet(np.ones(n_stakeholders), n_draws)


def begin_sweep(mixes: NDArray[np.float64], whole: Floats | None = None) -> Sweep:
    """Return the sweep where nothing is known; `whole` (s,) is what values are counted down from, nothing by default.

    Raises
    ------
    ValueError
        When a weighting is negative or null.
    """
    table = np.asarray(mixes, dtype=np.float64)
    if np.any(table < 0) or np.any(table.sum(axis=1) <= 0):
        raise ValueError("weightings must not be negative, nor all zero")
    table = table / table.sum(axis=1, keepdims=True)
    d, s = table.shape
    nothing, start = np.full(d, -np.inf), np.zeros(s) if whole is None else whole
    none = np.full(d, -1)
    return Sweep(table, (), np.zeros((0, s)), (), none, none, nothing, np.full(d, np.inf), np.zeros(d, dtype=np.int64), table @ start)


def dual_of(stakes: Stakes, weight: Floats, multipliers: Multipliers) -> Dual:
    """Turn the multipliers of one weighting into shares that serve every weighting."""
    share = np.divide(multipliers.lam, weight, out=np.full(len(weight), 0.5), where=weight > 0).clip(0.0, 1.0)
    weights, cover = stakes.problem.weights, stakes.problem.cover
    priced = np.concatenate((np.zeros((1, weights.shape[1])), np.cumsum((share[:, None] * weights)[cover.col_idx], axis=0)))
    table = priced[cover.col_ptr[1:]] - priced[cover.col_ptr[:-1]]
    rows, places, coef = stakes.sides.entries()
    toll = np.bincount(places, coef * multipliers.mu[rows], len(stakes.places)).astype(np.float64)
    bounds = np.where(multipliers.mu > 0, stakes.sides.upper, np.where(multipliers.mu < 0, stakes.sides.lower, 0.0))
    constant = float(np.dot(multipliers.mu, bounds))
    rest = ((1.0 - share)[:, None] * weights).sum(axis=0)
    return Dual(share, multipliers.mu, rest, table, toll, constant, multipliers.x, multipliers.ratio)


def near_dual_of(stakes: NearStakes, prices: Floats) -> Dual:
    """Turn the prices of one weighting, in minutes, into what serves every weighting."""
    rest, table = stakes.saved_at_most(prices)
    none = np.zeros(0)
    return Dual(prices, none, rest, table, np.zeros(len(table)), 0.0, none, 0.0)


def bounds_of(stakes: AnyStakes, dual: Dual, mixes: Floats) -> Floats:
    """Return (D,) the bound that `dual` proves for each weighting: one matrix product."""
    worth = np.maximum(mixes @ dual.table.T - dual.toll, 0.0)
    k = min(max(stakes.k, 0), worth.shape[1])
    top = np.partition(worth, worth.shape[1] - k, axis=1)[:, worth.shape[1] - k :].sum(axis=1) if k else 0.0
    raw = mixes @ (stakes.base + dual.rest) + dual.constant + top
    return np.asarray(raw + 1e-11 * np.maximum(1.0, np.abs(raw)))


def _with_plan(stakes: AnyStakes, sweep: Sweep, plan: tuple[int, ...]) -> Sweep:
    if plan in sweep.plans:
        return sweep
    reach = stakes.values_of(plan)
    values = sweep.mixes @ reach
    better = values > sweep.values
    return replace(
        sweep,
        plans=(*sweep.plans, plan),
        worth=np.vstack((sweep.worth, reach)),
        best=np.where(better, len(sweep.plans), sweep.best),
        values=np.maximum(values, sweep.values),
    )


def _with_dual(stakes: AnyStakes, sweep: Sweep, dual: Dual) -> Sweep:
    bounds = bounds_of(stakes, dual, sweep.mixes)
    tightest = np.where(bounds < sweep.bounds, len(sweep.duals), sweep.tightest)
    return replace(sweep, duals=(*sweep.duals, dual), bounds=np.minimum(bounds, sweep.bounds), tightest=tightest)


def advance_sweep(stakes: AnyStakes, sweep: Sweep, target_gap: float = 0.01, solves: int = 20) -> Sweep:
    """Solve up to `solves` weightings, the least certain first; every plan and every multiplier serves all the others too.

    A weighting still above `target_gap` after its own quick answer is solved exactly (for at most 2 s).
    """
    for _ in range(solves):
        open_gap = np.where(sweep.tried < 2, sweep.gaps, -1.0)
        draw = int(np.argmax(open_gap))
        if open_gap[draw] <= target_gap:
            break
        sweep = _solve_draw(stakes, sweep, draw, target_gap)
    return sweep


def _solve_draw(stakes: AnyStakes, sweep: Sweep, draw: int, target_gap: float) -> Sweep:
    start = sweep.plans[sweep.best[draw]] if sweep.best[draw] >= 0 else None
    tried, found = sweep.tried.copy(), sweep
    tried[draw] += 1
    if isinstance(stakes, NearStakes):
        plan, bound, dual = _near(stakes, sweep, draw, 0.3 * target_gap, is_quick=tried[draw] == 1)
    elif tried[draw] == 1:
        plan, bound, dual = _quick(stakes, sweep, draw, 0.3 * target_gap, start)
    else:
        state, dual = _exact(stakes, sweep, draw, target_gap), None
        plan, bound = state.plan, state.bound
    if dual is not None:
        found = _with_dual(stakes, found, dual)
    bounds = found.bounds.copy()
    bounds[draw] = min(bounds[draw], bound)
    found = replace(found, bounds=bounds, tried=tried)
    return _with_plan(stakes, found, plan) if plan is not None else found


def _quick(stakes: Stakes, sweep: Sweep, draw: int, target_gap: float, start: tuple[int, ...] | None) -> _Answer:
    core = stakes.core(sweep.mixes[draw])
    warm = _nearest_dual(sweep, draw, core.weight)
    instant = solve_core(core, WARM_EFFORT if warm else 1.0, target_gap, start, warm)
    plan = core.plan(instant.chosen) if instant.feasible else None
    return plan, instant.bound, dual_of(stakes, core.weight, instant.multipliers)


def _near(stakes: NearStakes, sweep: Sweep, draw: int, target_gap: float, *, is_quick: bool) -> _Answer:
    """Answer a p-median at once, or exactly (for at most 2 s)."""
    mix, whole = sweep.mixes[draw], float(sweep.whole[draw])
    problem = stakes.problem(mix)
    if is_quick:
        instant = solve_median(problem, target_gap=target_gap)
        dual = near_dual_of(stakes, stakes.prices(mix, instant))
        return instant.plan if instant.feasible else None, whole - instant.bound, dual
    proven = prove_median(problem, MAX_EXACT_SECONDS)
    return (None, np.inf, None) if proven is None else (proven.plan, whole - proven.certificate.bound, None)


def _exact(stakes: Stakes, sweep: Sweep, draw: int, target_gap: float) -> ExactState:
    core = restrict(stakes.core(sweep.mixes[draw]), np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))
    state = begin(core, sweep.plans[sweep.best[draw]] if sweep.best[draw] >= 0 else None)
    while not state.is_finished and state.slices < 4 and state.bound - state.value > target_gap * abs(state.value):
        state = advance(core, state, MAX_EXACT_SECONDS / 4)
    return state


def _nearest_dual(sweep: Sweep, draw: int, weight: Floats) -> Multipliers | None:
    if sweep.tightest[draw] < 0:
        return None
    best = sweep.duals[sweep.tightest[draw]]
    return Multipliers(best.x, best.share * weight, best.mu, best.ratio)


def solve_weightings(stakes: AnyStakes, mixes: NDArray[np.float64], target_gap: float = 0.01, seconds: float = np.inf) -> Sweep:
    """Certify a plan for every weighting, each within `target_gap` where the exact search allows, and `seconds` for all of them do.

    Once these are over, a weighting that nobody solved for itself has the best plan of the others, with the gap that they prove.
    """
    sweep, end = begin_sweep(mixes, stakes.whole), time.perf_counter() + seconds
    while True:
        further = advance_sweep(stakes, sweep, target_gap, solves=1)
        if int(further.tried.sum()) == int(sweep.tried.sum()) or time.perf_counter() > end:
            return further
        sweep = further


def frequencies(plans: Iterable[Sequence[int]], n_places: int) -> Floats:
    """Return (n,) the share of the plans in which each place is open."""
    flags = np.zeros(n_places)
    count = 0
    for plan in plans:
        flags[list(plan)] += 1.0
        count += 1
    return flags / max(count, 1)


def never_a_regret(shares: NDArray[np.float64], least: float = NO_REGRET_SHARE) -> tuple[int, ...]:
    """Return the places open in at least a share `least` of the plans (« sans regret »)."""
    return tuple(int(p) for p in np.flatnonzero(shares >= least - 1e-12))


@dataclass(frozen=True)
class Loss:
    """What happens when one chosen place is lost: what the rest still reaches, and the best plan without it."""

    place: int
    left: Floats
    repaired: Solution


def lose_each(stakes: AnyStakes, mix: NDArray[np.float64], plan: Sequence[int]) -> tuple[Loss, ...]:
    """Lose each place of `plan` in turn (existing and required places stay): value left (s,), and a certified repaired plan."""
    losses, weighted = [], np.asarray(mix, dtype=np.float64)
    if isinstance(stakes, NearStakes):
        without: _Without = partial(_near_without, stakes, weighted)
    else:
        without = partial(_without, stakes.core(weighted))
    for place in sorted(set(plan) - set(stakes.opened.tolist())):
        rest = tuple(p for p in plan if p != place)
        losses.append(Loss(place, stakes.values_of(rest), without(place, rest)))
    return tuple(losses)


def _near_without(stakes: NearStakes, mix: Floats, place: int, rest: tuple[int, ...]) -> Solution:
    """Return the plan of least mean time without a place, at once."""
    instant, whole = solve_median(stakes.problem(mix, [place])), float(stakes.whole @ mix)
    plan, value = (instant.plan, whole - instant.value) if instant.feasible else (rest, float(stakes.values_of(rest) @ mix))
    return Solution(plan, Certificate(value, whole - instant.bound, METHOD_INSTANT))


def _without(core: Core, place: int, rest: tuple[int, ...]) -> Solution:
    """Return the plan that reaches most without a place, at once."""
    left = restrict(core, np.zeros(0, dtype=np.int32), np.flatnonzero(core.places == place))
    return solve_core(left, WARM_EFFORT, start=rest).solution(left)
