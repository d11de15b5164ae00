"""The oracle of the siting tests: every choice of places, tried one by one on the raw travel times."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
from hypothesis import strategies as st

from siting.evaluate import coverage
from siting.rules import Constraints, Places


def all_plans(n: int, k: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of at most k of n places."""
    for size in range(min(k, n) + 1):
        yield from combinations(range(n), size)


def best_coverage(
    minutes: np.ndarray, limit: float, weights: np.ndarray, k: int, allowed: Callable[[tuple[int, ...]], bool]
) -> float | None:
    """Return the best coverage over the plans that are allowed, None when none is."""
    values = [float(coverage(minutes, limit, weights, plan)[0]) for plan in all_plans(minutes.shape[1], k) if allowed(plan)]
    return max(values) if values else None


def respects(places: Places, constraints: Constraints) -> Callable[[tuple[int, ...]], bool]:
    """Return the test « this plan (existing places included) respects the constraints », written independently of the solver."""

    def test(plan: tuple[int, ...]) -> bool:
        open_now = set(plan)
        new = [p for p in plan if p not in constraints.existing]
        if not set(constraints.existing) <= open_now or not set(constraints.required) <= open_now:
            return False
        if len(new) > constraints.k or set(new) & set(constraints.forbidden):
            return False
        return _spaced(places, constraints, plan, new) and _counted(places, constraints, plan, new)

    return test


def _spaced(places: Places, constraints: Constraints, plan: tuple[int, ...], new: list[int]) -> bool:
    if constraints.min_spacing_m is None or places.xy_l93 is None:
        return True
    pairs = [(a, b) for a in new for b in plan if a != b]
    return all(float(np.hypot(*(places.xy_l93[a] - places.xy_l93[b]))) >= constraints.min_spacing_m for a, b in pairs)


def _counted(places: Places, constraints: Constraints, plan: tuple[int, ...], new: list[int]) -> bool:
    if constraints.max_per_commune is not None and places.commune is not None:
        names = [str(places.commune[p]) for p in new]
        if any(name and names.count(name) > constraints.max_per_commune for name in names):
            return False
    if constraints.one_per_basin and places.basin is not None:
        served = {str(places.basin[p]) for p in plan}
        if not {str(b) for b in places.basin if b} <= served:
            return False
    if constraints.budget_eur is not None and places.cost_eur is not None:
        costs = [float(places.cost_eur[p]) for p in new]
        if any(np.isnan(costs)) or sum(costs) > constraints.budget_eur + 1e-9:
            return False
    return all(shop not in new or any(h in plan and h != shop for h in hubs) for shop, hubs in constraints.supply)


@st.composite
def instances(draw: st.DrawFn, max_demand: int = 14, max_places: int = 7) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Draw travel times (some infinite), whole weights, a limit and k."""
    m, n = draw(st.integers(1, max_demand)), draw(st.integers(1, max_places))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    minutes = rng.integers(1, 12, (m, n)).astype(float)
    minutes[rng.random((m, n)) < 0.15] = np.inf
    weights = rng.integers(0, 20, m).astype(float)
    return minutes, weights, float(draw(st.integers(1, 11))), draw(st.integers(0, n))


@st.composite
def constrained(draw: st.DrawFn, n: int, k: int) -> tuple[Places, Constraints]:
    """Draw places and a mixture of constraints for n places."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    cost = rng.integers(10, 100, n).astype(float)
    cost[rng.random(n) < 0.1] = np.nan
    communes, basins = rng.choice(["A", "B", ""], n), rng.choice(["north", "south"], n)
    places = Places(n, rng.random((n, 2)) * 1000, communes, basins, cost)
    some = st.lists(st.integers(0, n - 1), max_size=2, unique=True).map(tuple)
    return places, Constraints(
        k,
        required=draw(some) if draw(st.booleans()) else (),
        forbidden=draw(some),
        existing=draw(some) if draw(st.booleans()) else (),
        min_spacing_m=draw(st.sampled_from([None, 200.0, 500.0])),
        max_per_commune=draw(st.sampled_from([None, 1, 2])),
        one_per_basin=draw(st.booleans()),
        budget_eur=draw(st.sampled_from([None, 80.0, 200.0])),
        supply=((0, draw(some)),) if draw(st.booleans()) else (),
    )
