"""Hypotheses that meetings moved: only by a decision that was taken, each a version of its own, told in the journal."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.hypothesis import HypothesisVersion, checked_value, in_force
from domain.person import NotAllowed
from store.database import Database
from store.hypotheses import HypothesisVersions
from store.meetings import Meetings, NotFound
from store.verify import faults
from tests.store.people import ADA, CHIEF, PLANNER
from tests.store.test_projects import NOW

TAKEN = {"option": "text.Oui", "words": "Oui", "why": ""}
FLOOR = "tonnes_per_m2_yr"


@pytest.fixture
def meeting(database: Database) -> str:
    database.migrate()
    parts: dict[str, Any] = {"title": "Printemps", "d1.question": "Changer t/m² ?", "d1.outcome": TAKEN, "d2.question": "Et le reste ?"}
    return Meetings(database).create(CHIEF, parts).id


def test_a_decision_moves_a_hypothesis_and_versions_it(database: Database, meeting: str) -> None:
    store = HypothesisVersions(database)
    assert store.record(CHIEF, FLOOR, 0.15, 0.25, "six mois observés", meeting, "d1") == 1
    assert store.record(CHIEF, FLOOR, 0.25, 0.2, "un an observé", meeting, "d1") == 2
    assert [(one.number, one.before, one.value) for one in store.list(PLANNER)] == [(2, 0.25, 0.2), (1, 0.15, 0.25)]
    assert in_force(store.list(PLANNER)) == {FLOOR: 0.2}
    assert faults(database) == ()


def test_nothing_moves_without_a_decision_that_was_taken_nor_over_another_s(database: Database, meeting: str) -> None:
    store = HypothesisVersions(database)
    for decision in ("d2", "d9", ""):
        with pytest.raises(ValueError, match="décision prise en séance"):
            store.record(CHIEF, FLOOR, 0.15, 0.25, "mots", meeting, decision)
    with pytest.raises(NotFound):
        store.record(CHIEF, FLOOR, 0.15, 0.25, "mots", "nowhere", "d1")
    with pytest.raises(NotAllowed):
        store.record(ADA, FLOOR, 0.15, 0.25, "mots", meeting, "d1")
    store.record(CHIEF, FLOOR, 0.15, 0.25, "mots", meeting, "d1")
    with pytest.raises(ValueError, match="une autre décision"):
        store.record(CHIEF, FLOOR, 0.15, 0.3, "mots", meeting, "d1")
    assert len(store.list(CHIEF)) == 1


@given(st.permutations(range(1, 6)))
def test_the_last_version_is_in_force_in_whatever_order_they_come(order: list[int]) -> None:
    versions = [HypothesisVersion(n, NOW, None, FLOOR, 0.0, n / 10, "mots", "m1", "d1") for n in order]
    assert in_force(versions) == {FLOOR: 0.5}


def test_a_value_out_of_its_bounds_is_refused() -> None:
    assert checked_value("0,2", 0.05, 0.3) == 0.2
    for wrong in ("", "0.4", "beaucoup", "nan"):
        with pytest.raises(ValueError, match=r"entre 0\.05 et 0\.3"):
            checked_value(wrong, 0.05, 0.3)
