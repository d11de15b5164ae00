"""Saved scenarios side by side: what differs, on which data each was computed, and differences that agree with what is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import pytest

from domain.saved import SavedScenario
from geodata.territory import Territory
from scenarios.planner import Planner
from scenarios.saving import view_of
from scenarios.slices import TerritorySource, planner_of
from services.scenario_library import ComparedScenarios, differing_grounds
from tests.components import of_class, of_type, text
from tests.views.saved_plans import saved_plan_of
from views.scenarios.comparison import comparison


@pytest.fixture(scope="module")
def planner(territory: Territory) -> Planner:
    return planner_of(territory, TerritorySource())


def side_by_side(*saved: SavedScenario) -> list[Any]:
    """Return the panel."""
    views = [view_of(item) for item in saved]
    return comparison(ComparedScenarios(saved, str, [{} for _ in saved], differing_grounds(saved, views)))


def row(panel: Sequence[Any], label: str) -> Any:
    """Return the row of a label."""
    return next(line for line in of_type(panel, "Tr") if text(of_type(line, "Th")).strip().endswith(label))


def test_scenarios_computed_on_different_data_say_so_beside_their_certificates(planner: Planner) -> None:
    one, other = saved_plan_of(planner, "un", "k=1"), saved_plan_of(planner, "deux", "k=1", data_version="ancienne")
    panel = side_by_side(one, other)
    assert "Calculés sur des données différentes : les lieux ou les autres données" in text(panel)
    assert "Données ancienne" in text(row(panel, "Calcul"))
    assert "données différentes" not in text(side_by_side(one, saved_plan_of(planner, "trois", "k=2&mode=foot&min=15")))


def test_other_hypotheses_of_travel_are_told_too(planner: Planner) -> None:
    panel = side_by_side(saved_plan_of(planner, "un", "k=1"), saved_plan_of(planner, "deux", "k=1&hyp=detour-1.6"))
    assert "les hypothèses, les temps de trajet" in text(panel)


def test_differences_of_shares_are_points_and_those_of_the_values_shown(planner: Planner) -> None:
    panel = side_by_side(saved_plan_of(planner, "un", "k=1"), saved_plan_of(planner, "deux", "k=4&mode=foot&min=15"))
    said = text(row(panel, "QPV atteints")).replace("\u202f", " ")
    first, second = (float(value.replace(",", ".")) for value in re.findall(r"([\d,]+) %", said))
    (sign, delta), *rest = re.findall(r"([+−])([\d,]+) pt", said)
    assert not rest
    assert float(delta.replace(",", ".")) * (1 if sign == "+" else -1) == pytest.approx(second - first, abs=1e-9)


def test_the_mean_time_says_whom_it_leaves_out(planner: Planner) -> None:
    panel = side_by_side(saved_plan_of(planner, "un", "k=1&mode=foot&min=15"), saved_plan_of(planner, "deux", "k=2&mode=foot&min=15"))
    said = text(row(panel, "Temps moyen"))
    assert said.count("min") >= 2
    assert said.count("à moins d'une heure") == 2


def test_the_reference_says_its_question_in_full(planner: Planner) -> None:
    panel = side_by_side(saved_plan_of(planner, "un", "k=2&budget=900&imp=RC-110"), saved_plan_of(planner, "deux", "k=2"))
    said = text(of_type(row(panel, "ce qui en diffère"), "Td")[0])
    assert "Budget de 900 k€" in said
    assert "Lieu imposé : RC-110" in said


def test_the_table_is_a_region_reached_by_keyboard(planner: Planner) -> None:
    (region,) = of_class(side_by_side(saved_plan_of(planner, "un", "k=1"), saved_plan_of(planner, "deux", "k=2")), "compare-scroll")
    assert region.tabIndex == 0
