"""Proven coverage plans: a search tree of primal–dual bounds, reduced-cost fixing and small MIPs, cut into short slices."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from siting.certificate import PROVEN_GAP, Certificate, Solution
from siting.dual import Multipliers, pdhg, prices, row_sums
from siting.highs import PROOF_TOLERANCE, chosen_of, coverage_model, solve_mip
from siting.incidence import Bools, Floats, Ints
from siting.instant import WORK_PER_ANSWER, Instant, improve, is_whole, solve_core
from siting.problem import Core, contained, restrict
from siting.search import model_of

METHOD = "PDHG + fixing + branch and bound + HiGHS"
MAX_FIXING_ROUNDS = 4
MIP_NNZ = 2_000
MIP_GAP = 1e-5
CANDIDATES = 6
TRIAL_ITERATIONS = 16
BIG_SHARE = 0.25
NEARLY_ALL = 0.05
ROOT_ITERATIONS = 480
NONE: Ints = np.zeros(0, dtype=np.int32)


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


def undominated(core: Core) -> Core:
    """Rule out the places contained in another one, when nothing but reach distinguishes them."""
    if core.sides.n_rows:
        return core
    return restrict(core, NONE, np.flatnonzero(contained(core.cover) & (core.own <= 0)))


def begin(core: Core, start: tuple[int, ...] | None = None) -> ExactState:
    """Return the instant answer as the first state of the search."""
    instant = solve_core(undominated(core), start=start)
    whole = Node(NONE, NONE, instant.bound)
    return _closed(ExactState(None, -np.inf, (whole,)), undominated(core), instant)


def cutoff_of(value: float, whole: bool) -> float:
    """Return what a plan must reach to be better than `value`: one more for whole weights, a ninth digit otherwise."""
    if not np.isfinite(value):
        return -np.inf
    return value + 1.0 - 1e-6 if whole else value + PROVEN_GAP * max(abs(value), 1e-300)


def enough_of(value: float, whole: bool) -> float:
    """Return a bound that rules out anything better than `value`, rounding included."""
    return value + 0.5 if whole else value


def worth_of(core: Core, multipliers: Multipliers) -> Floats:
    """Return what each free place is worth at the multipliers."""
    column = np.empty(core.n)
    row_sums(core.cover.col_ptr, core.cover.col_idx, multipliers.lam, column)
    return prices(model_of(core), column, multipliers.mu)


def fixings(core: Core, instant: Instant, bound: float, cutoff: float) -> tuple[Ints, Ints]:
    """Return the places that every better plan must open, and those that none can open (positions in `core`)."""
    if core.k <= 0 or core.n == 0 or not np.isfinite(cutoff):
        return NONE, NONE
    worth = worth_of(core, instant.multipliers)
    order = np.argsort(-worth, kind="stable")
    head, tail = order[: core.k], order[core.k :]
    last_in = max(float(worth[head[-1]]), 0.0) if len(head) == core.k else 0.0
    first_out = max(float(worth[tail[0]]), 0.0) if len(tail) else 0.0
    slack = 1e-9 * max(1.0, abs(bound))
    must = head[(bound - worth[head] + first_out < cutoff - slack) & (worth[head] > 0)]
    never = np.concatenate((tail[bound - last_in + worth[tail] < cutoff - slack], head[bound + worth[head] < cutoff - slack]))
    return must.astype(np.int32), never.astype(np.int32)


def tightened(core: Core, value: float, instant: Instant, whole: bool) -> tuple[Core, Instant, float, Solution | None]:
    """Fix, shrink and ask again until nothing more can be fixed.

    Returns the reduced core, its own instant answer, a bound on every plan of the part, and a better plan if one came by.
    """
    better: Solution | None = None
    bound = instant.bound
    for _ in range(MAX_FIXING_ROUNDS):
        raw = instant.bound
        must, never = fixings(core, instant, raw, cutoff_of(value, whole))
        if len(must) + len(never) < 0.02 * core.n + 1:
            break
        core = restrict(core, must, never)
        instant = solve_core(core, 1.0, enough=enough_of(value, whole))
        bound = min(bound, max(instant.bound, value))
        if instant.feasible and instant.value > value:
            value, better = instant.value, instant.solution(core)
        if bound < cutoff_of(value, whole):
            break
    return core, instant, bound, better


def _closed(state: ExactState, core: Core, instant: Instant) -> ExactState:
    """Take over a better plan and drop the nodes that can no longer hold a better one."""
    if instant.feasible and instant.value > state.value:
        state = replace(state, plan=core.plan(instant.chosen), value=instant.value)
    return _pruned(state, is_whole(core))


def _pruned(state: ExactState, whole: bool) -> ExactState:
    cutoff = cutoff_of(state.value, whole)
    return replace(state, nodes=tuple(n for n in state.nodes if n.bound >= cutoff and n.bound > -np.inf))


def _with_plan(state: ExactState, plan: tuple[int, ...], value: float) -> ExactState:
    return replace(state, plan=plan, value=value) if value > state.value else state


def advance(core: Core, state: ExactState, seconds: float = 2.0) -> ExactState:
    """Return a better state after about `seconds` of work: a pure function, so any process may run the next slice.

    The most promising node is bounded and reduced. What is then small, or nearly proven, goes to the MIP; the rest is split
    on one place: the primal–dual bound of a half costs milliseconds where the MIP solver spends seconds on cuts.
    """
    core = undominated(core)
    end = time.perf_counter() + seconds
    while state.nodes and time.perf_counter() < end:
        best = max(range(len(state.nodes)), key=lambda i: state.nodes[i].bound)
        node, rest = state.nodes[best], state.nodes[:best] + state.nodes[best + 1 :]
        is_root = len(node.opened) + len(node.dropped) == 0
        state = _explore(core, replace(state, nodes=rest), node, end, is_root)
        state = _pruned(state, is_whole(core))
    return replace(state, slices=state.slices + 1)


def _explore(core: Core, state: ExactState, node: Node, end: float, is_root: bool) -> ExactState:
    whole = is_whole(core)
    part = restrict(core, _where(core, node.opened), _where(core, node.dropped))
    if part.k < 0:
        return state
    effort = max(2.0, ROOT_ITERATIONS * part.cover.nnz / WORK_PER_ANSWER) if is_root else 2.0
    instant = solve_core(part, effort, start=state.plan) if is_root else solve_core(part, effort, enough=enough_of(state.value, whole))
    if is_root and instant.feasible and not instant.value >= instant.bound:
        chosen, value = improve(part, instant.chosen, 40, 1)
        instant = replace(instant, chosen=chosen, value=value) if value > instant.value else instant
    if instant.feasible:
        state = _with_plan(state, part.plan(instant.chosen), instant.value)
    instant = replace(instant, bound=min(instant.bound, node.bound))
    part, instant, bound, better = tightened(part, state.value, instant, whole)
    if better is not None:
        state = _with_plan(state, better.plan, better.certificate.value)
    if min(bound, node.bound) < cutoff_of(state.value, whole):
        return state
    return _mip_or_split(core, state, part, instant, min(bound, node.bound), end, _is_nearly_all(part, state.value))


def _is_nearly_all(core: Core, value: float) -> bool:
    """Tell whether almost everything is reached: close to set cover, where the MIP's cuts prove sooner than branching."""
    total = core.base + float(core.weight.sum() + core.own.sum())
    return total - value <= NEARLY_ALL * total


