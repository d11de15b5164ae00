"""Random filters in the form that a person's gestures give them, for any set of facets."""

from __future__ import annotations

import math
import string
from typing import Any

from hypothesis import strategies as st

from domain.facet import Choices, Facet, PickFacet, PolygonFacet, RangeFacet
from domain.selection import FacetSet, Selection

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)
IDS = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)


def star(draw: st.DrawFn, lon: float, lat: float, radius: float) -> list[list[float]]:
    """Return a simple polygon: vertices around a centre, in the order of their angles."""
    count = draw(st.integers(3, 12) | st.integers(3, 70))
    reach = draw(st.lists(st.floats(0.2, 1), min_size=count, max_size=count))
    turns = [2 * math.pi * i / count for i in range(count)]
    return [[lon + radius * r * math.cos(t), lat + 0.73 * radius * r * math.sin(t)] for r, t in zip(reach, turns, strict=True)]


@st.composite
def rings(draw: st.DrawFn) -> list[list[float]]:
    """Return a polygon over the territory, from one street to all of it; one in four crosses itself."""
    ring = star(draw, draw(st.floats(5.0, 5.65)), draw(st.floats(43.15, 43.5)), draw(st.floats(0.004, 0.4)))
    return draw(st.permutations(ring)) if draw(st.integers(0, 3)) == 0 else ring


@st.composite
def intervals(draw: st.DrawFn, facet: RangeFacet) -> dict[str, Any]:
    """Return a range around the facet's bars: either end may be open, beyond them, or have too many decimals."""
    low, high = facet.edges[0], facet.edges[-1]
    span = (high - low) or 1
    end = st.none() | st.sampled_from(facet.edges) | st.floats(low - span, high + span) | st.floats(-1e6, 1e6)
    if facet.is_date:
        end = st.none() | st.integers(int(low) - 400, int(high) + 400) | st.integers(-700_000, 2_900_000)
    return {"low": draw(end), "high": draw(end), "unknown": draw(st.booleans())}


def values(facet: Facet) -> st.SearchStrategy[Any]:
    """Return raw filter values of one facet, as the browser would send them."""
    if isinstance(facet, Choices):
        return st.lists(st.sampled_from(list(facet.index)), max_size=max(4, len(facet.index) // 2), unique=True)
    if isinstance(facet, RangeFacet):
        return intervals(facet)
    if isinstance(facet, PolygonFacet):
        return rings()
    assert isinstance(facet, PickFacet)
    return st.lists(st.sampled_from(facet.ids), max_size=12, unique=True)


@st.composite
def filters(draw: st.DrawFn, facets: FacetSet, most: int = 4) -> dict[str, Any]:
    """Return raw filters on up to `most` facets."""
    chosen = draw(st.lists(st.sampled_from([facet.id for facet in facets]), max_size=most, unique=True))
    return {facet_id: draw(values(facets[facet_id])) for facet_id in chosen}


@st.composite
def selections(draw: st.DrawFn, facets: FacetSet, most: int = 4) -> Selection:
    """Return a Selection, with or without an open place."""
    return Selection.from_json({"filters": draw(filters(facets, most)), "focus": draw(st.none() | IDS)}, facets)
