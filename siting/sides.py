"""Linear side constraints over the places, stored by place for quick checks of one move."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from siting.incidence import Bools, Floats, Ints, Pointers

TOLERANCE = 1e-9


@dataclass(frozen=True)
class SideRow:
    """One constraint ``lower ≤ Σ coefficients · opened(places) ≤ upper``."""

    places: tuple[int, ...]
    coefficients: tuple[float, ...]
    lower: float = -np.inf
    upper: float = np.inf


@dataclass(frozen=True)
class Sides:
    """Side constraints by place: ``row_idx[col_ptr[j]:col_ptr[j+1]]`` are the constraints that place ``j`` enters."""

    col_ptr: Pointers
    row_idx: Ints
    coef: Floats
    lower: Floats
    upper: Floats

    @property
    def n_rows(self) -> int:
        """Number of side constraints."""
        return len(self.lower)

    def activity(self, chosen: Bools) -> Floats:
        """Return the left-hand sides when the places flagged in `chosen` (n,) are open."""
        out = np.zeros(self.n_rows)
        weights = np.repeat(chosen.astype(np.float64), np.diff(self.col_ptr))
        np.add.at(out, self.row_idx, weights * self.coef)
        return out

    def hold(self, chosen: Bools) -> bool:
        """Tell whether every constraint holds for the places flagged in `chosen`."""
        activity = self.activity(chosen)
        slack = TOLERANCE * (1.0 + np.abs(activity))
        return bool(np.all(activity >= self.lower - slack) and np.all(activity <= self.upper + slack))

    def entries(self) -> tuple[Ints, Ints, Floats]:
        """Return (constraint, place, coefficient) of every stored entry."""
        places = np.repeat(np.arange(len(self.col_ptr) - 1, dtype=np.int32), np.diff(self.col_ptr))
        return self.row_idx, places, self.coef

    def keep(self, remaining: Ints, opened: Ints) -> Sides:
        """Restrict to the places `remaining` (in that order) once the places `opened` are open: they move the bounds."""
        if not self.n_rows:
            return Sides(np.zeros(len(remaining) + 1, dtype=np.int64), self.row_idx, self.coef, self.lower, self.upper)
        flags = np.zeros(len(self.col_ptr) - 1, dtype=np.bool_)
        flags[opened] = True
        shift = self.activity(flags)
        counts = np.diff(self.col_ptr)[remaining]
        ptr = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        take = np.repeat(self.col_ptr[remaining] - ptr[:-1], counts) + np.arange(ptr[-1])
        return Sides(ptr, self.row_idx[take], self.coef[take], self.lower - shift, self.upper - shift)


def compile_sides(rows: Sequence[SideRow], n_places: int) -> Sides:
    """Store `rows` by place."""
    row_ids = np.repeat(np.arange(len(rows)), [len(row.places) for row in rows]).astype(np.int32)
    places = np.array([p for row in rows for p in row.places], dtype=np.int32)
    coefs = np.array([c for row in rows for c in row.coefficients], dtype=np.float64)
    order = np.argsort(places, kind="stable")
    ptr = np.concatenate(([0], np.cumsum(np.bincount(places, minlength=n_places)))).astype(np.int64)
    lower, upper = np.array([r.lower for r in rows], dtype=np.float64), np.array([r.upper for r in rows], dtype=np.float64)
    return Sides(ptr, row_ids[order], coefs[order], lower, upper)
