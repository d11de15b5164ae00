"""Travel times on a real OpenStreetMap extract are near those of an engine that others trust."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from siting.road_extract import graph_from_osm
from siting.road_reach import RoadReach
from tests.siting.valhalla_engine import HOW, INSTALLED, Valhalla, helsinki

pytestmark = pytest.mark.skipif(not INSTALLED, reason=HOW)
MOST = {"foot": 0.10, "bike": 0.10, "car": 0.20}


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valhalla]:
    yield Valhalla(helsinki(), tmp_path_factory.mktemp("valhalla"))


@pytest.mark.parametrize("mode", MOST)
def test_times_are_near_those_of_valhalla(engine: Valhalla, tmp_path: Path, mode: str) -> None:
    graph = graph_from_osm(helsinki(), mode, tmp_path)
    assert graph_from_osm(helsinki(), mode, tmp_path).fingerprint == graph.fingerprint
    drawn = graph.xy_l93[np.random.default_rng(1).choice(len(graph.xy_l93), 80, replace=False)]
    ours, theirs = RoadReach({mode: graph}).minutes(drawn[40:], drawn[:40], mode), engine.minutes(drawn[40:], drawn[:40], mode)
    both = np.isfinite(ours) & (theirs > 1)
    assert both.mean() > 0.75
    assert np.median(np.abs(ours - theirs)[both] / theirs[both]) <= MOST[mode]
