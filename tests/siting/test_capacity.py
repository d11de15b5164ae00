"""A place never takes in more tonnes than its capacity, and the plan is still the best of all."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.optimize import linprog

from siting.capacity import capacity_problem, evaluate_capacity, solve_capacity
from siting.rules import Constraints, Places, frame_of
from tests.siting.brute import all_plans, instances


def worth(minutes, limit, weights, tonnes, capacity, plan) -> float:
    """Share the tonnes between the places of `plan` by an independent linear programme (scipy)."""
    pairs = [(i, j) for i in range(len(minutes)) for j in plan if minutes[i, j] <= limit]
    if not pairs:
        return 0.0
    a = np.zeros((len(minutes) + len(plan), len(pairs)))
    for c, (i, j) in enumerate(pairs):
        a[i, c], a[len(minutes) + list(plan).index(j), c] = 1.0, tonnes[i]
    b = np.concatenate((np.ones(len(minutes)), [capacity[j] for j in plan]))
    return -linprog([-weights[i] for i, _ in pairs], a, b, bounds=(0, 1)).fun


@settings(max_examples=40, deadline=None)
@given(instances(7, 5))
def test_no_plan_carries_more(instance) -> None:
    minutes, weights, limit, k = instance
    n = minutes.shape[1]
    rng = np.random.default_rng(int(weights.sum()))
    tonnes, capacity = rng.integers(1, 6, len(weights)).astype(float), rng.integers(2, 15, n).astype(float)
    problem = capacity_problem(minutes, limit, weights, tonnes, capacity, frame_of(Places(n), Constraints(k)))
    solution = solve_capacity(problem, 10.0)
    best = max(worth(minutes, limit, weights, tonnes, capacity, plan) for plan in all_plans(n, k))
    assert solution.certificate.value == pytest.approx(best, abs=1e-5)
    assert solution.certificate.is_optimal
    assert worth(minutes, limit, weights, tonnes, capacity, solution.plan) == pytest.approx(best, abs=1e-5)


def test_an_unknown_capacity_is_neither_zero_nor_boundless() -> None:
    minutes, ones = np.ones((4, 2)), np.ones(4)
    frame = frame_of(Places(2), Constraints(1))
    problem = capacity_problem(minutes, 5.0, ones, ones, np.array([np.nan, 2.0]), frame)
    assert solve_capacity(problem).plan == (1,)
    assert evaluate_capacity(problem, (1,)) == pytest.approx(2.0)
    with pytest.raises(ValueError, match="capacity"):
        capacity_problem(minutes, 5.0, ones, ones, np.array([np.nan, 2.0]), frame_of(Places(2), Constraints(1, existing=(0,))))
