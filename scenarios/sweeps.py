"""Studies around a plan, cut into slices: many weightings, the loss of a place, the front between the actors.

A state is plain JSON, so that any worker can go on from it. Each slice works for about the seconds it is given, and does at least one
piece of work.
"""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.scenario import STAKES, Goal
from scenarios.instance import Instance
from scenarios.solving import UNREACHED_MIN
from scenarios.stakes import POINTS
from siting.near_stakes import NearStakes, near_stakes
from siting.pareto import Point, Task, front, solve_task, tasks_between
from siting.robust import NO_REGRET_SHARE, frequencies, lose_each, random_mixes, solve_weightings
from siting.rules import Frame
from siting.stakes import Stakes, stakes_in

DRAWS = 1_000
BATCH = 100
TARGET_GAP = 0.01
SEED = 2026
FRONT_STEPS = 4
TASK_S = 2.0
BATCH_S = 4.0
"""Seconds for a batch of weightings of the mean time: under side conditions each may take as long."""
REACH, TIME = "reach", "time"
"""What a study of robustness measures."""


# Robustness: weightings × numbers of places, then the loss of each place


def counts_of(instance: Instance) -> tuple[int, ...]:
    """Return the numbers of places studied: the one asked for, one fewer and one more."""
    wanted, least = min(instance.question.k, instance.n), max(len(instance.frame.required), 1)
    return tuple(k for k in (wanted, wanted - 1, wanted + 1) if least <= k <= instance.n)


def begin_robust(instance: Instance) -> dict[str, Any]:
    """Return the study where nothing is known: weightings left to draw for each number of places.

    It measures the mean time where that is the goal, else who is reached.
    """
    left = [[k, start] for k in counts_of(instance) for start in range(0, DRAWS, BATCH)]
    measure = TIME if instance.question.goal is Goal.NEAR else REACH
    return {"left": left, "plans": {}, "gap": 0.0, "losses": None, "measure": measure}


def advance_robust(instance: Instance, state: dict[str, Any], plan: Sequence[int], seconds: float) -> dict[str, Any]:
    """Certify more weightings; the losses of the plan's places come last."""
    end = time.perf_counter() + seconds
    left, plans, gap, losses = list(state["left"]), {k: dict(v) for k, v in state["plans"].items()}, state["gap"], state["losses"]
    while left:
        k, start = left.pop(0)
        mixes = random_mixes(DRAWS, len(STAKES), SEED)[start : start + BATCH]
        sweep = solve_weightings(_measured(instance, k, state), mixes, TARGET_GAP, BATCH_S if _in_minutes(state) else np.inf)
        known = sweep.best >= 0
        gap = max(gap, float(sweep.gaps[known].max())) if known.any() else gap
        tally = plans.setdefault(str(k), {})
        for best in sweep.best[known]:
            name = ".".join(str(place) for place in sweep.plans[best] if place < instance.n)
            tally[name] = tally.get(name, 0) + 1
        if time.perf_counter() > end:
            break
    if not left and losses is None:
        losses = _losses(instance, plan, _measured(instance, len(plan), state))
    return {**state, "left": left, "plans": plans, "gap": gap, "losses": losses}


def _in_minutes(state: dict[str, Any]) -> bool:
    """Whether a study measures the mean time; one that was begun before it could does not say."""
    return state.get("measure") == TIME


def _measured(instance: Instance, k: int, state: dict[str, Any]) -> Stakes | NearStakes:
    """Return what the study measures: points of 100 reached, or minutes saved on the mean time of each actor's stake."""
    if not _in_minutes(state):
        return _stakes(instance, k)
    return near_stakes(instance.minutes, instance.points / POINTS, instance.frame_for(k), UNREACHED_MIN)


def _stakes(instance: Instance, k: int) -> Stakes:
    frame: Frame = instance.frame_for(k)
    return stakes_in(instance.problem, frame)


