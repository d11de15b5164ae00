"""The proven p-centre is the shortest longest time of all."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.centre import solve_centre
from siting.evaluate import longest_time
from siting.rules import frame_of
from tests.siting.brute import all_plans, constrained, instances, respects


@settings(max_examples=150, deadline=None)
@given(instances(12, 7))
def test_no_plan_reaches_everyone_sooner(instance) -> None:
    minutes, _, _, k = instance
    answer = solve_centre(minutes, k)
    kept = np.delete(minutes, answer.unreachable, axis=0)
    best = min((longest_time(kept, p) for p in all_plans(minutes.shape[1], k)), default=np.inf) if len(kept) else np.inf
    if not np.isfinite(best):
        assert answer.solution is None
        return
    assert answer.solution.certificate.value == best == longest_time(kept, answer.solution.plan)
    assert answer.solution.certificate.is_optimal


@settings(max_examples=100, deadline=None)
@given(st.data(), instances(10, 6))
def test_under_constraints_too(data, instance) -> None:
    minutes, _, _, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    answer = solve_centre(minutes, frame_of(places, constraints))
    kept = np.delete(minutes, answer.unreachable, axis=0)
    allowed = respects(places, constraints)
    times = [longest_time(kept, p) for p in all_plans(minutes.shape[1], minutes.shape[1]) if allowed(p)] if len(kept) else []
    best = min(times, default=np.inf)
    assert (answer.solution is None) == (not np.isfinite(best))
    if answer.solution is not None:
        assert answer.solution.certificate.value == best
        assert allowed(answer.solution.plan)


def test_far_more_demand_points_than_decide_are_all_reached_in_the_stated_time() -> None:
    rng = np.random.default_rng(3)
    minutes = np.hypot(*(rng.random((600, 1, 2)) - rng.random((1, 22, 2))).transpose(2, 0, 1))
    minutes[rng.random(minutes.shape) < 0.05] = np.nan
    certificate = (answer := solve_centre(minutes, 4)).solution.certificate
    assert certificate.is_optimal
    assert certificate.value == longest_time(minutes, answer.solution.plan)
    assert certificate.value == min(longest_time(minutes, p) for p in all_plans(22, 4))
