"""Several rings as one: the even–odd rule counts the edges that lead there and back twice, so that they enclose nothing."""

from __future__ import annotations

from collections.abc import Sequence

Ring = tuple[tuple[float, float], ...]


def joined(rings: Sequence[Ring]) -> Ring:
    """Return one ring that encloses what `rings` enclose by the even–odd rule: each is left and come back to from the first vertex.

    Rings are not closed (the last vertex is not the first again). `assets/map/ring.mjs` takes them apart again to draw them.
    """
    first, *others = rings
    if not others:
        return tuple(first)
    start = first[0]
    return (*first, *(vertex for ring in others for vertex in (start, *ring, ring[0])))


def vertices_of(rings: Sequence[Ring]) -> int:
    """Return how many vertices `joined` makes of them."""
    return sum(map(len, rings)) + 2 * (len(rings) - 1)
