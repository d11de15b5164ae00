"""How far one goes round the water, where a straight line would cross it: the part of travel times that no hypothesis changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled
from siting.incidence import Floats
from siting.land import Land, crossings, way_round_m

WATER_TOLERANCE_M = 400.0


@compiled
def straight_lines(demand: Floats, places: Floats, limit_m: float) -> Floats:
    """Return (m, n) straight lines in metres, infinite beyond `limit_m`."""
    out = np.empty((len(demand), len(places)))
    for i in range(len(demand)):
        for j in range(len(places)):
            d = np.sqrt((demand[i, 0] - places[j, 0]) ** 2 + (demand[i, 1] - places[j, 1]) ** 2)
            out[i, j] = d if d <= limit_m else np.inf
    return out


@dataclass(frozen=True)
class WaysRound:
    """The shortest ways on land between points whose straight line, of at most `limit_m`, crosses more than `most_wet_m` of water."""

    land: Land
    limit_m: float
    most_wet_m: float = WATER_TOLERANCE_M

    def between(self, places_l93: NDArray[np.float64], demand_l93: NDArray[np.float64]) -> Floats:
        """Return (m, n) metres, rows = demand: NaN where no water is in the way, infinite where no way on land is short enough."""
        land, straight = self.land, straight_lines(demand_l93, places_l93, self.limit_m)
        wet = crossings(land.dry, land.origin_l93, land.cell_m, demand_l93, places_l93, straight, self.most_wet_m)
        out = np.full(wet.shape, np.nan)
        rows, columns = np.flatnonzero(wet.any(axis=1)), np.flatnonzero(wet.any(axis=0))
        if len(rows):
            block = np.ix_(rows, columns)
            out[block] = np.where(wet[block], way_round_m(land, places_l93[columns], demand_l93[rows], self.limit_m), np.nan)
        return out

    def version(self) -> str:
        """Return a text that changes whenever the ways could."""
        return f"ways round;{self.land.fingerprint};{self.limit_m!r};{self.most_wet_m!r}"
