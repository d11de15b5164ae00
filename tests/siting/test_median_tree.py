"""What a node of the p-median's search keeps: short lists, and every plan that may still be the best, at its true total."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from siting.evaluate import total_time
from siting.median import allowed_places, median_problem
from siting.median_search import near_of, prices_of
from siting.median_tree import ROOT_EFFORT, bounded, paid_with, root_part
from tests.siting.brute import all_plans, instances

CAP = 15.0


@settings(max_examples=150, deadline=None)
@given(instances(14, 7))
def test_shorter_lists_lose_no_plan_that_may_be_the_best(instance) -> None:
    minutes, weights, _, k = instance
    problem = median_problem(minutes, weights, k, CAP)
    n = minutes.shape[1]
    best = min(total_time(minutes, weights, plan, CAP) for plan in all_plans(n, k))
    everyone = allowed_places(problem)
    first, _ = prices_of(problem.times, problem.weights, problem.cap, np.arange(min(k, n), dtype=np.int32))
    near, ceiling = near_of(problem.times, problem.weights, problem.ceiling, everyone, n)
    root, rows = root_part(near, ceiling, np.flatnonzero(everyone).astype(np.int32), n, k)
    part, bound, _ = bounded(root, first[rows], best, best, ROOT_EFFORT)
    assert bound <= best + 1e-6
    totals = []
    for chosen in (c for size in range(part.k + 1) for c in combinations(range(len(part.places)), size)):
        is_open = np.isin(np.arange(len(part.places)), chosen)
        stated = part.base + float(paid_with(part.near, part.ceiling, is_open).sum())
        true = total_time(minutes, weights, tuple(int(p) for p in (*part.opened, *part.places[is_open])), CAP)
        assert stated <= true + 1e-6
        assert true == pytest.approx(stated) or stated > best
        totals.append(true)
    assert min(totals) == pytest.approx(best)


def test_the_lists_are_short_where_the_bound_is_near() -> None:
    rng = np.random.default_rng(3)
    minutes = np.hypot(*(rng.random((2, 200, 1)) - rng.random((2, 1, 80)))).round(3) * 1000
    problem = median_problem(minutes, np.ones(200), 20)
    near, ceiling = near_of(problem.times, problem.weights, problem.ceiling, allowed_places(problem), 80)
    root, _ = root_part(near, ceiling, np.arange(80, dtype=np.int32), 80, 20)
    loose, bound, _ = bounded(root, ceiling / 4, np.inf, np.inf, ROOT_EFFORT)
    tight, _, _ = bounded(root, ceiling / 4, 1.01 * bound, 1.01 * bound, ROOT_EFFORT)
    assert len(tight.near.place) < len(loose.near.place) / 5
