"""The curve over k: each plan holds its value, each bound holds for every plan of that many places."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.curve import coverage_curve
from siting.evaluate import coverage
from siting.exact import solve_exact
from siting.problem import build_problem, core_of
from siting.rules import core_in, frame_of
from tests.siting.brute import best_coverage, constrained, instances, respects


@settings(max_examples=80, deadline=None)
@given(instances(14, 7))
def test_every_point_of_the_curve_is_certified(instance) -> None:
    minutes, weights, limit, k = instance
    curve = coverage_curve(core_of(build_problem(minutes, limit, weights), None, k))
    assert len(curve.solutions) == k + 1
    for size, solution in enumerate(curve.solutions):
        best = best_coverage(minutes, limit, weights, size, lambda plan: True)
        assert len(solution.plan) <= size
        assert coverage(minutes, limit, weights, solution.plan)[0] == solution.certificate.value <= best <= solution.certificate.bound
    assert np.all(curve.marginal_gains >= 0)


@settings(max_examples=60, deadline=None)
@given(st.data(), instances(12, 6))
def test_bounds_hold_under_constraints(data, instance) -> None:
    minutes, weights, limit, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    frame = frame_of(places, constraints)
    best = best_coverage(minutes, limit, weights, minutes.shape[1], respects(places, constraints))
    if best is not None:
        assert coverage_curve(core_in(build_problem(minutes, limit, weights), None, frame)).bounds[-1] >= best - 1e-9


def test_the_curve_is_near_the_optimum_at_each_k() -> None:
    rng = np.random.default_rng(1)
    minutes = np.hypot(*(rng.random((2, 400, 1)) - rng.random((2, 1, 80))))
    weights = rng.integers(1, 100, 400).astype(float)
    problem = build_problem(minutes, 0.15, weights)
    curve = coverage_curve(core_of(problem, None, 8))
    for k in (2, 5, 8):
        proven = solve_exact(core_of(problem, None, k), 20.0)
        assert curve.values[k] >= 0.98 * proven.value
        assert curve.bounds[k] <= 1.05 * proven.value
