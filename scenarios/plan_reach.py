"""What a saved plan reaches of each actor's stake, worked out again for another detour."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from criteria.scale import Floats
from domain.scenario import STAKES
from scenarios.plan_view import PlanView
from scenarios.stakes import demand_stakes
from scenarios.travel import TravelTimes
from siting.evaluate import reached

SAME = 1e-6


@dataclass(frozen=True, eq=False)
class PlanReach:
    """What a plan reaches of each stake, in the order of ``domain.scenario.STAKES``, shape (4,), own units: with it, without it, in all."""

    after: Floats
    before: Floats
    total: Floats

    @property
    def shares(self) -> Floats:
        """The shares that are reached; NaN where there is nothing to reach."""
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(self.after / self.total, float)


def plan_reach(travel_times: TravelTimes, view: PlanView, detour: float) -> PlanReach | None:
    """Return what a plan reaches with a detour.

    None where the plan cannot be worked out again: a place of it is there no more, or the capacity of its floors counts.
    """
    territory, question = travel_times.territory, view.question
    row_of = {str(name): row for row, name in enumerate(territory.candidates["id"])}
    if question.capacity or question.mode not in travel_times.modes or any(place.id not in row_of for place in view.places):
        return None
    total = len(row_of)
    existing = np.arange(total, total + len(travel_times.facilities)) if question.existing else np.zeros(0, np.int64)
    columns = np.array([*(row_of[place.id] for place in view.places), *existing], np.int64)
    minutes, n = travel_times.minutes_to(columns, question.mode, detour), len(view.places)
    served = reached(minutes, float(question.minutes), list(range(n, len(columns))))
    stakes = demand_stakes(territory, served)
    after = reached(minutes, float(question.minutes), list(range(len(columns))))
    return PlanReach(after.astype(float) @ stakes, served.astype(float) @ stakes, stakes.sum(axis=0))


def is_as_saved(view: PlanView, found: PlanReach) -> bool:
    """Whether a plan that is worked out again reaches what it reached when it was saved: else the data changed since."""
    saved = [view.outcome.stakes[actor] for actor in STAKES]
    now = [one.after / one.total if one.total > 0 else np.nan for one in saved]
    return bool(np.allclose(found.shares, now, atol=SAME, equal_nan=True))
