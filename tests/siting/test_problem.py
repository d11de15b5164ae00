"""The coverage model loses no demand when it merges rows and shrinks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from siting.evaluate import coverage
from siting.incidence import group_rows, within
from siting.problem import build_problem, contained, core_of, implied, restrict
from tests.siting.brute import instances


@settings(max_examples=60, deadline=None)
@given(instances(30, 8))
def test_merging_keeps_the_weight_of_every_stakeholder(instance) -> None:
    minutes, weights, limit, _ = instance
    table = np.stack([weights, weights[::-1]], axis=1)
    problem = build_problem(minutes, limit, table)
    assert np.array_equal(problem.weights.sum(axis=0) + problem.unreachable, table.sum(axis=0))
    assert len(problem.weights) == len(np.unique((minutes <= limit)[(minutes <= limit).any(axis=1)], axis=0))


@settings(max_examples=60, deadline=None)
@given(instances(30, 8), st.data())
def test_a_shrunk_model_counts_what_the_whole_plan_reaches(instance, data) -> None:
    minutes, weights, limit, _ = instance
    n = minutes.shape[1]
    opened = data.draw(st.lists(st.integers(0, n - 1), max_size=3, unique=True))
    core = restrict(core_of(build_problem(minutes, limit, weights), None, n), np.array(opened, int), np.zeros(0, int))
    assert core.base == coverage(minutes, limit, weights, opened)[0]
    assert core.base + core.own.sum() + core.weight.sum() == coverage(minutes, limit, weights, range(n))[0]
    assert np.all(np.diff(core.cover.row_ptr) >= 2)


@settings(max_examples=60, deadline=None)
@given(instances(20, 8))
def test_a_place_is_ruled_out_only_for_one_that_reaches_as_much(instance) -> None:
    minutes, _, limit, _ = instance
    reach = minutes <= limit
    gone = contained(within(minutes, limit))
    kept = np.flatnonzero(~gone)
    for j in np.flatnonzero(gone):
        assert not reach[:, j].any() or any((reach[:, j] <= reach[:, q]).all() for q in kept)
    for a in kept:
        assert not any((reach[:, a] <= reach[:, b]).all() for b in kept if b != a)


@settings(max_examples=60, deadline=None)
@given(instances(20, 8))
def test_reaching_the_kept_rows_reaches_the_implied_ones(instance) -> None:
    minutes, _, limit, _ = instance
    reach = minutes <= limit
    gone = implied(within(minutes, limit))
    kept = [i for i in np.flatnonzero(~gone) if reach[i].any()]
    for i in np.flatnonzero(gone):
        assert not reach[i].any() or any((reach[q] <= reach[i]).all() for q in kept)


def test_rows_with_equal_fingerprints_are_compared_entry_by_entry() -> None:
    incidence = within(np.eye(64) * -1.0, -1.0)
    group, first = group_rows(incidence)
    assert sorted(group) == list(range(64)) == sorted(first)


@pytest.mark.parametrize("bad", [np.array([1.0, np.nan]), np.array([1.0, -1.0]), np.array([np.inf, 1.0]), np.ones(3)])
def test_unknown_or_impossible_weights_are_refused(bad) -> None:
    with pytest.raises(ValueError, match="weights"):
        build_problem(np.ones((2, 2)), 1.0, bad)


def test_unknown_and_infinite_times_reach_nobody() -> None:
    problem = build_problem(np.array([[np.nan, np.inf], [3.0, np.nan]]), 5.0, np.array([7.0, 2.0]))
    assert problem.unreachable[0] == 7.0
    assert problem.cover.nnz == 1
