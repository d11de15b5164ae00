"""Every discovered criterion keeps the contract: named, sourced, measured in its unit, explained to the digit."""

import numpy as np
import pytest

from criteria.criterion import CANDIDATE_SOURCES
from criteria.hypotheses import HYPOTHESES, Hypotheses
from criteria.registry import criteria, criteria_of
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.place_fields import COLUMN_FIELDS
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import suitability
from geodata.catalogue import SOURCES

PAIRS = [pytest.param(item, role, id=f"{item.id}-{role}") for item in criteria() for role in item.roles]


def test_every_actor_has_criteria_in_both_roles():
    assert len(criteria()) >= 14
    for role in Role:
        assert {item.stakeholder for item in criteria_of(role)} == set(STAKEHOLDERS)


@pytest.mark.parametrize("item", criteria(), ids=lambda item: item.id)
def test_a_criterion_is_named_sourced_and_free_of_separators(item):
    assert item.label
    assert item.why
    assert "{target}" in item.lack or item.choices
    assert item.id.isascii()
    assert "-" not in item.id
    assert set(item.sources) <= set(SOURCES)
    assert set(item.hypotheses) <= set(HYPOTHESES)


BELOW_ZERO = {"bearable_rent", "rent_margin"}
"""What may be below zero: accounts that lose money."""
ON_JOBS = {"jobs", *BELOW_ZERO}


@pytest.mark.parametrize(("item", "role"), PAIRS)
def test_the_measure_is_one_figure_a_candidate_inside_its_range(item, role, workspace):
    measures, ranges = item.measure(workspace, role), item.measure_range(workspace, role)
    assert measures.shape == (workspace.size,)
    assert np.isfinite(measures).sum() > workspace.size / 4
    known = np.isfinite(measures)
    assert (measures[known] >= 0).all() or item.id in BELOW_ZERO
    np.testing.assert_allclose(ranges[:, 1], measures)
    assert (ranges[known, 0] <= ranges[known, 1] + 1e-9).all()
    assert (ranges[known, 1] <= ranges[known, 2] + 1e-9).all()


@pytest.mark.parametrize(("item", "role"), PAIRS)
def test_the_measure_of_a_place_does_not_depend_on_the_others(item, role, workspace):
    rows = [160, 3, 77, 12]
    alone = Workspace(workspace.territory, workspace.candidates.iloc[rows])
    np.testing.assert_allclose(item.measure(alone, role), item.measure(workspace, role)[rows])


@pytest.mark.parametrize(("item", "role"), PAIRS)
def test_the_provenance_tells_the_same_figure_with_its_sources(item, role, workspace):
    measures = item.measure(workspace, role)
    for row in (0, 20, 90):
        told = item.explain(workspace, role, row)
        np.testing.assert_allclose(told.value, measures[row])
        assert told.text == item.show(measures[row])
        assert told.substituted.endswith(told.text)
        assert "{" not in told.substituted + told.formula
        assert told.sources
        assert workspace.territory.version in told.version
        other = set(CANDIDATE_SOURCES) - {workspace.candidates["source_id"].iloc[row]}
        assert not other & {source.id for source in told.sources}
        assert told.is_hypothesis == any(HYPOTHESES[key].is_hypothesis for key in item.hypotheses)


@pytest.mark.parametrize(("item", "role"), PAIRS)
def test_no_candidate_gives_no_figure(item, role, workspace):
    none = Workspace(workspace.territory, workspace.candidates.iloc[:0])
    assert item.measure(none, role).shape == (0,)


def test_a_hypothesis_changes_what_rests_on_it_and_nothing_else(workspace):
    other = Workspace(workspace.territory, workspace.candidates, Hypotheses({"jobs_per_1000_t": 150.0}))
    moved = [
        item.id
        for item in criteria_of(Role.HUB)
        if not np.array_equal(item.measure(workspace, Role.HUB), item.measure(other, Role.HUB), equal_nan=True)
    ]
    assert {*moved} == ON_JOBS


def test_people_around_are_counted_like_a_loop_would(workspace):
    demand = workspace.territory.demand
    around = workspace.around(1_500.0)
    for row in (0, 50, 163):
        point = workspace.candidates.geometry.iloc[row]
        near = demand[demand.geometry.distance(point) / workspace.scale[row] <= 1_500.0]
        assert around.population[row] == near["population"].sum()
        assert around.qpv_population[row] == near.loc[near["qpv_code"].notna(), "population"].sum()


NOT_TRIED = {"status": "says how far those who decide are: nothing that the proposer could find out"}
"""Fields that move a criterion or exclude, and are not tried at typical values (`PlaceField.is_tried`): the reason."""


def _blank(candidates, name):
    column = candidates[name]
    return candidates.assign(**{name: None if column.dtype == object else column.where(np.zeros(len(column), bool))})


def _moves(workspace, name):
    """Whether a place measures or suits otherwise where a field is unknown."""
    blank = Workspace(workspace.territory, _blank(workspace.candidates, name))
    for role in Role:
        if any(not np.array_equal(item.measure(blank, role), item.measure(workspace, role), equal_nan=True) for item in criteria_of(role)):
            return True
        if (suitability(blank.candidates, role).verdicts() != suitability(workspace.candidates, role).verdicts()).any():
            return True
    return False


@pytest.mark.parametrize("field", COLUMN_FIELDS, ids=lambda field: field.id)
def test_a_field_that_a_criterion_or_an_exclusion_reads_is_one_of_which_the_proposer_is_told(field, workspace):
    assert _moves(workspace, field.id) == (field.is_tried or field.id in NOT_TRIED)
