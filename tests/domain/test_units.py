"""Ranges keep low ≤ central ≤ high through arithmetic, and hold every result their factors allow."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.units import Range

positive = st.floats(0.01, 1e4)
ranges = st.tuples(positive, positive, positive).map(lambda values: Range(*sorted(values)))


@given(ranges, ranges)
def test_arithmetic_keeps_the_three_values_in_order(left, right):
    for result in (left + right, left - right, left * right, left / right, left.minimum(right)):
        assert result.low <= result.central <= result.high


@given(ranges, ranges, st.floats(0, 1), st.floats(0, 1))
def test_a_quotient_holds_every_result_its_factors_allow(left, right, a, b):
    x, y = left.low + a * (left.high - left.low), right.low + b * (right.high - right.low)
    result = left / right
    assert result.low * (1 - 1e-12) <= x / y <= result.high * (1 + 1e-12)


def test_the_unknown_stays_unknown():
    result = Range.unknown() * 3 + Range(1, 2, 3)
    assert not result.is_known
    assert math.isnan(result.low)
    assert not Range(1, 2, 3).minimum(Range.unknown()).is_known


@pytest.mark.parametrize("values", [(2, 1, 3), (1, 3, 2), (math.nan, 1, 2)])
def test_a_range_out_of_order_or_half_known_is_refused(values):
    with pytest.raises(ValueError, match="range"):
        Range(*values)
