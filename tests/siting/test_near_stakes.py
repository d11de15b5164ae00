"""Many weightings of a p-median share their plans and their proofs, and each certificate stays true of every plan there is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.near_stakes import NearStakes, near_stakes
from siting.robust import lose_each, random_mixes, solve_weightings
from siting.rules import Constraints, Places, frame_of
from tests.siting.brute import all_plans, constrained, instances, respects

UNREACHED = 60.0
CASES = settings(max_examples=15, deadline=None)


def saved(minutes: np.ndarray, table: np.ndarray, existing: tuple[int, ...], plan: tuple[int, ...]) -> np.ndarray:
    """What a plan saves each stakeholder, said again by a loop over the demand points."""
    out = np.zeros(table.shape[1])
    for times, weights in zip(np.where(np.isnan(minutes), np.inf, minutes), table, strict=True):
        before = min([UNREACHED, *(times[place] for place in existing)])
        after = min([before, *(times[place] for place in plan)])
        out += (before - after) * weights
    return out


def question(
    minutes: np.ndarray, weights: np.ndarray, constraints: Constraints, places: Places, seed: int = 0
) -> tuple[np.ndarray, NearStakes]:
    rng = np.random.default_rng(seed)
    table = np.stack([weights, weights * (rng.random(len(weights)) < 0.4), rng.integers(0, 9, len(weights)).astype(float)], axis=1)
    return table, near_stakes(minutes, table, frame_of(places, constraints), UNREACHED)


@CASES
@given(instances(12, 6), st.integers(0, 9))
def test_every_weighting_is_certified_against_all_plans(instance, seed) -> None:
    minutes, weights, _limit, k = instance
    table, stakes = question(minutes, weights, Constraints(k), Places(minutes.shape[1]), seed)
    sweep = solve_weightings(stakes, random_mixes(20, 3, seed), 1e-9)
    worth = np.array([saved(minutes, table, (), plan) for plan in all_plans(minutes.shape[1], k)])
    best = (worth @ sweep.mixes.T).max(axis=0)
    np.testing.assert_allclose(sweep.values, best, atol=1e-6)
    assert (best <= sweep.bounds + 1e-6).all()
    assert (sweep.gaps <= 1e-6).all()
    for draw in range(len(sweep.mixes)):
        assert saved(minutes, table, (), sweep.solution(draw).plan) @ sweep.mixes[draw] == pytest.approx(sweep.values[draw], abs=1e-6)


@CASES
@given(st.data(), instances(10, 6))
def test_bounds_hold_under_constraints_for_every_weighting(data, instance) -> None:
    minutes, weights, _limit, k = instance
    places, constraints = data.draw(constrained(minutes.shape[1], k))
    allowed = respects(places, constraints)
    plans = [plan for plan in all_plans(minutes.shape[1], minutes.shape[1]) if allowed(plan)]
    table, stakes = question(minutes, weights, constraints, places)
    if not plans or stakes.k < 0:
        return
    sweep = solve_weightings(stakes, random_mixes(8, 3, 1))
    best = (np.array([saved(minutes, table, constraints.existing, plan) for plan in plans]) @ sweep.mixes.T).max(axis=0)
    assert (best <= sweep.bounds + 1e-6).all()
    known = sweep.best >= 0
    assert (sweep.values[known] <= best[known] + 1e-6).all()
    assert all(allowed(tuple(sorted({*sweep.solution(draw).plan, *constraints.existing}))) for draw in np.flatnonzero(known))


@CASES
@given(instances(10, 6), st.integers(0, 9))
def test_a_place_that_is_lost_is_replaced_by_what_saves_most_without_it(instance, seed) -> None:
    minutes, weights, _limit, k = instance
    table, stakes = question(minutes, weights, Constraints(k), Places(minutes.shape[1]), seed)
    mix = random_mixes(1, 3, seed)[0]
    plan = solve_weightings(stakes, mix[None], 1e-9).solution(0).plan
    losses = lose_each(stakes, mix, plan)
    assert [loss.place for loss in losses] == sorted(plan)
    for loss in losses:
        rest = tuple(place for place in plan if place != loss.place)
        np.testing.assert_allclose(loss.left, saved(minutes, table, (), rest), atol=1e-6)
        best = max(float(saved(minutes, table, (), other) @ mix) for other in all_plans(minutes.shape[1], k) if loss.place not in other)
        certificate = loss.repaired.certificate
        assert loss.place not in loss.repaired.plan
        assert loss.left @ mix - 1e-6 <= certificate.value <= best + 1e-6 <= certificate.bound + 2e-6
