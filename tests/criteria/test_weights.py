"""Weights and thresholds: normalised, locked, total in what they read."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.registry import criteria
from criteria.weights import ACTORS, Thresholds, Weights, preset_of, presets
from domain.candidate import Role

IDS = [*ACTORS, *(item.id for item in criteria())]
raw = st.floats(0, 1e4) | st.just(float("nan")) | st.just(-1.0)
weights = st.builds(
    Weights,
    st.dictionaries(st.sampled_from(ACTORS), raw),
    st.dictionaries(st.sampled_from(IDS[4:]), raw),
    st.frozensets(st.sampled_from(IDS)),
)


@given(weights)
def test_shares_sum_to_one_whatever_the_weights(held):
    assert held.actor_shares().sum() == pytest.approx(1)
    for role in Role:
        assert held.criterion_shares(role).sum() == pytest.approx(4)


@given(weights)
def test_the_address_keeps_every_weight_and_lock(held):
    assert Weights.from_query("kinds=premises&" + held.to_query()) == held


@given(st.text())
def test_any_address_gives_valid_weights_and_thresholds(query):
    assert Weights.from_query(query).actor_shares().sum() == pytest.approx(1)
    held = Thresholds.from_query(query)
    assert all(0 <= held.amber[actor] <= held.green[actor] <= 1 for actor in ACTORS)
    assert Thresholds.from_query(held.to_query()) == held


@given(weights, st.sampled_from(ACTORS), st.floats(0, 1))
def test_moving_a_share_never_moves_a_locked_one(held, actor, share):
    before, after = held.actor_shares(), held.with_share(actor, share).actor_shares()
    kept = [i for i, other in enumerate(ACTORS) if other in held.locked and other != actor]
    np.testing.assert_allclose(after[kept], before[kept], atol=1e-5)
    assert after.sum() == pytest.approx(1)


def test_every_preset_knows_itself():
    assert [preset_of(preset.weights) for preset in presets()] == [preset.id for preset in presets()]
    assert preset_of(Weights({"waste": 2.5})) == "custom"
    assert preset_of(Weights(dict.fromkeys(ACTORS, 7.0))) == "equal"
