"""The facade: one assessment tells one story, on the embedded data too."""

import numpy as np
import pytest

from criteria.assess import assess, better_is_hub
from criteria.hypotheses import Hypotheses
from criteria.score import Colour
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace
from domain.candidate import Role


def test_convergent_means_eligible_and_green_for_all_four(hub, shop):
    for held in (hub, shop):
        expected = held.eligible & (held.colours == Colour.GREEN).all(axis=1)
        assert (held.convergent == expected).all()
        assert all(held.missing(int(row)) == () for row in np.flatnonzero(held.convergent))


def test_a_handful_of_the_embedded_places_converge_with_the_default_thresholds(hub, shop):
    better = better_is_hub(hub, shop)
    assert 5 <= int(np.where(better, hub.convergent, shop.convergent).sum()) <= 20
    assert hub.convergent.any()


def test_an_excluded_place_stays_visible_with_its_reason(shop):
    for row in np.flatnonzero(~shop.eligible):
        assert shop.reasons(int(row))
        assert shop.rank[row] == 0
    assert len(shop.frame()) == shop.workspace.size


def test_the_order_follows_the_ranks(hub):
    ranked = hub.rank[hub.order()]
    assert (np.diff(ranked[ranked > 0]) >= 0).all()
    assert (ranked[: int((hub.rank > 0).sum())] > 0).all()


def test_the_whole_assessment_does_not_depend_on_the_order_of_rows(workspace, shop):
    order = np.random.default_rng(3).permutation(workspace.size)
    shuffled = assess(Workspace(workspace.territory, workspace.candidates.iloc[order]), Role.SHOP)
    np.testing.assert_allclose(shuffled.scores.convergence, shop.scores.convergence[order])
    assert (shuffled.rank == shop.rank[order]).all()


def test_weights_move_scores_but_never_completeness_of_equal_shares(workspace, hub):
    own = assess(workspace, Role.HUB, Weights({"economy": 30.0}))
    assert not np.allclose(own.scores.convergence, hub.scores.convergence)
    np.testing.assert_allclose(own.scores.actors, hub.scores.actors)


def test_stricter_thresholds_never_add_a_convergent_place(workspace, hub):
    strict = assess(workspace, Role.HUB, thresholds=Thresholds.same(0.7, 0.5))
    assert not (strict.convergent & ~hub.convergent).any()


def test_the_version_names_what_the_result_depends_on(workspace, hub):
    other = Workspace(workspace.territory, workspace.candidates, Hypotheses({"detour": 1.4}))
    assert workspace.territory.version in hub.version
    assert assess(other, Role.HUB).version != hub.version


def test_an_unknown_criterion_cannot_be_explained(hub):
    with pytest.raises(KeyError):
        hub.explain(0, "visibility")
