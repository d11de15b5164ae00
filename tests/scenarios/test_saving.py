"""A saved scenario is what was saved, whatever happens to the data and the places; beside it, what has changed since is told."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.territory import Territory
from scenarios.executors import thread_pool
from scenarios.outcome import ordered
from scenarios.plan_view import Cells, PlanView, plan_map, plan_view
from scenarios.planner import Planner
from scenarios.saving import SavedPlan, copy_of, draft_of, names_of, places_of, saved_plan, view_of
from scenarios.service import Service
from scenarios.since import Since, since
from scenarios.slices import TerritorySource, planner_of
from store.database import Database
from store.scenarios import Scenarios
from store.searches import Searches
from tests.published import LAUNDRY, YARD
from tests.store.people import PLANNER

QUESTIONS = (
    "",
    "open=shop&mode=foot&min=15&k=7",
    "goal=near&k=3",
    "goal=worst&k=3&mode=straight",
    "goal=all&min=20",
    "k=4&space=3000&supply=8&hyp=detour-1.4",
    "conv=1&w=waste-3",
    "cap=1&k=2",
)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    opened = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    opened.migrate()
    return opened


@pytest.fixture
def service(planner: Planner, database: Database) -> Service:
    return Service(planner, Searches(database), thread_pool(planner))


def stored(service: Service, database: Database, query: str) -> SavedPlan:
    """Save an answer; return what a reader finds in the store."""
    made = Scenarios(database).create(PLANNER, draft_of(service.answer(query), "essai", ""))
    saved = Scenarios(database).get(made.id)
    assert saved is not None
    plan = saved_plan(saved)
    assert plan is not None
    return plan


def told(planner: Planner, database: Database, saved: SavedPlan) -> Since:
    return since(Service(planner, Searches(database), thread_pool(planner)), saved.view, saved.map)


def ready(service: Service, query: str) -> None:
    """Wait for a plan: some questions have none before their first slice."""
    for _look in range(600):
        answer = service.answer(query)
        if answer.progress is not None and answer.progress.plan is not None and not answer.running:
            return
        time.sleep(0.1)
    raise AssertionError(query)


@pytest.mark.parametrize("query", QUESTIONS)
def test_what_is_read_from_the_store_is_what_the_screens_showed(service: Service, database: Database, query: str) -> None:
    ready(service, query)
    answer = service.answer(query)
    assert answer.instance is not None
    assert answer.progress is not None
    live = plan_view(answer.instance, answer.progress, answer.query)
    drawn = plan_map(answer.instance, ordered(answer.instance, answer.progress.plan or ()))
    kept = stored(service, database, query)
    assert (kept.view.outcome, kept.view.places, kept.view.grounds) == (live.outcome, live.places, live.grounds)
    assert kept.view.to_json() == live.to_json()
    assert kept.view.progress.gap == live.progress.gap
    assert np.array_equal(kept.map.served, drawn.served)
    assert np.array_equal(kept.map.reached, drawn.reached)
    assert (kept.map.outlines, kept.map.candidates) == (drawn.outlines, drawn.candidates)
    assert kept.cells.same(Cells.of(answer.instance.travel_times.territory))


@pytest.mark.parametrize("query", QUESTIONS)
def test_while_nothing_has_changed_nothing_is_told(planner: Planner, service: Service, database: Database, query: str) -> None:
    ready(service, query)
    saved = stored(service, database, query)
    found = told(planner, database, saved)
    assert found.versions == ()
    assert found.same_places
    assert found.same_figures(saved.view)
    assert found.same_plan(saved.view)
    assert not found.is_better


def test_a_changed_version_is_named(planner: Planner, service: Service, database: Database) -> None:
    saved = stored(service, database, "")
    before = {**saved.view.grounds.versions, "data": "before"}
    older = replace(saved, view=replace(saved.view, grounds=replace(saved.view.grounds, versions=before)))
    assert told(planner, database, older).versions == ("data",)


def test_a_hypothesis_that_was_moved_under_a_former_name_stays_moved(planner: Planner, service: Service, database: Database) -> None:
    written = stored(service, database, "k=3&hyp=bulky_kg_per_dwelling_yr-28.5").view.to_json()
    ranges = written["grounds"]["hypotheses"]
    ranges.pop("bulky_kg_per_dwelling_yr")
    ranges["bulky_marseille_t_yr"] = [1_500.0, 2_000.0, 2_000.0]
    again = PlanView.from_json(written).grounds.hypotheses
    assert again["bulky_kg_per_dwelling_yr"] == pytest.approx((21.5, 28.6667, 28.6667))
    assert planner.canonical("k=3&hyp=bulky_marseille_t_yr-2000") == planner.canonical("k=3&hyp=bulky_kg_per_dwelling_yr-28.5")


def test_nothing_is_saved_without_a_plan(service: Service) -> None:
    with pytest.raises(ValueError, match="pas encore de plan"):
        draft_of(service.answer("budget=20&basin=1"), "essai", "")


def test_a_name_is_asked_for(service: Service) -> None:
    with pytest.raises(ValueError, match="Nom"):
        draft_of(service.answer(""), "  ", "")


def test_places_that_were_accepted_since_are_told_and_change_nothing_of_what_was_saved(
    planner: Planner, service: Service, database: Database, territory: Territory
) -> None:
    query = "mode=straight&k=2&open=shop"
    saved = stored(service, database, query)
    later = planner_of(territory, TerritorySource(places=(LAUNDRY, YARD)))
    found = told(later, database, saved)
    assert found.versions == ("data",)
    assert LAUNDRY.content["name"] in found.added
    assert found.gone == found.barred == ()
    assert found.same_figures(saved.view)


def test_a_place_of_the_plan_that_is_gone_stays_in_the_plan_and_is_named(
    service: Service, database: Database, territory: Territory
) -> None:
    first = planner_of(territory, TerritorySource(places=(LAUNDRY, YARD)))
    before = Service(first, Searches(database), thread_pool(first))
    saved = stored(before, database, f"mode=straight&k=2&imp={LAUNDRY.id}")
    assert LAUNDRY.id in {place.id for place in saved.view.places}
    found = since(service, saved.view, saved.map)
    assert found.gone == (LAUNDRY.content["name"],)
    assert found.now is not None
    assert {place.id for place in found.now.outcome.opened} == {place.id for place in saved.view.places} - {LAUNDRY.id}
    assert found.best_plan is not None
    assert LAUNDRY.id not in {place.id for place in found.best_plan.places}


def test_a_place_that_changed_is_told_field_by_field_and_one_that_no_longer_suits_still_has_figures(
    database: Database, territory: Territory
) -> None:
    first = planner_of(territory, TerritorySource(places=(LAUNDRY,)))
    before = Service(first, Searches(database), thread_pool(first))
    saved = stored(before, database, f"mode=straight&k=1&open=shop&imp={LAUNDRY.id}")
    smaller = replace(LAUNDRY, content={**LAUNDRY.content, "area_m2": 30.0, "rent_eur_m2_yr": None})
    after = planner_of(territory, TerritorySource(places=(smaller,)))
    (change,) = told(after, database, saved).changed
    assert set(change.attributes) == {"area_m2", "rent_eur_m2_yr"}
    assert (change.before.facts["area_m2"], change.after.facts["area_m2"]) == (140.0, 30.0)
    freely = replace(saved, view=replace(saved.view, query="mode=straight&k=1&open=shop"))
    found = told(after, database, freely)
    assert found.barred == (LAUNDRY.content["name"],)
    assert found.now is not None
    assert found.now.outcome.residents.after == saved.view.outcome.residents.after


def test_what_was_saved_is_read_when_the_demand_points_are_others(service: Service, database: Database) -> None:
    saved = stored(service, database, "k=3")
    assert len(saved.map.served) == len(saved.cells.population)
    cut = Cells(saved.cells.lon[:100], saved.cells.lat[:100], saved.cells.population[:100])
    assert not cut.same(saved.cells)
    assert Cells.from_json(cut.to_json()).same(cut)


def test_a_scenario_of_an_older_format_or_one_that_cannot_be_read_is_no_saved_plan(service: Service, database: Database) -> None:
    saved = Scenarios(database).create(PLANNER, draft_of(service.answer("k=2"), "essai", ""))
    old = {key: saved.result[key] for key in ("outcome", "progress")}
    for result in (old, {**old, "format": 2}, {**saved.result, "cells": {"lon": "AAAA"}}, {**saved.result, "map": None}):
        broken = replace(saved, result=result)
        assert saved_plan(broken) is None
        assert len(places_of(broken)) == 2
    assert view_of(replace(saved, result=old)) is None
    assert names_of(replace(saved, result=old)) == {}


def test_a_place_that_the_question_forbids_keeps_its_name_once_gone(service: Service, database: Database, territory: Territory) -> None:
    place = territory.candidates.iloc[3]
    made = Scenarios(database).create(PLANNER, draft_of(service.answer(f"k=1&ban={place['id']}"), "essai", ""))
    assert names_of(made)[place["id"]] == place["name"]


def test_a_copy_holds_the_same_to_the_last_digit(service: Service, database: Database) -> None:
    saved = Scenarios(database).create(PLANNER, draft_of(service.answer("k=2"), "essai", "note"))
    copy = Scenarios(database).create(PLANNER, copy_of(saved, "autre", ""))
    assert (copy.question, copy.result, copy.data_version) == (saved.question, saved.result, saved.data_version)
