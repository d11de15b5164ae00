"""Compiled search for nested rows: a row that is another one plus one place needs only two entries in the MIP."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled
from siting.incidence import Ints, Pointers

NO_PARENT = -1


def parents(row_ptr: Pointers, row_idx: Ints, n_places: int) -> tuple[Ints, Ints]:
    """Return, for each row, a row that holds all its places but one, and that one place (−1, −1 when there is none).

    With z ≤ z(parent) + x(place) instead of z ≤ Σ x, the linear relaxation is unchanged (weights are not negative) and
    the rows of a radius formulation shrink from their length to two entries.
    """
    keys = np.random.default_rng(20_240_102).integers(1, 2**63, size=n_places, dtype=np.uint64)
    return _parents(row_ptr, row_idx, keys)


@compiled
def _parents(row_ptr: Pointers, row_idx: Ints, keys: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    m = len(row_ptr) - 1
    hashes = np.zeros(m, np.uint64)
    size = 16
    while size < 2 * m:
        size *= 2
    mask = np.uint64(size - 1)
    table = np.full(size, NO_PARENT, np.int32)
    for i in range(m):
        for e in range(row_ptr[i], row_ptr[i + 1]):
            hashes[i] ^= keys[row_idx[e]]
        slot = np.int64((hashes[i] ^ (hashes[i] >> np.uint64(29))) & mask)
        while table[slot] >= 0:
            slot = (slot + 1) & np.int64(size - 1)
        table[slot] = i
    parent, added = np.full(m, NO_PARENT, np.int32), np.full(m, NO_PARENT, np.int32)
    for i in range(m):
        for e in range(row_ptr[i], row_ptr[i + 1]):
            wanted = hashes[i] ^ keys[row_idx[e]]
            slot = np.int64((wanted ^ (wanted >> np.uint64(29))) & mask)
            while table[slot] >= 0:
                p = table[slot]
                if hashes[p] == wanted and is_row_without(row_ptr, row_idx, p, i, row_idx[e]):
                    parent[i], added[i] = p, row_idx[e]
                    break
                slot = (slot + 1) & np.int64(size - 1)
            if parent[i] >= 0:
                break
    return parent, added


@compiled
def is_row_without(row_ptr: Pointers, row_idx: Ints, p: int, i: int, place: int) -> bool:
    """Tell whether row `p` is row `i` without `place`, entry by entry."""
    if row_ptr[p + 1] - row_ptr[p] + 1 != row_ptr[i + 1] - row_ptr[i]:
        return False
    f = row_ptr[p]
    for e in range(row_ptr[i], row_ptr[i + 1]):
        if row_idx[e] != place:
            if f == row_ptr[p + 1] or row_idx[f] != row_idx[e]:
                return False
            f += 1
    return True
