"""Studies around a plan: the curve grows, shares are shares, losses are losses, the front beats itself nowhere."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from scenarios.solving import first
from scenarios.sweeps import (
    advance_front,
    advance_robust,
    begin_front,
    begin_robust,
    curve_of,
    from_bytes,
    read_front,
    read_robust,
    to_bytes,
)
from siting.evaluate import coverage
from tests.scenarios.conftest import Ask

QUESTIONS = ("open=shop&mode=foot&min=15", "k=3&basin=1&space=3000", "k=2&imp=RC-008")


@pytest.mark.parametrize("query", QUESTIONS)
def test_each_further_place_adds_something_and_the_bound_holds(ask: Ask, query: str) -> None:
    instance = ask(query)
    steps = curve_of(instance)
    assert [step.k for step in steps] == list(range(steps[0].k, steps[0].k + len(steps)))
    for before, step in pairwise(steps):
        assert step.value >= before.value - 1e-9
    for step in steps:
        again = coverage(instance.minutes, instance.limit_min, instance.points, [*step.plan, *instance.existing]) @ instance.mix
        assert step.value == pytest.approx(again)
        assert step.bound >= step.value - 1e-9
    asked = next(step for step in steps if step.k == instance.question.k)
    assert asked.value <= first(instance).value + 1e-9 <= asked.bound + 1e-6


def test_places_without_regret_are_in_nine_plans_out_of_ten(ask: Ask) -> None:
    instance = ask(QUESTIONS[0])
    plan = first(instance).plan or ()
    state = begin_robust(instance)
    while not read_robust(instance, state).finished:
        state = advance_robust(instance, from_bytes(to_bytes(state)), plan, 0.5)
    known = read_robust(instance, state)
    assert set(known.shares) == {4, 5, 6}
    for k, share in known.shares.items():
        assert share.sum() == pytest.approx(k)
        assert known.draws[k] == 1_000
        assert set(known.no_regret[k]) == set(np.flatnonzero(share >= 0.9))
    assert known.gap <= 0.01 + 1e-9
    assert sorted(loss["place"] for loss in known.losses) == sorted(plan)
    for loss in known.losses:
        rest = [place for place in plan if place != loss["place"]]
        again = coverage(instance.minutes, instance.limit_min, instance.points, [*rest, *instance.existing]) @ instance.mix
        assert loss["left"] == pytest.approx(again)
        assert loss["left"] <= loss["repaired"] <= loss["whole"] + 1e-9


def test_no_plan_of_the_front_beats_another(ask: Ask) -> None:
    instance = ask(QUESTIONS[0])
    state = begin_front(instance)
    finished = False
    while not finished:
        state = advance_front(instance, from_bytes(to_bytes(state)), 0.5)
        points, finished = read_front(state)
    values = np.array([point.values for point in points])
    assert len(points) >= 2
    for i, mine in enumerate(values):
        for j, other in enumerate(values):
            assert i == j or not (np.all(other >= mine) and np.any(other > mine))
    for point in points:
        again = coverage(instance.minutes, instance.limit_min, instance.points, point.plan)
        assert point.values == pytest.approx(again)
    best = [first(ask(f"{QUESTIONS[0]}&mix={mix}")).value for mix in ("cohesion-0,landlord-0,economy-0", "waste-0,landlord-0,economy-0")]
    assert values[:, :2].max(axis=0) == pytest.approx(best, rel=1e-3)


def test_damaged_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="stored"):
        from_bytes(b"[1]")
