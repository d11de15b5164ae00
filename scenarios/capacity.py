"""What the floors can take in: tonnes a year by place, and the residents around who may bring them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from criteria.ranges import floor_need_m2
from siting.capacity import CapacityProblem, share_out
from siting.evaluate import reached
from siting.problem import build_problem
from siting.rules import Frame
from siting.sides import Sides

if TYPE_CHECKING:
    from scenarios.instance import Instance

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Floors:
    """The capacity of the floors.

    Residents who have the very same places within reach are one group, of which a place serves the same share everywhere: it does
    not choose its visitors by what they are worth in the objective.

    Attributes
    ----------
    problem : the groups and the n places; tonnes a year on both sides.
    group : (m,) group of each demand point, −1 where no place reaches it.
    tonnes : (m,) what each demand point brings a year; 0 where an existing place reaches it already.
    """

    problem: CapacityProblem
    group: npt.NDArray[np.int32]
    tonnes: Floats


def floors_of(instance: Instance) -> Floors:
    """Return floor area → tonnes a year, and the residents of each group; what existing places reach already is theirs."""
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    served = reached(instance.minutes, instance.limit_min, instance.existing.tolist())
    tonnes = np.where(served, 0.0, people * instance.hypotheses.central("collected_kg_per_inhabitant_yr") / 1_000.0)
    value = np.where(served, 0.0, instance.points @ instance.mix)
    problem = build_problem(instance.minutes[:, : instance.n], instance.limit_min, np.column_stack((value, tonnes)))
    row = np.repeat(np.arange(problem.cover.n_rows, dtype=np.int32), np.diff(problem.cover.row_ptr))
    usable = np.isfinite(instance.sites.area_m2[problem.cover.row_idx])
    capacity = instance.sites.area_m2 / floor_need_m2(1.0, instance.hypotheses).central
    frame = instance.frame_for(instance.question.k)
    alone = Frame(instance.n, frame.k, frame.existing[:0], frame.required, frame.forbidden, _without(frame, instance.n), frame.rules)
    groups = CapacityProblem(row[usable], problem.cover.row_idx[usable], problem.weights[:, 0], problem.weights[:, 1], capacity, alone)
    return Floors(groups, problem.row_of_demand, tonnes)


def _without(frame: Frame, n: int) -> Sides:
    """Return the side constraints on the first n places, the existing ones (after them) being open."""
    return frame.sides.keep(np.arange(n, dtype=np.int32), frame.existing)


def shares_within(instance: Instance, plan: tuple[int, ...]) -> Floats:
    """Return (m, places of the plan) the share of each demand point that each open place serves within its capacity."""
    floors = instance.floors
    shares = share_out(floors.problem, plan, _mean_minutes(instance, plan))
    return np.where(floors.group[:, None] >= 0, shares[floors.group], 0.0)


def _mean_minutes(instance: Instance, plan: tuple[int, ...]) -> Floats:
    """Return (groups, places of the plan) the mean time of each group, by tonnes; 0 where a group has none."""
    floors, n_groups = instance.floors, len(instance.floors.problem.weights)
    grouped = floors.group >= 0
    group, tonnes = floors.group[grouped], floors.tonnes[grouped]
    total = np.maximum(np.bincount(group, tonnes, n_groups), 1e-12)
    times = np.where(np.isfinite(instance.minutes[grouped]), instance.minutes[grouped], 0.0)
    columns = [np.bincount(group, tonnes * times[:, place], n_groups) / total for place in plan]
    return np.column_stack(columns) if columns else np.zeros((n_groups, 0))
