"""The proven p-median is the least total time of all, and the first answer's bound never passes it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.evaluate import total_time
from siting.median import instant_solution, median_problem, solve_median
from siting.median_proof import advance_median, begin_median, prove_median
from siting.rules import frame_of
from tests.siting.brute import all_plans, constrained, instances, respects


@settings(max_examples=150, deadline=None)
@given(instances(14, 7), st.booleans())
def test_no_plan_takes_less_time(instance, whole) -> None:
    minutes, weights, _, k = instance
    weights = weights if whole else weights * np.pi / 7
    problem = median_problem(minutes, weights, k, unreached_min=15.0)
    best = min(total_time(minutes, weights, p, 15.0) for p in all_plans(minutes.shape[1], k))
    first, proven = instant_solution(solve_median(problem)), prove_median(problem, 10.0)
    assert first.certificate.bound <= best + 1e-9 * max(1.0, best)
    assert first.certificate.value == pytest.approx(total_time(minutes, weights, first.plan, 15.0))
    assert proven.certificate.is_optimal
    assert proven.certificate.value == pytest.approx(best)
    assert total_time(minutes, weights, proven.plan, 15.0) == pytest.approx(best)


@settings(max_examples=100, deadline=None)
@given(st.data(), instances(10, 6))
def test_under_constraints_the_plan_is_the_best_allowed_one(data, instance) -> None:
    minutes, weights, _, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    frame, allowed = frame_of(places, constraints), respects(places, constraints)
    if set(frame.required) & set(frame.forbidden) or len(frame.required) > k:
        return
    plans = [p for p in all_plans(minutes.shape[1], minutes.shape[1]) if allowed(p)]
    problem = median_problem(minutes, weights, frame, unreached_min=15.0)
    first, solution = solve_median(problem), prove_median(problem, 10.0)
    assert (solution is None) == (not plans) == (not first.feasible)
    if solution is not None:
        best = min(total_time(minutes, weights, p, 15.0) for p in plans)
        assert allowed(first.plan)
        assert first.value == pytest.approx(total_time(minutes, weights, first.plan, 15.0))
        assert first.bound <= best + 1e-9 * max(1.0, best)
        assert solution.certificate.value == pytest.approx(best)
        assert total_time(minutes, weights, solution.plan, 15.0) == pytest.approx(best)
        assert allowed(solution.plan)


def test_without_any_unreachable_pair_no_ceiling_is_needed() -> None:
    rng = np.random.default_rng(0)
    minutes, weights = rng.integers(1, 50, (40, 12)).astype(float), rng.integers(1, 9, 40).astype(float)
    best = min(total_time(minutes, weights, p) for p in all_plans(12, 3) if p)
    assert prove_median(median_problem(minutes, weights, 3)).certificate.value == best


def test_an_unreachable_pair_needs_a_stated_cost() -> None:
    with pytest.raises(ValueError, match="unreached_min"):
        median_problem(np.array([[1.0, np.inf]]), np.ones(1), 1)


def test_slices_reach_the_proven_value() -> None:
    rng = np.random.default_rng(5)
    minutes = np.hypot(*(rng.random((2, 150, 1)) - rng.random((2, 1, 60)))).round(3) * 1000
    problem = median_problem(minutes, np.ones(150), 4)
    search = begin_median(problem, solve_median(problem))
    while not search.is_finished and search.state.slices < 300:
        search = advance_median(search, 0.05)
    assert search.solution.certificate.is_optimal
    assert search.solution.certificate.value == prove_median(problem).certificate.value
