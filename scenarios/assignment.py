"""Who is served by whom: the share of each demand point that each place of a plan takes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scenarios.capacity import shares_within
from scenarios.instance import Floats, Instance

NOT_REACHED, BY_EXISTING = -1, -2
MOST = 0.5


@dataclass(frozen=True, eq=False)
class Assignment:
    """The residents of m demand points among the k places of a plan.

    Attributes
    ----------
    plan : ids (columns of the instance) of the places.
    by_existing : (m,) whether an existing place reaches the point already.
    shares : (m, k) share of the point that each place serves; 0 or 1 where the capacity of the floors does not count.
    """

    plan: tuple[int, ...]
    by_existing: npt.NDArray[np.bool_]
    shares: Floats

    @property
    def reached(self) -> Floats:
        """Return (m,) the share of each demand point that is reached."""
        return np.where(self.by_existing, 1.0, np.minimum(self.shares.sum(axis=1), 1.0))

    @property
    def server(self) -> npt.NDArray[np.int64]:
        """Return (m,) the column of the place that serves most of each point, for a map.

        `BY_EXISTING` where an existing place reaches the point already, `NOT_REACHED` where the plan serves less than half of it.
        """
        out = np.full(len(self.by_existing), NOT_REACHED)
        if self.plan:
            served = self.shares.sum(axis=1) >= MOST
            out[served] = np.array(self.plan)[np.argmax(self.shares, axis=1)[served]]
        out[self.by_existing] = BY_EXISTING
        return out


def reached_by_existing(instance: Instance) -> npt.NDArray[np.bool_]:
    """Flag (m,) the demand points that an existing place reaches."""
    if not len(instance.existing):
        return np.zeros(len(instance.minutes), bool)
    return np.asarray((instance.minutes[:, instance.existing] <= instance.limit_min).any(axis=1))


def assignment_of(instance: Instance, plan: Sequence[int]) -> Assignment:
    """Return who is served by whom: within the capacity of the floors where the question asks for it, else by the nearest place."""
    places, existing = tuple(plan), reached_by_existing(instance)
    shares = shares_within(instance, places) if instance.question.capacity else _nearest(instance, places)
    return Assignment(places, existing, np.where(existing[:, None], 0.0, shares))


def _nearest(instance: Instance, plan: tuple[int, ...]) -> Floats:
    """Return (m, k) one at the nearest place within the limit, else zero."""
    shares = np.zeros((len(instance.minutes), len(plan)))
    if plan:
        times = instance.minutes[:, list(plan)]
        nearest = np.argmin(times, axis=1)
        within = np.flatnonzero(times[np.arange(len(times)), nearest] <= instance.limit_min)
        shares[within, nearest[within]] = 1.0
    return shares
