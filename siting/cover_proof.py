"""The fewest places that reach all, proven: a tree in which each node is bounded by the linear relaxation of the cover."""

from __future__ import annotations

import math
import time
from typing import NamedTuple

import numpy as np

from siting.cover_search import fewer_places
from siting.highs import PROOF_TOLERANCE, CoverRelaxation
from siting.incidence import Floats, Incidence, Ints

SWAPS = 4_000
FIRST_ROWS, ADDED_ROWS = 60, 40
TRIED, TRIED_ITERATIONS = 8, 15


class Fewest(NamedTuple):
    """Places that reach every row, and how many are needed at least."""

    places: Ints
    least: int


def fewest_places(rows: Incidence, cover: Ints, least: int, seconds: float) -> Fewest:
    """Return the fewest places that reach every row; proven where ``least`` is their number, which it is unless time runs out.

    Parameters
    ----------
    rows : every row has a place.
    cover : places that reach every row.
    least : no cover has fewer places.
    """
    until = time.monotonic() + seconds
    best = Fewest(fewer_places(rows, cover, least, SWAPS), least)
    while best.least < len(best.places):
        found = _of_at_most(rows, len(best.places) - 1, best.least, until)
        if found.places is None:
            return Fewest(best.places, min(found.least, len(best.places)))
        best = Fewest(fewer_places(rows, found.places, found.least, SWAPS), found.least)
    return best


class _Search(NamedTuple):
    places: Ints | None
    least: int


class _Node(NamedTuple):
    lower: Floats
    upper: Floats
    least: float


def _of_at_most(rows: Incidence, most: int, least: int, until: float) -> _Search:
    """Look for a cover of at most `most` places: where there is none, more are needed; what is proven so far where it is not settled."""
    try:
        relaxation = CoverRelaxation(rows, most)
        relaxation.add(np.argsort(np.diff(rows.row_ptr), kind="stable")[:FIRST_ROWS].astype(np.int32))
        return _searched(relaxation, least, until)
    except (MemoryError, RuntimeError):  # the solver failed, and nothing that was known is lost
        return _Search(None, least)


def _searched(relaxation: CoverRelaxation, least: int, until: float) -> _Search:
    nodes = [_Node(relaxation.lower, relaxation.upper, least)]
    while nodes:
        known = max(least, math.ceil(min(node.least for node in nodes) - PROOF_TOLERANCE))
        if time.monotonic() > until:
            return _Search(None, known)
        node = nodes.pop()
        relaxation.bound(node.lower, node.upper)
        if not relaxation.answer(ADDED_ROWS):
            continue
        split = np.abs(relaxation.places - np.round(relaxation.places))
        if not (split > PROOF_TOLERANCE).any():
            return _Search(np.flatnonzero(relaxation.places > 0.5).astype(np.int32), known)
        nodes += _halves(relaxation, split)
    return _Search(None, int(relaxation.most) + 1)


def _halves(relaxation: CoverRelaxation, split: Floats) -> tuple[_Node, _Node]:
    """Part a node by a place that is half open, without the places that no answer of at most so many places opens."""
    lower, value = relaxation.lower, relaxation.value
    too_dear = (relaxation.reduced > relaxation.most - value + PROOF_TOLERANCE) & (lower == 0)
    upper = np.where(too_dear, 0.0, relaxation.upper)
    nearest = np.argsort(-split, kind="stable")[:TRIED]
    place = relaxation.most_raising(nearest[split[nearest] > PROOF_TOLERANCE].astype(np.int32), TRIED_ITERATIONS)
    closed, opened = upper.copy(), lower.copy()
    closed[place], opened[place] = 0.0, 1.0
    return _Node(lower, closed, value), _Node(opened, upper, value)
