"""Every answer keeps the rules it was given, states its true value, and is as good as brute force finds."""

from __future__ import annotations

import sys
from itertools import combinations

import numpy as np
import pytest

from domain.scenario import Goal
from scenarios.assignment import reached_by_existing
from scenarios.instance import Instance, Unanswerable
from scenarios.solving import Progress, first, from_report, further, to_report
from siting.evaluate import coverage, longest_time, reached, total_time
from tests.scenarios.conftest import Ask

FOOT = "open=shop&mode=foot&min=15"
FEW = "communes=13215&kinds=premises"


def solved(instance: Instance) -> Progress:
    progress = first(instance)
    for _ in range(20):
        if progress.finished:
            return progress
        progress = further(instance, progress.state)
    raise AssertionError("not proven in twenty slices")


def opened(instance: Instance, progress: Progress) -> list[int]:
    assert progress.plan is not None
    return [*progress.plan, *instance.existing.tolist()]


@pytest.mark.parametrize(
    "query", [FOOT, f"{FOOT}&k=8&space=1500&percom=2", "k=6&basin=1&supply=8&perhub=3", "k=4&budget=500", "mix=cohesion-3"]
)
def test_a_covering_plan_states_what_it_reaches(ask: Ask, query: str) -> None:
    instance = ask(query)
    progress = solved(instance)
    again = coverage(instance.minutes, instance.limit_min, instance.points, opened(instance, progress)) @ instance.mix
    assert progress.value == pytest.approx(again)
    assert progress.value <= progress.bound * (1 + 1e-9)
    assert progress.gap <= 1e-6


@pytest.mark.parametrize(
    "query", [f"{FEW}&{FOOT}&k=2", f"{FEW}&{FOOT}&k=2&space=800", f"{FEW}&{FOOT}&k=3&ex=0", f"{FEW}&{FOOT}&k=2&mix=waste-0,economy-0"]
)
def test_no_choice_of_places_covers_more(ask: Ask, query: str) -> None:
    instance = ask(query)
    xy, gap = instance.travel_times.places_l93[instance.columns], instance.question.spacing_m or 0.0
    best = 0.0
    for plan in combinations(range(instance.n), instance.question.k):
        apart = [np.hypot(*(xy[a] - xy[b])) >= gap for a in plan for b in [*plan, *instance.existing] if a != b]
        if all(apart):
            best = max(
                best, float(coverage(instance.minutes, instance.limit_min, instance.points, [*plan, *instance.existing]) @ instance.mix)
            )
    assert solved(instance).value == pytest.approx(best)


def test_no_choice_of_places_is_nearer_on_average(ask: Ask) -> None:
    instance = ask(f"{FEW}&goal=near&mode=bike&k=2")
    weights = instance.points @ instance.mix / (instance.points @ instance.mix).sum()
    best = min(total_time(instance.minutes, weights, [*plan, *instance.existing], 60.0) for plan in combinations(range(instance.n), 2))
    assert solved(instance).value == pytest.approx(best)


def test_no_choice_of_places_leaves_the_farthest_nearer(ask: Ask) -> None:
    instance = ask("communes=13215.13216.13028&kinds=premises&goal=worst&mode=straight&k=2")
    served = np.isfinite(instance.minutes).any(axis=1)
    best = min(longest_time(instance.minutes[served], [*plan, *instance.existing]) for plan in combinations(range(instance.n), 2))
    progress = solved(instance)
    assert progress.value == pytest.approx(best)
    assert not np.isin(progress.lost, np.flatnonzero(served)).any()


def test_a_time_that_no_choice_keeps_for_everyone_is_said(ask: Ask) -> None:
    progress = first(ask(f"{FEW}&goal=worst&mode=foot&k=1"))
    assert progress.finished
    assert [rule.kind for rule in progress.conflict] == ["reach_hour", "count"]


def test_everyone_who_can_be_reached_is_reached_with_the_fewest_places(ask: Ask) -> None:
    instance = ask("goal=all&min=20")
    progress = solved(instance)
    got = reached(instance.minutes, instance.limit_min, opened(instance, progress))
    can = (instance.minutes <= instance.limit_min).any(axis=1)
    assert np.array_equal(got, can)
    assert set(progress.lost) == set(np.flatnonzero(~can))
    assert progress.value == progress.bound == len(progress.plan or ())


