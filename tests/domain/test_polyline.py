"""A zone takes little room in an address, and comes back exactly."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from domain.facet import PolygonFacet
from domain.facet_values import MAX_VERTICES
from domain.polyline import read_ring, write_ring

ZONE = PolygonFacet("zone", "Zone")
VERTICES = st.tuples(st.integers(-18_000_000, 18_000_000), st.integers(-9_000_000, 9_000_000)).map(lambda v: (v[0] / 1e5, v[1] / 1e5))


@given(st.lists(VERTICES, max_size=MAX_VERTICES))
def test_every_vertex_comes_back_exactly(ring: list[tuple[float, float]]) -> None:
    assert read_ring(write_ring(ring)) == ring


@given(st.text(alphabet=st.sampled_from("ABgz09-_,.é%"), max_size=40))
def test_any_text_is_a_zone_or_none_and_what_is_read_is_written_so_that_it_is_read_again(text: str) -> None:
    value = ZONE.parse(text)
    assert value is None or ZONE.parse(ZONE.write(value)) == value


def test_a_zone_of_two_hundred_vertices_takes_a_tenth_of_an_address() -> None:
    angles = [2 * math.pi * i / MAX_VERTICES for i in range(MAX_VERTICES)]
    ring = ZONE.from_json([[5.4 + 0.1 * math.cos(a), 43.3 + 0.1 * math.sin(a)] for a in angles])
    assert ring is not None and len(ring) == MAX_VERTICES
    assert len(ZONE.write(ring)) < 1_600


def test_an_address_of_before_still_opens_on_its_zone() -> None:
    assert ZONE.parse("5.37,43.3_5.4,43.3_5.4,43.35") == ((5.37, 43.3), (5.4, 43.3), (5.4, 43.35))
