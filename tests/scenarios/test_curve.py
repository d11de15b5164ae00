"""The curve over k says what the certificate of each k says, under every condition, and what HiGHS finds on the raw data."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array, hstack, vstack

from domain.scenario import Goal
from scenarios.curve import curve_of
from scenarios.executors import thread_pool
from scenarios.instance import Instance
from scenarios.planner import Planner
from scenarios.service import Answer, Service
from scenarios.solving import Progress, first, further
from scenarios.steps import Curve
from siting.evaluate import reached
from store.database import Database
from store.searches import Searches
from tests.scenarios.conftest import Ask

CONDITIONS = ("budget=500", "budget=800&imp=RC-008&space=2000", "basin=1&space=3000&supply=10", "open=shop&mode=foot&min=15&percom=1")


@pytest.fixture
def service(planner: Planner, tmp_path: Path) -> Service:
    database = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    database.migrate()
    return Service(planner, Searches(database), thread_pool(planner))


def proven(service: Service, query: str, upto: int = 99) -> Curve:
    """Look at the curve as a screen does, until it is proven up to a number of places."""
    end = time.monotonic() + 300
    while time.monotonic() < end:
        known = curve_of(service, query)
        if not known.running or all(step.is_proven or not step.is_possible for step in known.steps if step.k <= upto):
            return known
        time.sleep(0.1)
    raise AssertionError("never proven")


# HiGHS, on models written here from the raw travel times


def groups_of(instance: Instance) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """Return who reaches each group of residents (groups, n), its weight, its residents, and what existing places reach already."""
    weight = instance.points @ instance.mix
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    served = reached(instance.minutes, instance.limit_min, instance.existing.tolist())
    within = (instance.minutes[:, : instance.n] <= instance.limit_min)[~served]
    cover, group = np.unique(within, axis=0, return_inverse=True)
    return cover, np.bincount(group, weight[~served]), np.bincount(group, people[~served]), float(weight[served].sum())


def highs(cost: np.ndarray, n: int, k: int, closed: np.ndarray, rows: list[LinearConstraint]) -> float:
    """Return the best value with at most k of the first n variables, which are whole."""
    count = LinearConstraint(csr_array(np.concatenate((np.ones(n), np.zeros(len(cost) - n)))[None]), -np.inf, k)
    upper = np.ones(len(cost))
    upper[:n][closed] = 0.0
    whole = np.concatenate((np.ones(n), np.zeros(len(cost) - n)))
    found = milp(-cost, integrality=whole, bounds=Bounds(0, upper), constraints=[count, *rows], options={"mip_rel_gap": 1e-7})
    assert found.status == 0
    return -float(found.fun)


def best_within_budget(instance: Instance, k: int) -> float:
    cover, weight, _people, base = groups_of(instance)
    n, g = instance.n, len(weight)
    costs = instance.sites.cost_eur
    reach = LinearConstraint(hstack([csr_array(-cover.astype(float)), csr_array(np.eye(g))]), -np.inf, 0.0)
    spent = csr_array(np.concatenate((np.nan_to_num(costs), np.zeros(g)))[None])
    budget = LinearConstraint(spent, -np.inf, 1_000.0 * (instance.question.budget_keur or 0))
    return base + highs(np.concatenate((np.zeros(n), weight)), n, k, np.isnan(costs), [reach, budget])


def best_within_capacity(instance: Instance, k: int) -> float:
    cover, weight, people, base = groups_of(instance)
    n, area = instance.n, instance.sites.area_m2
    row, place = np.nonzero(cover & np.isfinite(area))
    pairs = np.arange(len(row))
    each = csr_array((np.ones(len(row)), (row, pairs)), (len(weight), len(row)))
    load = csr_array((people[row] * instance.hypotheses.central("collected_kg_per_inhabitant_yr") / 1_000, (place, pairs)), (n, len(row)))
    floors = np.nan_to_num(area) * instance.hypotheses.central("tonnes_per_m2_yr")
    open_only = vstack([csr_array((-np.ones(len(row)), (pairs, place)), (len(row), n))])
    rules = [
        LinearConstraint(hstack([csr_array((len(weight), n)), each]), -np.inf, 1.0),
        LinearConstraint(hstack([csr_array(np.diag(-floors)), load]), -np.inf, 0.0),
        LinearConstraint(hstack([open_only, csr_array(np.eye(len(row)))]), -np.inf, 0.0),
    ]
    return base + highs(np.concatenate((np.zeros(n), weight[row])), n, k, np.isnan(area), rules)


def test_under_a_budget_the_curve_is_what_highs_finds(service: Service, ask: Ask) -> None:
    known = proven(service, "budget=500")
    steps = {step.k: step for step in known.steps}
    assert all(step.is_proven for step in known.steps)
    for k in (2, 3, 4, 5):
        assert steps[k].value == pytest.approx(best_within_budget(ask("budget=500"), k), abs=1e-4)
    assert steps[5].value == pytest.approx(73.846, abs=1e-3)


def test_a_proof_that_ends_while_one_looks_is_in_what_is_told_last(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = service.known

    def begun(instance: Instance) -> Progress:
        found = first(instance)
        return replace(found, finished=False, bound=1.05 * found.value + 1.0, state=b"0")

    def late(query: str) -> Answer | None:
        seen = look_up(query)
        while service.answer(query).running:  # the proof ends after what was known had been read
            time.sleep(0.05)
        return seen

    monkeypatch.setattr("scenarios.curve.AT_ONCE_S", 300.0)  # each number is begun at the first look
    monkeypatch.setattr("scenarios.service.first", begun)
    monkeypatch.setattr("scenarios.slices.further", lambda instance, _state, _seconds: first(instance))
    curve_of(service, "k=3")
    monkeypatch.setattr(service, "known", late)
    last = curve_of(service, "k=3")
    assert not last.running
    assert all(step.is_proven for step in last.steps)


def test_under_capacity_the_curve_is_what_highs_finds(service: Service, ask: Ask) -> None:
    known = proven(service, "cap=1", upto=4)
    steps = {step.k: step for step in known.steps}
    for k in (2, 3, 4):
        assert steps[k].value == pytest.approx(best_within_capacity(ask("cap=1"), k), abs=1e-4)


@pytest.mark.parametrize("query", CONDITIONS)
def test_each_number_of_places_says_what_its_certificate_says(service: Service, planner: Planner, query: str) -> None:
    known = proven(service, query)
    assert known.steps[-1].k == 12
    assert [step.k for step in known.steps] == list(range(known.steps[0].k, 13))
    for before, step in pairwise(known.steps):
        assert step.value >= before.value
        assert step.bound >= before.bound
    for step in known.steps:
        assert step.bound <= 100.0
        if step.k:
            instance = planner.instance(f"{query}&k={step.k}")
            progress = first(instance)
            while not progress.finished:
                progress = further(instance, progress.state)
            if progress.plan is None:
                assert not step.is_possible
            elif progress.gap <= 1e-6:
                assert step.value == pytest.approx(progress.value, abs=1e-9)


def test_the_curve_takes_up_the_proofs_of_questions_asked_before(service: Service) -> None:
    known = proven(service, "budget=1000")
    answer = service.answer("budget=1000&k=7")
    assert answer.progress is not None
    assert answer.progress.finished
    assert next(step for step in known.steps if step.k == 7).value == answer.progress.value


def test_the_curve_speaks_of_who_is_reached_whatever_the_goal(service: Service) -> None:
    near, cover = proven(service, "goal=near"), proven(service, "")
    assert [step.value for step in near.steps] == [step.value for step in cover.steps]
    assert service.planner.variant("goal=near&k=3&kinds=premises", k=4, goal=Goal.COVER) == "kinds=premises&k=4"


def test_what_is_known_is_shown_while_the_rest_is_still_worked_out(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scenarios.curve.AT_ONCE_S", 0.0)
    service.answer("k=3")
    known = curve_of(service, "k=3")
    steps = {step.k: step for step in known.steps}
    assert known.running
    assert steps[3].is_proven
    assert steps[2].value == steps[0].value
    assert steps[2].bound == steps[3].value
    assert steps[4].value == steps[3].value
    assert not steps[4].is_proven


def test_a_curve_without_any_choice_says_so(service: Service) -> None:
    known = proven(service, "budget=20&basin=1")
    assert not any(step.is_possible for step in known.steps)
    assert not known.running
