"""Acceptability: shares that sum, agree with a plain count, and respect locks and bounds."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import criteria.robustness as module
from criteria.assess import assess
from criteria.flip import flip
from criteria.pareto import pareto
from criteria.registry import criteria_of
from criteria.robustness import Draws, acceptability, bounds_around, draw_weights, smaa
from criteria.score import score
from criteria.simplex import draw_simplex
from criteria.weights import ACTORS, Weights
from domain.candidate import Role

COLUMNS = [[0, 1], [2], [3, 4, 5], [6, 7]]
values = hnp.arrays(
    float, st.tuples(st.integers(1, 14), st.just(8)), elements=st.sampled_from([0.0, 0.25, 0.5, 1.0, np.nan]) | st.floats(0, 1, width=32)
)


def drawn(count, seed):
    rng = np.random.default_rng(seed)
    parts = [draw_simplex(np.zeros(len(c)), np.ones(len(c)), count, rng) for c in COLUMNS]
    return Draws(draw_simplex(np.zeros(4), np.ones(4), count, rng), np.concatenate(parts, axis=1))


def bracket(rows, held, top):
    """Count ranks one weighting at a time with the scoring of the screens: (sure, possible) shares, near ties either way."""
    sure, possible = np.zeros((2, len(rows))), np.zeros((2, len(rows)))
    for actors, inside in zip(held.actors.astype(float), held.criteria.astype(float), strict=True):
        scores = np.nan_to_num(score(rows, COLUMNS, actors, inside).convergence, nan=0.0)
        above, near = scores[None, :] > scores[:, None] + 1e-5, np.abs(scores[None, :] - scores[:, None]) <= 1e-5
        for line, slots in enumerate((1, top)):
            possible[line] += above.sum(axis=1) < slots
            sure[line] += (above | near).sum(axis=1) - 1 < slots
    return sure / len(held.actors), possible / len(held.actors)


@settings(deadline=None, max_examples=80)
@given(values, st.integers(0, 1_000), st.integers(1, 4), st.sampled_from([0, 64]))
def test_the_shares_agree_with_a_plain_count(rows, seed, top, dense):
    rows, held, before = rows[~np.isnan(rows).all(axis=1)], drawn(40, seed), module.DENSE_COLUMNS
    module.DENSE_COLUMNS = dense
    try:
        got = smaa(rows, COLUMNS, held, top)
    finally:
        module.DENSE_COLUMNS = before
    if not len(rows):
        assert got.first.shape == (0,)
        return
    sure, possible = bracket(rows, held, min(top, len(rows)))
    assert got.first.sum() == pytest.approx(1)
    assert got.in_top.sum() == pytest.approx(min(top, len(rows)))
    for line, share in enumerate((got.first, got.in_top)):
        assert (share >= sure[line] - 1e-9).all()
        assert (share <= possible[line] + 1e-9).all()


def test_only_the_places_of_the_selection_compete(hub):
    among = np.zeros(hub.workspace.size, bool)
    among[hub.order()[[1, 3, 5, 7]]] = True
    result = acceptability(hub, draws=200, among=among)
    assert result.first[among].sum() == pytest.approx(1)
    assert flip(hub, among).leader == hub.order()[1]
    assert not (pareto(hub, among) & ~among).any()


def test_twins_share_their_ranks():
    rows = np.random.default_rng(8).uniform(0, 0.6, (10, 8))
    rows[[2, 5]] = 0.9
    result = smaa(rows, COLUMNS, drawn(50, 3), 1)
    np.testing.assert_allclose(result.first[[2, 5]], 0.5)
    np.testing.assert_allclose(result.in_top[[2, 5]], 0.5)


def test_the_shares_of_the_embedded_places_sum_to_one_and_skip_the_excluded(hub, shop):
    for held in (hub, shop):
        result = acceptability(held, draws=2_000)
        assert result.first.sum() == pytest.approx(1)
        assert result.in_top.sum() == pytest.approx(5)
        assert (result.in_top[~held.eligible] == 0).all()
        assert (result.in_top >= result.first - 1e-12).all()
        led = result.first > 0
        np.testing.assert_allclose(result.central[led].sum(axis=1), 1, atol=1e-4)
        assert np.isnan(result.central[~led]).all()


def test_the_same_seed_gives_the_same_shares(hub):
    np.testing.assert_array_equal(acceptability(hub, draws=500, seed=4).first, acceptability(hub, draws=500, seed=4).first)


def test_a_place_better_everywhere_is_always_first():
    rows = np.random.default_rng(0).uniform(0, 0.9, (30, 8))
    rows[7] = 0.95
    assert smaa(rows, COLUMNS, drawn(300, 1)).first[7] == 1


def test_locked_and_bounded_weights_are_respected():
    weights = Weights({"waste": 2.0}, {"rent": 5.0}, frozenset({"waste", "rent"}))
    bounds = {"economy": (0.1, 0.2), "jobs": (0.3, 0.5)}
    held = draw_weights(weights, criteria_of(Role.HUB), 3_000, np.random.default_rng(2), bounds)
    names = [item.id for item in criteria_of(Role.HUB)]
    economy, jobs = held.actors[:, ACTORS.index("economy")], held.criteria[:, names.index("jobs")]
    np.testing.assert_allclose(held.actors[:, 0], weights.actor_shares()[0], atol=1e-6)
    np.testing.assert_allclose(held.criteria[:, names.index("rent")], weights.criterion_shares(Role.HUB)[names.index("rent")], atol=1e-6)
    np.testing.assert_allclose(held.actors.sum(axis=1), 1, atol=1e-5)
    assert economy.min() >= 0.1 - 1e-6
    assert economy.max() <= 0.2 + 1e-6
    assert jobs.min() >= 0.3 - 1e-6
    assert jobs.max() <= 0.5 + 1e-6


def test_everything_locked_gives_the_ranking_itself(workspace, hub):
    ids = frozenset([*ACTORS, *(item.id for item in hub.items)])
    locked = assess(workspace, Role.HUB, Weights(locked=ids))
    assert acceptability(locked, draws=50).first[locked.rank == 1].sum() == pytest.approx(1)


def test_impossible_bounds_are_refused(hub):
    with pytest.raises(ValueError, match="bounds"):
        acceptability(hub, draws=10, bounds=dict.fromkeys(ACTORS, (0.4, 0.6)))


def test_weights_close_to_mine_keep_my_leader_more_often(hub):
    near = acceptability(hub, draws=2_000, bounds=bounds_around(hub.weights, hub.items, 0.02))
    far = acceptability(hub, draws=2_000)
    leader = hub.order()[0]
    assert near.first[leader] >= far.first[leader]


def test_bounded_draws_are_uniform_like_those_kept_by_rejection():
    low, high = np.array([0.0, 0.1, 0.0, 0.0]), np.array([0.5, 0.4, 1.0, 0.3])
    rng = np.random.default_rng(5)
    got = draw_simplex(low, high, 20_000, rng)
    plain_draws = draw_simplex(np.zeros(4), np.ones(4), 200_000, rng)
    kept = plain_draws[((plain_draws >= low) & (plain_draws <= high)).all(axis=1)]
    np.testing.assert_allclose(got.mean(axis=0), kept.mean(axis=0), atol=0.01)
    np.testing.assert_allclose(np.quantile(got, [0.1, 0.5, 0.9], axis=0), np.quantile(kept, [0.1, 0.5, 0.9], axis=0), atol=0.02)
