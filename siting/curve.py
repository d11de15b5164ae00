"""What each further place adds: coverage for k = 1…K in one pass, with a bound at each k."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.certificate import Certificate, Solution, upper_bound
from siting.dual import Multipliers, cold_start, pdhg
from siting.exact import undominated, worth_of
from siting.incidence import Bools, Floats
from siting.instant import METHOD, budget_of, is_whole, rounded, threshold_of
from siting.problem import Core
from siting.search import Model, climb, fits, greedy, model_of, new_trail, open_place, value_of

FIRST_ITERATIONS = 48


@dataclass(frozen=True)
class Curve:
    """One certified plan for each number of places; ``solutions[0]`` opens none (existing and required places only)."""

    solutions: tuple[Solution, ...]

    @property
    def values(self) -> Floats:
        """Return (K + 1,) the weight reached with 0…K more places."""
        return np.array([s.certificate.value for s in self.solutions])

    @property
    def bounds(self) -> Floats:
        """Return (K + 1,) what no plan of that many places can pass."""
        return np.array([s.certificate.bound for s in self.solutions])

    @property
    def marginal_gains(self) -> Floats:
        """Return (K,) what the k-th place adds to the plans found."""
        return np.diff(self.values)


def coverage_curve(core: Core, iterations: int | None = None) -> Curve:
    """Answer k = 0…core.k at once.

    Each plan starts from the one before, and each run of the primal–dual method from the one before. Multipliers
    found for one k prove a bound for every k (only the number of best places summed changes), so each bound is the
    least over all runs.
    """
    core = undominated(core)
    model, threshold, whole, top = model_of(core), threshold_of(core), is_whole(core), max(core.k, 0)
    steps = iterations or max(budget_of(core) // 4, 12)
    bounds, values = np.full(top + 1, np.inf), np.full(top + 1, -np.inf)
    chosen = [np.zeros(core.n, dtype=np.bool_)] * (top + 1)
    state: Multipliers = cold_start(model._replace(k=1))
    bounds[0] = values[0] = 0.0
    for k in range(1, top + 1):
        at = model._replace(k=k)
        result = pdhg(at, state, FIRST_ITERATIONS if k == 1 else steps, -np.inf)
        state = result.last
        bounds = np.minimum(bounds, _bounds_for_all(core, result.best, result.bound, k, top))
        tries = [rounded(at, result.last.x, k, threshold), _next(at, chosen[k - 1], threshold)]
        for flags, value in tries:
            if value > values[k] and core.sides.hold(flags):
                chosen[k], values[k] = flags, value
    return Curve(tuple(_solution(core, chosen[k], values[k], bounds[k], whole) for k in range(top + 1)))


def _next(at: Model, before: Bools, threshold: float) -> tuple[Bools, float]:
    """Go on from the plan with one place fewer."""
    trail = new_trail(at)
    for j in np.flatnonzero(before):
        if fits(at, trail, int(j), -1):
            open_place(at, trail, int(j))
    greedy(at, trail)
    climb(at, trail, threshold)
    return trail.chosen, value_of(at, trail)


def _bounds_for_all(core: Core, prices: Multipliers, bound: float, k: int, top: int) -> Floats:
    """Return the bounds that one set of multipliers proves for 0…top places, given the one it proves for k."""
    worth = np.sort(np.maximum(worth_of(core, prices), 0.0))[::-1]
    sums = np.concatenate(([0.0], np.cumsum(worth), np.full(max(top - len(worth), 0), worth.sum())))
    return np.asarray(bound - sums[min(k, len(worth))] + sums[: top + 1])


def _solution(core: Core, chosen: Bools, value: float, bound: float, whole: bool) -> Solution:
    stated = upper_bound(core.base + bound, core.base + value, whole)
    return Solution(core.plan(chosen), Certificate(core.base + value, stated, METHOD))
