"""Travel times of a set of places that grows by a few at a time: only what was never asked is computed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.disk_cache import DiskCache
from siting.incidence import Floats
from siting.reach import Reach, checked_points


@dataclass(frozen=True)
class AddedReach:
    """The times of any :class:`~siting.reach.Reach`, whose columns are kept in `folder` by the position of their place.

    One file for each mode and set of demand points: it holds the places that were asked last.
    """

    inner: Reach
    folder: Path

    def minutes(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64], mode: str, limit_min: float = np.inf) -> Floats:
        """See :class:`siting.reach.Reach`."""
        places, demand = checked_points(places_l93, "places"), checked_points(demand_l93, "demand")
        cache, name = DiskCache(self.folder), self._name(demand, mode, limit_min)
        known = _columns(cache.arrays(name) or {}, len(demand))
        new = list(dict.fromkeys(key for key in map(_key, places) if key not in known))
        if new:
            fresh = self.inner.minutes(np.array([np.frombuffer(key) for key in new]), demand, mode, limit_min)
            known |= {key: fresh[:, column] for column, key in enumerate(new)}
        times = np.column_stack([np.empty((len(demand), 0)), *[known[key] for key in map(_key, places)]])
        if new:
            cache.keep_arrays(name, places=places, minutes=times)
        return times

    def _name(self, demand: Floats, mode: str, limit_min: float) -> str:
        digest = hashlib.sha256(f"{self.inner.version()}|{mode}|{limit_min!r}|{demand.shape}".encode())
        digest.update(demand.tobytes())
        return f"added-{digest.hexdigest()}.npz"


def _key(place: NDArray[np.float64]) -> bytes:
    return place.tobytes()


def _columns(stored: Mapping[str, NDArray[Any]], m: int) -> dict[bytes, Floats]:
    """Return the columns that are kept, by the bytes of their place's position; none of them from a file of another form."""
    places, minutes = stored.get("places"), stored.get("minutes")
    if places is None or minutes is None or places.ndim != 2 or minutes.shape != (m, len(places)):
        return {}
    if places.shape[1] != 2 or {places.dtype, minutes.dtype} != {np.dtype(np.float64)}:
        return {}
    return {_key(place): minutes[:, column] for column, place in enumerate(places)}
