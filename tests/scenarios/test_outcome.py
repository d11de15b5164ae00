"""What a plan brings adds up, and comes from nowhere but the data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from domain.scenario import STAKES
from scenarios.outcome import BY_EXISTING, NOT_REACHED, outcome_of, reached_by_existing, served_by
from scenarios.planner import Planner
from scenarios.solving import first
from siting.evaluate import reached
from tests.scenarios.conftest import Ask

FOOT = "open=shop&mode=foot&min=15"
QUESTIONS = ("", FOOT, f"{FOOT}&ex=0", "open=hub&k=3", "goal=near&k=4")


@pytest.mark.parametrize("query", QUESTIONS)
def test_everyone_is_counted_once(ask: Ask, query: str) -> None:
    instance = ask(query)
    plan = first(instance).plan or ()
    told, served = outcome_of(instance, plan), served_by(instance, plan)
    people = instance.atlas.territory.demand["population"].to_numpy(float)
    assert told.residents.total == people.sum()
    assert told.residents.before == people[served == BY_EXISTING].sum()
    assert told.residents.after == told.residents.before + sum(place.newly for place in told.opened)
    assert told.residents.total - told.residents.after == people[served == NOT_REACHED].sum()
    assert told.residents.after == pytest.approx(told.residents_qpv.after + told.residents_rest.after)


@pytest.mark.parametrize("query", QUESTIONS)
def test_who_is_reached_is_what_the_raw_times_say(ask: Ask, query: str) -> None:
    instance = ask(query)
    plan = first(instance).plan or ()
    served = served_by(instance, plan)
    assert np.array_equal(served != NOT_REACHED, reached(instance.minutes, instance.limit_min, [*plan, *instance.existing]))
    assert np.array_equal(served == BY_EXISTING, reached_by_existing(instance))
    mine = served >= 0
    own = instance.minutes[np.flatnonzero(mine), served[mine]]
    assert np.array_equal(own, instance.minutes[mine][:, list(plan)].min(axis=1))


def test_the_existing_ressourceries_leave_no_gap_where_they_are(ask: Ask) -> None:
    told = outcome_of(ask(FOOT), ())
    assert told.stakes["waste"].before == 0
    assert told.stakes["waste"].total == told.residents.total - told.residents.before
    assert all(told.stakes[actor].after == told.stakes[actor].before for actor in STAKES)


def test_a_plan_of_nothing_brings_nothing(ask: Ask) -> None:
    told = outcome_of(ask(f"{FOOT}&ex=0"), ())
    assert told.opened == ()
    assert told.residents.after == 0
    assert told.tonnes == told.jobs == (0.0, 0.0, 0.0)
    assert told.mean_min is None


def test_tonnes_never_pass_what_the_residents_around_can_give(ask: Ask) -> None:
    instance = ask("open=hub&k=12&communes=13042")
    told = outcome_of(instance, first(instance).plan or ())
    alone = [place.tonnes[1] for place in told.opened if place.tonnes[1] is not None]
    assert told.tonnes[1] is not None
    assert told.tonnes[1] <= sum(alone) + 1e-9
    assert told.tonnes[0] <= told.tonnes[1] <= told.tonnes[2]


def test_an_unknown_cost_is_not_free(ask: Ask) -> None:
    instance = ask("")
    unknown = int(np.flatnonzero(np.isnan(instance.sites.cost_eur))[0])
    known = int(np.flatnonzero(np.isfinite(instance.sites.cost_eur))[0])
    told = outcome_of(instance, (unknown, known))
    assert told.cost_unknown == 1
    assert told.cost_eur == instance.sites.cost_eur[known]
    assert {place.cost_eur is None for place in told.opened} == {True, False}


def test_an_outcome_is_plain_data_without_nan(ask: Ask) -> None:
    instance = ask("goal=worst")
    json.dumps(outcome_of(instance, first(instance).plan or ()).to_json(), allow_nan=False)


def test_the_canonical_question_keeps_all_that_matters_and_nothing_else(planner: Planner) -> None:
    assert planner.canonical("place=RC-008&by=green&k=7&kinds=premises&w=waste-3") == "kinds=premises&k=7"
    assert "w=waste-3" in planner.canonical("conv=1&w=waste-3")
    assert planner.key("plan", "k=7&kinds=premises") == planner.key("plan", "kinds=premises&k=7&place=RC-008")
    assert planner.key("plan", "k=7") != planner.key("robust", "k=7")
    assert planner.key("plan", "hyp=detour-1.4") != planner.key("plan", "")
