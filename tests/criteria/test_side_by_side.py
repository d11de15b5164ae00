"""Networks side by side: each keeps its own judgement, and weights drawn at random weigh it as they weigh it alone."""

from __future__ import annotations

import numpy as np
import pytest

from criteria.assess import Assessment
from criteria.pareto import pareto
from criteria.robustness import Draws, acceptability, draw_weights, smaa
from criteria.side_by_side import side_by_side
from criteria.weights import Weights, actor_columns
from tests.criteria.test_joined import judge

ROWS = ([3, 20, 40], [7], [11, 50], [90, 3, 4, 5])


@pytest.fixture(scope="module")
def networks(hub: Assessment, shop: Assessment) -> list[Assessment]:
    return [judge(hub, shop, rows, f"Réseau {at}") for at, rows in enumerate(ROWS)]


def test_each_network_keeps_what_it_is_worth_and_is_ranked_among_them(networks: list[Assessment]) -> None:
    together = side_by_side(networks)
    assert together.workspace.candidates["name"].tolist() == ["Réseau 0", "Réseau 1", "Réseau 2", "Réseau 3"]
    for row, one in enumerate(networks):
        np.testing.assert_array_equal(together.scores.actors[row], one.scores.actors[0])
        mine = {item.id: value for item, value in zip(one.items, one.values[0], strict=True)}
        told = {item.id: value for item, value in zip(together.items, together.values[row], strict=True)}
        np.testing.assert_equal({key: told[key] for key in mine}, mine)
        assert np.isnan([value for key, value in told.items() if key not in mine]).all()
        assert (together.eligible[row], together.known[row]) == (one.eligible[0], one.known[0])
    ranked = together.contenders()
    assert (np.diff(together.scores.convergence[ranked]) <= 0).all()
    assert set(ranked) == set(np.flatnonzero(together.eligible & together.known))
    assert pareto(together)[ranked[0]], "the first of all is beaten by none"


def test_weights_weigh_a_network_beside_others_as_they_weigh_it_alone(networks: list[Assessment]) -> None:
    together = side_by_side(networks)
    drawn = draw_weights(Weights(), together.items, 60, np.random.default_rng(5), {})
    scores = np.full((len(networks), 60), np.nan)
    for draw in range(60):
        actors = drawn.actors[draw].astype(float)
        for row, one in enumerate(networks):
            weight = dict(zip((item.id for item in together.items), drawn.criteria[draw].astype(float), strict=True))
            parts = []
            for columns in actor_columns(one.items):
                known = [at for at in columns if not np.isnan(one.values[0, at])]
                own = np.array([weight[one.items[at].id] for at in known])
                parts.append(float(own @ one.values[0, known] / own.sum()))
            scores[row, draw] = actors @ parts / actors.sum()
    first = np.bincount(scores.argmax(axis=0), minlength=len(networks)) / 60
    found = smaa(together.values, actor_columns(together.items), Draws(drawn.actors, drawn.criteria), 1)
    np.testing.assert_allclose(found.first, first, atol=1e-9)
    assert acceptability(together, draws=500).first.sum() == pytest.approx(1, abs=1e-6)
