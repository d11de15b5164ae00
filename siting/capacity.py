"""Coverage under capacity: a place takes in no more tonnes than its floor allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from siting.certificate import Certificate, Solution
from siting.highs import PROOF_TOLERANCE, MipModel, Rows, chosen_of, count_row, side_rows, solve_mip, stack
from siting.incidence import Floats, Ints, within
from siting.problem import checked_weights
from siting.rules import Frame
from siting.sides import SideRow, compile_sides

METHOD = "flow MIP (HiGHS)"
SHARE_S = 60.0
WHOLE = 1e-7


@dataclass(frozen=True)
class CapacityProblem:
    """Every reachable pair (demand row, place) can carry a share of the row's tonnes.

    Attributes
    ----------
    row, place : (pairs,) the pairs within reach, by row; rows of no weight or no tonnes stay.
    weights : (m,) what reaching a whole row is worth; a share is worth as much.
    tonnes : (m,) what a row brings a year; `capacity_t` (n,) what a place can take, NaN = unknown: it is then ruled out.
    """

    row: Ints
    place: Ints
    weights: Floats
    tonnes: Floats
    capacity_t: Floats
    frame: Frame


def capacity_problem(
    minutes: NDArray[np.floating[Any]],
    limit_min: float,
    weights: NDArray[Any],
    tonnes: NDArray[Any],
    capacity_t: NDArray[np.float64],
    frame: Frame,
) -> CapacityProblem:
    """Prepare a capacitated coverage.

    Raises
    ------
    ValueError
        When a weight or a tonnage is unknown or negative, or an existing place has no known capacity.
    """
    cover = within(minutes, limit_min)
    if np.any(np.isnan(capacity_t[frame.existing])):
        raise ValueError("an existing place has no known capacity")
    row = np.repeat(np.arange(cover.n_rows, dtype=np.int32), np.diff(cover.row_ptr))
    usable = np.isfinite(capacity_t[cover.row_idx])
    table, load = checked_weights(weights, len(minutes))[:, 0], checked_weights(tonnes, len(minutes))[:, 0]
    return CapacityProblem(row[usable], cover.row_idx[usable], table, load, np.asarray(capacity_t, dtype=np.float64), frame)


def _model(problem: CapacityProblem) -> MipModel:
    """Write x = places (whole), y = share of a row carried to a place."""
    n, pairs, m = problem.frame.n, len(problem.row), len(problem.weights)
    y = n + np.arange(pairs, dtype=np.int32)
    served = Rows(np.searchsorted(problem.row, np.arange(m + 1)), y, np.ones(pairs), np.full(m, -np.inf), np.ones(m))
    link = Rows(
        2 * np.arange(pairs + 1), np.stack((y, problem.place), axis=1).ravel().astype(np.int32), np.tile([1.0, -1.0], pairs),
        np.full(pairs, -np.inf), np.zeros(pairs),
    )  # fmt: skip
    loads = stack(served, link, _loads(problem, y), _choice(problem))
    return MipModel(np.concatenate((np.zeros(n), problem.weights[problem.row])), np.ones(n + pairs), loads, n)


def _loads(problem: CapacityProblem, y: Ints) -> Rows:
    """Return « the tonnes carried to a place are at most its capacity, and none when it is closed »."""
    n = problem.frame.n
    capacity = np.nan_to_num(problem.capacity_t, nan=0.0)
    order = np.argsort(problem.place, kind="stable")
    counts = np.bincount(problem.place, minlength=n) + 1
    ptr = np.concatenate(([0], np.cumsum(counts)))
    idx, coef = np.empty(ptr[-1], dtype=np.int32), np.empty(ptr[-1])
    last = ptr[1:] - 1
    body = np.ones(ptr[-1], dtype=np.bool_)
    body[last] = False
    idx[body], coef[body] = y[order], problem.tonnes[problem.row[order]]
    idx[last], coef[last] = np.arange(n), -capacity
    return Rows(ptr, idx, coef, np.full(n, -np.inf), np.zeros(n))


def _choice(problem: CapacityProblem) -> Rows:
    """Return the rules on the places."""
    frame, n = problem.frame, problem.frame.n
    unknown = np.flatnonzero(np.isnan(problem.capacity_t))
    closed = np.setdiff1d(np.union1d(frame.forbidden, unknown), frame.existing)
    count = count_row(n, frame.k + len(frame.existing))
    return stack(count, side_rows(frame.sides), side_rows(compile_sides(_forced(frame.opened, closed), n)))


def _forced(opened: NDArray[np.integer[Any]], closed: NDArray[np.integer[Any]]) -> list[SideRow]:
    return [SideRow((int(p),), (1.0,), lower=1.0) for p in opened] + [SideRow((int(p),), (1.0,), upper=0.0) for p in closed]


def solve_capacity(problem: CapacityProblem, seconds: float = 60.0) -> Solution | None:
    """Return the best plan within `seconds` and its certificate; None when no plan is allowed, or none was found in time."""
    result = solve_mip(_model(problem), seconds)
    if result.values is None:
        return None
    plan = tuple(int(p) for p in np.flatnonzero(chosen_of(result.values, problem.frame.n)))
    value = evaluate_capacity(problem, plan)
    bound = value if result.proven and result.bound <= value * (1 + PROOF_TOLERANCE) + 1e-6 else result.bound
    return Solution(plan, Certificate(value, max(bound, value), METHOD))


def evaluate_capacity(problem: CapacityProblem, plan: tuple[int, ...]) -> float:
    """Return what `plan` is worth: the best way to share the tonnes between its places (a linear programme)."""
    return float(problem.weights @ share_out(problem, plan).sum(axis=1))


def share_out(problem: CapacityProblem, plan: tuple[int, ...], minutes: Floats | None = None) -> Floats:
    """Return (rows, places of the plan) the share of each row that each open place takes in, within its capacity.

    The shares reach the most weight. Where `minutes` (rows, places of the plan) tells how far each is, then, of all such shares,
    the tonnes of as many rows as possible go to places as near as possible.
    """
    part = _open_pairs(problem, plan)
    out = np.zeros((len(problem.weights), len(plan)))
    if not len(part.row):
        return out
    worth = problem.weights[part.row]
    found = solve_mip(MipModel(worth, np.ones(len(worth)), part.rows, 0), SHARE_S).values
    if found is None:
        return out
    if minutes is not None:
        near = 1.0 - 0.5 * minutes[part.row, part.column] / max(float(minutes.max()), 1e-9)
        rows = Rows(np.array([0, len(worth)]), np.arange(len(worth), dtype=np.int32), worth, np.array([worth @ found]), np.array([np.inf]))
        nearest = MipModel(problem.tonnes[part.row] * near, np.ones(len(worth)), stack(part.rows, rows), 0)
        again = solve_mip(nearest, SHARE_S).values
        found = found if again is None else again
    out[part.row, part.column] = np.where(found < WHOLE, 0.0, np.where(found > 1.0 - WHOLE, 1.0, found))
    return out


@dataclass(frozen=True)
class _OpenPairs:
    """The pairs of a plan: row, position of the place in the plan, and the constraints on the share of each."""

    row: NDArray[np.integer[Any]]
    column: NDArray[np.integer[Any]]
    rows: Rows


def _open_pairs(problem: CapacityProblem, plan: tuple[int, ...]) -> _OpenPairs:
    position = np.full(problem.frame.n, -1)
    position[list(plan)] = np.arange(len(plan))
    mine = np.flatnonzero(position[problem.place] >= 0)
    row, column = problem.row[mine], position[problem.place[mine]]
    y, ones = np.arange(len(mine), dtype=np.int32), np.ones(len(mine))
    m, k = len(problem.weights), len(plan)
    whole = Rows(np.searchsorted(row, np.arange(m + 1)), y, ones, np.full(m, -np.inf), np.ones(m))
    order = np.argsort(column, kind="stable").astype(np.int32)
    ptr = np.concatenate(([0], np.cumsum(np.bincount(column, minlength=k))))
    most = np.nan_to_num(problem.capacity_t[list(plan)], nan=0.0)
    floors = Rows(ptr, order, problem.tonnes[row[order]], np.full(k, -np.inf), most)
    return _OpenPairs(row, column, stack(whole, floors))
