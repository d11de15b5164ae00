"""Studies around a plan: shares are shares, losses are losses, the front beats itself nowhere."""

from __future__ import annotations

import numpy as np
import pytest

from scenarios.solving import UNREACHED_MIN, first, near_weights
from scenarios.sweeps import (
    advance_front,
    advance_robust,
    begin_front,
    begin_robust,
    from_bytes,
    read_front,
    read_robust,
    to_bytes,
)
from siting.evaluate import coverage, total_time
from tests.scenarios.conftest import Ask

FOOT = "open=shop&mode=foot&min=15"


def test_places_without_regret_are_in_nine_plans_out_of_ten(ask: Ask) -> None:
    instance = ask(FOOT)
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


def test_where_the_goal_is_the_time_robustness_is_of_the_time(ask: Ask) -> None:
    instance = ask("open=shop&mode=foot&goal=near&k=2&ex=0")
    plan = first(instance).plan or ()
    state = begin_robust(instance)
    state["left"] = [[2, 0]]
    while not read_robust(instance, state).finished:
        state = advance_robust(instance, from_bytes(to_bytes(state)), plan, 0.5)
    known = read_robust(instance, state)
    assert known.in_minutes and not read_robust(instance, begin_robust(ask(FOOT))).in_minutes
    assert known.shares[2].sum() == pytest.approx(2) and known.gap <= 0.01 + 1e-9

    def mean_time(places: tuple[int, ...]) -> float:
        return total_time(instance.minutes, near_weights(instance), places, UNREACHED_MIN)

    assert sorted(loss["place"] for loss in known.losses) == sorted(plan)
    for loss in known.losses:
        rest = tuple(place for place in plan if place != loss["place"])
        assert loss["whole"] - loss["left"] == pytest.approx(mean_time(rest) - mean_time(plan), abs=1e-6)
        instead = (*rest, *loss["instead"])
        assert loss["whole"] - loss["repaired"] == pytest.approx(mean_time(instead) - mean_time(plan), abs=1e-6) or len(loss["instead"]) > 1
        assert loss["left"] <= loss["repaired"] + 1e-9


def test_no_plan_of_the_front_beats_another(ask: Ask) -> None:
    instance = ask(FOOT)
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
    best = [first(ask(f"{FOOT}&mix={mix}")).value for mix in ("cohesion-0,landlord-0,economy-0", "waste-0,landlord-0,economy-0")]
    assert values[:, :2].max(axis=0) == pytest.approx(best, rel=1e-3)


def test_damaged_bytes_are_refused() -> None:
    with pytest.raises(ValueError, match="stored"):
        from_bytes(b"[1]")
