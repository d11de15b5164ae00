"""The search tree of coverage: primal–dual bounds handed down from a node to its halves, fixing by reduced cost at every node."""

from __future__ import annotations

import heapq
import time
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from siting.certificate import PROVEN_GAP, Certificate, Solution, upper_bound
from siting.dual import DualResult, Multipliers, cold_start, pdhg, prices, row_sums
from siting.highs import PROOF_TOLERANCE, chosen_of, coverage_model, solve_mip
from siting.incidence import Bools, Floats, Ints
from siting.instant import improve, is_whole, rounded, threshold_of
from siting.problem import Core, restrict, restrict_priced
from siting.search import model_of

METHOD = "PDHG + fixing + branch and bound + HiGHS"
NONE: Ints = np.zeros(0, dtype=np.int32)
MIP_NNZ = 2_000
MIP_GAP = 1e-5
NEARLY_ALL = 0.0
ROUNDS = 40
SEARCH_AFTER = 2
PRICE_BYTES = 2**28


@dataclass(frozen=True)
class Node:
    """A part of the search still open: these places are open, those ruled out, and nothing in it passes `bound`."""

    opened: Ints
    dropped: Ints
    bound: float


@dataclass(frozen=True)
class ExactState:
    """Everything a search knows; any process can go on from it.

    ``plan`` is None while no feasible plan is known. `nodes` empty means the plan is proven (or that none exists).
    """

    plan: tuple[int, ...] | None
    value: float
    nodes: tuple[Node, ...]
    slices: int = 0

    @property
    def bound(self) -> float:
        """No plan does better than this."""
        return max([self.value, *(node.bound for node in self.nodes)])

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to search."""
        return not self.nodes

    @property
    def is_infeasible(self) -> bool:
        """Whether it is proven that no plan satisfies the constraints."""
        return self.plan is None and not self.nodes

    def solution(self) -> Solution | None:
        """Return the best plan so far with its certificate, None when there is none."""
        return None if self.plan is None else Solution(self.plan, Certificate(self.value, self.bound, METHOD))


class Effort(NamedTuple):
    """How far a node is bounded: iterations of a round, rounds at most, and the share of the gap a round must close to go on."""

    iterations: int
    rounds: int
    share: float


ROOT_EFFORT, NODE_EFFORT, RESUME_EFFORT = Effort(96, 24, 0.04), Effort(32, 4, 0.2), Effort(64, 8, 0.1)
RESUME_ITERATIONS = 256


def cutoff_of(value: float, whole: bool) -> float:
    """Return what a plan must reach to be better than `value`: one more for whole weights, a ninth digit otherwise."""
    if not np.isfinite(value):
        return -np.inf
    return value + 1.0 - 1e-6 if whole else value + PROVEN_GAP * max(abs(value), 1e-300)


def worth_of(core: Core, multipliers: Multipliers) -> Floats:
    """Return what each free place is worth at the multipliers."""
    column = np.empty(core.n)
    row_sums(core.cover.col_ptr, core.cover.col_idx, multipliers.lam, column)
    return prices(model_of(core), column, multipliers.mu)


def fixings(core: Core, multipliers: Multipliers, bound: float, cutoff: float) -> tuple[Ints, Ints]:
    """Return the places that every better plan must open, and those that none can open (positions in `core`).

    `bound` is the very one that the multipliers prove: neither rounded nor known from elsewhere.
    """
    if core.k <= 0 or core.n == 0 or not np.isfinite(cutoff):
        return NONE, NONE
    worth = worth_of(core, multipliers)
    order = np.argsort(-worth, kind="stable")
    head, tail = order[: core.k], order[core.k :]
    last_in = max(float(worth[head[-1]]), 0.0) if len(head) == core.k else 0.0
    first_out = max(float(worth[tail[0]]), 0.0) if len(tail) else 0.0
    slack = 1e-9 * max(1.0, abs(bound))
    must = head[(bound - worth[head] + first_out < cutoff - slack) & (worth[head] > 0)]
    never = np.concatenate((tail[bound - last_in + worth[tail] < cutoff - slack], head[bound + worth[head] < cutoff - slack]))
    return must.astype(np.int32), never.astype(np.int32)


def where(core: Core, ids: Ints) -> Ints:
    """Return the positions, among the free places, of the `ids` that are free."""
    return np.flatnonzero(np.isin(core.places, ids)).astype(np.int32)


def mip_on(core: Core, start: Bools | None, seconds: float) -> tuple[tuple[int, ...] | None, float, float, bool]:
    """Give a reduced core to the MIP, from the places flagged in `start` if any.

    Returns the plan (None when there is none), its value, the bound, and whether it finished. A model that does not fit in memory is
    one that did not finish.
    """
    try:
        known = None if start is None else np.concatenate((start, rows_reached(core, start))).astype(np.float64)
        result = solve_mip(coverage_model(core), seconds, known, 1.0 if is_whole(core) else 0.0)
    except MemoryError:
        return None, -np.inf, np.inf, False
    if result.infeasible:
        return None, -np.inf, -np.inf, True
    if result.values is None:
        return None, -np.inf, result.bound, False
    chosen = chosen_of(result.values, core.n)
    return core.plan(chosen), value_in(core, chosen), result.bound * (1 + PROOF_TOLERANCE), result.proven


def rows_reached(core: Core, chosen: Bools) -> Bools:
    """Flag the rows that the chosen free places reach."""
    hits = np.empty(core.cover.n_rows)
    row_sums(core.cover.row_ptr, core.cover.row_idx, chosen.astype(np.float64), hits)
    return hits > 0.5


def value_in(core: Core, chosen: Bools) -> float:
    """Return the weight reached by the open places and the chosen ones."""
    return core.base + float(core.weight[rows_reached(core, chosen)].sum() + core.own[chosen].sum())


class CoverTree:
    """One slice of the search: multipliers live no longer than the slice; what is open is in the state."""

    def __init__(self, core: Core, state: ExactState) -> None:
        self.whole, self.state = is_whole(core), replace(state, nodes=())
        self.heap = [(-node.bound, number, node) for number, node in enumerate(state.nodes)]
        heapq.heapify(self.heap)
        self.made, self.explored = len(self.heap), 0
        opened, dropped = state.nodes[0].opened, state.nodes[0].dropped
        for node in state.nodes[1:]:
            opened, dropped = np.intersect1d(opened, node.opened), np.intersect1d(dropped, node.dropped)
        self.first_opened = core.opened
        self.everyone = core.places
        self.root = restrict(core, where(core, opened), where(core, dropped))
        self.first: Multipliers | None = None
        self.known: dict[int, tuple[Core, Multipliers]] = {}
        self.known_bytes = 0

    @property
    def cutoff(self) -> float:
        """What a plan must reach to be better than the best known."""
        return cutoff_of(self.state.value, self.whole)

    def run(self, end: float) -> ExactState:
        """Explore the most promising node, again and again, until `end`."""
        while self.heap and time.perf_counter() < end:
            taken = heapq.heappop(self.heap)
            if taken[2].bound < self.cutoff:
                break
            try:
                self._explore(taken[1], taken[2], end)
            except MemoryError:  # the node stays as it was, and so does the plan
                heapq.heappush(self.heap, taken)
                break
        cutoff = self.cutoff
        left = tuple(node for _, _, node in self.heap if node.bound >= cutoff and node.bound > -np.inf)
        return replace(self.state, nodes=left, slices=self.state.slices + 1)

    def _explore(self, number: int, node: Node, end: float) -> None:
        self.explored += 1
        origin, point, effort = self._origin(number)
        core, point = self._part(origin, point, where(origin, node.opened), where(origin, node.dropped))
        if core.k < 0:
            return
        core, bound, result = self._bounded(core, point, effort, end)
        bound = min(bound, node.bound)
        if bound < self.cutoff or self._is_settled(core, bound, end):
            return
        self._split(core, bound, result)

    def _origin(self, number: int) -> tuple[Core, Multipliers, Effort]:
        """Return the part that a node was cut from with its multipliers; the root's for a node of an earlier slice."""
        if number in self.known:
            core, point = self.known.pop(number)
            self.known_bytes -= _bytes_of(core)
            return core, point, NODE_EFFORT
        if self.first is None:
            model = model_of(self.root)
            self.first = cold_start(model) if self.made == 1 else pdhg(model, cold_start(model), RESUME_ITERATIONS, -np.inf).last
        return self.root, self.first, ROOT_EFFORT if self.made == 1 else RESUME_EFFORT

    def _part(self, core: Core, point: Multipliers, opened: Ints, dropped: Ints) -> tuple[Core, Multipliers]:
        """Open and rule out, and hand the multipliers down."""
        part, lam = restrict_priced(core, opened, dropped, point.lam)
        return part, Multipliers(point.x[np.searchsorted(core.places, part.places)], lam, point.mu, point.ratio)

    def _bounded(self, core: Core, point: Multipliers, effort: Effort, end: float) -> tuple[Core, float, DualResult]:
        """Lower the bound of a part round by round, fix what can be fixed, look for plans, while it pays."""
        bound, rounds = np.inf, effort.rounds
        while True:
            rounds -= 1
            target = (self.state.value + 0.5 if self.whole else self.state.value) - core.base
            result = pdhg(model_of(core), point, effort.iterations, target)
            raw, before = core.base + result.bound, bound
            bound = min(bound, upper_bound(raw, self.state.value, self.whole))
            if bound < self.cutoff or core.k <= 0 or core.n == 0:
                break
            if rounds == effort.rounds - SEARCH_AFTER and self.explored == 1:
                self._search(core)
            elif effort is ROOT_EFFORT or self.explored % 8 == 1:
                self._round(core, result)
            must, never = fixings(core, result.best, raw, self.cutoff)
            point = result.last
            is_shrinking = len(must) + len(never) > 0.05 * core.n
            is_closing = before - bound > effort.share * (before - self.state.value) if np.isfinite(before) else rounds > 0
            if len(must) + len(never):
                core, point = self._part(core, point, must, never)
                result = result._replace(last=point)
            if rounds <= 0 or not (is_shrinking or is_closing) or time.perf_counter() > end:
                break
        return core, bound, result

    def _round(self, core: Core, result: DualResult) -> None:
        """Look for a better plan near the relaxed one."""
        for x in (result.last.x, result.best.x):
            chosen, value = rounded(model_of(core), x, core.k, threshold_of(core))
            if core.base + value > self.state.value and core.sides.hold(chosen):
                chosen, value = improve(core, chosen, ROUNDS, 1)
                self._keep(core.plan(chosen), value) if core.sides.hold(chosen) else None

    def _search(self, core: Core) -> None:
        """Look for a better plan around the best known."""
        start = np.isin(core.places, np.asarray(self.state.plan or (), dtype=np.int64))
        if core.sides.hold(start):
            chosen, value = improve(core, start, ROUNDS, 1)
            if core.sides.hold(chosen):
                self._keep(core.plan(chosen), value)

    def _keep(self, plan: tuple[int, ...], value: float) -> None:
        if value > self.state.value:
            self.state = replace(self.state, plan=plan, value=value)

    def _is_settled(self, core: Core, bound: float, end: float) -> bool:
        """Settle a part that is small, or one that the MIP's cuts close sooner than branching; says whether nothing is left of it."""
        nothing = np.zeros(core.n, dtype=np.bool_)
        if core.k <= 0 or core.n == 0:
            if core.sides.hold(nothing):
                self._keep(core.plan(nothing), core.base)
            return True
        if core.sides.n_rows == 0 and core.k >= core.n:
            self._keep(core.plan(~nothing), value_in(core, ~nothing))
            return True
        total = core.base + float(core.weight.sum() + core.own.sum())
        is_close = not self.whole and bound - self.state.value <= MIP_GAP * abs(self.state.value)
        is_small = core.sides.n_rows > 0 and core.cover.nnz <= MIP_NNZ
        if not (is_small or is_close or total - self.state.value <= NEARLY_ALL * total):
            return False
        plan, value, _, is_proven = mip_on(core, None, max(end - time.perf_counter(), 0.05))
        if plan is not None:
            self._keep(plan, value)
        return is_proven

    def _split(self, core: Core, bound: float, result: DualResult) -> None:
        """Cut a part in two on the place about which the relaxation hesitates most."""
        x = result.last.x
        pivot = core.places[[int(np.argmax(np.minimum(x, 1.0 - x) + 1e-6 * x))]]
        opened = np.setdiff1d(core.opened, self.first_opened).astype(np.int32)
        dropped = np.setdiff1d(self.everyone, np.concatenate((core.places, core.opened))).astype(np.int32)
        for node in (Node(np.append(opened, pivot), dropped, bound), Node(opened, np.append(dropped, pivot), bound)):
            self.made += 1
            heapq.heappush(self.heap, (-bound, -self.made, node))
            if self.known_bytes < PRICE_BYTES:
                self.known[-self.made] = core, result.last
                self.known_bytes += _bytes_of(core)


def _bytes_of(core: Core) -> int:
    return 8 * core.cover.nnz + 40 * core.cover.n_rows
