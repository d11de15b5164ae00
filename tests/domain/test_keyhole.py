"""Several rings as one: the same points are inside by the even–odd rule."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.facet import PolygonFacet
from domain.keyhole import joined, vertices_of

ZONE = PolygonFacet("zone", "Zone")
CORNERS = st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda pair: (5.0 + pair[0] / 100, 43.0 + pair[1] / 100))
RINGS = st.lists(st.lists(CORNERS, min_size=3, max_size=6, unique=True).map(tuple), min_size=1, max_size=5)
# Off the corners' lattice, and not on a line between two of them: a point on an edge is on neither side.
POINTS = ZONE.encode({"lon": 5.0031337 + np.arange(40) / 100, "lat": 43.0047711 + np.arange(40)[::-1] / 100})


@given(RINGS)
def test_a_point_is_inside_when_an_odd_number_of_the_rings_hold_it(rings: list[tuple[tuple[float, float], ...]]) -> None:
    alone = np.logical_xor.reduce([ZONE.mask(POINTS, ring) for ring in rings])
    whole = joined(rings)
    assert np.array_equal(ZONE.mask(POINTS, whole), alone)
    assert len(whole) == vertices_of(rings)


@given(RINGS)
def test_it_comes_back_from_the_address_as_it_was(rings: list[tuple[tuple[float, float], ...]]) -> None:
    whole = ZONE.canonical(joined(rings))
    if whole is not None:
        assert ZONE.parse(ZONE.write(whole)) == whole
        assert np.array_equal(ZONE.mask(POINTS, whole), ZONE.mask(POINTS, joined(rings)))
