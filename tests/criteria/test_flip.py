"""What would tip the balance: the smallest change, against a linear programme, and it does tip."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from criteria.assess import assess
from criteria.flip import flip, smallest_flip
from criteria.score import weighted_mean
from criteria.weights import Weights
from domain.candidate import Role

linprog = pytest.importorskip("scipy.optimize").linprog
scores = hnp.arrays(float, st.tuples(st.integers(2, 8), st.just(4)), elements=st.floats(0, 1, width=16))
raw = hnp.arrays(float, 4, elements=st.floats(0.05, 1))
locks = hnp.arrays(bool, 4)


def by_programme(rows, leader, shares, locked):
    """Least Σ|W' − W| / 2 over the rivals, each by a linear programme on W' = W + u − v."""
    found = []
    for rival in range(len(rows)):
        if rival == leader:
            continue
        d = rows[leader] - rows[rival]
        bounds = [(0, 0 if locked[a % 4] else (1 if a < 4 else shares[a % 4])) for a in range(8)]
        result = linprog(
            np.full(8, 0.5), A_ub=[np.r_[d, -d]], b_ub=[-d @ shares], A_eq=[np.r_[np.ones(4), -np.ones(4)]], b_eq=[0], bounds=bounds
        )
        if result.status == 0:
            found.append(result.fun)
    return min(found, default=None)


@settings(deadline=None, max_examples=80)
@given(scores, raw, locks)
def test_the_smallest_change_is_that_of_a_linear_programme(rows, weights, locked):
    shares = weights / weights.sum()
    order = np.argsort(-(rows @ shares), kind="stable")
    got, expected = smallest_flip(rows, order, shares, locked), by_programme(rows, int(order[0]), shares, locked)
    if got is None:
        assert expected is None or (rows[order[0]] @ shares - (rows[order[1:]] @ shares).max()) < 1e-6
        return
    assert got.moved == pytest.approx(expected, abs=1e-6)
    np.testing.assert_allclose(got.after.sum(), 1)
    np.testing.assert_allclose(got.after[locked], shares[locked])
    assert rows[got.rival] @ got.after >= rows[got.leader] @ got.after - 1e-9


def test_the_balance_of_the_embedded_places_tips_where_it_says(hub, shop, workspace):
    for held in (hub, shop):
        found = flip(held)
        tipped = weighted_mean(held.scores.actors, found.after)
        assert tipped[found.rival] == pytest.approx(tipped[found.leader])
        assert held.rank[found.leader] == 1
        assert held.eligible[found.rival]
        sentence = found.sentence(lambda row: str(workspace.candidates["id"].iloc[row]))
        assert "{" not in sentence
        assert "points" in sentence


def test_nothing_tips_when_every_weight_is_locked(workspace):
    held = assess(workspace, Role.HUB, Weights(locked=frozenset({"waste", "cohesion", "landlord", "economy"})))
    assert flip(held) is None


def test_places_of_other_unknown_actors_are_left_out_and_counted():
    rows = np.array([[0.9, 0.5, 0.5, 0.5], [0.1, 0.8, 0.5, 0.5], [np.nan, 0.8, 0.5, 0.5]])
    found = smallest_flip(rows, np.array([0, 1, 2]), np.full(4, 0.25), np.zeros(4, bool))
    assert found.rival == 1
    assert found.left_out == 1
