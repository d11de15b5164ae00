"""The coverage question for several stakeholders at once: one structure, one weight column each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from siting.incidence import Floats, Ints, from_rows, keep_columns
from siting.problem import Core, CoverageProblem, problem_of
from siting.rules import Frame
from siting.sides import Sides


@dataclass(frozen=True)
class Stakes:
    """A coverage problem on the free places, the same rows for every mix of the stakeholders.

    Attributes
    ----------
    problem : rows × free places, weights (rows, s).
    places : original ids of the free places; `opened` those open from the start.
    base : (s,) weight that the open places reach already.
    """

    problem: CoverageProblem
    places: Ints
    opened: Ints
    base: Floats
    k: int
    sides: Sides

    @property
    def n_stakeholders(self) -> int:
        """Number of stakeholders."""
        return len(self.base)

    @property
    def whole(self) -> Floats:
        """What a measure is counted down from, (s,): nothing, since what is reached counts up."""
        return np.zeros_like(self.base)

    def core(self, mix: NDArray[np.float64]) -> Core:
        """Return the question for one mix; rows keep their order, whatever the mix."""
        weight = self.problem.weights @ mix
        own = np.zeros(len(self.places))
        return Core(self.places, self.problem.cover, weight, own, float(self.base @ mix), self.k, self.opened, self.sides)

    def values_of(self, plan: Sequence[int]) -> Floats:
        """Return (s,) what `plan` (original ids) reaches for each stakeholder."""
        cover = self.problem.cover
        chosen = np.isin(self.places, np.asarray(list(plan), dtype=np.int64)).astype(np.int64)
        hits = np.concatenate(([0], np.cumsum(chosen[cover.row_idx])))
        reached = hits[cover.row_ptr[1:]] > hits[cover.row_ptr[:-1]]
        return np.asarray(self.base + self.problem.weights[reached].sum(axis=0))


def stakes_in(problem: CoverageProblem, frame: Frame) -> Stakes:
    """Open the existing and required places of `frame`, rule out the forbidden ones, and merge what is left."""
    opened, free = frame.opened, frame.free
    new_id = np.full(frame.n, -1, dtype=np.int32)
    new_id[free] = np.arange(len(free), dtype=np.int32)
    flags = np.zeros(frame.n, dtype=np.bool_)
    flags[opened] = True
    ptr, idx, reached = keep_columns(problem.cover.row_ptr, problem.cover.row_idx, new_id, flags)
    left = problem_of(from_rows(ptr, idx, len(free)), problem.weights)
    base = problem.weights[reached].sum(axis=0)
    return Stakes(left, free, opened, base, frame.k - len(frame.required), frame.sides.keep(free, opened))
