"""The proven p-median: a search tree of Lagrangian bounds, in short slices; under side constraints, a coverage question where it fits."""

from __future__ import annotations

import heapq
import time
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from siting.certificate import PROVEN_GAP, Certificate, Solution
from siting.exact import ExactState, Node, advance, begin, mip_on, solve_exact
from siting.incidence import Bools, Floats, Ints
from siting.median import MedianInstant, MedianProblem, allowed_places, instant_solution, solve_median, total_of
from siting.median_search import interchange, near_of, prices_of
from siting.median_tree import NODE_EFFORT, RESUME_EFFORT, ROOT_EFFORT, Ascent, Part, bounded, narrowed, paid_with, root_part
from siting.problem import Core
from siting.radius import covering, radius_size

METHOD_TREE = "Lagrangian + fixing + branch and bound"
METHOD_RADIUS = "Lagrangian + fixing + radius formulation"
PRICE_BYTES = 2**26
RADIUS_BYTES = 40
LEAF_NNZ, SMALL_NNZ = 500_000, 2_000
SURE = 0.97
PATIENCE = 200
MIP_GAP, MIP_LEFT_S = 2e-3, 5.0


@dataclass(frozen=True)
class MedianSearch:
    """The search of a p-median: total = `constant` − value in `state`.

    With a `core`, what is left is a coverage question; without, nodes are bounded by Lagrangian prices.
    """

    problem: MedianProblem
    instant: MedianInstant
    state: ExactState
    core: Core | None = None
    constant: float = 0.0

    @property
    def solution(self) -> Solution | None:
        """Return the best plan so far with its certificate, None when there is none."""
        value, plan = self.instant.value, self.instant.plan
        if self.state.plan is not None and self.constant - self.state.value < value:
            value, plan = self.constant - self.state.value, self.state.plan
        if not np.isfinite(value):
            return None
        left = self.constant - max((node.bound for node in self.state.nodes), default=-np.inf)
        bound = min(value, max(self.instant.bound, left))
        return Solution(plan, Certificate(value, bound, METHOD_TREE if self.core is None else METHOD_RADIUS, maximise=False))

    @property
    def is_finished(self) -> bool:
        """Whether the best plan is proven (or none exists)."""
        found = self.solution
        return self.state.is_finished or (found is not None and found.certificate.is_optimal)


def radius_core(problem: MedianProblem, opened: Ints, dropped: Ints, most_nnz: int) -> tuple[Core, float] | None:
    """Write what is left as coverage (see :func:`siting.radius.covering`).

    Returns the core and Σ weight · cap, or None when it would hold more than `most_nnz` entries.
    """
    frame = problem.frame
    everyone = np.arange(frame.n, dtype=np.int32)
    gone = np.union1d(np.union1d(opened, dropped), frame.existing)
    free, open_now = np.setdiff1d(everyone, gone).astype(np.int32), np.union1d(opened, frame.existing).astype(np.int32)
    if len(free) * len(problem.cap) > most_nnz:
        return None
    ceiling = problem.weights * np.minimum(problem.cap, problem.times[:, open_now].min(axis=1, initial=np.inf))
    table = np.ascontiguousarray(problem.times[:, free], dtype=np.float64)
    near, _ = near_of(table, problem.weights, ceiling, np.ones(len(free), dtype=np.bool_), len(free))
    if radius_size(near, ceiling) > most_nnz:
        return None
    k = frame.k - len(np.setdiff1d(opened, frame.existing))
    return covering(near, ceiling, free, open_now, k, frame.sides.keep(free, open_now)), float(ceiling.sum())


def begin_median(problem: MedianProblem, instant: MedianInstant) -> MedianSearch:
    """Set up the search of what the instant answer left open."""
    if (found := _covering(problem, instant)) is not None:
        return MedianSearch(problem, instant, begin(found[0], instant.plan if instant.feasible else None), *found)
    plan, value = (instant.plan, -instant.value) if instant.feasible else (None, -np.inf)
    state = ExactState(plan, value, (Node(instant.opened, instant.dropped, -instant.bound),))
    return MedianSearch(problem, instant, state)


def resume_median(problem: MedianProblem, instant: MedianInstant, state: ExactState) -> MedianSearch:
    """Go on from a state that :func:`begin_median` or :func:`advance_median` returned for the same problem and instant answer."""
    return MedianSearch(problem, instant, state, *(_covering(problem, instant) or ()))


