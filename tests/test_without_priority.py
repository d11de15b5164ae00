"""A territory without any priority neighbourhood is a territory like another: it opens, and every screen works."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest

import app as application
from access.settings import Settings
from domain.selection import Selection
from geodata import facts
from geodata.build import write_snapshot
from geodata.candidate_facets import TEXT_COLUMNS, candidate_facets, other_columns
from geodata.column_table import encode_table
from geodata.demand import Ground, demand_points
from geodata.schemas import CANDIDATES, ENRICHED_CANDIDATES, SCHEMAS, check
from geodata.surroundings import surroundings
from geodata.territory import Territory, load_territory
from layers import discover as layers
from services.assessor import Assessor
from services.context import Context
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
def opened(snapshot: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[application.Convergence, Context]:
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
    assert set(bare.candidates["qpv_band"]) == {"further"}
    assert surroundings(bare, (893_000.0, 6_247_000.0)).priority_neighbourhoods == ()


def test_places_are_still_filtered_and_packed(bare: Territory) -> None:
    facets = candidate_facets(bare)
    packed = encode_table(bare.candidates, facets, TEXT_COLUMNS, other_columns(facets))
    assert packed is not None
    assert Selection.from_query("qpv=further", facets).filters


def test_places_are_still_assessed_without_counting_an_absent_distance(bare: Territory) -> None:
    assessment = Assessor.of(bare).assess("")
    ids = [item.id for item in assessment.items]
    assert np.isnan(assessment.measures[:, ids.index("qpv_distance")]).all()
    assert np.isfinite(assessment.measures[:, ids.index("residents_newly_reached")]).any()


def test_every_layer_is_drawn(bare: Territory) -> None:
    for layer in layers():
        rows = layer.frame(bare, None)
        assert len(layer.describe(rows)) == len(rows), layer.id


@pytest.mark.parametrize("view", screens(), ids=lambda view: view.id)
def test_every_screen_opens(view: View, opened: tuple[application.Convergence, Context]) -> None:
    started, context = opened
    assert view.layout(context) is not None
    assert started.server.test_client().get(view.path).status_code == 200


def test_a_plan_is_found(opened: tuple[application.Convergence, Context]) -> None:
    answer = opened[0].server.test_client().get("/scenario/plan.json?k=2")
    assert answer.status_code == 200
