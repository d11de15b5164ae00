"""Undominated places: the same as by brute force, with nothing lost to an unknown."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from criteria.pareto import pareto
from domain.dominance import undominated

scores = hnp.arrays(
    float,
    st.tuples(st.integers(0, 25), st.just(4)),
    elements=st.sampled_from([0.0, 0.2, 0.4, 0.5, 1.0, np.nan]) | st.floats(0, 1, width=16),
)


def beats(j, i):
    worst, best = np.where(np.isnan(j), 0.0, j), np.where(np.isnan(i), 1.0, i)
    return bool((worst >= best).all() and (worst > best).any())


@given(scores)
def test_the_undominated_are_those_of_brute_force(rows):
    expected = [not any(beats(rows[j], rows[i]) for j in range(len(rows))) for i in range(len(rows))]
    assert undominated(rows).tolist() == expected


@given(scores)
def test_learning_an_unknown_never_brings_a_dominated_place_back(rows):
    before, after = undominated(rows), undominated(np.nan_to_num(rows, nan=0.3))
    assert not (after & ~before).any()


def test_the_best_of_each_actor_is_among_the_undominated_ranked(hub):
    front = pareto(hub)
    assert not (front & (hub.rank == 0)).any()
    for actor in range(4):
        column = np.where(hub.rank > 0, hub.scores.actors[:, actor], -1)
        assert (front & (column == column.max())).any()
