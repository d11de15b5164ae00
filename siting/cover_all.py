"""Set cover: the fewest (or cheapest) places that reach every demand point, proven; what cannot be reached is named."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.certificate import Certificate, Solution
from siting.compiled import compiled
from siting.conflict import conflict
from siting.cover_proof import fewest_places
from siting.dual import row_sums
from siting.highs import UNSETTLED, MipModel, Rows, chosen_of, count_row, side_rows, solve_mip, stack
from siting.incidence import Bools, Floats, Incidence, Ints, Pointers, from_rows, group_rows, keep_columns, take_rows, within
from siting.problem import contained, implied
from siting.rules import Frame, Rule, RuleRows
from siting.sides import SideRow

METHOD = "dominance + local search + branch and bound + HiGHS"
NONE: Ints = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True)
class CoverAll:
    """The answer to « reach everyone ».

    Attributes
    ----------
    solution : the plan (existing places included) and its certificate on the number, or cost, of new places; None when there is none.
    unreachable : demand points that no allowed place reaches: they are left out of the promise, and named.
    conflict : the smallest set of rules that cannot hold together, () unless no plan exists.
    """

    solution: Solution | None
    unreachable: Ints
    conflict: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class SmallCover:
    """A set cover reduced by dominance: `rows` on the `places` still free, once `opened` are open."""

    rows: Incidence
    places: Ints
    opened: Ints


def start_cover(cover: Incidence, opened: Ints, dropped: Ints) -> SmallCover:
    """Return the cover left once some places are open and some ruled out; rows without any place are left out."""
    open_flags, gone = np.zeros(cover.n_places, dtype=np.bool_), np.zeros(cover.n_places, dtype=np.bool_)
    open_flags[opened], gone[dropped] = True, True
    remaining = np.flatnonzero(~(open_flags | gone)).astype(np.int32)
    return _shrunk(SmallCover(cover, np.arange(cover.n_places, dtype=np.int32), NONE), remaining, open_flags)


def _shrunk(small: SmallCover, remaining: Ints, open_flags: Bools) -> SmallCover:
    new_id = np.full(small.rows.n_places, -1, dtype=np.int32)
    new_id[remaining] = np.arange(len(remaining), dtype=np.int32)
    ptr, idx, _ = keep_columns(small.rows.row_ptr, small.rows.row_idx, new_id, open_flags)
    left = np.flatnonzero(np.diff(ptr) > 0).astype(np.int32)
    rows = from_rows(*take_rows(ptr, idx, left), len(remaining))
    return SmallCover(rows, small.places[remaining], np.concatenate((small.opened, small.places[open_flags])).astype(np.int32))


def without_implied(small: SmallCover) -> SmallCover:
    """Leave out the rows that some other row implies: always safe. Equal rows go first, then short rows judge long ones."""
    _, first = group_rows(small.rows)
    by_size = first[np.argsort(np.diff(small.rows.row_ptr)[first], kind="stable")]
    rows = from_rows(*take_rows(small.rows.row_ptr, small.rows.row_idx, by_size), small.rows.n_places)
    remaining = np.flatnonzero(~implied(rows)).astype(np.int32)
    rows = from_rows(*take_rows(rows.row_ptr, rows.row_idx, remaining), rows.n_places)
    return SmallCover(rows, small.places, small.opened)


def dominated(small: SmallCover) -> SmallCover:
    """Apply row and column dominance and open the only place of a row, until nothing changes: safe only without side constraints."""
    while small.rows.n_rows:
        small = without_implied(small)
        sizes = np.diff(small.rows.row_ptr)
        must = np.zeros(small.rows.n_places, dtype=np.bool_)
        must[small.rows.row_idx[small.rows.row_ptr[:-1][sizes == 1]]] = True
        remaining = np.flatnonzero(~must & ~contained(small.rows)).astype(np.int32)
        if len(remaining) == small.rows.n_places:
            return small
        small = _shrunk(small, remaining, must)
    return small


@compiled
def greedy_cover(row_ptr: Pointers, row_idx: Ints, col_ptr: Pointers, col_idx: Ints) -> Ints:
    """Open the place that reaches most rows not reached yet, until all are."""
    m, n = len(row_ptr) - 1, len(col_ptr) - 1
    gain, done = np.diff(col_ptr), np.zeros(m, np.bool_)
    chosen = np.empty(n, np.int32)
    count, left = 0, m
    while left > 0:
        j = np.argmax(gain)
        chosen[count] = j
        count += 1
        for e in range(col_ptr[j], col_ptr[j + 1]):
            i = col_idx[e]
            if not done[i]:
                done[i] = True
                left -= 1
                for f in range(row_ptr[i], row_ptr[i + 1]):
                    gain[row_idx[f]] -= 1
    return chosen[:count].copy()


@compiled
def packed_rows(row_ptr: Pointers, row_idx: Ints, n_places: int) -> int:
    """Return a number of rows no two of which share a place (short rows first): at least as many places are needed."""
    order = np.argsort(np.diff(row_ptr))
    used = np.zeros(n_places, np.bool_)
    count = 0
    for i in order:
        free = True
        for e in range(row_ptr[i], row_ptr[i + 1]):
            free &= not used[row_idx[e]]
        if free:
            count += 1
            for e in range(row_ptr[i], row_ptr[i + 1]):
                used[row_idx[e]] = True
    return count


def greedy_on(small: SmallCover) -> Ints:
    """Return a cover of `small` (original ids of the free places)."""
    rows = small.rows
    return small.places[greedy_cover(rows.row_ptr, rows.row_idx, rows.col_ptr, rows.col_idx)]


def cover_model(small: SmallCover, cost: Floats, sides: Rows, most: float) -> MipModel:
    """Write the reduced cover as a MIP that maximises −cost."""
    rows = small.rows
    each = Rows(rows.row_ptr, rows.row_idx, np.ones(rows.nnz), np.ones(rows.n_rows), np.full(rows.n_rows, np.inf))
    n = rows.n_places
    return MipModel(-cost, np.ones(n), stack(each, count_row(n, most), sides), n)


def cover_all(
    minutes: NDArray[np.floating[Any]], limit_min: float, frame: Frame, cost_eur: NDArray[np.float64] | None = None, seconds: float = 60.0
) -> CoverAll:
    """Reach every demand point within `limit_min` with the fewest new places, or the cheapest when `cost_eur` is given.

    ``frame.k`` is a rule like any other: set it to the number of places when the number is what is asked.

    Raises
    ------
    ValueError
        When a cost is unknown for a place that is not ruled out: unknown is not free.
    """
    cover = within(minutes, limit_min)
    barred = np.setdiff1d(frame.forbidden, frame.existing).astype(np.int32)
    allowed = np.ones(frame.n)
    allowed[barred] = 0.0
    hits = np.empty(cover.n_rows)
    row_sums(cover.row_ptr, cover.row_idx, allowed, hits)
    unreachable = np.flatnonzero(hits == 0).astype(np.int32)
    opened = frame.opened
    if np.isin(frame.required, barred).any():
        return CoverAll(None, unreachable, conflict(frame))
    cost = np.ones(frame.n) if cost_eur is None else np.asarray(cost_eur, dtype=np.float64)
    small = start_cover(cover, opened, barred)
    if not np.all(np.isfinite(cost[small.places])):
        raise ValueError("a place has no known cost: rule it out, or give its cost")
    solution = _solved(small, frame, cost, cost_eur is None, seconds)
    return CoverAll(solution, unreachable) if solution is not None else CoverAll(None, unreachable, _why(frame, cover, unreachable))


def _solved(small: SmallCover, frame: Frame, cost: Floats, is_count: bool, seconds: float) -> Solution | None:
    plain = frame.sides.n_rows == 0 and is_count
    reduced = dominated(small) if plain else without_implied(small)
    left = frame.k - (len(reduced.opened) - len(frame.existing))
    base = float(cost[np.setdiff1d(reduced.opened, frame.existing)].sum())
    return _fewest(reduced, base, left, seconds) if plain else _ruled(reduced, frame, cost, is_count, base, left, seconds)


def _fewest(small: SmallCover, base: float, left: int, seconds: float) -> Solution | None:
    """The fewest places, `base` of which are open already, where at most `left` more are enough."""
    rows = small.rows
    if not rows.n_rows:
        return _stated(small.opened, base, base) if left >= 0 else None
    greedy = greedy_cover(rows.row_ptr, rows.row_idx, rows.col_ptr, rows.col_idx)
    packed = packed_rows(rows.row_ptr, rows.row_idx, rows.n_places)
    found = fewest_places(rows, greedy, packed, seconds)
    if len(found.places) > left:
        return None
    return _stated(np.concatenate((small.opened, small.places[found.places])), base + len(found.places), base + found.least)


def _ruled(small: SmallCover, frame: Frame, cost: Floats, is_count: bool, base: float, left: int, seconds: float) -> Solution | None:
    """The cheapest places, or the fewest that respect other rules."""
    sides = side_rows(frame.sides.keep(small.places, small.opened))
    try:
        result = solve_mip(cover_model(small, cost[small.places], sides, left), seconds, None, 1.0 if is_count else 0.0)
    except MemoryError:
        result = UNSETTLED
    if result.values is None:
        return None
    chosen = small.places[chosen_of(result.values, len(small.places))]
    value = base + float(cost[chosen].sum())
    bound = base - result.bound
    bound = float(np.ceil(bound - 1e-6)) if is_count else value if result.proven else bound
    return _stated(np.concatenate((small.opened, chosen)), value, min(bound, value))


def _stated(plan: NDArray[Any], value: float, bound: float) -> Solution:
    return Solution(tuple(sorted(int(p) for p in plan)), Certificate(value, bound, METHOD, maximise=False))


def _why(frame: Frame, cover: Incidence, unreachable: Ints) -> tuple[Rule, ...]:
    """Name the rules in conflict, « reach everyone » among them."""
    promised = np.setdiff1d(np.arange(cover.n_rows), unreachable).astype(np.int32)
    rows = from_rows(*take_rows(cover.row_ptr, cover.row_idx, promised), frame.n)
    remaining = without_implied(SmallCover(rows, np.arange(frame.n, dtype=np.int32), NONE)).rows
    members = [tuple(remaining.row_idx[a:b].tolist()) for a, b in pairwise(remaining.row_ptr)]
    each = tuple(SideRow(places, (1.0,) * len(places), lower=1.0) for places in members)
    return conflict(frame, (RuleRows(Rule("reach_all"), each),))
