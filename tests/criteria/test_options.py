"""Options set against each other: the smallest change of weights against a grid of all weights, and what the unknown may overturn."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from criteria.options import Ranking, Spans, rank_options
from criteria.standing import Hold

STEPS = 20
GRID = np.array([parts for parts in itertools.product(range(STEPS + 1), repeat=4) if sum(parts) == STEPS]) / STEPS
central = hnp.arrays(float, st.tuples(st.integers(2, 6), st.just(4)), elements=st.floats(0, 1, width=16))
raw = hnp.arrays(float, 4, elements=st.floats(0.05, 1))
EQUAL = np.full(4, 0.25)


def ranked(rows: np.ndarray, shares: np.ndarray = EQUAL) -> Ranking:
    return rank_options(Spans(rows, rows, rows), shares, 200)


@settings(max_examples=60)
@given(central, raw)
def test_no_weights_of_a_grid_nearer_than_the_change_put_another_option_ahead(rows: np.ndarray, weights: np.ndarray) -> None:
    shares = weights / weights.sum()
    found = ranked(rows, shares)
    leader = found.order[0]
    worth = GRID @ rows.T
    others = np.delete(worth, leader, axis=1).max(axis=1)
    overtaken = others > worth[:, leader] + 1e-9
    moved = np.abs(GRID - shares).sum(axis=1) / 2
    if found.change is None:
        assert not overtaken.any()
        return
    assert not (overtaken & (moved < found.change.moved - 1e-9)).any()
    rival = found.change.rival
    assert rows[rival] @ found.change.after >= rows[leader] @ found.change.after - 1e-9
    assert {int(actor) for actor in np.flatnonzero(rows[rival] > rows[leader] + 1e-6)} <= set(found.preferring)


@given(central)
def test_an_option_that_is_best_for_all_holds_whatever_the_weights(rows: np.ndarray) -> None:
    rows = np.vstack([rows * 0.5, np.full(4, 0.9)])
    found = ranked(rows)
    assert (found.order[0], found.hold, found.change, found.doubtful) == (len(rows) - 1, Hold.ALWAYS, None, ())
    assert found.first.sum() == pytest.approx(1)


def test_what_holds_only_near_the_weights_and_what_does_not_hold_are_told_apart() -> None:
    near = ranked(np.array([[0.9, 0.6, 0.6, 0.6], [0.3, 0.7, 0.7, 0.7]]))
    assert near.hold is Hold.NEAR
    assert near.preferring == (1, 2, 3)
    assert ranked(np.array([[0.60, 0.4, 0.5, 0.5], [0.4, 0.59, 0.5, 0.5]])).hold is Hold.NOT


def test_what_is_unknown_may_put_an_option_ahead_and_is_never_zero() -> None:
    leading, other = [0.6, 0.6, 0.6, 0.6], [0.5, np.nan, 0.5, 0.5]
    rows = np.array([leading, other, [np.nan] * 4])
    found = rank_options(Spans(np.nan_to_num(rows), rows, np.nan_to_num(rows, nan=1.0)), EQUAL, 200)
    assert found.order == (0, 1)
    assert found.scores[1] == pytest.approx(0.5)
    assert found.doubtful == (1,)
    assert np.isnan(found.scores[2])


def test_one_option_alone_has_nothing_to_hold_against() -> None:
    found = ranked(np.array([[0.5, 0.5, 0.5, 0.5]]))
    assert (found.hold, found.change, found.preferring) == (None, None, ())
