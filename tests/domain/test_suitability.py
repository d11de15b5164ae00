"""Promises of the one rule on roles: what is known to fail says no and why, what is unknown never does."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Role
from domain.suitability import KNOCKOUTS, knockouts_of, suitability

CLEAN: dict[str, Any] = {
    "area_m2": 400.0,
    "van_access": "yes",
    "tenure_months": 36.0,
    "basement_sale": "no",
    "plui_allows": "yes",
    "flood_zone": "none",
    "status": "visited",
}
FAILING: dict[str, dict[str, Any]] = {
    "area": {"area_m2": 60.0},
    "van": {"van_access": "no"},
    "tenure": {"tenure_months": 11.0},
    "basement": {"basement_sale": "yes"},
    "plui": {"plui_allows": "no"},
    "flood": {"flood_zone": "red"},
    "unavailable": {"status": "unavailable"},
}
UNKNOWN = {key: math.nan if isinstance(value, float) else None for key, value in CLEAN.items()}
PLACES = st.fixed_dictionaries(
    {
        "area_m2": st.one_of(st.just(math.nan), st.floats(0, 5_000)),
        "tenure_months": st.one_of(st.just(math.nan), st.floats(0, 400)),
        "van_access": st.sampled_from(["yes", "no", None, math.nan]),
        "basement_sale": st.sampled_from(["yes", "no", None]),
        "plui_allows": st.sampled_from(["yes", "no", None]),
        "flood_zone": st.sampled_from(["none", "blue", "red", None]),
        "status": st.sampled_from(["visited", "spotted", "unavailable"]),
    }
)


def judged(role: Role, **changes: Any):
    return suitability({key: [value] for key, value in {**CLEAN, **changes}.items()}, role)


@pytest.mark.parametrize("role", Role)
def test_a_place_of_which_all_is_known_and_nothing_fails_suits(role):
    assert judged(role).verdicts().tolist() == ["yes"]
    assert judged(role).sentence(0) == "convient"


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("item", KNOCKOUTS, ids=lambda item: item.id)
def test_a_known_failing_rules_out_with_its_own_reason_in_the_roles_it_concerns(item, role):
    found = judged(role, **FAILING[item.id])
    assert found.verdict(0) == ("no" if role in item.roles else "yes")
    assert len(found.reasons(0)) == (1 if role in item.roles else 0)


@pytest.mark.parametrize("role", Role)
def test_what_is_unknown_is_named_and_rules_nothing_out(role):
    found = judged(role, **{**UNKNOWN, "status": "visited"})
    assert found.verdicts().tolist() == ["unknown"]
    assert found.reasons(0) == ()
    assert len(found.missing(0)) == len(knockouts_of(role)) - 1
    assert found.sentence(0).startswith("à préciser : surface")


def test_the_answer_names_the_figure_the_limit_and_every_reason():
    found = judged(Role.HUB, area_m2=250.0, plui_allows="no", van_access=None)
    wanted = "exclu, parce que la surface de 250 m² est inférieure au minimum du rôle (300 m²) et le PLUi n'autorise pas cet usage"
    assert found.sentence(0) == wanted


@pytest.mark.parametrize(
    ("role", "area", "tenure", "expected"),
    [
        (Role.HUB, 300, 12, "yes"),
        (Role.HUB, 299, 12, "no"),
        (Role.HUB, math.nan, 12, "unknown"),
        (Role.HUB, math.nan, 6, "no"),
        (Role.SHOP, 80, 12, "yes"),
        (Role.SHOP, 79, 12, "no"),
        (Role.SHOP, 340, 12, "yes"),
        (Role.SHOP, 80, 11, "no"),
        (Role.SHOP, 80, math.nan, "unknown"),
    ],
)
def test_the_rule_at_its_edges(role, area, tenure, expected):
    assert judged(role, area_m2=area, tenure_months=tenure).verdicts().tolist() == [expected]


@pytest.mark.parametrize("role", Role)
@given(place=PLACES, forgotten=st.sampled_from([key for key in CLEAN if key != "status"]))
def test_forgetting_a_value_never_turns_a_place_into_an_excluded_one(role, place, forgotten):
    before, after = judged(role, **place), judged(role, **{**place, forgotten: UNKNOWN[forgotten]})
    assert before.verdict(0) == "no" or after.verdict(0) != "no"


@given(places=st.lists(PLACES, max_size=6), role=st.sampled_from(Role))
def test_each_place_is_judged_alone(places, role):
    together = suitability({key: [place[key] for place in places] for key in CLEAN}, role)
    alone = [judged(role, **place) for place in places]
    assert together.verdicts().tolist() == [str(one.verdict(0)) for one in alone]
    assert together.sentences().tolist() == [one.sentence(0) for one in alone]


def test_no_place_gives_no_answer():
    assert suitability({key: [] for key in CLEAN}, Role.HUB).verdicts().tolist() == []
