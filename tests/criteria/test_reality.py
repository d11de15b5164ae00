"""How real a judgement is: what is counted, and that what could overturn it could."""

from __future__ import annotations

import numpy as np
import pytest

from criteria.reality import Nature, nature_of, reality_of_figures, reality_of_place
from criteria.score import Colour, score
from criteria.weights import ACTORS, actor_columns
from domain.address import Key
from domain.candidate import Role
from geodata.catalogue import SOURCES
from services.context import Context
from services.words.reality import overturning_words, shares_words


@pytest.mark.parametrize(
    ("ids", "is_hypothesis", "is_invented", "nature"),
    [
        (["legal_populations"], False, False, Nature.REAL),
        (["legal_populations"], True, False, Nature.HYPOTHESIS),
        (["legal_populations", "demand_estimate"], True, False, Nature.ESTIMATE),
        (["demand_estimate", "example_facilities"], False, False, Nature.EXAMPLE),
        (["proposals"], False, False, Nature.REAL),
        (["proposals"], False, True, Nature.EXAMPLE),
    ],
)
def test_a_figure_is_as_real_as_the_least_sure_of_what_it_rests_on(ids, is_hypothesis, is_invented, nature) -> None:
    assert nature_of([SOURCES[id_] for id_ in ids], is_hypothesis=is_hypothesis, is_invented=is_invented) is nature


@pytest.mark.parametrize("role", list(Role))
def test_the_shares_of_every_place_sum_to_one_and_an_invented_place_has_no_real_rent(context: Context, role: Role) -> None:
    assessment = context.assessor.assess(f"{Key.ROLE}={role}")
    for row in range(0, len(assessment.ids), 15):
        reality = reality_of_place(assessment, row)
        assert sum(reality.shares.values()) == pytest.approx(1)
        assert reality.shares[Nature.EXAMPLE] > 0
        percents = [int(part.split()[-2]) for part in shares_words(reality).split(", ")]
        assert sum(percents) == 100


@pytest.mark.parametrize("role", list(Role))
def test_what_could_overturn_a_verdict_is_what_changes_an_actors_light(context: Context, role: Role) -> None:
    assessment = context.assessor.assess(f"{Key.ROLE}={role}")
    columns, weights = actor_columns(assessment.items), assessment.weights
    green = np.array([assessment.thresholds.green[actor] for actor in ACTORS]) - 1e-7
    found = 0
    for row in range(0, len(assessment.ids), 20):
        was = assessment.colours[row] == Colour.GREEN
        turning = set()
        for column, item in enumerate(assessment.items):
            (actor,) = (at for at, own in enumerate(columns) if column in own)
            ends = np.repeat(assessment.values[row : row + 1], 2, axis=0)
            ends[:, column] = 0, 1
            actors = score(ends, columns, weights.actor_shares(), weights.criterion_shares(role)).actors[:, actor]
            if ((actors >= green[actor]) != was[actor]).any():
                turning |= set(item.to_request)
        overturning = reality_of_place(assessment, row).overturning
        assert set(overturning) <= turning
        found += len(overturning)
        assert bool(overturning_words(reality_of_place(assessment, row))) == bool(overturning)
    assert found


def test_figures_of_a_plan_count_the_same(context: Context) -> None:
    assessment = context.assessor.assess(f"{Key.ROLE}={Role.SHOP}")
    figures = list(assessment.figures(0).values())
    shares = reality_of_figures(figures).shares
    assert sum(shares.values()) == pytest.approx(1) and set(shares) == set(Nature)
