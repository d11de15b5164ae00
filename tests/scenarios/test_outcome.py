"""What a plan brings adds up, and comes from nowhere but the data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from domain.scenario import STAKES
from scenarios.assignment import BY_EXISTING, NOT_REACHED, assignment_of, reached_by_existing
from scenarios.instance import Instance
from scenarios.outcome import outcome_of
from scenarios.planner import Planner
from scenarios.solving import Progress, first, further
from siting.evaluate import reached
from tests.scenarios.conftest import Ask

FOOT = "open=shop&mode=foot&min=15"
QUESTIONS = ("", FOOT, f"{FOOT}&ex=0", "open=hub&k=3", "goal=near&k=4")


@pytest.mark.parametrize("query", QUESTIONS)
def test_everyone_is_counted_once(ask: Ask, query: str) -> None:
    instance = ask(query)
    plan = first(instance).plan or ()
    told, served = outcome_of(instance, plan), assignment_of(instance, plan).server
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    assert told.residents.total == people.sum()
    assert told.residents.before == people[served == BY_EXISTING].sum()
    assert told.residents.after == told.residents.before + sum(place.newly for place in told.opened)
    assert told.residents.total - told.residents.after == people[served == NOT_REACHED].sum()
    assert told.residents.after == pytest.approx(told.residents_qpv.after + told.residents_rest.after)


@pytest.mark.parametrize("query", QUESTIONS)
def test_who_is_reached_is_what_the_raw_times_say(ask: Ask, query: str) -> None:
    instance = ask(query)
    plan = first(instance).plan or ()
    served = assignment_of(instance, plan).server
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


CAPPED = ("k=5&cap=1", "k=4&cap=1&budget=800", f"{FOOT}&cap=1&mix=cohesion-4,economy-0")


def proven(instance: Instance) -> Progress:
    progress = first(instance)
    while not progress.finished:
        progress = further(instance, progress.state)
    return progress


@pytest.mark.parametrize("query", CAPPED)
def test_under_capacity_the_shares_average_what_the_certificate_says(ask: Ask, query: str) -> None:
    instance = ask(query)
    progress = proven(instance)
    told = outcome_of(instance, progress.plan or ())
    shares = np.array([100 * told.stakes[actor].after / told.stakes[actor].total for actor in STAKES])
    assert shares @ instance.mix == pytest.approx(progress.value, abs=1e-5)


@pytest.mark.parametrize("query", CAPPED)
def test_a_place_serves_no_more_people_than_its_floor_allows(ask: Ask, query: str) -> None:
    instance = ask(query)
    told = outcome_of(instance, proven(instance).plan or ())
    kg, t_m2 = instance.hypotheses.central("collected_kg_per_inhabitant_yr"), instance.hypotheses.central("tonnes_per_m2_yr")
    for place in told.opened:
        assert place.area_m2 is not None
        assert place.newly <= place.area_m2 * t_m2 * 1_000 / kg + 1
        assert place.newly <= place.served
        assert place.tonnes[1] == pytest.approx(min(place.newly * kg / 1_000, place.area_m2 * t_m2), abs=0.01)
    assert told.residents.after == pytest.approx(told.residents.before + sum(place.newly for place in told.opened), abs=len(told.opened))
    assert told.tonnes[1] == pytest.approx(sum(place.tonnes[1] or 0.0 for place in told.opened))


def test_nobody_is_served_twice_nor_by_a_place_out_of_reach(ask: Ask) -> None:
    instance = ask(CAPPED[0])
    served = assignment_of(instance, proven(instance).plan or ())
    assert served.reached.max() <= 1.0
    assert served.shares.min() >= 0.0
    for column, place in enumerate(served.plan):
        assert (instance.minutes[served.shares[:, column] > 0, place] <= instance.limit_min).all()
    assert not served.shares[served.by_existing].any()
    for code in served.plan:
        assert (served.shares.sum(axis=1)[served.server == code] >= 0.5).all()


def test_without_capacity_everyone_within_reach_is_served_by_the_nearest(ask: Ask) -> None:
    served = assignment_of(ask(""), (0, 1, 2))
    assert set(np.unique(served.shares)) <= {0.0, 1.0}


def test_a_mean_time_counts_those_whom_it_leaves_out(ask: Ask) -> None:
    instance = ask("goal=near&mode=foot&k=3")
    plan = proven(instance).plan or ()
    told = outcome_of(instance, plan)
    times = instance.minutes[:, [*plan, *instance.existing]].min(axis=1)
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    assert told.beyond_hour == people[~np.isfinite(times)].sum() > 0.1 * people.sum()
    assert told.mean_min == pytest.approx(np.average(times[np.isfinite(times)], weights=people[np.isfinite(times)]), abs=1e-3)
    assert 0 < told.beyond_hour_qpv < told.beyond_hour


def test_places_of_unknown_figures_are_counted_and_named(ask: Ask) -> None:
    instance = ask("budget=500&cap=1")
    told = outcome_of(instance, ())
    assert told.cost_barred == np.isnan(instance.sites.cost_eur).sum() > 0
    assert told.area_barred == np.isnan(instance.sites.area_m2).sum() > 0
    free = ask("")
    unknown = int(np.flatnonzero(np.isnan(free.sites.area_m2))[0])
    told = outcome_of(free, (unknown, 0))
    assert told.area_unknown == (str(free.ids[unknown]),)
    assert told.cost_barred == told.area_barred == 0
