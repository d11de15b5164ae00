"""The sea as an obstacle: a raster of the land, and the shortest way that stays on it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from siting.compiled import compiled
from siting.incidence import Bools, Floats, Ints

CELL_M = 200.0
SOURCES_AT_ONCE = 16
# Each move (rows, columns) with the cells it passes between: one of them must be dry for a diagonal, both for a knight's move.
MOVES = (
    ((0, 1), ()), ((1, 0), ()), ((1, 1), ((0, 1), (1, 0))), ((1, -1), ((0, -1), (1, 0))),
    ((1, 2), ((0, 1), (1, 1))), ((2, 1), ((1, 0), (1, 1))), ((1, -2), ((0, -1), (1, -1))), ((2, -1), ((1, 0), (1, -1))),
)  # fmt: skip


@dataclass(frozen=True)
class Land:
    """Where one can walk or drive, on square cells.

    Attributes
    ----------
    origin_l93 : (2,) lower left corner, metres, EPSG:2154.
    cell_m : side of a cell.
    dry : (rows, columns) whether the centre of the cell is on land, rows from south to north.
    """

    origin_l93: Floats
    cell_m: float
    dry: Bools

    def cells(self, xy_l93: NDArray[np.float64]) -> Ints:
        """Return (n, 2) the row and column of each point; outside the raster they fall outside its shape."""
        return np.asarray(np.floor((xy_l93 - self.origin_l93) / self.cell_m)[:, ::-1], dtype=np.int32)

    @cached_property
    def fingerprint(self) -> str:
        """A text that changes with the land."""
        header = f"{self.origin_l93.tolist()}|{self.cell_m!r}|{self.dry.shape}".encode()
        return hashlib.sha256(header + self.dry.tobytes()).hexdigest()

    @cached_property
    def node(self) -> Ints:
        """(rows × columns,) the node of each cell in `ways`, -1 where it is wet."""
        flat = self.dry.ravel()
        return np.where(flat, np.cumsum(flat) - 1, -1).astype(np.int32)

    @cached_property
    def ways(self) -> csr_array:
        """The graph of the dry cells, made once: 22 MB for the embedded territory."""
        return land_graph(self)


def land_of(polygons: Sequence[Any], cell_m: float = CELL_M, margin_m: float = 1000.0) -> Land:
    """Rasterise land polygons (shapely, EPSG:2154), with a margin of water around them.

    What is not in the polygons is water: give the neighbouring communes too, or people on the border will seem
    cut off.
    """
    whole = shapely.union_all(list(polygons))
    shapely.prepare(whole)
    x0, y0, x1, y1 = whole.bounds
    origin = np.array([x0 - margin_m, y0 - margin_m])
    columns, rows = int((x1 - x0 + 2 * margin_m) / cell_m) + 1, int((y1 - y0 + 2 * margin_m) / cell_m) + 1
    x, y = np.meshgrid(origin[0] + cell_m * (np.arange(columns) + 0.5), origin[1] + cell_m * (np.arange(rows) + 0.5))
    return Land(origin, cell_m, shapely.contains_xy(whole, x, y))


@compiled
def water_m(dry: Bools, origin: Floats, cell_m: float, a: Floats, b: Floats) -> float:
    """Return the metres of water under the straight line from `a` to `b`, sampled twice a cell; off the raster counts as land."""
    length = np.hypot(b[0] - a[0], b[1] - a[1])
    steps = int(2.0 * length / cell_m) + 1
    wet = 0
    for s in range(steps):
        t = (s + 0.5) / steps
        column = int(np.floor((a[0] + t * (b[0] - a[0]) - origin[0]) / cell_m))
        row = int(np.floor((a[1] + t * (b[1] - a[1]) - origin[1]) / cell_m))
        if 0 <= row < dry.shape[0] and 0 <= column < dry.shape[1] and not dry[row, column]:
            wet += 1
    return float(length * wet / steps)


@compiled
def crossings(dry: Bools, origin: Floats, cell_m: float, demand: Floats, places: Floats, straight_m: Floats, most_wet_m: float) -> Bools:
    """Flag (m, n) the finite straight lines that cross more than `most_wet_m` of water."""
    out = np.zeros(straight_m.shape, np.bool_)
    for i in range(len(demand)):
        for j in range(len(places)):
            if most_wet_m < straight_m[i, j] < np.inf:
                out[i, j] = water_m(dry, origin, cell_m, demand[i], places[j]) > most_wet_m
    return out


def land_graph(land: Land) -> csr_array:
    """Return the graph of dry cells, both ways: 16 neighbours (king's and knight's moves), lengths in metres.

    A way along it is at most 2.8 % longer than the shortest one in the open, and never slips between two wet cells.
    """
    columns = land.dry.shape[1]
    r, c = np.nonzero(land.dry)
    heads, tails, lengths = [], [], []
    for (dr, dc), between in MOVES:
        clear = _is_dry(land.dry, r + dr, c + dc)
        passed = [_is_dry(land.dry, r + a, c + b) for a, b in between]
        if passed:
            clear &= passed[0] & passed[1] if abs(dr) + abs(dc) == 3 else passed[0] | passed[1]
        here, there = land.node[(r * columns + c)[clear]], land.node[((r + dr) * columns + c + dc)[clear]]
        heads += [here, there]
        tails += [there, here]
        lengths.append(np.full(2 * len(here), land.cell_m * np.hypot(dr, dc)))
    return csr_array((np.concatenate(lengths), (np.concatenate(heads), np.concatenate(tails))), shape=(len(r), len(r)))


def _is_dry(dry: Bools, r: NDArray[np.integer[Any]], c: NDArray[np.integer[Any]]) -> Bools:
    inside = (r >= 0) & (r < dry.shape[0]) & (c >= 0) & (c < dry.shape[1])
    out = inside.copy()
    out[inside] = dry[r[inside], c[inside]]
    return np.asarray(out)


def nearest_dry(land: Land, xy_l93: NDArray[np.float64]) -> Ints:
    """Return (n,) the flat id of the dry cell of each point, or of a dry cell next to it; −1 when there is none."""
    cell = land.cells(xy_l93)
    out = np.full(len(cell), -1, dtype=np.int32)
    around = sorted(((a, b) for a in (-1, 0, 1) for b in (-1, 0, 1)), key=lambda d: -(d[0] ** 2 + d[1] ** 2))
    for dr, dc in around:
        r, c = cell[:, 0] + dr, cell[:, 1] + dc
        good = _is_dry(land.dry, r, c)
        out[good] = r[good] * land.dry.shape[1] + c[good]
    return out


def way_round_m(land: Land, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64], limit_m: float = np.inf) -> Floats:
    """Return (m, n) the length of the shortest way on land, infinite where there is none (an island) or beyond `limit_m`."""
    start, end = nearest_dry(land, places_l93), nearest_dry(land, demand_l93)
    out = np.full((len(demand_l93), len(places_l93)), np.inf)
    nodes, of_place = land.node[start[start >= 0]], np.flatnonzero(start >= 0)
    arrived, targets = np.flatnonzero(end >= 0), land.node[end[end >= 0]]
    if not len(nodes) or not len(targets):
        return out
    sources, where = np.unique(nodes, return_inverse=True)
    for first in range(0, len(sources), SOURCES_AT_ONCE):  # a few at a time: each takes eight bytes a cell
        far = dijkstra(land.ways, indices=sources[first : first + SOURCES_AT_ONCE], limit=limit_m)[:, targets]
        now = (where >= first) & (where < first + len(far))
        out[np.ix_(arrived, of_place[now])] = far[where[now] - first].T
    return out
