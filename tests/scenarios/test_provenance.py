"""Every figure of a plan says where it comes from, and what it says adds up."""

from __future__ import annotations

import json
import re

import pytest

from criteria.scale import number
from scenarios.plan_view import PlanView, plan_view
from scenarios.planner import Planner
from scenarios.provenance import figures, share_of_plans, shares_of_front
from scenarios.solving import first, further

QUERIES = ("open=shop&mode=foot&min=15&k=3", "k=3&budget=400", "goal=near&k=2", "k=2&cap=1")


@pytest.fixture(scope="module", params=QUERIES)
def view(request: pytest.FixtureRequest, planner: Planner) -> PlanView:
    instance = planner.instance(request.param)
    progress = first(instance)
    while progress.plan is None:
        progress = further(instance, progress.state)
    return plan_view(instance, progress, request.param)


def test_every_figure_has_a_formula_numbers_terms_sources_and_a_version(view: PlanView) -> None:
    found = figures(view)
    actors = {"waste", "cohesion", "landlord", "economy"}
    assert set(found) >= actors | {"residents", "residents_qpv", "residents_rest", "tonnes", "jobs", "cost", "certificate"}
    for told in found.values():
        assert told.formula
        assert re.search(r"\d", told.substituted)
        assert told.terms
        assert told.sources
        assert view.grounds.versions["data"] in told.version


def test_a_figure_is_the_one_of_the_plan(view: PlanView) -> None:
    found, outcome = figures(view), view.outcome
    assert found["residents"].value == outcome.residents.after
    assert found["cost"].value == outcome.cost_eur
    assert (found["tonnes"].low, found["tonnes"].value, found["tonnes"].high) == outcome.tonnes
    assert [stake.after for stake in outcome.stakes.values()] == [found[actor].value for actor in outcome.stakes]


def test_what_rests_on_hypotheses_says_so_and_names_places_never_ids(view: PlanView) -> None:
    found = figures(view)
    for key in ("tonnes", "cost"):
        assert found[key].is_hypothesis
    labels = " ".join(term.label for term in found["cost"].terms)
    assert all(place.name in labels for place in view.places)
    assert not any(place.id in labels for place in view.places)


def test_a_saved_plan_opens_the_same_figures(view: PlanView) -> None:
    again = PlanView.from_json(json.loads(json.dumps(view.to_json())))
    assert figures(again) == figures(view)


def test_the_shares_of_the_studies_say_what_they_divide_and_add_up(view: PlanView) -> None:
    share = share_of_plans(view, "Halle", 0.92, 200, 3, in_minutes=False)
    assert "Halle : 184 ÷ 200 = 92\u202f%" in share.substituted.replace(" %", "\u202f%")
    assert share.value == pytest.approx(92.0)
    values = [100 * stake.after / stake.total for stake in view.outcome.stakes.values()]
    gains = shares_of_front(view, values)
    for stake in view.outcome.stakes.values():
        assert f"{number(stake.after)} ÷ {number(stake.total)}" in gains.substituted
    assert len(gains.terms) == 5 and gains.sources and share.sources
