"""Real roads as they are known here: the graphs of an OpenStreetMap extract, or the sentence that says why there are none."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from siting.road_extract import RoadsError, graph_from_osm
from siting.road_graph import Box
from siting.road_reach import RoadReach

LOG = logging.getLogger(__name__)
ROAD_MODES = ("foot", "bike", "car")


@dataclass(frozen=True, eq=False)
class Roads:
    """Travel on roads, or the refusal of the extract that was given; neither where none was."""

    reach: RoadReach | None = None
    refusal: RoadsError | None = None


def roads_of(path: Path | None, cache: Path, box: Box | None) -> Roads:
    """Read the roads of an extract around the territory, or say why they cannot be."""
    if path is None:
        return Roads()
    try:
        return Roads(RoadReach({mode: graph_from_osm(path, mode, cache, box) for mode in ROAD_MODES}))
    except RoadsError as refusal:
        LOG.warning("%s", refusal)
        return Roads(refusal=refusal)
