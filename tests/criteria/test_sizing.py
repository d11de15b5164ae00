"""The floor that a hub would need: a range, beside what it has; unknown stays unknown."""

from __future__ import annotations

from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment
from criteria.ranges import residents_within_reach
from criteria.sizing import Fit, sizing


def test_the_floor_needed_is_what_the_catchment_can_give_over_what_a_square_metre_treats(hub: Assessment) -> None:
    found, ranges = sizing(hub, 3, 800.0), hub.workspace.hypotheses
    people = float(residents_within_reach(hub.workspace)[3])
    collected, rate, share = (ranges[key] for key in ("collected_kg_per_inhabitant_yr", "tonnes_per_m2_yr", "sorting_share"))
    assert found.given.value == pytest.approx(people * collected.central / 1_000)
    assert found.needed.value == pytest.approx(found.given.value / rate.central * share.central)
    assert found.needed.low == pytest.approx(people * collected.low / 1_000 / rate.high * share.low)
    assert found.needed.high == pytest.approx(people * collected.high / 1_000 / rate.low * share.high)
    assert found.sorted.value == pytest.approx(800 * rate.central / share.central)
    assert found.needed.is_hypothesis
    assert found.needed.sources
    assert "÷ t × q" in found.needed.formula


def test_an_unknown_floor_says_unknown_and_what_is_needed_all_the_same(hub: Assessment) -> None:
    found = sizing(hub, 3, nan)
    assert found.fit is Fit.UNKNOWN
    assert isnan(found.sorted.value)
    assert found.sorted.text == "non renseigné"
    assert found.needed.value > 0


@given(st.floats(0, 1e6))
def test_a_larger_floor_never_fits_less(hub: Assessment, area: float) -> None:
    order = [Fit.NEVER, Fit.DEPENDS, Fit.ALWAYS]
    smaller, larger = (order.index(sizing(hub, 3, size).fit) for size in (area, area + 500))
    assert smaller <= larger
