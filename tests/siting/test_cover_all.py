"""Reach everyone with the fewest places; name whom nobody can reach, and the rules that stand in the way."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.cover_all import cover_all
from siting.evaluate import reached
from siting.rules import Constraints, Places, frame_of
from tests.siting.brute import all_plans, constrained, instances, respects


@settings(max_examples=150, deadline=None)
@given(st.data(), instances(12, 7), st.booleans())
def test_the_cover_is_the_smallest_allowed_and_reaches_all_it_promises(data, instance, free) -> None:
    minutes, _, limit, _ = instance
    n = minutes.shape[1]
    places, constraints = (Places(n), Constraints(n)) if free else data.draw(constrained(n, data.draw(st.integers(0, n))))
    frame, allowed = frame_of(places, constraints), respects(places, constraints)
    answer = cover_all(minutes, limit, frame)
    promised = np.setdiff1d(np.arange(len(minutes)), answer.unreachable)
    usable = np.setdiff1d(np.arange(n), np.setdiff1d(frame.forbidden, frame.existing))
    assert np.array_equal(answer.unreachable, np.flatnonzero(~(minutes[:, usable] <= limit).any(axis=1)))
    plans = [p for p in all_plans(n, n) if allowed(p) and reached(minutes, limit, p)[promised].all()]
    if not plans:
        assert answer.solution is None
        assert answer.conflict
        return
    best = min(len(set(p) - set(constraints.existing)) for p in plans)
    assert answer.solution.certificate.value == best == answer.solution.certificate.bound
    assert allowed(answer.solution.plan)
    assert reached(minutes, limit, answer.solution.plan)[promised].all()


def test_the_cheapest_cover_is_not_the_smallest_one() -> None:
    minutes = np.array([[1.0, 1.0, 9.0], [1.0, 9.0, 1.0]])
    frame = frame_of(Places(3), Constraints(3))
    assert cover_all(minutes, 5.0, frame).solution.plan == (0,)
    assert cover_all(minutes, 5.0, frame, np.array([100.0, 10.0, 20.0])).solution.plan == (1, 2)


def test_an_unknown_cost_is_refused() -> None:
    with pytest.raises(ValueError, match="cost"):
        cover_all(np.ones((1, 2)), 5.0, frame_of(Places(2), Constraints(2)), np.array([np.nan, 1.0]))


def test_too_few_places_to_reach_everyone_is_said_in_words() -> None:
    answer = cover_all(np.eye(3) * -1.0, -1.0, frame_of(Places(3), Constraints(2)))
    assert [rule.kind for rule in answer.conflict] == ["count", "reach_all"]
