"""What the coverage tree fixes and hands down is true, whatever the multipliers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.cover_tree import cutoff_of, fixings
from siting.dual import Multipliers, bound_at, row_sums
from siting.evaluate import coverage
from siting.problem import build_problem, core_of, restrict_priced
from siting.search import model_of
from tests.siting.brute import all_plans, instances


def proven_by(core, lam: np.ndarray) -> float:
    column = np.empty(core.n)
    row_sums(core.cover.col_ptr, core.cover.col_idx, lam, column)
    return core.base + bound_at(model_of(core), column, lam, np.zeros(0))


@settings(max_examples=200, deadline=None)
@given(instances(14, 7), st.integers(0, 2**31), st.integers(0, 40))
def test_no_better_plan_is_lost_by_a_fixing(instance, seed, value) -> None:
    minutes, weights, limit, k = instance
    core = core_of(build_problem(minutes, limit, weights), None, k)
    lam = np.random.default_rng(seed).random(len(core.weight)) * core.weight
    point = Multipliers(np.zeros(core.n), lam, np.zeros(0), 1.0)
    must, never = fixings(core, point, proven_by(core, lam), cutoff_of(float(value), True))
    must_ids, never_ids = set(core.places[must].tolist()), set(core.places[never].tolist())
    better = [p for p in all_plans(minutes.shape[1], k) if coverage(minutes, limit, weights, p)[0] > value]
    full = [p for p in better if not set(p) & never_ids and must_ids <= set(p)]
    best = max((coverage(minutes, limit, weights, p)[0] for p in better), default=None)
    assert best is None or max((coverage(minutes, limit, weights, p)[0] for p in full), default=None) == best


@settings(max_examples=100, deadline=None)
@given(instances(14, 7), st.integers(0, 2**31))
def test_prices_handed_down_prove_as_much_for_what_is_left(instance, seed) -> None:
    minutes, weights, limit, k = instance
    core = core_of(build_problem(minutes, limit, weights), None, k)
    rng = np.random.default_rng(seed)
    opened, dropped = rng.random(core.n) < 0.2, rng.random(core.n) < 0.2
    opened = np.flatnonzero(opened)[:k]
    dropped = np.setdiff1d(np.flatnonzero(dropped), opened)
    lam = rng.random(len(core.weight)) * core.weight
    part, handed = restrict_priced(core, opened, dropped, lam)
    plans = [set(p) for p in all_plans(minutes.shape[1], k) if set(opened) <= set(p) and not set(p) & set(dropped)]
    best = max(coverage(minutes, limit, weights, tuple(sorted(p)))[0] for p in plans)
    assert best <= proven_by(part, handed) + 1e-9
    assert proven_by(part, handed) <= proven_by(core, lam) + 1e-9 or part.k == 0
    assert handed.sum() <= part.weight.sum() + 1e-9
    assert handed == pytest.approx(np.clip(handed, 0, part.weight))
