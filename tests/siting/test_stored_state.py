"""A search put away as bytes goes on where it stood."""

from __future__ import annotations

import numpy as np
import pytest

from siting.exact import ExactState, Node, advance, begin, solve_exact
from siting.problem import build_problem, core_of
from siting.stored_state import state_from_bytes, state_to_bytes


def test_a_search_stored_between_slices_reaches_the_proven_value() -> None:
    rng = np.random.default_rng(3)
    minutes = np.hypot(*(rng.random((2, 600, 1)) - rng.random((2, 1, 120))))
    core = core_of(build_problem(minutes, 0.11, rng.integers(1, 100, 600).astype(float)), None, 12)
    state = begin(core)
    while not state.is_finished and state.slices < 400:
        state = state_from_bytes(state_to_bytes(advance(core, state, 0.05)))
    assert state.is_finished
    assert state.value == solve_exact(core, 60.0).value


def test_nothing_is_lost_on_the_way() -> None:
    nodes = (
        Node(np.array([1, 2], dtype=np.int32), np.zeros(0, dtype=np.int32), 7.5),
        Node(np.zeros(0, np.int32), np.array([3], np.int32), 6.0),
    )
    for plan in (None, (), (4, 9)):
        again = state_from_bytes(state_to_bytes(ExactState(plan, -np.inf, nodes, 3)))
        assert (again.plan, again.value, again.slices, again.bound) == (plan, -np.inf, 3, 7.5)
        assert [n.opened.tolist() for n in again.nodes] == [[1, 2], []]
        assert [n.dropped.tolist() for n in again.nodes] == [[], [3]]


def test_damaged_bytes_are_refused() -> None:
    data = state_to_bytes(ExactState((1,), 2.0, ()))
    with pytest.raises(ValueError, match="stored search"):
        state_from_bytes(data[:20])