def _where(core: Core, ids: Ints) -> Ints:
    return np.flatnonzero(np.isin(core.places, ids)).astype(np.int32)


def _mip_or_split(core: Core, state: ExactState, part: Core, instant: Instant, bound: float, end: float, is_for_mip: bool) -> ExactState:
    nearly = is_for_mip or (not is_whole(core) and bound - state.value <= MIP_GAP * abs(state.value))
    if part.cover.nnz > MIP_NNZ and not nearly:
        return _split(core, state, part, instant, bound)
    plan, value, proven_bound, proven = mip_on(part, instant.chosen if instant.feasible else None, max(end - time.perf_counter(), 0.05))
    if plan is not None:
        state = _with_plan(state, plan, value)
    if proven:
        return state
    return _split(core, state, part, instant, min(bound, max(proven_bound, state.value)))


def _split(core: Core, state: ExactState, part: Core, instant: Instant, bound: float) -> ExactState:
    """Cut a part in two on the place that decides most."""
    opened = np.setdiff1d(part.opened, core.opened).astype(np.int32)
    dropped = np.setdiff1d(core.places, np.concatenate((part.places, part.opened))).astype(np.int32)
    pivot = part.places[[_branch_place(part, instant)]]
    halves = (Node(np.append(opened, pivot), dropped, bound), Node(opened, np.append(dropped, pivot), bound))
    return replace(state, nodes=state.nodes + halves)


