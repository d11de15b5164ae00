"""Scenarios by public transport: a mode like the others where there are timetables, absent with a sentence where there are none."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from geodata.territory import GTFS, Territory
from scenarios.instance import Unanswerable
from scenarios.plan_view import PlanView, plan_map, plan_view
from scenarios.planner import Planner
from scenarios.provenance import figures
from scenarios.slices import TerritorySource, planner_of
from scenarios.solving import first
from scenarios.travel_words import travel_lines
from tests.example_feed import example_feed

QUERY = "open=shop&mode=transit&min=30&k=3"


@pytest.fixture(scope="module")
def feed(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return example_feed(tmp_path_factory.mktemp("feed") / "gtfs.zip", territory)


@pytest.fixture(scope="module")
def planner(territory: Territory, feed: Path) -> Planner:
    return planner_of(territory, TerritorySource(cache=feed.parent, gtfs=feed))


def test_by_public_transport_nobody_takes_longer_than_on_foot_and_many_take_less(planner: Planner) -> None:
    times = planner.travel_times
    assert times.modes == ("foot", "bike", "car", "transit", "straight")
    ride, walk = times.minutes("transit", 1.3), times.minutes("foot", 1.3)
    assert np.all(ride <= walk)
    assert (ride[np.isfinite(ride)] < np.minimum(walk, 60)[np.isfinite(ride)] - 5).sum() > 1_000
    columns = np.array([3, 0, 40])
    assert np.array_equal(times.minutes_to(columns, "transit", 1.3), ride[:, columns])


def test_a_plan_is_drawn_said_kept_and_read_again(planner: Planner) -> None:
    instance = planner.instance(planner.canonical(QUERY))
    progress = first(instance)
    view = plan_view(instance, progress, QUERY)
    said = " ".join(travel_lines(view.grounds.travel))
    assert "Réseau inventé (exemple), fichier GTFS" in said
    assert "de 8 h 00 à 9 h 00" in said
    assert "plus en vigueur" not in said
    assert "4,5 km/h" in said
    reach = next(term for term in figures(view)["residents"].terms if term.symbol == "T")
    assert reach.is_hypothesis
    assert "temps médian des départs de 8 h 00 à 9 h 00, toutes les 5 min" in reach.note
    assert figures(view)["residents"].is_example
    again = PlanView.from_json(json.loads(json.dumps(view.to_json())))
    assert again.grounds == view.grounds
    assert again.question.mode == "transit"
    drawn = plan_map(instance, progress.plan or ())
    assert any(len(rings) > 1 for rings in drawn.outlines)  # islands around the stops


def test_without_timetables_the_mode_is_absent_and_a_sentence_says_what_brings_it(territory: Territory) -> None:
    planner = planner_of(territory, TerritorySource())
    assert "transit" not in planner.travel_times.modes
    with pytest.raises(Unanswerable, match="CONVERGENCE_GTFS"):
        planner.instance(planner.canonical(QUERY))
    assert planner.key("plan", QUERY)


def test_timetables_that_cannot_be_used_say_why(territory: Territory, tmp_path: Path) -> None:
    planner = planner_of(territory, TerritorySource(cache=tmp_path, gtfs=tmp_path / "absent.zip"))
    with pytest.raises(Unanswerable, match=r"le fichier absent\.zip n'existe pas"):
        planner.instance(planner.canonical(QUERY))


def test_timetables_that_a_refresh_brought_are_used_and_old_ones_say_so(territory: Territory, tmp_path: Path) -> None:
    refreshed = replace(territory, files={GTFS: example_feed(tmp_path / GTFS, territory, last_day="20260630")})
    planner = planner_of(refreshed, TerritorySource(cache=tmp_path))
    instance = planner.instance(planner.canonical("mode=transit&k=1"))
    said = travel_lines(plan_view(instance, first(instance), "mode=transit&k=1").grounds.travel)
    assert any("ils s'arrêtent au 30/06/2026" in line for line in said)
