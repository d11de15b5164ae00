"""What is told beside a saved scenario: the day of its computation, and the best plan on the data in force as far as it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.saved import SavedScenario
from geodata.territory import Territory
from scenarios.saving import COMPUTED_AT, copy_of, saved_plan
from scenarios.since import Since
from scenarios.slices import TerritorySource, planner_of
from services.saved_scenarios import Opened, SavedBanner
from tests.components import text
from tests.views.saved_plans import saved_plan_of
from views.scenarios.saved_banner import saved_banner


@pytest.fixture(scope="module")
def saved(territory: Territory) -> SavedScenario:
    return saved_plan_of(planner_of(territory, TerritorySource()), "essai", "k=1")


def banner_text(saved: SavedScenario, found: Since) -> str:
    """Return what the banner says."""
    plan = saved_plan(saved)
    assert plan is not None
    return text(saved_banner(SavedBanner(saved, opened=Opened(saved, plan), since=found)))


def test_a_best_plan_that_is_being_searched_is_not_said_to_be_unknown(saved: SavedScenario) -> None:
    said = banner_text(saved, Since(versions=("data",), is_running=True))
    assert "calcul en cours" in said
    assert "Aucun plan n'est connu" not in said


def test_a_search_that_was_stopped_and_a_question_without_plan_are_told_apart(saved: SavedScenario) -> None:
    assert "la recherche est arrêtée" in banner_text(saved, Since(versions=("data",)))
    assert "aucun choix ne tient toutes les conditions" in banner_text(saved, Since(versions=("data",), is_impossible=True))


def test_a_copy_of_an_old_plan_tells_the_day_of_its_computation(saved: SavedScenario) -> None:
    old = replace(saved, result={**saved.result, COMPUTED_AT: "2025-01-15T10:00:00+00:00"})
    copy = replace(saved, result=copy_of(old, "copie", "").result)
    assert "calculés le 15 janvier 2025" in banner_text(copy, Since())


def test_a_copy_of_a_plan_that_does_not_tell_its_day_keeps_that_of_its_saving(saved: SavedScenario) -> None:
    old = replace(saved, result={key: value for key, value in saved.result.items() if key != COMPUTED_AT})
    assert copy_of(old, "copie", "").result[COMPUTED_AT] == saved.created_at.isoformat()
