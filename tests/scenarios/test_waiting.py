"""What a year without a plan leaves undone is worked out with it, saved with it, and unknown in an older save."""

from __future__ import annotations

import json

import pytest

from criteria.waiting import cost_of
from scenarios.plan_view import PlanView, plan_view
from scenarios.planner import Planner
from scenarios.provenance import figures
from scenarios.solving import first, further
from scenarios.waiting import left_of_plan
from services.words.waiting import waiting_words


@pytest.fixture(scope="module")
def view(planner: Planner) -> PlanView:
    instance = planner.instance("open=shop&mode=foot&min=15&k=3")
    progress = first(instance)
    while progress.plan is None:
        progress = further(instance, progress.state)
    return plan_view(instance, progress, "open=shop&mode=foot&min=15&k=3")


def test_a_plan_costs_what_it_would_bring(view: PlanView) -> None:
    left = {one.id: one for one in left_of_plan(view, figures(view))}
    assert left["residents"].amount.value == view.outcome.residents.after - view.outcome.residents.before
    assert (left["tonnes"].amount.low, left["tonnes"].amount.high) == (view.outcome.tonnes[0], view.outcome.tonnes[2])
    assert left["tonnes"].cost is not None
    assert left["tonnes"].cost.value == pytest.approx(left["tonnes"].amount.value * 272)
    words = waiting_words(tuple(left.values()))
    assert "€" in words
    assert "hypothèse" in words


def test_bulky_waste_is_counted_once_and_never_above_what_the_floors_take(view: PlanView) -> None:
    low, central, high = view.idle.bulky
    assert low is not None
    assert central is not None
    assert high is not None
    area = sum(place.area_m2 or 0 for place in view.outcome.opened)
    assert 0 <= low <= central <= high <= area * 0.20


def test_it_is_saved_with_the_plan_and_an_older_save_says_that_it_is_unknown(view: PlanView) -> None:
    data = json.loads(json.dumps(view.to_json()))
    again = PlanView.from_json(data)
    assert left_of_plan(again, figures(again)) == left_of_plan(view, figures(view))
    prices = {"waste_eur_t", "bulky_eur_t", "guard_eur_m2_yr", "decay_eur_m2_yr"}
    ranges = {name: value for name, value in data["grounds"]["hypotheses"].items() if name not in prices}
    kept = {key: value for key, value in data.items() if key != "idle"}
    older = PlanView.from_json(kept | {"grounds": {**data["grounds"], "hypotheses": ranges}})
    left = {one.id: one for one in left_of_plan(older, figures(older))}
    assert left["bulky"].amount.value != left["bulky"].amount.value
    assert "premises" not in left
    assert cost_of(tuple(left.values())).is_known
