"""Every score opens on its own arithmetic."""

import re
from dataclasses import replace

import numpy as np
import pytest

from criteria.criterion import CANDIDATE_SOURCES
from criteria.explain import explain_actor, explain_completeness, explain_convergence
from criteria.registry import criteria_of
from criteria.weights import ACTORS
from criteria.workspace import Workspace
from domain.candidate import Role
from geodata.published import with_places
from tests.published import LAUNDRY, YARD


def evaluated(text):
    """Work out the numbers written in a provenance."""
    left = text.replace(",", ".").replace("×", "*").replace("÷", "/").replace("\u202f", "")
    assert re.fullmatch(r"[0-9.+*/() ]+", left)
    return eval(left)  # noqa: S307 - digits and operators only, checked above


@pytest.mark.parametrize("row", [0, 5, 60, 130])
def test_the_numbers_written_give_the_score_written(row, hub, shop):
    for held in (hub, shop):
        for index, actor in enumerate(ACTORS):
            told = explain_actor(held, row, actor)
            np.testing.assert_allclose(told.value, held.scores.actors[row, index])
            assert evaluated(told.worked) == pytest.approx(told.value, abs=6e-3)
            assert told.sources
        for told in (explain_convergence(held, row), explain_completeness(held, row)):
            assert evaluated(told.worked) == pytest.approx(told.value, abs=6e-3)
            assert told.version == held.version


def test_an_unknown_actor_is_refused(hub):
    with pytest.raises(ValueError, match="not in"):
        explain_actor(hub, 0, "mayor")


@pytest.mark.parametrize("row", [0, 5, 60, 130])
def test_a_place_by_itself_has_the_figures_it_has_among_all(row, hub, shop):
    for held in (hub, shop):
        alone = held.figures(row)
        assert list(alone) == [item.id for item in held.items]
        for item in held.items:
            assert repr(alone[item.id]) == repr(item.explain(held.workspace, held.role, row))


def test_a_criterion_of_the_other_role_has_no_figure(hub, shop):
    for held, other in ((hub, shop), (shop, hub)):
        for item in other.items:
            if held.role not in item.scales:
                with pytest.raises(KeyError):
                    held.explain(0, item.id)


def test_a_declared_place_is_sourced_by_its_holders_and_marked_only_when_it_was_made_up(territory):
    invented = replace(YARD, id="SZ-000009", is_example=True)
    whole = with_places(territory, (LAUNDRY, invented)).territory
    space = Workspace(whole, whole.candidates)
    item = next(item for item in criteria_of(Role.SHOP) if set(CANDIDATE_SOURCES) <= set(item.sources))
    declared, example = (item.explain(space, Role.SHOP, row) for row in (-2, -1))
    for told in (declared, example):
        assert "proposals" in {source.id for source in told.sources}
        assert not set(CANDIDATE_SOURCES) & {source.id for source in told.sources}
    assert (declared.is_example, example.is_example) == (False, True)