def _covering(problem: MedianProblem, instant: MedianInstant) -> tuple[Core, float] | None:
    """Side constraints are for the coverage search, which bounds with them."""
    if problem.frame.sides.n_rows == 0:
        return None
    try:
        return radius_core(problem, instant.opened, instant.dropped, problem.memory_bytes // RADIUS_BYTES)
    except MemoryError:
        return None


def advance_median(search: MedianSearch, seconds: float = 2.0) -> MedianSearch:
    """Return a better search after about `seconds` of work."""
    if search.core is not None:
        return replace(search, state=advance(search.core, search.state, seconds))
    if not search.state.nodes:
        return search
    return replace(search, state=_Tree(search.problem, search.state).run(time.perf_counter() + seconds))


def prove_median(problem: MedianProblem, seconds: float = 60.0) -> Solution | None:
    """Return the best plan with its certificate, proven or with the gap left after `seconds`; None when none is allowed, or known."""
    end = time.perf_counter() + seconds
    instant = solve_median(problem)
    if instant.feasible and instant.bound >= instant.value * (1 - PROVEN_GAP):
        return instant_solution(instant)
    search = begin_median(problem, instant)
    if search.core is not None:
        found = solve_exact(search.core, end - time.perf_counter(), instant.plan if instant.feasible else None)
        return replace(search, state=found).solution
    return advance_median(search, end - time.perf_counter()).solution


class _Tree:
    """One slice of the search: near lists and prices live no longer than the slice; what is open is in the state."""

    def __init__(self, problem: MedianProblem, state: ExactState) -> None:
        self.problem, self.state = problem, replace(state, nodes=())
        self.nodes = [(-node.bound, at, node) for at, node in enumerate(state.nodes)]
        heapq.heapify(self.nodes)
        self.made, self.explored, self.patience = len(self.nodes), 0, PATIENCE
        self.prices: dict[int, Floats] = {}
        free = np.zeros(problem.frame.n, dtype=np.bool_)
        for node in state.nodes:
            still = allowed_places(problem)
            still[node.dropped] = False
            free |= still
        slots = np.asarray(state.plan or (), dtype=np.int32)
        first, _ = prices_of(problem.times, problem.weights, problem.cap, slots)
        near, ceiling = near_of(problem.times, problem.weights, problem.ceiling, free, problem.near_per_row)
        root, rows = root_part(near, ceiling, np.flatnonzero(free).astype(np.int32), problem.frame.n, problem.frame.k)
        self._take_root(root, first[rows])

    def _take_root(self, root: Part, prices: Floats) -> None:
        """Cut every node from `root` from now on, with its prices."""
        self.root, self.first = root._replace(rows_in_root=np.arange(len(root.ceiling))), prices
        self.at = np.full(self.problem.frame.n, -1, dtype=np.int32)
        self.at[root.places] = np.arange(len(root.places), dtype=np.int32)

    def _narrow_root(self) -> None:
        """Bound all that is left at once, so that every node is cut from the short lists of what may still matter."""
        opened, dropped = self._common()
        root, rows = narrowed(self.root, self._positions(opened), self._positions(dropped))
        if root.k > 0 and len(root.places):
            effort = RESUME_EFFORT if self.state.slices else ROOT_EFFORT
            root, bound, ascent = bounded(root, self.first[rows], -self.state.value, self.need, effort)
            self._take_root(root, ascent.lam)
            self.nodes = [(max(bound, known), number, node) for known, number, node in self.nodes]
            heapq.heapify(self.nodes)

    def _common(self) -> tuple[Ints, Ints]:
        """Return the places that all open nodes have open, and those that none of them may open."""
        opened, dropped = self.nodes[0][2].opened, self.nodes[0][2].dropped
        for _, _, node in self.nodes[1:]:
            opened, dropped = np.intersect1d(opened, node.opened), np.intersect1d(dropped, node.dropped)
        return opened, dropped

    def _positions(self, places: Ints) -> Ints:
        """Return the positions in the root of those of its free places."""
        at = self.at[np.setdiff1d(places, self.problem.frame.existing)]
        return at[at >= 0]

    def run(self, end: float) -> ExactState:
        """Explore the most promising node, again and again, until `end`."""
        with suppress(MemoryError):  # what was begun stays as it was, and so does the plan
            if self.is_open(end):
                self._narrow_root()
            while self.is_open(end):
                self._take(end)
        left = tuple(node for bound, _, node in self.nodes if bound <= self.need)
        return replace(self.state, nodes=left, slices=self.state.slices + 1)

    def is_open(self, end: float) -> bool:
        """Tell whether a node is left that may hold a better plan, and time to explore it."""
        return bool(self.nodes) and self.nodes[0][0] <= self.need and time.perf_counter() < end

    def _take(self, end: float) -> None:
        taken = heapq.heappop(self.nodes)
        try:
            self._explore(taken[1], taken[2], end)
        except MemoryError:
            heapq.heappush(self.nodes, taken)
            raise

    @property
    def need(self) -> float:
        """The total under which a plan is better than the best known."""
        value = -self.state.value
        if not np.isfinite(value):
            return np.inf
        return value - 1.0 + 1e-6 if self.problem.is_whole else value - PROVEN_GAP * max(abs(value), 1e-300)

    def _explore(self, number: int, node: Node, end: float) -> None:
        self.explored += 1
        part, rows = narrowed(self.root, self._positions(node.opened), self._positions(node.dropped))
        if part.k < 0:
            return
        lam = self.prices.pop(number, self.first)[rows]
        part, bound, ascent = bounded(part, lam, -self.state.value, self.need, NODE_EFFORT)
        bound = max(bound, -node.bound)
        if bound > self.need or self._is_settled(part, ascent, end):
            return
        self._split(part, bound, ascent)
        if self._is_for_mip(bound, end) and self._is_covered(self._rest(), end):
            self.nodes.clear()

    def _is_settled(self, part: Part, ascent: Ascent, end: float) -> bool:
        """Try the plan that the prices show, and say whether nothing of the part is left to search."""
        everything = np.ones(len(part.places), dtype=np.bool_)
        if part.k == 0 or len(part.places) == 0:
            self._try(part, ~everything)
            return True
        if self.problem.frame.sides.n_rows:
            return self._is_covered(part, end)
        if part.k >= len(part.places):
            self._try(part, everything)
            return True
        self._try(part, ascent.chosen)
        return bool(part.near.ptr[-1] <= SMALL_NNZ) and self._is_covered(part, end)

    def _is_for_mip(self, bound: float, end: float) -> bool:
        """Tell whether the tree has gone on for long with hardly any gap: the MIP solver's cuts close all that is left sooner."""
        value, left = -self.state.value, end - time.perf_counter()
        if self.explored < self.patience or left < MIP_LEFT_S or value - bound > MIP_GAP * abs(value):
            return False
        self.patience = 4 * self.explored
        return True

    def _rest(self) -> Part:
        """Return all that is left to search as one part."""
        opened, dropped = self._common()
        return narrowed(self.root, self._positions(opened), self._positions(dropped))[0]

    def _try(self, part: Part, chosen: Bools) -> None:
        """Keep the plan of a part if it is the best so far, once exchanges have made the most of it."""
        if part.base + float(paid_with(part.near, part.ceiling, chosen).sum()) >= -self.state.value:
            return
        problem, frame = self.problem, self.problem.frame
        slots = np.concatenate((part.opened, part.places[chosen])).astype(np.int32)
        if frame.sides.n_rows == 0:
            fixed = np.isin(slots, frame.required)
            slots = np.concatenate((slots[fixed], slots[~fixed]))
            args = (problem.times, problem.weights, problem.cap, allowed_places(problem), slots, int(fixed.sum()), 1e-9)
            slots, _ = interchange(*args)
        self._keep(slots)

    def _keep(self, slots: Ints) -> None:
        """Keep these places, and the existing ones, if they are allowed and the best so far."""
        problem, frame = self.problem, self.problem.frame
        plan = np.union1d(slots, frame.existing).astype(np.int32)
        flags = np.zeros(frame.n, dtype=np.bool_)
        flags[plan] = True
        value = total_of(problem, plan)
        if value < -self.state.value and frame.sides.hold(flags):
            self.state = replace(self.state, plan=tuple(int(p) for p in plan), value=-value)

    def _is_covered(self, part: Part, end: float) -> bool:
        """Settle a part as a coverage question, when it is not too large; says whether that left nothing of it to search."""
        problem, frame = self.problem, self.problem.frame
        ceiling = np.ceil(part.ceiling - 1e-9) if problem.is_whole else part.ceiling
        if radius_size(part.near, ceiling) > min(LEAF_NNZ, problem.memory_bytes // RADIUS_BYTES):
            return False
        sides = frame.sides.keep(part.places, np.union1d(part.opened, frame.existing).astype(np.int32))
        core = covering(part.near, ceiling, part.places, part.opened, part.k, sides)
        plan, _, _, is_settled = mip_on(core, None, max(end - time.perf_counter(), 0.05))
        if plan is not None:
            self._keep(np.asarray(plan, dtype=np.int32))
        return is_settled

    def _split(self, part: Part, bound: float, ascent: Ascent) -> None:
        """Cut a part in two on the place about which the prices hesitate most."""
        hesitation = np.minimum(ascent.share, np.where(ascent.share > SURE, 0.0, 1.0 - ascent.share)) + 1e-3 * ascent.share
        pivot = part.places[[int(np.argmax(hesitation))]]
        opened = part.opened
        dropped = np.setdiff1d(np.arange(self.problem.frame.n, dtype=np.int32), np.concatenate((part.places, opened)))
        prices = self.first.copy()
        prices[part.rows_in_root] = ascent.lam
        for node in (Node(np.append(opened, pivot), dropped, -bound), Node(opened, np.append(dropped, pivot), -bound)):
            self.made += 1
            heapq.heappush(self.nodes, (bound, -self.made, node))
            if len(self.prices) * self.root.ceiling.nbytes < PRICE_BYTES:
                self.prices[-self.made] = prices
