"""Promises of the largest-remainder apportionment."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.apportion import apportion

WEIGHTS = st.lists(st.floats(0, 1e9), min_size=1, max_size=60)


@given(total=st.integers(0, 2_000_000), weights=WEIGHTS)
def test_nothing_is_lost_and_nothing_is_made(total, weights):
    shares = apportion(total, weights)
    assert shares.sum() == total
    assert (shares >= 0).all()


@given(total=st.integers(0, 1_000_000), weights=st.lists(st.floats(1, 1e6), min_size=1, max_size=60))
def test_each_share_is_within_one_of_its_exact_value(total, weights):
    exact = total * np.array(weights) / np.sum(weights)
    assert (np.abs(apportion(total, weights) - exact) <= 1 + 1e-6).all()


@given(data=st.data(), weights=WEIGHTS)
def test_caps_are_never_exceeded_and_the_total_still_holds(data, weights):
    caps = data.draw(st.lists(st.integers(0, 5_000), min_size=len(weights), max_size=len(weights)))
    total = data.draw(st.integers(0, sum(caps)))
    shares = apportion(total, weights, caps)
    assert shares.sum() == total
    assert (shares <= caps).all()
    assert (shares >= 0).all()


@pytest.mark.parametrize(
    ("total", "weights", "caps"),
    [(-1, [1.0], None), (1, [], None), (1, [float("nan")], None), (1, [-1.0], None), (1, [float("inf")], None), (5, [1, 1], [2, 2])],
)
def test_impossible_requests_are_refused(total, weights, caps):
    with pytest.raises(ValueError, match="apportion"):
        apportion(total, weights, caps)


def test_the_known_example_of_hamilton():
    assert apportion(10, [1.5, 1.5, 7.0]).tolist() == [2, 1, 7]