def _losses(instance: Instance, plan: Sequence[int], stakes: Stakes | NearStakes) -> list[dict[str, Any]]:
    """Lose each place in turn: what the rest reaches or saves, for the mix of the question, and the best plan without it."""
    open_places = [*plan, *instance.existing.tolist()]
    whole = float(stakes.values_of(open_places) @ instance.mix)
    out = []
    for loss in lose_each(stakes, instance.mix, open_places):
        if loss.place >= instance.n:
            continue
        certificate, repaired = loss.repaired.certificate, [place for place in loss.repaired.plan if place < instance.n]
        out.append({
            "place": loss.place, "whole": whole, "left": float(loss.left @ instance.mix), "repaired": certificate.value,
            "instead": sorted(set(repaired) - set(plan)),
        })  # fmt: skip
    return out


@dataclass(frozen=True)
class Robust:
    """What is known so far: share of the best plans in which each place is open, by number of places; (n,) each.

    What is lost with a place is in minutes of the mean time where the study measures it (`in_minutes`), else in points of 100.
    """

    shares: dict[int, npt.NDArray[np.float64]]
    draws: dict[int, int]
    gap: float
    losses: tuple[dict[str, Any], ...]
    finished: bool
    in_minutes: bool

    @property
    def no_regret(self) -> dict[int, tuple[int, ...]]:
        """Places open in at least 90 % of the best plans (« sans regret »), by number of places."""
        return {k: tuple(int(p) for p in np.flatnonzero(share >= NO_REGRET_SHARE - 1e-12)) for k, share in self.shares.items()}


def read_robust(instance: Instance, state: dict[str, Any]) -> Robust:
    """Read a study's state."""
    shares, draws = {}, {}
    for name, tally in state["plans"].items():
        plans = [[int(place) for place in plan.split(".") if place] for plan, count in tally.items() for _ in range(count)]
        shares[int(name)], draws[int(name)] = frequencies(plans, instance.n), len(plans)
    finished, losses = not state["left"] and state["losses"] is not None, tuple(state["losses"] or ())
    return Robust(shares, draws, float(state["gap"]), losses, finished, _in_minutes(state))


# The front between the actors


def begin_front(_instance: Instance) -> dict[str, Any]:
    """Return the front where nothing is known: the best plan of each actor comes first."""
    return {"left": [[a, a, 0.0] for a in range(len(STAKES))], "corners": [], "points": [], "spread": False}


def advance_front(instance: Instance, state: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Solve more tasks; once each actor's best plan is known, the tasks between them are laid out."""
    end = time.perf_counter() + seconds
    stakes = _stakes(instance, instance.question.k)
    left, corners, points, spread = list(state["left"]), list(state["corners"]), list(state["points"]), bool(state["spread"])
    while left:
        a, b, floor = left.pop(0)
        found = solve_task(stakes, Task(int(a), int(b), float(floor)), TASK_S)
        if found is not None:
            (points if spread else corners).append(_written(found))
        if not left and not spread:
            spread = True
            left = [[t.first, t.second, t.floor] for t in tasks_between(tuple(_read(p) for p in corners), FRONT_STEPS)]
        if time.perf_counter() > end:
            break
    return {"left": left, "corners": corners, "points": points, "spread": spread}


def _written(point: Point) -> dict[str, Any]:
    return {"plan": list(point.plan), "values": [float(v) for v in point.values], "proven": point.proven}


def _read(stored: dict[str, Any]) -> Point:
    return Point(tuple(stored["plan"]), np.array(stored["values"]), bool(stored["proven"]))


def read_front(state: dict[str, Any]) -> tuple[tuple[Point, ...], bool]:
    """Return the plans that no other beats for the four actors at once, and whether the front is finished."""
    return front(tuple(_read(p) for p in (*state["corners"], *state["points"]))), not state["left"] and bool(state["spread"])


def to_bytes(state: dict[str, Any]) -> bytes:
    """Return a study's state as bytes."""
    return json.dumps(state, separators=(",", ":"), allow_nan=False).encode()


def from_bytes(data: bytes) -> dict[str, Any]:
    """Return the state that :func:`to_bytes` wrote."""
    state = json.loads(data)
    if not isinstance(state, dict):
        raise ValueError("this is not a stored study")
    return state
