"""The mixed-integer solver (HiGHS) on sparse models: the only file that talks to highspy."""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

from siting.chains import parents
from siting.incidence import Bools, Floats, Incidence, Ints, Pointers, take_rows
from siting.problem import Core
from siting.sides import Sides

PROOF_TOLERANCE = 1e-7
_STATUS = highspy.HighsModelStatus
SOUND = {_STATUS.kOptimal, _STATUS.kTimeLimit, _STATUS.kIterationLimit, _STATUS.kSolutionLimit, _STATUS.kInterrupt, _STATUS.kMemoryLimit}
MOST_ITERATIONS = 2**31 - 1
"""HiGHS's own limit, where none is wanted."""
LEAST_RISE = 1e-4


@dataclass(frozen=True)
class Rows:
    """Constraints ``lower ≤ A v ≤ upper``, by rows."""

    ptr: Pointers
    idx: Ints
    coef: Floats
    lower: Floats
    upper: Floats


NO_ROWS = Rows(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), np.zeros(0), np.zeros(0))


@dataclass(frozen=True)
class MipModel:
    """Maximise ``cost · v + offset`` under `rows`, ``0 ≤ v ≤ upper``; the first `n_integer` variables are whole."""

    cost: Floats
    upper: Floats
    rows: Rows
    n_integer: int
    offset: float = 0.0


@dataclass(frozen=True)
class MipResult:
    """The variables (None when none were found), a bound (−∞ when infeasible, ∞ when the solver failed), and whether it finished."""

    values: Floats | None
    bound: float
    proven: bool
    infeasible: bool


UNSETTLED = MipResult(None, np.inf, False, False)


def stack(*blocks: Rows) -> Rows:
    """Put blocks of constraints one under the other."""
    starts = np.cumsum([0] + [len(b.idx) for b in blocks])
    ptr = np.concatenate([b.ptr[:-1] + s for b, s in zip(blocks, starts, strict=False)] + [starts[-1:]])
    parts = [np.concatenate([getattr(b, name) for b in blocks]) for name in ("idx", "coef", "lower", "upper")]
    return Rows(ptr.astype(np.int64), parts[0].astype(np.int32), parts[1], parts[2], parts[3])


def count_row(n: int, k: float) -> Rows:
    """Return « at most k of the first n variables »."""
    return Rows(np.array([0, n]), np.arange(n, dtype=np.int32), np.ones(n), np.array([-np.inf]), np.array([float(k)]))


def side_rows(sides: Sides) -> Rows:
    """Return the side constraints by rows."""
    rows, places, coef = sides.entries()
    order = np.argsort(rows, kind="stable")
    ptr = np.concatenate(([0], np.cumsum(np.bincount(rows, minlength=sides.n_rows))))
    return Rows(ptr, places[order], coef[order], sides.lower, sides.upper)


def _reach_rows(core: Core) -> Rows:
    """Return « a row counts only as far as its places are open », nested rows through their parent."""
    cover, n, m = core.cover, core.n, core.cover.n_rows
    parent, added = parents(cover.row_ptr, cover.row_idx, n)
    chained = parent >= 0
    length = np.where(chained, 3, np.diff(cover.row_ptr) + 1)
    ptr = np.concatenate(([0], np.cumsum(length)))
    idx, coef = np.empty(ptr[-1], dtype=np.int32), np.full(ptr[-1], -1.0)
    idx[ptr[1:] - 1], coef[ptr[1:] - 1] = n + np.arange(m), 1.0
    idx[ptr[:-1][chained]], idx[ptr[:-1][chained] + 1] = added[chained], n + parent[chained]
    plain = np.repeat(~chained, length)
    plain[ptr[1:] - 1] = False
    idx[plain] = cover.row_idx[np.repeat(~chained, np.diff(cover.row_ptr))]
    return Rows(ptr, idx, coef, np.full(m, -np.inf), np.zeros(m))


def coverage_model(core: Core) -> MipModel:
    """Write a core as a MIP: x = places (whole), z = rows; a row counts only as far as places reach it."""
    rows = stack(_reach_rows(core), count_row(core.n, core.k), side_rows(core.sides))
    return MipModel(np.concatenate((core.own, core.weight)), np.ones(core.n + core.cover.n_rows), rows, core.n, core.base)


def _lp(model: MipModel) -> highspy.HighsLp:
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(model.cost), len(model.rows.lower)
    lp.sense_, lp.offset_ = highspy.ObjSense.kMaximize, model.offset
    lp.col_cost_, lp.col_lower_, lp.col_upper_ = model.cost, np.zeros(len(model.cost)), model.upper
    lp.row_lower_, lp.row_upper_ = model.rows.lower, model.rows.upper
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.num_col_, lp.a_matrix_.num_row_ = lp.num_col_, lp.num_row_
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = model.rows.ptr, model.rows.idx, model.rows.coef
    whole, real = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
    lp.integrality_ = [whole] * model.n_integer + [real] * (len(model.cost) - model.n_integer)
    return lp


def solve_mip(model: MipModel, seconds: float, start: Floats | None = None, step: float = 0.0) -> MipResult:
    """Solve `model` within `seconds`, from the known solution `start`.

    Parameters
    ----------
    step : smallest possible difference between two objective values (1 for whole weights, 0 when unknown).
    """
    if len(model.cost) == 0:
        holds = bool(np.all(model.rows.lower <= 0.0) and np.all(model.rows.upper >= 0.0))
        return MipResult(np.zeros(0), model.offset, True, False) if holds else MipResult(None, -np.inf, True, True)
    solver = highspy.Highs()
    options = {
        "output_flag": False, "threads": 1, "parallel": "off", "time_limit": max(seconds, 0.01), "mip_rel_gap": 0.0,
        "mip_abs_gap": max(1e-6, 0.999 * step), "mip_allow_restart": False,
    }  # fmt: skip
    for name, value in options.items():
        solver.setOptionValue(name, value)
    try:
        solver.passModel(_lp(model))
        if start is not None:
            known = highspy.HighsSolution()
            known.col_value = start
            solver.setSolution(known)
        solver.run()
    except (MemoryError, RuntimeError):  # nothing is known of the model, and nothing is lost
        return UNSETTLED
    return _read(solver, len(model.cost))


