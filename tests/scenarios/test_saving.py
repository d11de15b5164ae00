"""A saved scenario is found again to the last digit, and says so when something has changed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from geodata.territory import Territory
from scenarios.executors import thread_pool
from scenarios.planner import Planner
from scenarios.saving import check, draft_of, places_of
from scenarios.service import Service
from scenarios.slices import Home, planner_of
from store.database import Database
from store.scenarios import Scenarios
from store.searches import Searches
from tests.published import LAUNDRY, YARD
from tests.store.people import PLANNER

QUESTIONS = (
    "",
    "open=shop&mode=foot&min=15&k=7",
    "goal=near&k=3",
    "goal=all&min=20",
    "k=6&basin=1&space=3000&supply=8&hyp=detour-1.4",
    "conv=1&w=waste-3",
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    opened.migrate()
    return opened


@pytest.fixture
def service(planner: Planner, database: Database) -> Service:
    return Service(planner, Searches(database), thread_pool(planner))


@pytest.mark.parametrize("query", QUESTIONS)
def test_a_saved_result_recomputes_to_the_last_digit(planner: Planner, service: Service, database: Database, query: str) -> None:
    answer = service.answer(query)
    saved = Scenarios(database).create(PLANNER, draft_of(planner, answer, "essai", ""))
    again = Scenarios(database).get(saved.id)
    assert again is not None
    assert check(planner, again).same
    assert check(planner, again).changed == ()
    fresh = Service(planner, Searches(database), thread_pool(planner)).answer(again.question)
    assert fresh.key == answer.key
    assert fresh.progress is not None
    assert fresh.progress.value == again.result["progress"]["value"]
    assert fresh.instance is not None
    assert {str(fresh.instance.ids[place]) for place in fresh.progress.plan or ()} == set(places_of(again))


def test_a_changed_version_and_a_changed_figure_are_told(planner: Planner, service: Service, database: Database) -> None:
    saved = Scenarios(database).create(PLANNER, draft_of(planner, service.answer(""), "essai", ""))
    older = replace(saved, result={**saved.result, "versions": {**saved.result["versions"], "data": "before"}})
    assert check(planner, older).changed == ("data",)
    assert check(planner, older).same
    other = {**saved.result["outcome"], "cost_eur": saved.result["outcome"]["cost_eur"] + 1e-9 * saved.result["outcome"]["cost_eur"]}
    assert not check(planner, replace(saved, result={**saved.result, "outcome": other})).same


def test_nothing_is_saved_without_a_plan(planner: Planner, service: Service) -> None:
    with pytest.raises(ValueError, match="pas encore de plan"):
        draft_of(planner, service.answer("budget=20&basin=1"), "essai", "")


def test_a_name_is_asked_for(planner: Planner, service: Service) -> None:
    with pytest.raises(ValueError, match="Nom"):
        draft_of(planner, service.answer(""), "  ", "")


def test_a_place_that_was_accepted_since_is_told_as_changed_data_and_what_is_imposed_stays(
    planner: Planner, service: Service, database: Database, territory: Territory
) -> None:
    imposed = str(planner.atlas.territory.candidates["id"].iloc[3])
    saved = Scenarios(database).create(PLANNER, draft_of(planner, service.answer(f"mode=straight&k=2&imp={imposed}"), "essai", ""))
    later = planner_of(territory, Home(places=(LAUNDRY, YARD)))
    assert check(later, saved).changed == ("data",)
    assert imposed in places_of(saved)
    again = Service(later, Searches(database), thread_pool(later)).answer(saved.question)
    assert again.key != service.answer(saved.question).key
    assert again.instance is not None
    assert again.progress is not None
    assert imposed in {str(again.instance.ids[place]) for place in again.progress.plan or ()}
