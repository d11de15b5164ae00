"""A new address begins with the hypotheses that decisions moved; one that sets its own, began before or is a saved plan keeps them."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from criteria.hypotheses import Hypotheses
from domain.hypothesis import MovedHypothesis
from services.hypotheses import begun_address, hypotheses_today
from store.database import StoreUnavailable

AT = dt.datetime(2027, 3, 31, tzinfo=dt.UTC)
MOVED = (MovedHypothesis(1, AT, "tonnes_per_m2_yr", 0.3), MovedHypothesis(3, AT, "detour", 1.5))


def context(*moved: MovedHypothesis) -> Any:
    return SimpleNamespace(hypotheses=SimpleNamespace(today=lambda: moved))


@pytest.mark.parametrize(
    ("query", "begun"),
    [
        ("", "hyp=tonnes_per_m2_yr-0.3,detour-1.5&hv=3"),
        ("zoom=a&lang=en", "zoom=a&lang=en&hyp=tonnes_per_m2_yr-0.3,detour-1.5&hv=3"),
        ("hyp=detour-1.2", "hyp=tonnes_per_m2_yr-0.3,detour-1.2&hv=3"),
        ("hyp=detour-1.3", "hyp=tonnes_per_m2_yr-0.3&hv=3"),
        ("hv=1", None),
        ("s=abc", None),
    ],
)
def test_an_address_begins_with_what_was_decided_but_what_it_sets_itself(query: str, begun: str | None) -> None:
    assert begun_address(context(*MOVED), query) == begun
    assert begun is None or begun_address(context(*MOVED), begun) is None


def test_nothing_changes_where_nothing_was_decided_or_can_be_read() -> None:
    def broken() -> tuple[MovedHypothesis, ...]:
        raise StoreUnavailable

    assert begun_address(context(), "") is None
    assert begun_address(SimpleNamespace(hypotheses=SimpleNamespace(today=broken)), "") is None  # type: ignore[arg-type]


def test_a_hypothesis_that_is_known_no_more_is_not_written() -> None:
    gone = MovedHypothesis(4, AT, "gone", 2.0)
    assert begun_address(context(gone), "") is None
    assert hypotheses_today(context(*MOVED, gone)) == Hypotheses({"tonnes_per_m2_yr": 0.3, "detour": 1.5})
