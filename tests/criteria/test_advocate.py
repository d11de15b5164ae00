"""The smallest change of one hypothesis that overturns a decision, against trying every value of every hypothesis the long way."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from criteria.advocate import PlaceTrials, Trial, smallest_overturn
from criteria.hypotheses import HYPOTHESES, Hypotheses, slider_values
from criteria.registry import criteria_of
from criteria.score import EDGE
from domain.candidate import Role
from geodata.territory import Territory
from services.assessor import Assessor

EQUAL = np.full(4, 0.25)
scores = hnp.arrays(float, (3, 4), elements=st.floats(0, 1, width=16))
moves = st.lists(st.tuples(st.sampled_from(["detour", "reusable_share", "jobs_per_1000_t"]), st.integers(0, 30), scores), max_size=8)


@given(scores, moves)
def test_no_trial_that_moves_less_puts_another_option_ahead(central: np.ndarray, tried: list[tuple[str, int, np.ndarray]]) -> None:
    trials = []
    for key, step, rows in tried:
        values = slider_values(key)
        trials.append(Trial(key, HYPOTHESES[key].default.central, values[step % len(values)], rows))
    found, leader = smallest_overturn(central, EQUAL, trials), int(np.argmax(central.mean(axis=1)))
    overturning = [one for one in trials if one.central.mean(axis=1).max() > one.central[leader].mean() + EDGE]
    assert (found is None) is (not overturning)
    if found is not None:
        assert found.leader == leader != found.rival
        assert found.trial.moved == min(one.moved for one in overturning)
        assert all(found.trial.central[found.rival, actor] > found.trial.central[leader, actor] for actor in found.preferring)


@pytest.mark.parametrize("role", list(Role))
def test_places_tried_alone_are_worth_what_the_whole_map_says(role: Role, territory: Territory) -> None:
    assessor = Assessor.of(territory)
    query = f"as={role.value}"
    now = assessor.assess(query)
    rows = [int(row) for row in now.contenders()[:3]]
    trials = list(PlaceTrials(now.workspace, rows, [role] * len(rows)))
    used = {key for item in criteria_of(role) if not item.is_optional for key in item.hypotheses}
    assert [(one.hypothesis, one.value) for one in trials] == [
        (key, value) for key in HYPOTHESES if key in used for value in slider_values(key) if value != HYPOTHESES[key].default.central
    ]
    for _key, group in itertools.groupby(trials, key=lambda one: one.hypothesis):
        one = list(group)[-1]
        changed = Hypotheses().with_(one.hypothesis, one.value).to_query()
        np.testing.assert_allclose(one.central, assessor.assess(f"{query}&{changed}").scores.actors[rows], rtol=1e-12)


def test_what_is_unknown_overturns_nothing() -> None:
    central = np.array([[0.6] * 4, [0.5] * 4])
    unknown = Trial("detour", 1.3, 1.4, np.array([[np.nan] * 4, [0.9] * 4]))
    assert smallest_overturn(central, EQUAL, [unknown]) is None
    assert smallest_overturn(np.array([[0.6] * 4, [np.nan] * 4]), EQUAL, [unknown]) is None
