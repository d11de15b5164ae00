"""The p-median for several stakeholders at once: what each saves of travel time, and bounds that hold for every mix of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from siting.incidence import Floats, Ints
from siting.median import MedianInstant, MedianProblem, median_problem
from siting.rules import Frame


@dataclass(frozen=True, eq=False)
class NearStakes:
    """Time to the nearest open place, the same places for every mix of the stakeholders.

    A plan is worth the time that it saves: from ``cap`` (with the existing places alone) to the nearest place of the plan.

    Attributes
    ----------
    minutes : (m, n) times; weights : (m, s) of each demand point for each stakeholder.
    frame : the rules.
    unreached_min : what a demand point counts for that no place reaches.
    """

    minutes: Floats
    weights: Floats
    frame: Frame
    unreached_min: float

    @cached_property
    def cap(self) -> Floats:
        """Return (m,) the most each demand point can pay."""
        return np.asarray(self.minutes[:, self.frame.existing].min(axis=1, initial=self.unreached_min), float)

    @cached_property
    def whole(self) -> Floats:
        """Return (s,) the time that each stakeholder takes before any new place."""
        return np.asarray(self.cap @ self.weights, float)

    @property
    def base(self) -> Floats:
        """Return (s,) what bounds start from: no plan saves more than all the time there is."""
        return self.whole

    @property
    def k(self) -> int:
        """Number of places that may be opened beside the required ones."""
        return self.frame.k - len(self.frame.required)

    @cached_property
    def opened(self) -> Ints:
        """Places open whatever is chosen."""
        return self.frame.opened

    @cached_property
    def places(self) -> Ints:
        """Places that may be opened."""
        return self.frame.free

    def values_of(self, plan: Sequence[int]) -> Floats:
        """Return (s,) the time that `plan` saves each stakeholder."""
        open_now = np.union1d(np.asarray(list(plan), np.int64), self.opened).astype(np.int64)
        times = np.minimum(self.minutes[:, open_now].min(axis=1, initial=np.inf), self.cap)
        return np.asarray((self.cap - times) @ self.weights, float)

    def problem(self, mix: NDArray[np.float64], without: Sequence[int] = ()) -> MedianProblem:
        """Return the question for one mix, some places ruled out besides."""
        forbidden = np.union1d(self.frame.forbidden, np.asarray(without, np.int64)).astype(np.int32)
        return median_problem(self.minutes, self.weights @ mix, replace(self.frame, forbidden=forbidden), self.unreached_min)

    def prices(self, mix: NDArray[np.float64], instant: MedianInstant) -> Floats:
        """Return (m,) what each demand point would pay at most, in minutes: they bound every mix."""
        weight = self.weights @ mix
        rows = np.flatnonzero(weight > 0)
        paid = instant.prices if len(instant.prices) == len(rows) else instant.prices[rows]
        found = self.cap.copy()
        found[rows] = np.minimum(paid / weight[rows], self.cap[rows])
        return found

    def saved_at_most(self, prices: Floats) -> tuple[Floats, Floats]:
        """Return what prices (m,) in minutes, none above `cap`, prove: (s,) whatever is chosen, and (f, s) what each free place adds.

        No plan saves more for a mix than ``mix @ (base + first) + (the k best of second @ mix)``: the Lagrangian bound of the p-median.
        """
        gain = np.maximum(prices[:, None] - self.minutes, 0.0)
        added = gain.T @ self.weights
        return added[self.frame.required].sum(axis=0) - prices @ self.weights, added[self.places]


def near_stakes(minutes: NDArray[np.float64], weights: NDArray[np.float64], frame: Frame, unreached_min: float) -> NearStakes:
    """Return the question on the demand points that somebody weighs; a time that is not known is no way there."""
    rows = np.flatnonzero(weights.sum(axis=1) > 0)
    times = np.asarray(minutes, float)[rows]
    return NearStakes(np.where(np.isnan(times), np.inf, times), np.asarray(weights, float)[rows], frame, unreached_min)
