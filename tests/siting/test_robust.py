"""Many weightings share their plans and their proofs, and each certificate stays true."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.dominance import undominated
from siting.evaluate import coverage
from siting.exact import solve_exact
from siting.pareto import extremes, front, pareto_front
from siting.problem import build_problem
from siting.robust import advance_sweep, begin_sweep, frequencies, lose_each, never_a_regret, random_mixes, solve_weightings
from siting.rules import Constraints, Places, frame_of
from siting.stakes import stakes_in
from tests.siting.brute import all_plans, constrained, instances, respects


def stakes_of(minutes, weights, limit, k, seed=0):
    rng = np.random.default_rng(seed)
    table = np.stack([weights, weights * (rng.random(len(weights)) < 0.4), rng.integers(0, 9, len(weights)).astype(float)], axis=1)
    return table, stakes_in(build_problem(minutes, limit, table), frame_of(Places(minutes.shape[1]), Constraints(k)))


@settings(max_examples=30, deadline=None)
@given(instances(12, 6), st.integers(0, 9))
def test_every_weighting_is_certified_against_all_plans(instance, seed) -> None:
    minutes, weights, limit, k = instance
    table, stakes = stakes_of(minutes, weights, limit, k, seed)
    mixes = random_mixes(20, 3, seed)
    sweep = solve_weightings(stakes, mixes)
    worth = np.array([coverage(minutes, limit, table, plan) for plan in all_plans(minutes.shape[1], k)])
    best = (worth @ sweep.mixes.T).max(axis=0)
    assert np.all(sweep.values <= best + 1e-9)
    assert np.all(best <= sweep.bounds + 1e-9)
    assert np.all(sweep.gaps <= 0.01)
    for draw in range(len(mixes)):
        assert coverage(minutes, limit, table, sweep.solution(draw).plan) @ sweep.mixes[draw] == pytest.approx(sweep.values[draw])


@settings(max_examples=30, deadline=None)
@given(st.data(), instances(10, 6))
def test_bounds_hold_under_constraints_for_every_weighting(data, instance) -> None:
    minutes, weights, limit, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    frame, allowed = frame_of(places, constraints), respects(places, constraints)
    table = np.stack([weights, weights[::-1]], axis=1)
    plans = [p for p in all_plans(minutes.shape[1], minutes.shape[1]) if allowed(p)]
    if not plans:
        return
    sweep = solve_weightings(stakes_in(build_problem(minutes, limit, table), frame), random_mixes(8, 2, 1))
    best = (np.array([coverage(minutes, limit, table, p) for p in plans]) @ sweep.mixes.T).max(axis=0)
    assert np.all(best <= sweep.bounds + 1e-9)
    assert np.all(sweep.gaps <= 0.01)
    assert all(allowed(sweep.solution(d).plan) for d in range(8))


def medium():
    rng = np.random.default_rng(2)
    minutes = np.hypot(*(rng.random((2, 300, 1)) - rng.random((2, 1, 60))))
    return minutes, *stakes_of(minutes, rng.integers(1, 100, 300).astype(float), 0.15, 5)


def test_a_sweep_can_be_cut_into_slices() -> None:
    _, _, stakes = medium()
    mixes = random_mixes(60, 3, 4)
    sweep = begin_sweep(mixes)
    for _ in range(100):
        sweep = advance_sweep(stakes, sweep, 0.01, solves=2)
    assert np.all(sweep.gaps <= 0.01)
    assert np.array_equal(sweep.values, solve_weightings(stakes, mixes).values)


def test_no_regret_places_are_in_nine_plans_of_ten() -> None:
    shares = frequencies([(0, 2)] * 9 + [(1, 2)], 4)
    assert np.allclose(shares, [0.9, 0.1, 1.0, 0.0])
    assert never_a_regret(shares) == (0, 2)


def test_losing_a_place_costs_what_the_rest_no_longer_reaches() -> None:
    minutes, table, stakes = medium()
    mix = np.array([1.0, 0.0, 0.0])
    plan = solve_exact(stakes.core(mix), 20.0).plan
    losses = lose_each(stakes, mix, plan)
    assert [loss.place for loss in losses] == list(plan)
    for loss in losses:
        rest = [p for p in plan if p != loss.place]
        assert np.allclose(loss.left, coverage(minutes, 0.15, table, rest))
        assert loss.place not in loss.repaired.plan
        assert loss.left[0] <= loss.repaired.certificate.value <= loss.repaired.certificate.bound


@pytest.mark.parametrize("bad", [[[0.0, 0.0]], [[1.0, -0.5]]])
def test_impossible_weightings_are_refused(bad) -> None:
    with pytest.raises(ValueError, match="weightings"):
        begin_sweep(np.array(bad))


@settings(max_examples=25, deadline=None)
@given(instances(10, 5))
def test_no_plan_dominates_a_proven_point_of_the_front(instance) -> None:
    minutes, weights, limit, k = instance
    table, stakes = stakes_of(minutes, weights, limit, k)
    worth = np.array([coverage(minutes, limit, table, plan) for plan in all_plans(minutes.shape[1], k)])
    points = pareto_front(stakes, 2, 5.0)
    assert points
    for point in points:
        assert np.allclose(coverage(minutes, limit, table, point.plan), point.values)
        assert not ((worth >= point.values).all(axis=1) & (worth > point.values).any(axis=1)).any()
    for a in range(3):
        assert max(p.values[a] for p in points) == worth[:, a].max()


def test_dominated_points_leave_the_front() -> None:
    assert undominated(np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 1.0], [2.0, 1.0]])).tolist() == [True, True, False, True]
    _, _, stakes = medium()
    corners = extremes(stakes)
    assert {p.plan for p in front(corners)} <= {p.plan for p in corners}