def test_imposed_places_are_open_and_forbidden_ones_are_not(ask: Ask) -> None:
    free = ask(FOOT)
    plan = [str(free.ids[place]) for place in solved(free).plan or ()]
    outsider = next(str(name) for name in free.ids if str(name) not in plan)
    instance = ask(f"{FOOT}&imp={outsider}&ban={plan[0]}")
    chosen = {str(instance.ids[place]) for place in solved(instance).plan or ()}
    assert outsider in chosen
    assert plan[0] not in chosen
    assert solved(instance).value < solved(free).value


def test_every_condition_is_kept(ask: Ask) -> None:
    instance = ask("k=8&basin=1&space=2000&percom=1&supply=10&perhub=2&budget=1500")
    plan = list(solved(instance).plan or ())
    sites, territory = instance.sites, instance.travel_times.territory
    xy = instance.travel_times.places_l93[instance.columns]
    everyone = [*plan, *instance.existing.tolist()]
    assert all(np.hypot(*(xy[a] - xy[b])) >= 2_000 for a in plan for b in everyone if a != b)
    areas = territory.candidates["area_code"].iloc[sites.rows[plan]]
    assert areas.is_unique
    assert sites.cost_eur[plan].sum() <= 1_500_000
    hubs = [place for place in plan if sites.is_hub[place]] + instance.existing.tolist()
    shops = [place for place in plan if not sites.is_hub[place]]
    assert all(min(np.hypot(*(xy[shop] - xy[hub])) for hub in hubs) <= 10_000 for shop in shops)
    assert len(shops) <= 2 * len(hubs)


def test_under_capacity_a_plan_takes_in_no_more_than_its_floors_allow(ask: Ask) -> None:
    free, bounded = ask("k=5"), ask("k=5&cap=1")
    progress = solved(bounded)
    assert progress.plan
    assert progress.value <= solved(free).value + 1e-9
    assert np.isfinite(bounded.sites.area_m2[list(progress.plan)]).all()


def test_conditions_that_cannot_hold_together_are_named(ask: Ask) -> None:
    progress = first(ask("budget=20&basin=1"))
    assert progress.finished
    assert progress.plan is None
    assert {rule.kind for rule in progress.conflict} >= {"budget", "basin"}


def test_more_imposed_places_than_allowed_is_said(ask: Ask) -> None:
    names = ".".join(str(name) for name in ask("").ids[:3])
    progress = first(ask(f"k=2&imp={names}"))
    assert {rule.kind for rule in progress.conflict} >= {"count", "required"}


def test_a_question_that_leaves_no_place_says_what_to_do(ask: Ask) -> None:
    with pytest.raises(Unanswerable, match="levez un filtre"):
        ask("communes=13021&landlord=hpr&area=90000-")


@pytest.mark.parametrize("query", ["", "goal=near", "goal=worst", "goal=all", "budget=20&basin=1"])
def test_a_report_is_read_back_as_it_was(ask: Ask, query: str) -> None:
    progress = first(ask(query))
    again = from_report(to_report(progress), progress.finished, progress.state)
    assert repr(again) == repr(Progress(**{**progress.__dict__, "plan": again.plan, "lost": again.lost}))
    assert again.plan == progress.plan


def test_every_goal_respects_who_is_reached_already(ask: Ask) -> None:
    with_them, without = ask("k=3"), ask("k=3&ex=0")
    assert reached_by_existing(with_them).any()
    assert not reached_by_existing(without).any()
    assert with_them.question.goal is Goal.COVER


def test_an_answer_tells_at_least_the_memory_that_it_takes(ask: Ask) -> None:
    progress = first(ask("goal=all&mode=foot&min=2&open=shop"))
    assert len(progress.lost) > 1_000
    parts = [progress, progress.state, progress.plan, progress.lost, *progress.lost]
    assert sum(sys.getsizeof(part) for part in parts) <= progress.nbytes
