"""The cross-filter written a second time, in plain pandas and whole-number geometry: shares no code with the product."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

ROLES = ("hub", "shop", "hub_unknown", "shop_unknown", "neither")
MARSEILLE = [f"132{number:02d}" for number in range(1, 17)]
QUANTITIES = {"area": ("area_m2", 0), "rent": ("rent_eur_m2_yr", 0), "height": ("clear_height_m", 1), "transit": ("transit_m", 0)}
CATEGORIES = {"kinds": "kind", "communes": "area_code", "qpv": "qpv_band", "status": "status", "van": "van_access", "near": "qpv_code"}


class Oracle:
    """Answers for one frame of candidates."""

    def __init__(self, frame: pd.DataFrame) -> None:
        rows = frame.reset_index(drop=True)
        self.bars: dict[str, pd.Series] = {}
        self.values = pd.DataFrame({name: rows[column].astype(object).fillna("unknown") for name, column in CATEGORIES.items()})
        landlord = rows["landlord"].astype(object)
        self.values["landlord"] = landlord.where(landlord.notna(), np.where(rows["kind"] == "zone_site", "none", "unknown"))
        for name, (column, decimals) in QUANTITIES.items():
            self.values[name] = (rows[column] * 10**decimals + 0.5).apply(np.floor)
        self.values["available"] = (rows["available_on"] - pd.Timestamp("1970-01-01")).dt.days.astype(float)
        self.values["places"] = rows["id"].astype(object)
        self.x = [round(lon * 1_000_000) for lon in rows["lon"]]
        self.y = [round(lat * 1_000_000) for lat in rows["lat"]]
        answers = [
            (f"{role}{end}", rows[f"fits_{role}"] == verdict)
            for end, verdict in (("", "yes"), ("_unknown", "unknown"))
            for role in ROLES[:2]
        ]
        self.roles = pd.DataFrame(dict(answers))
        self.roles["neither"] = ~self.roles.any(axis=1)

    def passes(self, facet: str, value: Any) -> pd.Series:
        """Say which rows one filter keeps."""
        if facet == "role":
            return self.roles[[role for role in ROLES if role in value]].any(axis=1)
        if facet == "zone":
            return pd.Series(self._inside(value))
        if isinstance(value, dict):
            return self._between(facet, value)
        return self.values[facet].isin(value)

    def _between(self, facet: str, value: dict[str, Any]) -> pd.Series:
        known, unit = self.values[facet], 10 ** QUANTITIES.get(facet, ("", 0))[1]
        kept = pd.Series(value["low"] is not None or value["high"] is not None, index=known.index)
        if value["low"] is not None:
            kept &= known >= round(value["low"] * unit)
        if value["high"] is not None:
            kept &= known <= round(value["high"] * unit)
        return kept.where(known.notna(), value["unknown"])

    def _inside(self, ring: list[list[float]]) -> list[bool]:
        """Even–odd rule in whole millionths of a degree: no rounding anywhere."""
        corners = [(round(lon * 1_000_000), round(lat * 1_000_000)) for lon, lat in ring]
        edges = list(zip(corners, corners[1:] + corners[:1], strict=True))
        return [sum(map(_crosses_east_of(x, y), edges)) % 2 == 1 for x, y in zip(self.x, self.y, strict=True)]

    def answer(self, filters: dict[str, Any], bars: dict[str, Any]) -> dict[str, Any]:
        """Return the visible rows, and each facet's counts with its own filter lifted."""
        passes = {facet: self.passes(facet, value).to_numpy(bool) for facet, value in filters.items()}
        everything = np.ones(len(self.values), bool)
        visible = np.logical_and.reduce([everything, *passes.values()])
        lifted = {facet: np.logical_and.reduce([everything, *[passes[name] for name in passes if name != facet]]) for facet in bars}
        return {
            "rows": np.flatnonzero(visible).tolist(),
            "counts": {facet: self._counts(facet, lifted[facet], edges) for facet, edges in bars.items()},
            "lifted": {facet: int(mask.sum()) for facet, mask in lifted.items()},
        }

    def _counts(self, facet: str, kept: np.ndarray, bars: Any) -> list[int]:
        if facet in {"zone", "places"}:
            return [int(kept.sum())]
        if facet == "role":
            return [int(self.roles.loc[kept, role].sum()) for role in ROLES]
        if facet not in self.bars:
            self.bars[facet] = self._bars(facet, bars)
        count = len(bars) + 2 if facet in QUANTITIES or facet == "available" else len(bars)
        return self.bars[facet][kept].value_counts().reindex(range(count), fill_value=0).tolist()

    def _bars(self, facet: str, bars: Any) -> pd.Series:
        """Number of the bar in which each row is counted."""
        values = self.values[facet]
        if facet in QUANTITIES or facet == "available":
            return pd.cut(values, [-np.inf, *bars, np.inf], right=False, labels=False).fillna(len(bars) + 1).astype(int)
        return values.map(bars.index)


def _crosses_east_of(x: int, y: int) -> Callable[[Any], bool]:
    def crosses(edge: Any) -> bool:
        (ax, ay), (bx, by) = sorted(edge, key=lambda corner: corner[1])
        return ay <= y < by and (x - ax) * (by - ay) < (bx - ax) * (y - ay)

    return crosses