def _branch_place(core: Core, instant: Instant) -> int:
    """Choose, among the most undecided places, the one whose two halves get the lowest bounds after a few steps."""
    x = instant.last.x
    doubt = np.minimum(x, 1.0 - x) + 1e-6 * x
    tried = np.argsort(-doubt, kind="stable")[:CANDIDATES]
    tried = tried[doubt[tried] >= 0.2 * doubt[tried[0]]]
    if len(tried) == 1:
        return int(tried[0])
    scores = [_half_bounds(core, instant, int(j)) for j in tried]
    gains = [max(instant.bound - a, 1e-9 * abs(instant.bound)) * max(instant.bound - b, 1e-9 * abs(instant.bound)) for a, b in scores]
    return int(tried[int(np.argmax(gains))])


def _half_bounds(core: Core, instant: Instant, j: int) -> tuple[float, float]:
    """Return the bounds with place `j` open, and ruled out, after a few steps from the multipliers at hand."""
    bounds = []
    for is_open in (True, False):
        model = model_of(core)
        own = model.own.copy()
        own[j] += BIG_SHARE * instant.bound if is_open else -BIG_SHARE * instant.bound
        result = pdhg(model._replace(own=own), instant.multipliers, TRIAL_ITERATIONS, -np.inf)
        bounds.append(core.base + result.bound - (BIG_SHARE * instant.bound if is_open else 0.0))
    return bounds[0], bounds[1]


def mip_on(core: Core, start: Bools | None, seconds: float) -> tuple[tuple[int, ...] | None, float, float, bool]:
    """Give a reduced core to the MIP, from the places flagged in `start` if any.

    Returns the plan (None when there is none), its value, the bound, and whether it finished. A model that does not fit in memory is
    one that did not finish.
    """
    try:
        known = None if start is None else _start_of(core, start)
        result = solve_mip(coverage_model(core), seconds, known, 1.0 if is_whole(core) else 0.0)
    except MemoryError:
        return None, -np.inf, np.inf, False
    if result.infeasible:
        return None, -np.inf, -np.inf, True
    if result.values is None:
        return None, -np.inf, result.bound, False
    chosen = chosen_of(result.values, core.n)
    return core.plan(chosen), value_in(core, chosen), result.bound * (1 + PROOF_TOLERANCE), result.proven


def _start_of(core: Core, chosen: Bools) -> Floats:
    return np.concatenate((chosen, rows_reached(core, chosen))).astype(np.float64)


def rows_reached(core: Core, chosen: Bools) -> Bools:
    """Flag the rows that the chosen free places reach."""
    hits = np.empty(core.cover.n_rows)
    row_sums(core.cover.row_ptr, core.cover.row_idx, chosen.astype(np.float64), hits)
    return hits > 0.5


def value_in(core: Core, chosen: Bools) -> float:
    """Return the weight reached by the open places and the chosen ones."""
    return core.base + float(core.weight[rows_reached(core, chosen)].sum() + core.own[chosen].sum())


def solve_exact(core: Core, seconds: float = 60.0, start: tuple[int, ...] | None = None) -> ExactState:
    """Prove the best plan, or return the best one and the gap after `seconds`: the slices of :func:`advance` in one go."""
    end = time.perf_counter() + seconds
    state = begin(core, start)
    while state.nodes and (left := end - time.perf_counter()) > 0:
        state = advance(core, state, left)
    return state
