"""The answer at once: greedy, exchanges and rounded relaxations, with the bound that certifies them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from siting.certificate import Certificate, Solution, upper_bound
from siting.dual import DualResult, Multipliers, cold_start, pdhg
from siting.incidence import Bools, Floats, Ints
from siting.problem import Core
from siting.search import Model, climb, fits, greedy, model_of, new_trail, open_place, shake_and_climb, value_of

WORK_PER_ANSWER = 20_000_000
MIN_ITERATIONS, MAX_ITERATIONS = 32, 240
METHOD = "greedy + swap + PDHG"


@dataclass(frozen=True)
class Instant:
    """A plan of a core (`chosen` flags its free places), its value and bound with the core's constant, and the multipliers."""

    chosen: Bools
    value: float
    bound: float
    multipliers: Multipliers
    last: Multipliers
    feasible: bool

    def solution(self, core: Core) -> Solution:
        """Return the plan with its certificate."""
        return Solution(core.plan(self.chosen), Certificate(self.value, self.bound, METHOD))


def is_whole(core: Core) -> bool:
    """Tell whether every weight is a whole number (inhabitants, dwellings), so that bounds can be rounded down."""
    parts = np.concatenate((core.weight, core.own, [core.base]))
    return bool(np.all(parts == np.floor(parts)) and np.all(parts < 2**50))


def threshold_of(core: Core) -> float:
    """Return the smallest improvement worth an exchange: rounding noise is not one."""
    return 1e-10 * max(1.0, float(core.weight.sum() + core.own.sum()))


def rounded(model: Model, x: np.ndarray, k: int, threshold: float) -> tuple[Bools, float]:
    """Open the places that the relaxation opens most, as far as the constraints let, fill up greedily, then exchange."""
    trail = new_trail(model)
    taken = 0
    for j in np.argsort(-x, kind="stable"):
        if taken == k or x[j] <= 1e-6:
            break
        if fits(model, trail, int(j), -1):
            open_place(model, trail, int(j))
            taken += 1
    greedy(model, trail)
    climb(model, trail, threshold)
    return trail.chosen, value_of(model, trail)


def _first(core: Core, model: Model, threshold: float, start: tuple[int, ...] | None) -> tuple[Bools, float]:
    trail = new_trail(model)
    for j in core.positions(start or ())[: model.k]:
        if fits(model, trail, int(j), -1):
            open_place(model, trail, int(j))
    greedy(model, trail)
    climb(model, trail, threshold)
    return trail.chosen, value_of(model, trail)


def budget_of(core: Core, effort: float = 1.0) -> int:
    """Return how many primal–dual iterations the effort buys: a count of work, not a clock, so answers repeat exactly."""
    return int(np.clip(effort * WORK_PER_ANSWER / max(core.cover.nnz, 1), MIN_ITERATIONS * min(effort, 1.0), MAX_ITERATIONS * effort))


def solve_core(
    core: Core,
    effort: float = 1.0,
    target_gap: float = 0.0,
    start: tuple[int, ...] | None = None,
    warm: Multipliers | None = None,
    enough: float = -np.inf,
) -> Instant:
    """Answer the coverage question of `core` at once.

    Parameters
    ----------
    effort : 1 = about 100 ms for 300 000 pairs within reach; work grows in proportion.
    target_gap : stop as soon as the certified gap is this small.
    start : a plan to begin with (for instance the last answer before the question changed a little).
    warm : multipliers of a neighbouring question with the same rows and places.
    enough : a plan of about this value is known elsewhere: stop as soon as none can pass it, and round relaxations but once.
    """
    model, threshold, whole = model_of(core), threshold_of(core), is_whole(core)
    best, value = _first(core, model, threshold, start)
    feasible = core.sides.hold(best)
    value = value if feasible else -np.inf
    state = warm if warm is not None else cold_start(model)
    bound, prices, left, chunk = np.inf, state, budget_of(core, effort), 12 if warm is None else 4
    while left > 0:
        result: DualResult = pdhg(model, state, min(chunk, left), max(max(value, 0.0) * (1 + target_gap), enough - core.base))
        left, chunk, state = left - chunk, chunk * 2, result.last
        if result.bound < bound:
            bound, prices = result.bound, result.best
        if core.base + bound <= enough:
            break
        for x in _worth_rounding(result, left, np.isfinite(enough)):
            other, other_value = rounded(model, x, model.k, threshold)
            if other_value > value and core.sides.hold(other):
                best, value, feasible = other, other_value, True
        stated = upper_bound(core.base + bound, core.base + value, whole)
        if stated <= (core.base + value) * (1 + target_gap) or (result.iterations == 0):
            break
    return Instant(best, core.base + value, upper_bound(core.base + bound, core.base + value, whole), prices, state, feasible)


def _worth_rounding(result: DualResult, left: int, is_sparing: bool) -> tuple[Floats, ...]:
    """Return the relaxed openings to round: rounding costs as much as the iterations between two of them."""
    if is_sparing:
        return () if left > 0 else (result.last.x,)
    return result.best.x, result.last.x


def improve(core: Core, chosen: Bools, rounds: int, seed: int) -> tuple[Bools, float]:
    """Go on from a plan by iterated local search; deterministic for one `seed`. Returns the plan and its value."""
    best, value = shake_and_climb(model_of(core), chosen, rounds, 3, seed, threshold_of(core))
    return best, core.base + value


def positions(chosen: Bools) -> Ints:
    """Return the ids flagged in `chosen`."""
    return np.flatnonzero(chosen).astype(np.int32)
