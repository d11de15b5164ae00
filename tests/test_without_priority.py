"""A territory without any priority neighbourhood is a territory like another: it opens, and every screen works."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import plotly.utils
import pytest

import app as application
from access.settings import Settings
from callbacks.application import Convergence
from domain.scenario import STAKES
from domain.selection import Selection
from geodata import facts
from geodata.build import write_snapshot
from geodata.candidate_facets import TEXT_COLUMNS, candidate_facets, other_columns
from geodata.column_table import encode_table
from geodata.demand import Ground, demand_points
from geodata.manifest import Refreshed
from geodata.schemas import CANDIDATES, ENRICHED_CANDIDATES, SCHEMAS, check
from geodata.surroundings import surroundings
from geodata.territory import Territory, load_territory
from layers import discover as layers
from layers import offered
from scenarios.slices import TerritorySource, planner_of
from scenarios.stakes import unknown_stakes
from services.assessor import Assessor
from services.context import Context
from services.words.priority import none_near
from tests.serving import free_port
from views.view import View
from views.view import discover as screens


@pytest.fixture(scope="module")
def snapshot(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Path:
    nowhere = territory.priority_neighbourhoods.iloc[:0]
    ground = Ground(facts.settlements(), facts.uninhabited())
    base = (territory.municipalities, territory.town_halls, nowhere, territory.quartiers, territory.iris, territory.municipalities)
    made = {
        "priority_neighbourhoods": nowhere,
        "demand": demand_points(*base, ground),
        "candidates": gpd.GeoDataFrame(territory.candidates[list(CANDIDATES.columns)], crs=2154),
    }
    frames = {name: check(name, made.get(name, getattr(territory, name))) for name in SCHEMAS}
    directory = tmp_path_factory.mktemp("without-priority")
    write_snapshot(frames, directory, {})
    return directory


@pytest.fixture(scope="module")
def bare(snapshot: Path) -> Territory:
    return load_territory(snapshot)


@pytest.fixture(scope="module")
def opened(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Convergence, Context]:
    store = f"sqlite:///{tmp_path_factory.mktemp('store') / 'convergence.db'}"
    made: list[Context] = []

    def kept(*args: Any, **kwargs: Any) -> Context:
        made.append(Context(*args, **kwargs))
        return made[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", kept)
        started = application.create_app(Settings(demo=True, database_url=store, port=free_port()), load_territory(snapshot))
    return started, made[0]


def test_every_total_is_kept(bare: Territory, territory: Territory) -> None:
    people = territory.demand.groupby("area_code")["population"].sum()
    assert bare.demand.groupby("area_code")["population"].sum().equals(people)
    assert bare.demand["qpv_code"].isna().all()


def test_no_place_has_a_nearest_neighbourhood_and_none_is_near(bare: Territory) -> None:
    ENRICHED_CANDIDATES.validate(bare.candidates)
    assert bare.candidates["qpv_distance_m"].isna().all()
    assert bare.candidates["qpv_code"].isna().all()
    assert bare.candidates["qpv_band"].isna().all()
    assert surroundings(bare, (893_000.0, 6_247_000.0)).priority_neighbourhoods == ()


def test_places_are_still_filtered_and_packed(bare: Territory) -> None:
    facets = candidate_facets(bare)
    packed = encode_table(bare.candidates, facets, TEXT_COLUMNS, other_columns(facets))
    assert packed is not None
    assert Selection.from_query("van=yes", facets).filters
    assert {"qpv", "near"}.isdisjoint(facet.id for facet in facets)


def test_places_are_still_assessed_without_counting_an_absent_distance(bare: Territory) -> None:
    assessment = Assessor.of(bare).assess("")
    ids = [item.id for item in assessment.items]
    for unknown in ("qpv_distance", "qpv_residents"):
        assert np.isnan(assessment.measures[:, ids.index(unknown)]).all()
    assert np.isfinite(assessment.measures[:, ids.index("residents_newly_reached")]).any()


def test_what_the_territory_does_not_have_weighs_nothing_in_a_plan(bare: Territory) -> None:
    planner = planner_of(bare, TerritorySource())
    instance = planner.instance(planner.canonical("k=2"))
    assert instance.mix[STAKES.index("cohesion")] == 0
    assert instance.mix.sum() == pytest.approx(1)
    assert instance.points.sum(axis=0) @ instance.mix == pytest.approx(100)
    assert unknown_stakes(bare) == {"cohesion"}


def test_nothing_is_said_of_priority_neighbourhoods(opened: tuple[Convergence, Context], bare: Territory) -> None:
    for view in screens():
        if view.id in {"explore", "scenarios", "propose", "identify"}:
            said = json.dumps(view.layout(opened[1]), cls=plotly.utils.PlotlyJSONEncoder, ensure_ascii=False)
            assert "QPV" not in said, view.id
            assert "quartiers prioritaires à pied" not in said, view.id
    assert "priority_neighbourhoods" not in {layer.id for layer in offered(bare)}
    assert none_near(bare).startswith("QPV : non renseignés sur ce territoire")
    refreshed = replace(bare, refreshed={"qpv2024": Refreshed("qpv2024", "", "2026-12-01T09:30:00Z", "0" * 64, 0)})
    assert none_near(refreshed) == "Aucun QPV sur le territoire."


def test_every_layer_is_drawn(bare: Territory) -> None:
    for layer in layers():
        rows = layer.frame(bare, None)
        assert len(layer.describe(rows)) == len(rows), layer.id


@pytest.mark.parametrize("view", screens(), ids=lambda view: view.id)
def test_every_screen_opens(view: View, opened: tuple[Convergence, Context]) -> None:
    started, context = opened
    assert view.layout(context) is not None
    assert started.server.test_client().get(view.path).status_code == 200


def test_a_plan_is_found(opened: tuple[Convergence, Context]) -> None:
    answer = opened[0].server.test_client().get("/scenario/plan.json?k=2")
    assert answer.status_code == 200
