"""Which places reach which demand rows, stored sparsely both ways."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled

Ints = NDArray[np.int32]
Pointers = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Incidence:
    """A 0/1 matrix (demand rows × places) by rows and by columns.

    Attributes
    ----------
    row_ptr, row_idx
        ``row_idx[row_ptr[i]:row_ptr[i + 1]]`` are the places that reach row ``i``, ascending.
    col_ptr, col_idx
        ``col_idx[col_ptr[j]:col_ptr[j + 1]]`` are the rows that place ``j`` reaches, ascending.
    """

    row_ptr: Pointers
    row_idx: Ints
    col_ptr: Pointers
    col_idx: Ints

    @property
    def n_rows(self) -> int:
        """Number of demand rows."""
        return len(self.row_ptr) - 1

    @property
    def n_places(self) -> int:
        """Number of places."""
        return len(self.col_ptr) - 1

    @property
    def nnz(self) -> int:
        """Number of (row, place) pairs within reach."""
        return len(self.row_idx)


def from_rows(row_ptr: NDArray[Any], row_idx: NDArray[Any], n_places: int) -> Incidence:
    """Build an :class:`Incidence` from its rows (column ids ascending in each row)."""
    ptr, idx = np.asarray(row_ptr, dtype=np.int64), np.asarray(row_idx, dtype=np.int32)
    col_ptr, col_idx = transpose(ptr, idx, n_places)
    return Incidence(ptr, idx, col_ptr, col_idx)


def within(minutes: NDArray[np.floating[Any]], limit_min: float) -> Incidence:
    """Return who is reached within `limit_min`; infinite and unknown (NaN) times are never within reach.

    Parameters
    ----------
    minutes : (m, n) travel times, rows = demand, columns = places, in the unit of `limit_min`.
    """
    row_ptr, row_idx = _rows_within(minutes, limit_min)
    return from_rows(row_ptr, row_idx, minutes.shape[1])


@compiled
def _rows_within(minutes: NDArray[np.floating[Any]], limit: float) -> tuple[Pointers, Ints]:
    m, n = minutes.shape
    ptr = np.zeros(m + 1, np.int64)
    for i in range(m):
        count = 0
        for j in range(n):
            count += 1 if minutes[i, j] <= limit else 0
        ptr[i + 1] = ptr[i] + count
    idx = np.empty(ptr[m], np.int32)
    for i in range(m):
        at = ptr[i]
        if at == ptr[i + 1]:
            continue
        for j in range(n):
            if minutes[i, j] <= limit:
                idx[at] = j
                at += 1
    return ptr, idx


@compiled
def transpose(row_ptr: Pointers, row_idx: Ints, n_places: int) -> tuple[Pointers, Ints]:
    """Return the column form (pointers, ascending row ids) of rows given by pointers and column ids."""
    col_ptr = np.zeros(n_places + 1, np.int64)
    for j in row_idx:
        col_ptr[j + 1] += 1
    for j in range(n_places):
        col_ptr[j + 1] += col_ptr[j]
    at = col_ptr[:-1].copy()
    col_idx = np.empty(len(row_idx), np.int32)
    for i in range(len(row_ptr) - 1):
        for e in range(row_ptr[i], row_ptr[i + 1]):
            j = row_idx[e]
            col_idx[at[j]] = i
            at[j] += 1
    return col_ptr, col_idx


def group_rows(incidence: Incidence) -> tuple[Ints, Ints]:
    """Group rows that the very same places reach.

    Returns
    -------
    group_of_row : (m,) group of each row, −1 for a row that no place reaches.
    first_row : (g,) a representative row of each group, ascending.
    """
    return group_row_lists(incidence.row_ptr, incidence.row_idx, incidence.n_places)


def group_row_lists(row_ptr: Pointers, row_idx: Ints, n_places: int) -> tuple[Ints, Ints]:
    """Do the same for rows given by pointers and column ids."""
    return _group(row_ptr, row_idx, _row_hash(row_ptr, row_idx, _keys(n_places)))


@lru_cache(64)
def _keys(n_places: int) -> NDArray[np.uint64]:
    return np.random.default_rng(20_240_101).integers(1, 2**63, size=n_places, dtype=np.uint64)


@compiled
def _row_hash(row_ptr: Pointers, row_idx: Ints, keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    out = np.zeros(len(row_ptr) - 1, np.uint64)
    for i in range(len(out)):
        total = np.uint64(0)
        for e in range(row_ptr[i], row_ptr[i + 1]):
            total ^= keys[row_idx[e]]
        out[i] = total
    return out


@compiled
def _group(row_ptr: Pointers, row_idx: Ints, hashes: NDArray[np.uint64]) -> tuple[Ints, Ints]:
    """Open-addressing hash table on the row hashes; equal hashes are compared entry by entry, so a collision merges nothing."""
    m = len(hashes)
    size = 16
    while size < 2 * m:
        size *= 2
    mask = np.uint64(size - 1)
    table = np.full(size, -1, np.int32)
    group = np.full(m, -1, np.int32)
    first = np.empty(m, np.int32)
    found = 0
    for i in range(m):
        length = row_ptr[i + 1] - row_ptr[i]
        if length == 0:
            continue
        slot = np.int64((hashes[i] ^ (hashes[i] >> np.uint64(29))) & mask)
        while True:
            g = table[slot]
            if g < 0:
                table[slot] = found
                first[found] = i
                group[i] = found
                found += 1
                break
            if hashes[first[g]] == hashes[i] and same_row(row_ptr, row_idx, first[g], i):
                group[i] = g
                break
            slot = (slot + 1) & np.int64(size - 1)
    return group, first[:found].copy()


@compiled
def same_row(row_ptr: Pointers, row_idx: Ints, a: int, b: int) -> bool:
    """Tell whether rows `a` and `b` hold the same columns."""
    length = row_ptr[a + 1] - row_ptr[a]
    if length != row_ptr[b + 1] - row_ptr[b]:
        return False
    e = 0
    while e < length and row_idx[row_ptr[a] + e] == row_idx[row_ptr[b] + e]:
        e += 1
    return bool(e == length)


@compiled
def take_rows(row_ptr: Pointers, row_idx: Ints, rows: Ints) -> tuple[Pointers, Ints]:
    """Return the given rows, in the given order."""
    ptr = np.zeros(len(rows) + 1, np.int64)
    for r in range(len(rows)):
        ptr[r + 1] = ptr[r] + row_ptr[rows[r] + 1] - row_ptr[rows[r]]
    idx = np.empty(ptr[-1], np.int32)
    for r in range(len(rows)):
        start = row_ptr[rows[r]]
        for e in range(ptr[r + 1] - ptr[r]):
            idx[ptr[r] + e] = row_idx[start + e]
    return ptr, idx


@compiled
def keep_columns(row_ptr: Pointers, row_idx: Ints, new_id: Ints, opened: Bools) -> tuple[Pointers, Ints, Bools]:
    """Renumber columns (−1 drops one); the rows that an `opened` column reaches are emptied and flagged."""
    m = len(row_ptr) - 1
    reached = np.zeros(m, np.bool_)
    ptr = np.zeros(m + 1, np.int64)
    idx = np.empty(len(row_idx), np.int32)
    at = 0
    for i in range(m):
        for e in range(row_ptr[i], row_ptr[i + 1]):
            if opened[row_idx[e]]:
                reached[i] = True
                break
        if not reached[i]:
            for e in range(row_ptr[i], row_ptr[i + 1]):
                if new_id[row_idx[e]] >= 0:
                    idx[at] = new_id[row_idx[e]]
                    at += 1
        ptr[i + 1] = at
    return ptr, idx[:at].copy(), reached
