"""Proven coverage plans: an answer at once, then a search cut into short slices."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np

from siting.cover_tree import METHOD, NONE, CoverTree, ExactState, Node, cutoff_of, mip_on
from siting.instant import Instant, is_whole, solve_core
from siting.problem import Core, contained, restrict

__all__ = ["METHOD", "ExactState", "Node", "advance", "begin", "first_answer", "mip_on", "solve_exact", "undominated"]

FIRST_GAP = 0.015
MORE_EFFORT = 4.0


def undominated(core: Core) -> Core:
    """Rule out the places contained in another one, when nothing but reach distinguishes them."""
    if core.sides.n_rows:
        return core
    return restrict(core, NONE, np.flatnonzero(contained(core.cover) & (core.own <= 0)))


def first_answer(core: Core, start: tuple[int, ...] | None = None) -> Instant:
    """Return the instant answer; while its gap is large the bound gets more work, at most as much again as `MORE_EFFORT` says."""
    instant = solve_core(core, start=start)
    if not instant.feasible or instant.bound <= instant.value * (1 + FIRST_GAP):
        return instant
    again = solve_core(core, MORE_EFFORT, FIRST_GAP, core.plan(instant.chosen), instant.last)
    better = again if again.feasible and again.value >= instant.value else instant
    return replace(better, bound=max(min(instant.bound, again.bound), better.value))


def begin(core: Core, start: tuple[int, ...] | None = None) -> ExactState:
    """Return the instant answer as the first state of the search."""
    core = undominated(core)
    instant = first_answer(core, start)
    plan, value = (core.plan(instant.chosen), instant.value) if instant.feasible else (None, -np.inf)
    is_open = instant.bound >= cutoff_of(value, is_whole(core)) and instant.bound > -np.inf
    return ExactState(plan, value, (Node(NONE, NONE, instant.bound),) if is_open else ())


def advance(core: Core, state: ExactState, seconds: float = 2.0) -> ExactState:
    """Return a better state after about `seconds` of work: a pure function, so any process may run the next slice."""
    return CoverTree(undominated(core), state).run(time.perf_counter() + seconds) if state.nodes else state


def solve_exact(core: Core, seconds: float = 60.0, start: tuple[int, ...] | None = None) -> ExactState:
    """Prove the best plan, or return the best one and the gap after `seconds`."""
    end = time.perf_counter() + seconds
    state = begin(core, start)
    return advance(core, state, max(end - time.perf_counter(), 0.0))
