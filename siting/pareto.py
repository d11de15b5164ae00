"""Plans between which the stakeholders must choose: the Pareto front by epsilon-constraint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import permutations

import numpy as np

from domain.dominance import undominated
from siting.highs import PROOF_TOLERANCE, MipModel, Rows, chosen_of, coverage_model, solve_mip, stack
from siting.incidence import Floats
from siting.stakes import Stakes

TIE_BREAK = 1e-4


@dataclass(frozen=True)
class Task:
    """Reach as much as possible for `first`, while `second` gets at least `floor`; one task is one slice of work."""

    first: int
    second: int
    floor: float


@dataclass(frozen=True)
class Point:
    """A plan of the front: what each stakeholder gets (s,), and whether its task was solved to the proof."""

    plan: tuple[int, ...]
    values: Floats
    proven: bool


def _blend(stakes: Stakes, first: int) -> Floats:
    """Return the mix that puts `first` before all, and lets the others break ties: no plan found is weakly dominated."""
    totals = np.maximum(stakes.base + stakes.problem.weights.sum(axis=0), 1e-12)
    mix = TIE_BREAK * totals[first] / totals / len(totals)
    mix[first] += 1.0
    return np.asarray(mix)


def solve_task(stakes: Stakes, task: Task, seconds: float = 2.0) -> Point | None:
    """Solve one epsilon-constraint task; None when its floor cannot be met, or no plan was found in time."""
    core = stakes.core(_blend(stakes, task.first))
    model = coverage_model(core)
    rows = np.flatnonzero(stakes.problem.weights[:, task.second] > 0)
    need = max(task.floor - float(stakes.base[task.second]), 0.0)
    floor = Rows(
        np.array([0, len(rows)]), (core.n + rows).astype(np.int32), stakes.problem.weights[rows, task.second],
        np.array([need * (1 - 1e-9)]), np.array([np.inf]),
    )  # fmt: skip
    result = solve_mip(MipModel(model.cost, model.upper, stack(model.rows, floor), model.n_integer, model.offset), seconds)
    if result.values is None:
        return None
    plan = core.plan(chosen_of(result.values, core.n))
    reached = stakes.values_of(plan)
    value = float(reached @ _blend(stakes, task.first))
    return Point(plan, reached, result.proven or result.bound <= value * (1 + PROOF_TOLERANCE))


def extremes(stakes: Stakes, seconds: float = 2.0) -> tuple[Point, ...]:
    """Return the best plan of each stakeholder."""
    found = (solve_task(stakes, Task(a, a, 0.0), seconds) for a in range(stakes.n_stakeholders))
    return tuple(point for point in found if point is not None)


def tasks_between(points: tuple[Point, ...], steps: int = 4) -> tuple[Task, ...]:
    """Return the tasks between the extremes: for each ordered pair, floors at equal steps from the one's plan to the other's."""
    tasks = []
    for a, b in permutations(range(len(points)), 2):
        low, high = float(points[a].values[b]), float(points[b].values[b])
        tasks += [Task(a, b, float(floor)) for floor in np.linspace(low, high, steps + 2)[1:-1] if high > low]
    return tuple(tasks)


def front(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Return the points that are not dominated, each set of values once, by the first stakeholder's gain."""
    unique = list({tuple(p.values.tolist()): p for p in points}.values())
    if not unique:
        return ()
    mask = undominated(np.array([p.values for p in unique]))
    return tuple(sorted((p for p, keep in zip(unique, mask, strict=True) if keep), key=lambda p: tuple(p.values)))


def pareto_front(stakes: Stakes, steps: int = 4, seconds_per_task: float = 2.0) -> tuple[Point, ...]:
    """Return the front between the stakeholders, pair by pair; for many places, run the tasks as slices instead."""
    corners = extremes(stakes, seconds_per_task)
    found = (solve_task(stakes, task, seconds_per_task) for task in tasks_between(corners, steps))
    return front((*corners, *(point for point in found if point is not None)))
