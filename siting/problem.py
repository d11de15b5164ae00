"""The coverage model: demand merged by who reaches it, reduced as places are opened or ruled out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.compiled import compiled
from siting.incidence import (
    Bools,
    Floats,
    Incidence,
    Ints,
    Pointers,
    from_rows,
    group_row_lists,
    group_rows,
    keep_columns,
    take_rows,
    within,
)
from siting.sides import Sides, compile_sides


@dataclass(frozen=True)
class CoverageProblem:
    """Demand rows that the very same places reach are one row; the weights of all stakeholders are merged together.

    Attributes
    ----------
    cover : rows × places.
    weights : (rows, s) weight of each row for each of the s stakeholders.
    row_of_demand : (m,) merged row of each demand point, −1 where no place reaches it.
    unreachable : (s,) weight that no place reaches.
    """

    cover: Incidence
    weights: Floats
    row_of_demand: Ints
    unreachable: Floats

    @property
    def n_places(self) -> int:
        """Number of candidate places."""
        return self.cover.n_places


def checked_weights(weights: NDArray[Any], n_demand: int) -> Floats:
    """Return `weights` as (m, s) floats.

    Raises
    ------
    ValueError
        When the length differs, or a weight is negative, infinite or unknown: an unknown weight is not zero,
        so the caller must say what it stands for.
    """
    table = np.asarray(weights, dtype=np.float64)
    table = table.reshape(len(table), -1)
    if len(table) != n_demand:
        raise ValueError(f"{len(table)} weights for {n_demand} demand points")
    if not np.all(np.isfinite(table)) or np.any(table < 0):
        raise ValueError("weights must be known, finite and not negative")
    return table


def build_problem(minutes: NDArray[np.floating[Any]], limit_min: float, weights: NDArray[Any]) -> CoverageProblem:
    """Build the coverage model from travel times.

    Parameters
    ----------
    minutes : (m, n) travel time of demand point i to place j; infinite = unreachable.
    limit_min : a demand point is reached within this time, bound included.
    weights : (m,) or (m, s) weights, one column a stakeholder.
    """
    return problem_of(within(minutes, limit_min), checked_weights(weights, len(minutes)))


def problem_of(cover: Incidence, weights: Floats) -> CoverageProblem:
    """Build the coverage model from who reaches what (m rows) and the weights (m, s)."""
    group, first = group_rows(cover)
    merged = from_rows(*take_rows(cover.row_ptr, cover.row_idx, first), cover.n_places)
    table = _sum_by_group(weights, group, len(first))
    return CoverageProblem(merged, table, group, weights[group < 0].sum(axis=0))


def sum_by(index: Ints, values: Floats, length: int) -> Floats:
    """Return the sum of `values` at each index, always as floats (``np.bincount`` of nothing gives integers)."""
    return np.bincount(index, values, length).astype(np.float64)


def _sum_by_group(weights: Floats, group: Ints, n_groups: int) -> Floats:
    columns = [sum_by(group + 1, weights[:, s], n_groups + 1)[1:] for s in range(weights.shape[1])]
    return np.ascontiguousarray(np.stack(columns, axis=1)) if columns else np.zeros((n_groups, 0))


@dataclass(frozen=True)
class Core:
    """What is left to decide for one objective, once some places are open and some are ruled out.

    Attributes
    ----------
    places : (n,) original ids of the places still free.
    cover : rows that at least two free places reach.
    weight : (rows,) weight of each row, > 0.
    own : (n,) weight that only this free place can still reach.
    base : weight already reached by the open places.
    k : how many places may still be opened.
    opened : original ids of the places that are open.
    sides : the side constraints on the free places.
    """

    places: Ints
    cover: Incidence
    weight: Floats
    own: Floats
    base: float
    k: int
    opened: Ints
    sides: Sides

    @property
    def n(self) -> int:
        """Number of free places."""
        return len(self.places)

    def plan(self, chosen: NDArray[Any]) -> tuple[int, ...]:
        """Return the original ids of the open places and of the free places `chosen` (ids or flags)."""
        picked = self.places[chosen]
        return tuple(sorted(int(p) for p in np.concatenate((self.opened, picked))))

    def positions(self, plan: tuple[int, ...]) -> Ints:
        """Return the positions, among the free places, of the ids in `plan`."""
        return np.flatnonzero(np.isin(self.places, np.asarray(plan, dtype=np.int64))).astype(np.int32)


def core_of(problem: CoverageProblem, mix: NDArray[Any] | None, k: int, sides: Sides | None = None) -> Core:
    """Return the whole problem as a :class:`Core` for one mix of the stakeholders (default: the first alone)."""
    n = problem.n_places
    blend = np.eye(1, problem.weights.shape[1])[0] if mix is None else np.asarray(mix, dtype=np.float64)
    nothing = np.zeros(0, dtype=np.int32)
    whole = Core(
        np.arange(n, dtype=np.int32), problem.cover, problem.weights @ blend, np.zeros(n), 0.0, k, nothing, sides or compile_sides((), n)
    )
    return restrict(whole, nothing, nothing)


def restrict(core: Core, opened: NDArray[Any], dropped: NDArray[Any]) -> Core:
    """Open some free places for good, rule others out (positions in `core`), and shrink the model accordingly.

    Rows already reached become a constant; rows that the same free places reach are merged; a row with a single
    free place becomes that place's own weight. The optimum over the remaining choices is unchanged.
    """
    return restrict_priced(core, opened, dropped, np.zeros(len(core.weight)))[0]


def restrict_priced(core: Core, opened: NDArray[Any], dropped: NDArray[Any], prices: Floats) -> tuple[Core, Floats]:
    """Do the same, and hand the rows' prices down: a merged row has the sum of its rows' (the bound they prove is no worse)."""
    open_flags, gone = np.zeros(core.n, dtype=np.bool_), np.zeros(core.n, dtype=np.bool_)
    open_flags[opened], gone[dropped] = True, True
    remaining = np.flatnonzero(~(open_flags | gone)).astype(np.int32)
    new_id = np.full(core.n, -1, dtype=np.int32)
    new_id[remaining] = np.arange(len(remaining), dtype=np.int32)
    ptr, idx, reached = keep_columns(core.cover.row_ptr, core.cover.row_idx, new_id, open_flags)
    base = core.base + float(core.weight[reached].sum() + core.own[open_flags].sum())
    opened_ids = np.concatenate((core.opened, core.places[open_flags]))
    cover, weight, own, handed = _merged(ptr, idx, core.weight, core.own[remaining], prices)
    sides = core.sides.keep(remaining, np.flatnonzero(open_flags).astype(np.int32))
    return Core(core.places[remaining], cover, weight, own, base, core.k - int(open_flags.sum()), opened_ids, sides), handed


def _merged(ptr: Pointers, idx: Ints, weight: Floats, own: Floats, prices: Floats) -> tuple[Incidence, Floats, Floats, Floats]:
    group, first = group_row_lists(ptr, idx, len(own))
    summed = sum_by(group + 1, weight, len(first) + 1)[1:]
    degree = np.diff(ptr)[first]
    alone = degree == 1
    own = own + sum_by(idx[ptr[first[alone]]], summed[alone], len(own))
    shared = ~alone & (summed > 0)
    handed = sum_by(group + 1, prices, len(first) + 1)[1:][shared]
    return from_rows(*take_rows(ptr, idx, first[shared]), len(own)), summed[shared], own, handed


def contained(cover: Incidence) -> Bools:
    """Flag the places that reach nothing which one other place does not reach too (of equals, the first is kept).

    Ruling them out is safe only when places differ in nothing but what they reach: no side constraint.
    """
    return _subsets(cover.col_ptr, cover.col_idx, cover.row_ptr, cover.row_idx, False)


def implied(cover: Incidence) -> Bools:
    """Flag the rows that are reached whenever some other row is (of equals, the first is kept): always safe in set cover."""
    return _subsets(cover.row_ptr, cover.row_idx, cover.col_ptr, cover.col_idx, True)


@compiled
def _subsets(ptr: Pointers, idx: Ints, other_ptr: Pointers, other_idx: Ints, flag_larger: bool) -> Bools:
    """Compare each set with those that share its rarest element; flag the smaller (or the larger) of a nested pair."""
    n = len(ptr) - 1
    flagged = np.zeros(n, np.bool_)
    mark = np.full(len(other_ptr) - 1, -1, np.int32)
    for a in range(n):
        size = ptr[a + 1] - ptr[a]
        if size == 0:
            flagged[a] = not flag_larger
            continue
        if flagged[a]:
            continue
        rare = idx[ptr[a]]
        for e in range(ptr[a], ptr[a + 1]):
            v = idx[e]
            mark[v] = a
            if other_ptr[v + 1] - other_ptr[v] < other_ptr[rare + 1] - other_ptr[rare]:
                rare = v
        for f in range(other_ptr[rare], other_ptr[rare + 1]):
            b = other_idx[f]
            larger = ptr[b + 1] - ptr[b]
            if b == a or flagged[b] or larger < size:
                continue
            left = size
            for e in range(ptr[b], ptr[b + 1]):
                if mark[idx[e]] == a:
                    left -= 1
                elif ptr[b + 1] - e - 1 < left:
                    break
            if left == 0:
                if larger > size:
                    flagged[b if flag_larger else a] = True
                else:
                    flagged[b if (flag_larger or b > a) else a] = True
                if flagged[a]:
                    break
    return flagged
