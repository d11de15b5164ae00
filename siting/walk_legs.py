"""Who may walk from where to where, and in how many seconds: only pairs that are near, whatever measures the walk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from siting.incidence import Floats, Ints, Pointers
from siting.reach import Reach

TILE_M = 3_000.0
FASTEST_M_MIN = 110.0  # nobody walks faster than 6.6 km/h: further as the crow flies there is nothing to measure


@dataclass(frozen=True, eq=False)
class WalkLegs:
    """Walks, by where they start: ``to[ptr[i]:ptr[i + 1]]`` in as many `seconds` (whole, at least one)."""

    ptr: Pointers
    to: Ints
    seconds: Ints

    @classmethod
    def of_pairs(cls, n: int, start: NDArray[np.int64], to: NDArray[np.int64], seconds: NDArray[np.int64]) -> WalkLegs:
        """Return the walks of pairs in any order, from `n` points; of walks between the same points the last one counts."""
        order = np.lexsort((np.arange(len(start)), to, start))
        last = np.ones(len(order), dtype=np.bool_)
        last[:-1] = (np.diff(start[order]) != 0) | (np.diff(to[order]) != 0)
        keep = order[last]
        keep = keep[seconds[keep] >= 0]
        ptr = np.searchsorted(start[keep], np.arange(n + 1))
        return cls(ptr.astype(np.int64), to[keep].astype(np.int32), seconds[keep].astype(np.int32))

    def pairs(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return where each walk starts, where it ends, and its seconds."""
        start = np.repeat(np.arange(len(self.ptr) - 1), np.diff(self.ptr))
        return start, self.to.astype(np.int64), self.seconds.astype(np.int64)


def walk_legs(walking: Reach, start_l93: Floats, to_l93: Floats, most_min: float) -> WalkLegs:
    """Return the walks of at most `most_min` minutes between points (metres, EPSG:2154); a point at NaN walks nowhere.

    Points are measured tile by tile, each against what is near its tile.
    """
    known = np.flatnonzero(np.isfinite(start_l93).all(axis=1))
    ends = np.flatnonzero(np.isfinite(to_l93).all(axis=1))
    found = [np.zeros((3, 0), dtype=np.int64)]
    if len(known) and len(ends):
        tree, radius = cKDTree(to_l93[ends]), most_min * FASTEST_M_MIN
        tile = np.floor(start_l93[known] / TILE_M).astype(np.int64)
        _, group = np.unique(tile, axis=0, return_inverse=True)
        order = np.argsort(group, kind="stable")
        for rows in np.split(known[order], np.flatnonzero(np.diff(group[order])) + 1):
            low, high = start_l93[rows].min(axis=0), start_l93[rows].max(axis=0)
            near = tree.query_ball_point((low + high) / 2, np.hypot(*(high - low)) / 2 + radius)
            if near:
                found.append(_measured(walking, start_l93, to_l93, rows, ends[np.sort(near)], most_min))
    start, to, seconds = np.concatenate(found, axis=1)
    return WalkLegs.of_pairs(len(start_l93), start, to, seconds)


def _measured(
    walking: Reach, start_l93: Floats, to_l93: Floats, rows: NDArray[np.int64], columns: NDArray[np.int64], most_min: float
) -> NDArray[np.int64]:
    minutes = walking.minutes(to_l93[columns], start_l93[rows], "foot", most_min)
    at, there = np.nonzero(np.isfinite(minutes))
    seconds = np.maximum(np.ceil(minutes[at, there] * 60 - 1e-6), 1)
    return np.stack([rows[at], columns[there], seconds.astype(np.int64)])
