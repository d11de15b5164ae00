"""Value functions: monotone where they say so, inside [0, 1], and reversible with rounding on the right side."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.registry import criteria
from criteria.scale import Scale, number, rising

SCALES = [pytest.param(scale, id=f"{item.id}-{role}") for item in criteria() for role, scale in item.scales.items()]
measures = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@pytest.mark.parametrize("scale", SCALES)
@given(measures)
def test_a_better_measure_is_never_worth_less(scale, given_measures):
    values = scale.value(np.sort(given_measures))
    steps = np.diff(values)
    assert ((values >= 0) & (values <= 1)).all()
    if scale.direction == "up":
        assert (steps >= 0).all()
    elif scale.direction == "down":
        assert (steps <= 0).all()
    else:
        assert not ((steps[:-1] < 0) & (steps[1:] > 0)).any()


def test_the_unknown_has_no_value():
    assert np.isnan(rising(0, 1).value([math.nan])).all()


@pytest.mark.parametrize("scale", SCALES)
@given(st.floats(0, 1), st.floats(-1e5, 1e5), st.integers(-2, 2))
def test_the_measure_to_reach_is_enough_after_rounding(scale, wanted, current, decimals):
    target = scale.reach(wanted, current, decimals)
    if scale.direction != "fit":
        assert scale.value(target) >= wanted - 1e-5


def test_the_measure_to_reach_is_the_nearest_side_of_a_fit():
    scale = Scale(((0.0, 0.0), (10.0, 1.0), (20.0, 1.0), (30.0, 0.0)))
    assert scale.reach(0.5, 2.0, 0) == 5.0
    assert scale.reach(0.5, 29.0, 0) == 25.0


@pytest.mark.parametrize("knots", [((0.0, 0.0),), ((1.0, 0.0), (0.0, 1.0)), ((0.0, 0.0), (1.0, 0.5)), ((0.0, -0.1), (1.0, 1.0))])
def test_a_crooked_value_function_is_refused(knots):
    with pytest.raises(ValueError, match="must"):
        Scale(knots)


def test_numbers_are_written_the_french_way():
    assert [number(12345.5, 1), number(3.0, 2), number(math.nan)] == ["12\u202f345,5", "3", "non renseigné"]