def _read(solver: highspy.Highs, n: int) -> MipResult:
    status, info = solver.getModelStatus(), solver.getInfo()
    # Every variable has bounds, so « unbounded or infeasible » can only mean infeasible.
    if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return MipResult(None, -np.inf, True, True)
    if status not in SOUND:
        return UNSETTLED
    found = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    values = np.asarray(solver.getSolution().col_value, dtype=np.float64)[:n] if found else None
    return MipResult(values, float(info.mip_dual_bound), status == highspy.HighsModelStatus.kOptimal, False)


def chosen_of(values: Floats, n: int) -> Bools:
    """Return the flags of the first n variables."""
    return values[:n] > 0.5


class CoverRelaxation:
    """The linear relaxation of a set cover, « the fewest places », of which only the rows that were once missed are there.

    Attributes
    ----------
    lower, upper : (n,) bounds of the places in the question asked last.
    value, places, reduced : of its answer: the number of places, their shares, and what each costs beyond what it serves.
    """

    def __init__(self, rows: Incidence, most: float) -> None:
        """Write the relaxation without any row; an answer above `most` is not finished."""
        self.rows, self.most = rows, most
        self.present = np.zeros(rows.n_rows, dtype=np.bool_)
        self.row_of = np.repeat(np.arange(rows.n_rows), np.diff(rows.row_ptr))
        self.lower, self.upper = np.zeros(rows.n_places), np.ones(rows.n_places)
        self.value, self.places, self.reduced = 0.0, np.zeros(rows.n_places), np.ones(rows.n_places)
        self.solver = highspy.Highs()
        options = {"output_flag": False, "threads": 1, "parallel": "off", "presolve": "off", "objective_bound": most + PROOF_TOLERANCE}
        for name, value in options.items():
            self.solver.setOptionValue(name, value)
        lp = _lp(MipModel(np.ones(rows.n_places), np.ones(rows.n_places), NO_ROWS, 0))
        lp.sense_, lp.integrality_ = highspy.ObjSense.kMinimize, []
        self.solver.passModel(lp)

    def add(self, rows: Ints) -> None:
        """Put rows into the relaxation."""
        self.present[rows] = True
        ptr, idx = take_rows(self.rows.row_ptr, self.rows.row_idx, rows)
        n = len(rows)
        self.solver.addRows(n, np.ones(n), np.full(n, np.inf), len(idx), ptr[:-1].astype(np.int32), idx, np.ones(len(idx)))

    def bound(self, lower: Floats, upper: Floats) -> None:
        """Ask with other bounds of the places."""
        self.lower, self.upper = lower, upper
        self.solver.changeColsBounds(len(lower), np.arange(len(lower), dtype=np.int32), lower, upper)

    def answer(self, added: int) -> bool:
        """Solve, adding the rows that are missed most, `added` at a time; False where no answer of at most `most` places is left.

        Raises
        ------
        RuntimeError
            When the solver fails: nothing is known.
        """
        while self._solved():
            reached = np.bincount(self.row_of, self.places[self.rows.row_idx], self.rows.n_rows)
            missed = np.flatnonzero((reached < 1 - PROOF_TOLERANCE) & ~self.present)
            if not len(missed):
                return True
            self.add(missed[np.argsort(reached[missed], kind="stable")[:added]].astype(np.int32))
        return False

    def _solved(self) -> bool:
        self.solver.run()
        status = self.solver.getModelStatus()
        if status in (_STATUS.kInfeasible, _STATUS.kObjectiveBound):
            return False
        if status != _STATUS.kOptimal:
            raise RuntimeError(str(status))
        answer = self.solver.getSolution()
        self.value = float(self.solver.getInfo().objective_function_value)
        self.places, self.reduced = np.asarray(answer.col_value), np.asarray(answer.col_dual)
        return self.value <= self.most + PROOF_TOLERANCE

    def most_raising(self, places: Ints, iterations: int) -> int:
        """Return the place of `places` whose opening and whose closing raise the answer most, after a few steps of the simplex each."""
        basis, lower, upper = self.solver.getBasis(), self.lower, self.upper
        self.solver.setOptionValue("simplex_iteration_limit", iterations)
        gains = [self._rise(int(place), 0.0, basis) * self._rise(int(place), 1.0, basis) for place in places]
        self.solver.setOptionValue("simplex_iteration_limit", MOST_ITERATIONS)
        self.bound(lower, upper)
        self.solver.setBasis(basis)
        return int(places[np.argmax(gains)])

    def _rise(self, place: int, share: float, basis: highspy.HighsBasis) -> float:
        self.solver.changeColBounds(place, share, share)
        self.solver.setBasis(basis)
        self.solver.run()
        most = self.most + 0.5 - self.value
        is_open = self.solver.getModelStatus() in (_STATUS.kOptimal, _STATUS.kIterationLimit)
        rise = self.solver.getInfo().objective_function_value - self.value if is_open else most
        self.solver.changeColBounds(place, self.lower[place], self.upper[place])
        return min(max(rise, LEAST_RISE), most)
