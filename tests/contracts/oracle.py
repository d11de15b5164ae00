"""The cross-filter written a second time, in plain pandas and whole-number geometry: reads the declarations, shares no code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from domain.facet import CategoryFacet, Choices, Facet, FlagFacet, RangeFacet
from domain.place_fields import PLACE_FIELDS
from domain.selection import FacetSet


def bars_of(facets: FacetSet) -> dict[str, list[Any] | None]:
    """Return what each facet counts by: its codes, its edges as whole numbers, or nothing."""
    return {facet.id: _bars(facet) for facet in facets}


def _bars(facet: Facet) -> list[Any] | None:
    if isinstance(facet, Choices):
        return list(facet.index)
    return [edge * 10**facet.decimals for edge in facet.edges] if isinstance(facet, RangeFacet) else None


class Oracle:
    """Answers for one frame of candidates, by the facets as they are declared."""

    def __init__(self, frame: pd.DataFrame, facets: FacetSet) -> None:
        rows = frame.reset_index(drop=True)
        rows["fits_neither"] = ((rows["fits_hub"] == "no") & (rows["fits_shop"] == "no")).map({True: "yes", False: "no"})
        rows["completeness_pct"] = [_completeness(row) for row in rows.to_dict("records")]
        self.bars: dict[str, pd.Series] = {}
        self.decimals = {facet.id: facet.decimals for facet in facets if isinstance(facet, RangeFacet)}
        self.values = pd.DataFrame({facet.id: _values(rows, facet) for facet in facets if isinstance(facet, (CategoryFacet, RangeFacet))})
        self.values["landlord"] = rows["landlord"].astype(object).fillna(rows["kind"].map({"zone_site": "none", "premises": "unknown"}))
        self.values["places"] = rows["id"].astype(object)
        self.x = [round(lon * 1_000_000) for lon in rows["lon"]]
        self.y = [round(lat * 1_000_000) for lat in rows["lat"]]
        self.flags = {facet.id: _flags(rows, facet) for facet in facets if isinstance(facet, FlagFacet)}

    def passes(self, facet: str, value: Any) -> pd.Series:
        """Say which rows one filter keeps."""
        if facet in self.flags:
            return self.flags[facet][list(value)].any(axis=1)
        if facet == "zone":
            return pd.Series(self._inside(value))
        if isinstance(value, dict):
            return self._between(facet, value)
        return self.values[facet].isin(value)

    def _between(self, facet: str, value: dict[str, Any]) -> pd.Series:
        known, unit = self.values[facet], 10 ** self.decimals[facet]
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
        if facet in self.flags:
            return [int(self.flags[facet].loc[kept, code].sum()) for code in bars]
        if facet not in self.bars:
            self.bars[facet] = self._bars(facet, bars)
        count = len(bars) + 2 if facet in self.decimals else len(bars)
        return self.bars[facet][kept].value_counts().reindex(range(count), fill_value=0).tolist()

    def _bars(self, facet: str, bars: Any) -> pd.Series:
        """Number of the bar in which each row is counted."""
        values = self.values[facet]
        if facet in self.decimals:
            return pd.cut(values, [-np.inf, *bars, np.inf], right=False, labels=False).fillna(len(bars) + 1).astype(int)
        return values.map(bars.index)


def _values(rows: pd.DataFrame, facet: CategoryFacet | RangeFacet) -> pd.Series:
    """Return what a facet filters by: a code, a whole number of its decimals, or a number of days."""
    column = rows[facet.column]
    if isinstance(facet, CategoryFacet):
        return column.astype(object).fillna("unknown")
    if facet.is_date:
        return (column - pd.Timestamp("1970-01-01")).dt.days.astype(float)
    return (column * 10**facet.decimals + 0.5).apply(np.floor)


def _completeness(place: dict[str, Any]) -> float:
    """Return the share of what is expected of a place that is known, in %; a confidential rent is not expected."""
    hidden = {"rent_eur_m2_yr", "charges_eur_m2_yr"} if place["rent_is_confidential"] else set()
    expected = [f.id for f in PLACE_FIELDS if f.is_counted and place["kind"] in f.kinds and f.id in place and f.id not in hidden]
    return 100 * sum(not pd.isna(place[name]) and place[name] != "" for name in expected) / len(expected)


def _flags(rows: pd.DataFrame, facet: FlagFacet) -> pd.DataFrame:
    """Return which options each row has; an option that nothing tests is had by the rows that have no other."""
    had = {code: pd.concat([rows[column] == value for column, value in tests], axis=1).any(axis=1) for code, tests in facet.tests.items()}
    flags = pd.DataFrame(had)
    return flags.assign(**{code: ~flags.any(axis=1) for code in facet.index if code not in had})[list(facet.index)]


def _crosses_east_of(x: int, y: int) -> Callable[[Any], bool]:
    def crosses(edge: Any) -> bool:
        (ax, ay), (bx, by) = sorted(edge, key=lambda corner: corner[1])
        return ay <= y < by and (x - ax) * (by - ay) < (bx - ax) * (y - ay)

    return crosses
