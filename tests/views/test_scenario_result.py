"""The answer of a scenario: its question in full, and every figure opens its provenance."""

from __future__ import annotations

from dataclasses import replace

import pytest

from geodata.territory import Territory
from scenarios.plan_view import PlanView, plan_view
from scenarios.slices import TerritorySource, planner_of
from scenarios.solving import first
from scenarios.steps import Step
from services.plans import as_saved
from services.studies import CurveStudy, Subject
from tests.components import of_class, of_type, text
from views.scenarios.curve import curve_panel
from views.scenarios.result import answer_panel


@pytest.fixture(scope="module")
def view(territory: Territory) -> PlanView:
    places = territory.candidates["id"]
    query = f"k=3&imp={places.iloc[0]}&ban={places.iloc[1]}"
    instance = planner_of(territory, TerritorySource()).instance(query)
    return plan_view(instance, first(instance), query)


def test_imposed_and_forbidden_places_are_said_by_name(view: PlanView) -> None:
    said = text(of_class(answer_panel(as_saved(view, lambda place: f"Lieu nommé {place}")).content, "conditions"))
    assert f"Lieu imposé : Lieu nommé {view.question.required[0]}" in said
    assert f"Lieu interdit : Lieu nommé {view.question.forbidden[0]}" in said


def test_every_figure_opens_where_it_comes_from(view: PlanView) -> None:
    content = answer_panel(as_saved(view, str)).content
    opened, of_a_year = of_class(content, "figure-line"), of_class(of_class(content, "waiting"), "figure-line")
    shown = [text(of_type(line, "Summary")) for line in opened]
    for words in ("D'où viennent", "Réemploi", "Emplois", "Habitants des QPV", "Autres habitants", "Temps moyen", "Coût connu"):
        assert any(words in line for line in shown)
    assert all(of_class(line, "provenance") for line in opened)
    assert len(opened) - len(of_a_year) == 11


def test_a_working_hypothesis_is_marked_once(view: PlanView) -> None:
    said = " ".join(text(of_type(line, "Summary")) for line in of_class(answer_panel(as_saved(view, str)).content, "figure-line"))
    assert "hypothèse hypothèse" not in " ".join(said.split())


def test_an_imposed_place_that_is_excluded_is_warned_of_and_not_put_as_a_thing_to_do(view: PlanView) -> None:
    def with_excluded(n: int) -> PlanView:
        places = view.outcome.opened
        opened = tuple(replace(place, imposed=i < n, excluded=i < n) for i, place in enumerate(places))
        return replace(view, outcome=replace(view.outcome, opened=opened))

    panel = answer_panel(as_saved(with_excluded(1), str)).content
    said = text(of_class(panel, "actions-list"))
    assert (said.count("possible en l'état"), said.count("Ouvrir un")) == (1, len(view.outcome.opened) - 1)
    assert "1 lieu imposé est exclu de son rôle" in text(panel)
    assert "exclu de son rôle" not in text(answer_panel(as_saved(with_excluded(0), str)).content)


def test_the_method_of_a_certificate_is_in_the_language_of_the_page(view: PlanView) -> None:
    progress = replace(view.progress, method="PDHG + fixing + branch and bound + HiGHS")
    said = text(answer_panel(as_saved(replace(view, progress=progress), str)).content)
    assert "fixation de variables + séparation et évaluation" in said
    assert "branch and bound" not in said


def test_what_a_place_adds_is_the_difference_of_the_values_shown(view: PlanView) -> None:
    steps = (Step(1, 56.24, 56.24), Step(2, 57.66, 57.66))
    said = text(curve_panel(CurveStudy(Subject(view.question, beside_saved=False), steps, running=False, origin=None)).content)
    assert "56,2" in said
    assert "57,7" in said
    assert "+1,5 pt" in said
