"""Promises of the fitness rules: known failings say no, unknowns never do."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.fitness import fits_hub, fits_shop

NAN = math.nan
NUMBER = st.one_of(st.just(NAN), st.floats(0, 5_000))
ANSWER = st.sampled_from(["yes", "no", None, NAN])


@pytest.mark.parametrize(
    ("area", "height", "tenure", "van", "expected"),
    [
        (300, 4.0, 12, "yes", "yes"),
        (299, 4.0, 12, "yes", "no"),
        (300, 3.9, 12, "yes", "no"),
        (300, 4.0, 11, "yes", "no"),
        (300, 4.0, 12, "no", "no"),
        (300, NAN, NAN, None, "yes"),
        (NAN, 4.0, 12, "yes", "unknown"),
        (NAN, 4.0, 6, "yes", "no"),
    ],
)
def test_the_hub_rule_at_its_edges(area, height, tenure, van, expected):
    assert fits_hub([area], [height], [tenure], [van]).tolist() == [expected]


@pytest.mark.parametrize(
    ("area", "height", "tenure", "level", "expected"),
    [
        (80, 3.0, 12, "yes", "yes"),
        (79, 3.0, 12, "yes", "no"),
        (300, 3.0, 12, "yes", "yes"),
        (301, 3.0, 12, "yes", "no"),
        (120, 2.9, 12, "yes", "no"),
        (120, 3.0, 12, "no", "no"),
        (120, NAN, NAN, None, "yes"),
        (NAN, NAN, NAN, None, "unknown"),
    ],
)
def test_the_shop_rule_at_its_edges(area, height, tenure, level, expected):
    assert fits_shop([area], [height], [tenure], [level]).tolist() == [expected]


@pytest.mark.parametrize("rule", [fits_hub, fits_shop])
@given(area=NUMBER, height=NUMBER, tenure=NUMBER, answer=ANSWER)
def test_forgetting_an_attribute_never_turns_a_yes_into_a_no(rule, area, height, tenure, answer):
    if rule([area], [height], [tenure], [answer])[0] == "yes":
        for known in (
            (area, NAN, tenure, answer),
            (area, height, NAN, answer),
            (area, height, tenure, None),
            (NAN, height, tenure, answer),
        ):
            assert rule(*([value] for value in known))[0] != "no"


@pytest.mark.parametrize("rule", [fits_hub, fits_shop])
def test_no_place_gives_no_answer(rule):
    assert rule([], [], [], []).tolist() == []
