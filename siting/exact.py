"""Proven coverage plans: an answer at once, then a search cut into short slices."""

from __future__ import annotations

import time

import numpy as np

from siting.cover_tree import METHOD, NONE, CoverTree, ExactState, Node, cutoff_of, mip_on
from siting.instant import is_whole, solve_core
from siting.problem import Core, contained, restrict

__all__ = ["METHOD", "ExactState", "Node", "advance", "begin", "mip_on", "solve_exact", "undominated"]


def undominated(core: Core) -> Core:
    """Rule out the places contained in another one, when nothing but reach distinguishes them."""
    if core.sides.n_rows:
        return core
    return restrict(core, NONE, np.flatnonzero(contained(core.cover) & (core.own <= 0)))


def begin(core: Core, start: tuple[int, ...] | None = None) -> ExactState:
    """Return the instant answer as the first state of the search."""
    core = undominated(core)
    instant = solve_core(core, start=start)
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
