"""The answer of a scenario: its question in full, and every figure opens its provenance."""

from __future__ import annotations

import pytest

from geodata.territory import Territory
from scenarios.plan_view import PlanView, plan_view
from scenarios.slices import TerritorySource, planner_of
from scenarios.solving import first
from services.plans import as_saved
from tests.components import of_class, of_type, text
from views.scenarios.result import answer_panel


@pytest.fixture(scope="module")
def view(territory: Territory) -> PlanView:
    places = territory.candidates["id"]
    query = f"k=3&imp={places.iloc[0]}&ban={places.iloc[1]}"
    instance = planner_of(territory, TerritorySource()).instance(query)
    return plan_view(instance, first(instance), query)


def test_imposed_and_forbidden_places_are_said_by_name(view: PlanView) -> None:
    said = text(of_class(answer_panel(as_saved(view, lambda place: f"Lieu nommé {place}")), "conditions"))
    assert f"Lieu imposé : Lieu nommé {view.question.required[0]}" in said
    assert f"Lieu interdit : Lieu nommé {view.question.forbidden[0]}" in said


def test_every_figure_opens_where_it_comes_from(view: PlanView) -> None:
    opened = of_class(answer_panel(as_saved(view, str)), "figure-line")
    shown = [text(of_type(line, "Summary")) for line in opened]
    for words in ("D'où viennent", "Réemploi", "Emplois", "Habitants des QPV", "Autres habitants", "Temps moyen", "Coût connu"):
        assert any(words in line for line in shown)
    assert all(of_class(line, "provenance") for line in opened)
    assert len(opened) == 11


def test_a_working_hypothesis_is_marked_once(view: PlanView) -> None:
    said = " ".join(text(of_type(line, "Summary")) for line in of_class(answer_panel(as_saved(view, str)), "figure-line"))
    assert "hypothèse hypothèse" not in " ".join(said.split())
