"""Scores: scale-free, order-free, never punished for getting better, never moved by an unknown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from criteria.registry import criteria_of
from criteria.score import Colour, colours, ranks, score, score_role
from criteria.weights import Thresholds, Weights, actor_columns
from domain.candidate import Role

ITEMS = criteria_of(Role.HUB)
COLUMNS = actor_columns(ITEMS)
values = hnp.arrays(float, st.tuples(st.integers(1, 12), st.just(len(ITEMS))), elements=st.floats(0, 1, width=32) | st.just(float("nan")))
weights = st.builds(Weights, st.fixed_dictionaries({key: st.floats(0.1, 50) for key in ("waste", "cohesion", "landlord", "economy")}))


def scored(rows, held):
    return score(rows, COLUMNS, held.actor_shares(), held.criterion_shares(Role.HUB))


@given(values, weights, st.floats(0.1, 15))
def test_the_score_does_not_depend_on_the_scale_of_weights(rows, held, factor):
    scaled = Weights({key: value * factor for key, value in held.stakeholders.items()})
    np.testing.assert_allclose(scored(rows, held).convergence, scored(rows, scaled).convergence, atol=1e-5)


@given(values, weights, st.randoms())
def test_the_score_does_not_depend_on_the_order_of_rows(rows, held, random):
    order = random.sample(range(len(rows)), len(rows))
    np.testing.assert_allclose(scored(rows, held).convergence[order], scored(rows[order], held).convergence, atol=1e-12)


@given(values, weights, st.data())
def test_a_place_improved_on_one_criterion_never_loses_rank(rows, held, data):
    row, column = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.integers(0, len(ITEMS) - 1))
    if np.isnan(rows[row, column]):
        return
    better = rows.copy()
    better[row, column] = data.draw(st.floats(float(rows[row, column]), 1))
    every = np.ones(len(rows), bool)
    before, after = (np.round(scored(item, held).convergence, 12) for item in (rows, better))
    assert after[row] >= before[row]
    assert ranks(after, every)[row] <= ranks(before, every)[row]


@given(values, weights)
def test_an_unknown_moves_completeness_and_never_the_score_of_what_is_known(rows, held):
    result = scored(rows, held)
    for actor, columns in enumerate(COLUMNS):
        share = held.criterion_shares(Role.HUB)[columns]
        known = ~np.isnan(rows[:, columns]) & (share > 0)
        for row in range(len(rows)):
            expected = np.average(rows[row, columns][known[row]], weights=share[known[row]]) if known[row].any() else np.nan
            np.testing.assert_allclose(result.actors[row, actor], expected, atol=1e-12)
    assert ((result.completeness >= -1e-12) & (result.completeness <= 1 + 1e-12)).all()
    counted = held.criterion_shares(Role.HUB) > 0
    assert (np.isclose(result.completeness, 1) == ~np.isnan(rows[:, counted]).any(axis=1)).all()


def test_an_unknown_actor_is_never_green():
    shades = colours(np.array([[0.6, 0.59, 0.39, np.nan]]), Thresholds.same(0.6, 0.4))
    assert shades.tolist() == [[Colour.GREEN, Colour.AMBER, Colour.RED, Colour.UNKNOWN]]
    assert (colours(np.full((1, 4), np.nan), Thresholds.same(0.0, 0.0)) == Colour.UNKNOWN).all()


def test_equal_scores_share_a_rank_and_the_excluded_have_none():
    eligible = np.array([True, True, False, True, True])
    assert ranks(np.array([0.5, 0.9, 1.0, 0.5, np.nan]), eligible).tolist() == [2, 1, 0, 2, 0]


def test_scoring_measures_is_value_functions_then_scores():
    rng = np.random.default_rng(1)
    measures = rng.uniform(0, 5_000, (50, len(ITEMS)))
    held = Weights()
    by_hand = np.column_stack([item.value(measures[:, i], Role.HUB) for i, item in enumerate(ITEMS)])
    got = score_role(measures, ITEMS, Role.HUB, held.actor_shares(), held.criterion_shares(Role.HUB))
    np.testing.assert_allclose(got.convergence, scored(by_hand, held).convergence)
