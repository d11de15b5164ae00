"""Rules keep their names: a conflict is told by the smallest set of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from i18n import use_language
from siting.conflict import can_hold, conflict
from siting.rules import Constraints, Places, cliques, frame_of
from tests.siting.brute import all_plans, constrained, respects

PLACES = Places(4, np.array([[0.0, 0], [100, 0], [5000, 0], [9000, 0]]), np.array(["A", "A", "B", "B"]), np.array(["n", "n", "s", "s"]))


@settings(max_examples=120, deadline=None)
@given(st.data(), st.integers(1, 6))
def test_a_conflict_is_named_exactly_when_no_plan_exists_and_none_of_it_is_superfluous(data, n) -> None:
    places, constraints = data.draw(constrained(n, data.draw(st.integers(0, n))))
    frame = frame_of(places, constraints)
    found = conflict(frame)
    assert bool(found) == (not any(respects(places, constraints)(plan) for plan in all_plans(n, n)))
    named = [item for item in frame.rules if item.rule in found]
    for leave_out in named:
        assert can_hold([item for item in named if item is not leave_out], frame)


def test_two_required_places_closer_than_the_spacing_are_named_with_it() -> None:
    frame = frame_of(PLACES, Constraints(3, required=(0, 1, 3), min_spacing_m=500.0, max_per_commune=2, one_per_basin=True))
    rules = conflict(frame)
    assert [(r.kind, r.place) for r in rules] == [("required", 0), ("required", 1), ("spacing", None)]
    with use_language("fr"):
        assert rules[2].sentence() == "laisser au moins 500 m entre deux lieux"
        assert rules[0].sentence(np.array(["Le Rove", "b", "c", "d"])) == "ouvrir le lieu Le Rove"


def test_an_unknown_cost_is_never_counted_as_free() -> None:
    places = Places(2, cost_eur=np.array([np.nan, 50.0]))
    assert set(frame_of(places, Constraints(2, budget_eur=100.0)).forbidden) == {0}
    assert {r.kind for r in conflict(frame_of(places, Constraints(2, required=(0,), budget_eur=100.0)))} == {"required", "unknown_cost"}


def test_places_too_near_an_existing_one_are_ruled_out_but_existing_neighbours_stay() -> None:
    frame = frame_of(PLACES, Constraints(2, existing=(0,), min_spacing_m=500.0))
    assert set(frame.forbidden) == {1}
    assert conflict(frame_of(PLACES, Constraints(2, existing=(0, 1), min_spacing_m=500.0))) == ()


@pytest.mark.parametrize(
    "constraints", [Constraints(1, budget_eur=10.0), Constraints(1, required=(9,)), Constraints(1, max_shops_per_hub=2)]
)
def test_a_rule_without_its_figures_is_refused(constraints) -> None:
    with pytest.raises(ValueError, match=r"needs|does not exist"):
        frame_of(PLACES, constraints)


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] < p[1])))
def test_cliques_cover_every_pair_and_no_other(pairs) -> None:
    covered = {(int(a), int(b)) for q in cliques(8, np.array(sorted(pairs)).reshape(-1, 2)) for a in q for b in q if a < b}
    assert covered == pairs


def test_the_spacing_from_existing_places_is_named_apart_from_that_between_new_ones() -> None:
    (imposed, spacing) = conflict(frame_of(PLACES, Constraints(1, required=(1,), existing=(0,), min_spacing_m=500.0)))
    assert (imposed.kind, spacing.kind) == ("required", "spacing_existing")
    with use_language("fr"):
        assert "ressourceries existantes, qui comptent" in spacing.sentence()
