"""Ranges of tonnes, jobs and floor: the published examples fall inside, and the vector form agrees."""

import numpy as np
import pytest

from criteria.hypotheses import Hypotheses
from criteria.ranges import REFERENCE_JOBS, REFERENCE_JOBS_SOURCE, floor_need_m2, jobs_range, tonnes_range, total, written
from criteria.registry import criteria_of
from domain.candidate import Role
from domain.units import Range
from geodata.catalogue import SOURCES

HELD = Hypotheses()


def test_a_known_structure_falls_inside_its_range():
    jobs = jobs_range(Range.exact(640.0), HELD)
    assert jobs.low <= 20 <= jobs.high
    assert floor_need_m2(100.0, HELD) == Range(500.0, 100 / 0.15, 1_000.0)


def test_tonnes_never_exceed_what_the_residents_can_give():
    assert tonnes_range(10_000.0, 1_000.0, HELD) == Range(2.0, 5.0, 10.0)


def test_the_reference_line_is_the_sheets_own_outcome():
    assert REFERENCE_JOBS == 18
    assert REFERENCE_JOBS_SOURCE in SOURCES


def test_the_range_of_a_place_is_that_of_its_criterion(workspace):
    item = next(item for item in criteria_of(Role.HUB) if item.id == "tonnes_diverted")
    ranges = item.measure_range(workspace, Role.HUB)
    for row in (0, 10, 30):
        people = workspace.around(workspace.crow_m(5_000.0)).population[row]
        expected = tonnes_range(float(workspace.column("area_m2")[row]), float(people), HELD)
        np.testing.assert_allclose(ranges[row], list(expected))


def test_a_sum_leaves_the_unknown_out():
    assert total(np.array([[1.0, 2, 3], [np.nan] * 3, [10, 20, 30]])) == Range(11, 22, 33)
    assert not total(np.full((1, 3), np.nan)).is_known


@pytest.mark.parametrize(
    ("span", "text"),
    [(Range(12, 20, 31), "12–31 t/an (central 20)"), (Range.exact(5), "5 t/an"), (Range.unknown(), "non renseigné")],
)
def test_a_range_is_written_whole(span, text):
    assert written(span, "t/an") == text
