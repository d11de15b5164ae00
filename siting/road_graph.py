"""A road graph for one mode: built from segments, or read from an OpenStreetMap extract."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from geodata.crs import to_l93
from siting.incidence import Bools, Floats, Ints, Pointers

NETWORK_OF_MODE = MappingProxyType({"foot": "walking", "bike": "cycling", "car": "driving"})
SPEED_KM_H = MappingProxyType({"foot": 4.8, "bike": 14.0})
STEPS_KM_H = 2.5
CAR_KM_H: Mapping[str, float] = MappingProxyType(
    {
        "motorway": 90.0, "motorway_link": 50.0, "trunk": 70.0, "trunk_link": 45.0, "primary": 40.0, "primary_link": 35.0,
        "secondary": 35.0, "secondary_link": 30.0, "tertiary": 30.0, "tertiary_link": 28.0, "living_street": 12.0, "service": 12.0,
    }
)  # fmt: skip
CAR_OTHER_KM_H = 25.0
CAR_SHARE_OF_LIMIT = 0.75
GRAPH_FORMAT = "2"
ARRAYS = ("xy_l93", "ptr", "head", "minutes")
Box = tuple[float, float, float, float]
"""West, south, east, north, degrees (WGS 84)."""


@dataclass(frozen=True, eq=False)
class RoadGraph:
    """Directed segments between crossings, in minutes.

    Attributes
    ----------
    xy_l93 : (N, 2) metres, EPSG:2154.
    ptr, head, minutes : the segments that leave node i are ``ptr[i]:ptr[i + 1]``.
    fingerprint : changes whenever a time could.
    """

    xy_l93: Floats
    ptr: Pointers
    head: Ints
    minutes: Floats
    fingerprint: str

    @staticmethod
    def is_whole(stored: Mapping[str, NDArray[Any]]) -> bool:
        """Whether arrays are those of a graph."""
        return stored.keys() >= {*ARRAYS, "fingerprint"}

    @staticmethod
    def of_arrays(stored: Mapping[str, NDArray[Any]]) -> RoadGraph:
        """Return the graph that `to_arrays` gave."""
        return RoadGraph(stored["xy_l93"], stored["ptr"], stored["head"], stored["minutes"], str(stored["fingerprint"]))

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """Return what the graph is made of, to be stored without pickle."""
        return {name: getattr(self, name) for name in ARRAYS} | {"fingerprint": np.array(self.fingerprint)}

    @cached_property
    def forth(self) -> csr_array:
        """The sparse (N, N) matrix of segment times."""
        n = len(self.xy_l93)
        return csr_array((self.minutes, self.head, self.ptr), shape=(n, n))

    @cached_property
    def back(self) -> csr_array:
        """The same with every segment turned round: from a place to those who come to it."""
        return self.forth.T.tocsr()

    @cached_property
    def tree(self) -> cKDTree:
        """Finds the nodes that are near."""
        return cKDTree(self.xy_l93)


def build_graph(xy_l93: NDArray[np.float64], tail: NDArray[Any], head: NDArray[Any], minutes: NDArray[np.float64]) -> RoadGraph:
    """Build a graph from directed segments, and keep the largest part where everyone can reach everyone.

    A point that snapped to a car park's isolated lane would otherwise reach nothing. Of parallel segments the fastest counts.

    Raises
    ------
    ValueError
        When a time is not positive and known: a free segment would make unreachable places look near.
    """
    if not np.all(np.isfinite(minutes)) or np.any(minutes <= 0):
        raise ValueError("segment times must be known and positive")
    order = np.lexsort((minutes, head, tail))
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = (np.diff(tail[order]) != 0) | (np.diff(head[order]) != 0)
    keep = order[first]
    n = len(xy_l93)
    whole = csr_array((minutes[keep], (tail[keep], head[keep])), shape=(n, n))
    _, part = connected_components(whole, directed=True, connection="strong")
    nodes = np.flatnonzero(part == np.argmax(np.bincount(part)))
    core = whole[nodes][:, nodes].tocsr()
    xy = np.ascontiguousarray(xy_l93[nodes], dtype=np.float64)
    print_of = hashlib.sha256(GRAPH_FORMAT.encode())
    for part_of in (xy, core.indptr.astype(np.int64), core.indices.astype(np.int32), core.data):
        print_of.update(np.ascontiguousarray(part_of).tobytes())
    return RoadGraph(xy, core.indptr.astype(np.int64), core.indices.astype(np.int32), core.data, print_of.hexdigest())


def segment_minutes(length_m: NDArray[np.float64], highway: NDArray[Any], maxspeed: NDArray[Any], mode: str) -> Floats:
    """Return the minutes along each segment: a mean speed on foot and by bike, the class of road (or its limit) by car.

    Speeds are working hypotheses, held against Valhalla's (bench/README.md): by car, 75 % of a stated limit, or the mean of the class of
    road in town; on foot, slower on steps.
    """
    if mode != "car":
        on_steps = (highway.astype(str) == "steps") & (mode == "foot")
        return np.asarray(length_m / (np.where(on_steps, STEPS_KM_H, SPEED_KM_H[mode]) * 1000 / 60))
    speed = np.array([CAR_KM_H.get(str(kind), CAR_OTHER_KM_H) for kind in highway])
    limit = np.array([float(text) if str(text).isdigit() else np.nan for text in maxspeed])
    speed = np.where(np.isfinite(limit) & (limit > 0), np.minimum(limit * CAR_SHARE_OF_LIMIT, 110.0), speed)
    return np.asarray(length_m / (speed * 1000 / 60))


def read_osm(path: Path, mode: str, box: Box | None = None) -> RoadGraph:
    """Read an OpenStreetMap extract (.osm.pbf), or a box of it, into the graph of one mode; needs the optional package ``pyrosm``.

    Raises
    ------
    ImportError
        When pyrosm is not installed.
    ValueError
        When the extract holds no way for this mode.
    """
    found = (
        import_module("pyrosm")
        .OSM(str(path), bounding_box=list(box) if box else None, keep_metadata=False, workers=1, progress=False)
        .get_network(network_type=NETWORK_OF_MODE[mode], nodes=True)
    )
    if found is None or found[1] is None or not len(found[1]):
        raise ValueError(f"{path.name}: no way for the mode {mode}")
    nodes, edges = found
    ids = nodes["id"].to_numpy()
    order = np.argsort(ids)
    xy = np.stack(to_l93(nodes["lon"], nodes["lat"]), axis=1)
    tail = order[np.searchsorted(ids[order], edges["u"].to_numpy())]
    head = order[np.searchsorted(ids[order], edges["v"].to_numpy())]
    minutes = segment_minutes(edges["length"].to_numpy(), _column(edges, "highway"), _column(edges, "maxspeed"), mode)
    return _directed(xy, tail, head, np.maximum(minutes, 1e-6), *_ways(edges, mode))


def _column(edges: Any, name: str) -> NDArray[Any]:
    return np.asarray(edges[name].to_numpy() if name in edges else np.full(len(edges), ""))


def _ways(edges: Any, mode: str) -> tuple[Bools, Bools]:
    """Return who may go forwards, and backwards: one walks both ways, and cycles against a one-way street where it says that one may."""
    n = len(edges)
    if mode == "foot":
        return np.ones(n, dtype=np.bool_), np.ones(n, dtype=np.bool_)
    oneway, junction = _column(edges, "oneway").astype(str), _column(edges, "junction").astype(str)
    motorway = _column(edges, "highway").astype(str) == "motorway"
    only_back = oneway == "-1"
    only_forth = np.isin(oneway, ("yes", "true", "1")) | (((junction == "roundabout") | motorway) & (oneway != "no"))
    both = np.zeros(n, dtype=np.bool_)
    if mode == "bike":
        against = np.char.startswith(_column(edges, "cycleway").astype(str), "opposite")
        both = against | (_column(edges, "oneway:bicycle").astype(str) == "no")
    return ~only_back | both, only_back | ~only_forth | both


def _directed(xy: Floats, tail: NDArray[Any], head: NDArray[Any], minutes: Floats, forth: Bools, back: Bools) -> RoadGraph:
    tails, heads = np.concatenate((tail[forth], head[back])), np.concatenate((head[forth], tail[back]))
    return build_graph(xy, tails, heads, np.concatenate((minutes[forth], minutes[back])))


def file_fingerprint(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
