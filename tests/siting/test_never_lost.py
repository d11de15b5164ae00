"""An answer is never lost to its proof: whatever memory it is refused, however the solver fails, the plan comes with a true bound."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting import cover_tree, highs, median_proof
from siting.cover_all import cover_all
from siting.evaluate import total_time
from siting.exact import solve_exact
from siting.median import median_problem
from siting.median_proof import prove_median
from siting.problem import build_problem, core_of
from siting.rules import Constraints, Places, frame_of
from tests.siting.brute import all_plans, constrained, instances, respects

LITTLE = 600


@settings(max_examples=80, deadline=None)
@given(instances(14, 7), st.sampled_from([1, LITTLE, 5_000]))
def test_with_hardly_any_memory_the_median_keeps_its_plan_and_a_true_bound(instance, memory) -> None:
    minutes, weights, _, k = instance
    best = min(total_time(minutes, weights, p, 15.0) for p in all_plans(minutes.shape[1], k))
    found = prove_median(median_problem(minutes, weights, k, 15.0, memory), 10.0)
    assert found.certificate.value == pytest.approx(total_time(minutes, weights, found.plan, 15.0))
    assert found.certificate.bound <= best + 1e-9 * max(1.0, best)
    assert found.certificate.value == pytest.approx(best)
    assert found.certificate.is_optimal


@settings(max_examples=60, deadline=None)
@given(st.data(), instances(10, 6))
def test_under_rules_too_the_tree_goes_on_where_no_model_fits(data, instance) -> None:
    minutes, weights, _, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    frame, allowed = frame_of(places, constraints), respects(places, constraints)
    if set(frame.required) & set(frame.forbidden) or len(frame.required) > k:
        return
    plans = [p for p in all_plans(minutes.shape[1], minutes.shape[1]) if allowed(p)]
    found = prove_median(median_problem(minutes, weights, frame, 15.0, LITTLE), 10.0)
    assert (found is None) == (not plans)
    if found is not None:
        assert allowed(found.plan)
        assert found.certificate.value == pytest.approx(min(total_time(minutes, weights, p, 15.0) for p in plans))
        assert found.certificate.is_optimal


def spread(m: int, n: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(8)
    return np.hypot(*(rng.random((2, m, 1)) - rng.random((2, 1, n)))).round(3) * 1000, rng.integers(1, 50, m).astype(float)


def refuse(*_args: object, **_named: object) -> None:
    raise MemoryError


def test_a_model_that_cannot_be_built_leaves_the_median_its_proof(monkeypatch) -> None:
    minutes, weights = spread(200, 60)
    rules = frame_of(Places(60, cost_eur=np.arange(60.0)), Constraints(5, budget_eur=140.0))
    plain, ruled = median_problem(minutes, weights, 5), median_problem(minutes, weights, rules)
    expected = prove_median(plain).certificate.value, prove_median(ruled).certificate.value
    monkeypatch.setattr(median_proof, "radius_core", refuse)
    monkeypatch.setattr(cover_tree, "coverage_model", refuse)
    assert prove_median(plain).certificate.value == expected[0]
    found = prove_median(ruled, 1.0)
    assert rules.sides.hold(np.isin(np.arange(60), found.plan))
    assert found.certificate.bound <= expected[1] <= found.certificate.value


@pytest.mark.parametrize("failure", [MemoryError, RuntimeError])
def test_a_solver_that_fails_leaves_coverage_and_cover_their_plans(monkeypatch, failure) -> None:
    minutes, weights = spread(150, 40)
    core = core_of(build_problem(minutes, 150.0, weights), None, 6)
    everyone = frame_of(Places(40), Constraints(40))
    proven, cover = solve_exact(core), cover_all(minutes, 220.0, everyone).solution

    def fail(*_args: object) -> None:
        raise failure

    monkeypatch.setattr(highs.highspy.Highs, "run", fail)
    state = solve_exact(core, 5.0)
    assert state.value <= proven.value <= state.bound
    left = cover_all(minutes, 220.0, everyone).solution
    assert left.certificate.bound <= cover.certificate.value <= left.certificate.value
    assert (minutes[:, list(left.plan)].min(axis=1) <= 220.0).sum() == (minutes[:, list(cover.plan)].min(axis=1) <= 220.0).sum()
