"""Travel times along real roads: the second implementation of the port `Reach`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse.csgraph import dijkstra

from siting.catchment import catchment
from siting.incidence import Floats
from siting.reach import checked_points
from siting.road_graph import RoadGraph

ACCESS_KM_H = 4.5
MOST_ACCESS_M = 800.0
SOURCES_AT_ONCE = 64


@dataclass(frozen=True)
class RoadReach:
    """Shortest times on a road graph for each mode, from demand to place.

    A point joins the nearest node on foot, as the crow flies; further than `most_access_m` from any node it is unreachable.
    """

    graphs: Mapping[str, RoadGraph]
    access_km_h: float = ACCESS_KM_H
    most_access_m: float = MOST_ACCESS_M

    def _graph(self, mode: str) -> RoadGraph:
        if mode not in self.graphs:
            raise ValueError(f"no road graph for the mode {mode!r}")
        return self.graphs[mode]

    def _join(self, graph: RoadGraph, points: Floats) -> tuple[NDArray[np.int64], Floats]:
        """Return the nearest node of each point and the minutes to it (infinite when too far)."""
        distance, node = graph.tree.query(points)
        minutes = distance / (self.access_km_h * 1000 / 60)
        return np.asarray(node, dtype=np.int64), np.where(distance <= self.most_access_m, minutes, np.inf)

    def minutes(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64], mode: str, limit_min: float = np.inf) -> Floats:
        """See :class:`siting.reach.Reach`. The smaller set of points starts the searches: the cost grows with its size."""
        graph = self._graph(mode)
        at_place, to_place = self._join(graph, checked_points(places_l93, "places"))
        at_demand, to_demand = self._join(graph, checked_points(demand_l93, "demand"))
        if len(np.unique(at_place)) <= len(np.unique(at_demand)):
            times = _between(graph.back, at_place, at_demand, limit_min).T
        else:
            times = _between(graph.forth, at_demand, at_place, limit_min)
        times = times + to_demand[:, None] + to_place[None, :]
        times[~(times <= limit_min)] = np.inf
        return np.ascontiguousarray(times)

    def outline(self, place_l93: NDArray[np.float64], mode: str, minutes: float) -> Any:
        """Return where the place is reached in time, by the rule of :meth:`minutes`: holes and islands as they are."""
        graph = self._graph(mode)
        place = checked_points(np.asarray(place_l93).reshape(1, 2), "place")
        node, access = self._join(graph, place)
        if not access[0] <= minutes:
            return shapely.Polygon()
        far = dijkstra(graph.back, indices=int(node[0]), limit=float(minutes - access[0])) + access[0]
        near = graph.xy_l93[np.isfinite(far)]

        def times_at(points: Floats) -> Floats:
            at, walk = self._join(graph, points)
            return np.asarray(far[at] + walk)

        left_m = np.minimum((minutes - far[np.isfinite(far)]).max() * self.access_km_h * 1000 / 60, self.most_access_m)
        return catchment(times_at, near, float(left_m), minutes)

    def version(self) -> str:
        """See :class:`siting.reach.Reach`."""
        parts = ";".join(f"{mode}:{graph.fingerprint}" for mode, graph in sorted(self.graphs.items()))
        return f"road;{self.access_km_h};{self.most_access_m};{parts}"


def _between(matrix: Any, sources: NDArray[np.int64], targets: NDArray[np.int64], limit_min: float) -> Floats:
    """Return (sources, targets) shortest times, a few sources at a time so that memory stays small."""
    nodes, where = np.unique(sources, return_inverse=True)
    out = np.empty((len(nodes), len(targets)))
    for start in range(0, len(nodes), SOURCES_AT_ONCE):
        block = nodes[start : start + SOURCES_AT_ONCE]
        out[start : start + len(block)] = dijkstra(matrix, indices=block, limit=limit_min)[:, targets]
    return out[where]
