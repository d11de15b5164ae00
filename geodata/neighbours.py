"""Places that may be the same one as another: the nearest three of each and how many there are, found by an index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from domain.neighbours import MOST_NAMED, NEAR_M, is_near
from geodata.crs import Floats

MOST_OWN = 2
"""Times that one place may stand among the places: as everybody sees it, and as it is told now."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A place near a point."""

    id: str
    name: str
    distance_m: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The places near a point: `nearest` are three at most, the nearest first; `count` is how many there are in all."""

    nearest: tuple[Neighbour, ...] = ()
    count: int = 0

    @property
    def first(self) -> Neighbour | None:
        """The nearest one."""
        return self.nearest[0] if self.nearest else None

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.nearest)


class Places:
    """Places by their position, to be asked which of them lie near a point (`domain.neighbours`).

    Parameters
    ----------
    ids, names : sequence of str
        What each place is known by; an id may stand twice.
    x_l93, y_l93 : array-like of float
        Metres, EPSG:2154; NaN where unknown: such a place is near nothing.
    """

    def __init__(self, ids: Sequence[str], names: Sequence[str], x_l93: npt.ArrayLike, y_l93: npt.ArrayLike) -> None:
        points, known = _points(x_l93, y_l93)
        self._ids = [ids[row] for row in known]
        self._names = [names[row] for row in known]
        self._tree = cKDTree(points)

    def near(self, x_l93: npt.ArrayLike, y_l93: npt.ArrayLike, own: Sequence[str] = ()) -> list[Neighbours]:
        """Return what lies near each of some points (metres, EPSG:2154); nothing near one that is NaN.

        Parameters
        ----------
        own
            The id of the place at each point, which is not its own neighbour; empty when the points are no places.
        """
        points, known = _points(x_l93, y_l93)
        found = [Neighbours() for _each in range(np.size(np.asarray(x_l93, float)))]
        if not len(points) or not self._ids:
            return found
        spots, spot_of = np.unique(points, axis=0, return_inverse=True)
        most = MOST_NAMED + MOST_OWN
        distances, rows = self._tree.query(spots, k=most, distance_upper_bound=np.nextafter(NEAR_M, np.inf))
        counts = self._tree.query_ball_point(spots, NEAR_M, return_length=True)
        for row, spot in zip(known, spot_of.ravel().tolist(), strict=True):
            found[row] = self._nearest(distances[spot], rows[spot], int(counts[spot]), own[row] if own else "")
        return found

    def crowded(self, x_l93: npt.ArrayLike, y_l93: npt.ArrayLike, own: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Say of each of some points whether `near` finds anything there: the same of thousands, without their names."""
        points, known = _points(x_l93, y_l93)
        found = np.zeros(len(own), bool)
        if len(points) and self._ids:
            distances, rows = self._tree.query(points, k=1 + MOST_OWN, distance_upper_bound=np.nextafter(NEAR_M, np.inf))
            numbers = {key: number for number, key in enumerate(self._ids)}
            ids = np.array([*(numbers[key] for key in self._ids), -1])[rows]
            mine = np.array([numbers.get(own[row], -1) for row in known])
            found[known] = (np.isfinite(distances) & (ids != mine[:, None])).any(axis=1)
        return found

    def _nearest(self, distances: Floats, rows: npt.NDArray[np.intp], count: int, own: str) -> Neighbours:
        near = [(float(metres), int(row)) for metres, row in zip(distances, rows, strict=True) if is_near(float(metres))]
        others = sorted((metres, self._ids[row], row) for metres, row in near if self._ids[row] != own)
        named = tuple(Neighbour(key, self._names[row], round(metres, 1)) for metres, key, row in others[:MOST_NAMED])
        return Neighbours(named, count - (len(near) - len(others)))


def _points(x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, list[int]]:
    """Return the positions that are known, and their rows."""
    points = np.column_stack([np.asarray(x, float), np.asarray(y, float)])
    known = np.flatnonzero(np.isfinite(points).all(axis=1))
    return points[known], known.tolist()
