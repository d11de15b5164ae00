"""The curve over k holds between what was found and what was proven, and is the optimum wherever it is proven."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.curve import agreed
from siting.exact import begin, solve_exact
from siting.problem import build_problem
from siting.rules import contradicts_itself, core_in, frame_of
from tests.siting.brute import best_coverage, constrained, instances, respects


def certified(minutes, limit, weights, places, constraints, k, proven):
    """Return the value and the bound of at most k places, proven or only begun."""
    frame = frame_of(places, type(constraints)(**{**constraints.__dict__, "k": k}))
    if contradicts_itself(frame):
        return -np.inf, -np.inf
    core = core_in(build_problem(minutes, limit, weights), None, frame)
    state = solve_exact(core, 20.0) if proven else begin(core)
    return (-np.inf, state.bound) if state.plan is None else (state.value, state.bound)


@settings(max_examples=80, deadline=None)
@given(st.data(), instances(12, 6))
def test_the_curve_holds_the_best_of_each_number_of_places(data, instance) -> None:
    minutes, weights, limit, top = instance
    places, constraints = data.draw(constrained(minutes.shape[1], top))
    proven = [data.draw(st.booleans()) for _ in range(top + 1)]
    found = [certified(minutes, limit, weights, places, constraints, k, proven[k]) for k in range(top + 1)]
    values, bounds = agreed(np.array([value for value, _ in found]), np.array([bound for _, bound in found]))
    assert np.all(values[1:] >= values[:-1])
    for k in range(top + 1):
        rules = type(constraints)(**{**constraints.__dict__, "k": k})
        best = best_coverage(minutes, limit, weights, minutes.shape[1], respects(places, rules))
        if best is None:
            assert values[k] == -np.inf
            continue
        assert values[k] <= best + 1e-9
        assert best <= bounds[k] + 1e-9
        if proven[k]:
            assert values[k] == found[k][0] == best


def test_a_number_without_an_answer_takes_what_its_neighbours_prove() -> None:
    values, bounds = agreed(np.array([10.0, -np.inf, 30.0]), np.array([10.0, np.inf, 30.0]))
    assert values.tolist() == [10.0, 10.0, 30.0]
    assert bounds.tolist() == [10.0, 30.0, 30.0]
