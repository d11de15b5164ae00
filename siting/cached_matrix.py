"""Matrices of demand points by places that are computed once, kept on disk, and read by every process from the same pages of memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from siting.disk_cache import DiskCache
from siting.incidence import Floats
from siting.reach import checked_points

POSITION_ROWS = 2


class Measure(Protocol):
    """Something between demand points and places (travel times, ways round the water), each pair by itself."""

    def between(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64]) -> Floats:
        """Return (m, n) values, rows = demand, columns = places.

        Parameters
        ----------
        places_l93, demand_l93 : (n, 2) and (m, 2) metres, EPSG:2154.
        """
        ...

    def version(self) -> str:
        """Return a text that changes whenever a value could."""
        ...


@dataclass(frozen=True)
class CachedMatrix:
    """Any measure, kept in `folder` under the hash of what it depends on."""

    inner: Measure
    folder: Path

    def between(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64]) -> Floats:
        """Return (m, n) values, read-only where they come from the disk."""
        places, demand = checked_points(places_l93, "places"), checked_points(demand_l93, "demand")
        cache, name = DiskCache(self.folder), f"matrix-{_digest(self.inner.version(), places, demand)}.npy"
        stored = cache.matrix(name)
        if stored is not None and stored.shape == (len(demand), len(places)) and stored.dtype == np.float64:
            return stored
        return _as_stored(cache, name, self.inner.between(places, demand))

    def version(self) -> str:
        """Return a text that changes whenever a value could."""
        return self.inner.version()


@dataclass(frozen=True)
class GrowingMatrix:
    """Any measure of a set of places that grows by a few at a time: only what was never asked is computed.

    One file for each measure and set of demand points. It holds the places that were asked last: their positions, then their columns.
    """

    inner: Measure
    folder: Path

    def between(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64]) -> Floats:
        """Return (m, n) values, read-only where they come from the disk."""
        places, demand = checked_points(places_l93, "places"), checked_points(demand_l93, "demand")
        cache, name = DiskCache(self.folder), self._name(demand)
        stored = _with_positions(cache.matrix(name), len(demand))
        if np.array_equal(stored[:POSITION_ROWS].T, places):
            return stored[POSITION_ROWS:]
        column = {_key(place): at for at, place in enumerate(stored[:POSITION_ROWS].T)}
        new = list(dict.fromkeys(key for key in map(_key, places) if key not in column))
        if new:
            xy = np.array([np.frombuffer(key) for key in new])
            column |= {key: stored.shape[1] + at for at, key in enumerate(new)}
            stored = np.hstack([stored, np.vstack([xy.T, self.inner.between(xy, demand)])])
        wanted = np.take(stored, [column[key] for key in map(_key, places)], axis=1)
        return (_as_stored(cache, name, wanted) if new else wanted)[POSITION_ROWS:]

    def version(self) -> str:
        """Return a text that changes whenever a value could."""
        return self.inner.version()

    def _name(self, demand: Floats) -> str:
        return f"added-{_digest(self.inner.version(), demand)}.npy"


def _as_stored(cache: DiskCache, name: str, computed: Floats) -> Floats:
    """Keep a matrix; return it as other processes will read it, or itself where it cannot be kept."""
    stored = cache.matrix(name) if cache.keep_matrix(name, computed) else None
    return computed if stored is None or stored.shape != computed.shape or stored.dtype != computed.dtype else stored


def _with_positions(stored: NDArray[Any] | None, m: int) -> Floats:
    """Return what is kept, positions above columns; no place of it from a file of another form."""
    if stored is None or stored.ndim != 2 or len(stored) != POSITION_ROWS + m or stored.dtype != np.float64:
        return np.empty((POSITION_ROWS + m, 0))
    return stored


def _digest(version: str, *points: Floats) -> str:
    digest = hashlib.sha256(f"{version}|{[xy.shape for xy in points]}".encode())
    for xy in points:
        digest.update(xy.tobytes())
    return digest.hexdigest()


def _key(place: NDArray[np.float64]) -> bytes:
    return place.tobytes()
