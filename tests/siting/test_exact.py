"""The proven coverage plan is the best of all, and every certificate tells the truth."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.evaluate import coverage
from siting.exact import ExactState, advance, begin, solve_exact
from siting.instant import solve_core
from siting.problem import build_problem, core_of
from siting.rules import core_in, frame_of
from tests.siting.brute import best_coverage, constrained, instances, respects


@settings(max_examples=150, deadline=None)
@given(instances())
def test_the_proven_plan_is_the_best_of_all_plans(instance) -> None:
    minutes, weights, limit, k = instance
    state = solve_exact(core_of(build_problem(minutes, limit, weights), None, k), 10.0)
    best = best_coverage(minutes, limit, weights, k, lambda plan: True)
    assert state.is_finished
    assert state.value == best
    assert coverage(minutes, limit, weights, state.plan)[0] == best
    assert state.solution().certificate.is_optimal


@settings(max_examples=200, deadline=None)
@given(st.data(), instances())
def test_under_constraints_the_plan_is_the_best_allowed_one_or_none_exists(data, instance) -> None:
    minutes, weights, limit, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    allowed = respects(places, constraints)
    frame = frame_of(places, constraints)
    best = best_coverage(minutes, limit, weights, minutes.shape[1], allowed)
    if set(frame.required) & set(frame.forbidden) or len(frame.required) > k:
        assert best is None
        return
    state = solve_exact(core_in(build_problem(minutes, limit, weights), None, frame), 10.0)
    if best is None:
        assert state.is_infeasible
        return
    assert state.is_finished
    assert allowed(state.plan)
    assert coverage(minutes, limit, weights, state.plan)[0] == best == state.value


@settings(max_examples=100, deadline=None)
@given(instances(60, 25), st.booleans())
def test_the_instant_bound_is_never_under_what_any_plan_reaches(instance, whole) -> None:
    minutes, weights, limit, k = instance
    weights = weights if whole else weights * np.pi / 7
    core = core_of(build_problem(minutes, limit, weights), None, k)
    instant = solve_core(core)
    proven = solve_exact(core, 10.0)
    solution = instant.solution(core)
    assert solution.certificate.is_sound
    assert solution.certificate.value <= proven.value + 1e-9 <= instant.bound + 2e-9
    assert coverage(minutes, limit, weights, solution.plan)[0] == pytest.approx(solution.certificate.value, abs=1e-9)


def hard_instance() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(3)
    return np.hypot(*(rng.random((2, 600, 1)) - rng.random((2, 1, 120)))), rng.integers(1, 100, 600).astype(float)


def test_slices_reach_the_same_proven_value_as_one_long_run() -> None:
    minutes, weights = hard_instance()
    core = core_of(build_problem(minutes, 0.11, weights), None, 12)
    once = solve_exact(core, 60.0)
    sliced = begin(core)
    bounds = [sliced.bound]
    while not sliced.is_finished and sliced.slices < 400:
        sliced = advance(core, sliced, 0.05)
        bounds.append(sliced.bound)
    assert sliced.is_finished
    assert once.value == sliced.value == once.bound
    assert all(later <= earlier + 1e-6 for earlier, later in pairwise(bounds))


def test_a_better_start_is_never_lost() -> None:
    minutes, weights = hard_instance()
    core = core_of(build_problem(minutes, 0.11, weights), None, 12)
    best = solve_exact(core, 60.0)
    assert begin(core, best.plan).value == best.value


def test_nothing_to_choose_is_answered_too() -> None:
    minutes = np.full((3, 2), np.inf)
    state: ExactState = solve_exact(core_of(build_problem(minutes, 10.0, np.ones(3)), None, 2), 5.0)
    assert (state.plan, state.value, state.bound) == ((), 0.0, 0.0)
