"""Solving a question: an answer at once with a bound, then slices of work that close the gap, whatever the goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import numpy as np

from domain.scenario import Goal
from scenarios.instance import Floats, Instance
from siting.capacity import solve_capacity
from siting.centre import solve_centre
from siting.certificate import Solution
from siting.conflict import conflict
from siting.cover_all import cover_all
from siting.evaluate import reached
from siting.exact import ExactState, advance, begin
from siting.median import median_problem, solve_median
from siting.median_proof import MedianSearch, advance_median, begin_median, resume_median
from siting.problem import Core
from siting.rules import Frame, Rule, contradicts_itself, core_in
from siting.stored_state import state_from_bytes, state_to_bytes

UNREACHED_MIN = 60.0
FEASIBLE_S = 0.5
PROVEN_GAP = 1e-6
SINGLE_S = 10.0
COVER_S = 2.0
PROGRESS_BYTES, ID_BYTES = 1_000, 36  # a tuple holds eight bytes an item, beside the number itself


@dataclass(frozen=True)
class Progress:
    """What is known of the best plan so far.

    Attributes
    ----------
    plan : ids (columns of the instance) of the new places, ascending; None while no plan is known.
    value, bound : the objective and what no plan can pass; NaN without a plan.
    finished : nothing is left to search.
    state : what another worker needs to go on; empty once finished.
    conflict : the rules that cannot hold together; () when a plan may exist.
    lost : demand points that no place to choose from reaches (only where the goal promises to reach everyone).
    """

    plan: tuple[int, ...] | None
    value: float
    bound: float
    maximise: bool
    finished: bool
    method: str = ""
    state: bytes = b""
    conflict: tuple[Rule, ...] = ()
    lost: tuple[int, ...] = ()

    @property
    def nbytes(self) -> int:
        """Memory that it takes, about."""
        return PROGRESS_BYTES + len(self.state) + ID_BYTES * (len(self.plan or ()) + len(self.lost))

    @property
    def gap(self) -> float:
        """What could at most still be won, as a share of the value; infinite when nothing is known."""
        distance = self.bound - self.value if self.maximise else self.value - self.bound
        if self.plan is None or not np.isfinite(distance):
            return float("inf")
        return float(max(distance, 0.0) / abs(self.value)) if self.value else 0.0 if distance <= 0 else float("inf")


def _impossible(frame: Frame, maximise: bool) -> Progress:
    return Progress(None, np.nan, np.nan, maximise, True, conflict=conflict(frame))


def _new(instance: Instance, plan: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(place for place in plan if place < instance.n)


def _stated(instance: Instance, solution: Solution, finished: bool, state: bytes = b"", lost: tuple[int, ...] = ()) -> Progress:
    proof = solution.certificate
    return Progress(
        _new(instance, solution.plan),
        proof.value,
        proof.bound,
        proof.maximise,
        finished,
        proof.method,
        b"" if finished else state,
        (),
        lost,
    )


# Coverage


def cover_core(instance: Instance, frame: Frame | None = None) -> Core:
    """Return the coverage question of an instance, for its mix of the stakes."""
    return core_in(instance.problem, instance.mix, frame or instance.frame)


def _cover_progress(instance: Instance, state: ExactState) -> Progress:
    solution = state.solution()
    if state.is_infeasible:
        return _impossible(instance.frame, True)
    if solution is None:
        return Progress(None, np.nan, np.nan, True, False, state=state_to_bytes(state))
    return _bounded(instance, _stated(instance, solution, state.is_finished, state_to_bytes(state)))


def _bounded(instance: Instance, progress: Progress) -> Progress:
    """Return the progress with a bound that never passes what all the places together reach."""
    allowed = np.setdiff1d(np.arange(instance.minutes.shape[1]), instance.frame.forbidden)
    most = float(instance.points[reached(instance.minutes, instance.limit_min, allowed.tolist())].sum(axis=0) @ instance.mix)
    return replace(progress, bound=max(min(progress.bound, most), progress.value))


def _first_cover(instance: Instance) -> Progress:
    if instance.question.capacity:
        return Progress(None, np.nan, np.nan, True, False, state=b"single")
    core = cover_core(instance)
    state = begin(core)
    if state.plan is None and state.nodes:
        state = advance(core, state, FEASIBLE_S)
    return _cover_progress(instance, state)


def _more_cover(instance: Instance, state: bytes, seconds: float) -> Progress:
    if instance.question.capacity:
        return _capacity(instance)
    return _cover_progress(instance, advance(cover_core(instance), state_from_bytes(state), seconds))


def _capacity(instance: Instance) -> Progress:
    problem = instance.floors.problem
    solution = solve_capacity(problem, SINGLE_S)
    if solution is None:
        return Progress(None, np.nan, np.nan, True, True, conflict=_unmeasured(instance) or conflict(instance.frame))
    proof = solution.certificate
    base = float(instance.points[reached(instance.minutes, instance.limit_min, instance.existing.tolist())].sum(axis=0) @ instance.mix)
    return _bounded(instance, Progress(solution.plan, base + proof.value, base + proof.bound, True, True, proof.method))


def _unmeasured(instance: Instance) -> tuple[Rule, ...]:
    """Return the rules that an imposed place of unknown floor area breaks: nobody can say how many it serves."""
    places = [int(place) for place in instance.frame.required if np.isnan(instance.sites.area_m2[place])]
    return (Rule("unknown_area"), *(Rule("required", place=place) for place in places)) if places else ()


# Nearest


def near_weights(instance: Instance) -> Floats:
    """Return (m,) the weight of each demand point for the mean time: the mix of the stakes, summing to one."""
    weights = instance.points @ instance.mix
    return np.asarray(weights / weights.sum())


def _median_search(instance: Instance, state: ExactState | None = None) -> MedianSearch:
    problem = median_problem(instance.minutes, near_weights(instance), instance.frame, UNREACHED_MIN)
    instant = solve_median(problem)
    return begin_median(problem, instant) if state is None else resume_median(problem, instant, state)


def _near_progress(instance: Instance, search: MedianSearch) -> Progress:
    solution = search.solution
    if solution is None:
        if search.state.is_infeasible:
            return _impossible(instance.frame, False)
        return Progress(None, np.nan, np.nan, False, False, state=state_to_bytes(search.state))
    return _stated(instance, solution, search.is_finished, state_to_bytes(search.state))


def _first_near(instance: Instance) -> Progress:
    search = _median_search(instance)
    if search.solution is None and search.state.nodes:
        search = advance_median(search, FEASIBLE_S)
    return _near_progress(instance, search)


def _more_near(instance: Instance, state: bytes, seconds: float) -> Progress:
    search = _median_search(instance, state_from_bytes(state))
    return _near_progress(instance, advance_median(search, seconds))


# Nobody too far, everyone reached


def _worst(instance: Instance, _state: bytes = b"", _seconds: float = COVER_S) -> Progress:
    centre = solve_centre(instance.minutes, instance.frame, COVER_S)
    if centre.solution is None:
        rules = conflict(instance.frame) or (Rule("reach_hour"), Rule("count", number=instance.frame.k))
        return Progress(None, np.nan, np.nan, False, True, conflict=rules)
    return _stated(instance, centre.solution, True, lost=tuple(int(i) for i in centre.unreachable))


def _everyone(instance: Instance, _state: bytes = b"", _seconds: float = COVER_S) -> Progress:
    answer = cover_all(instance.minutes, instance.limit_min, instance.frame, seconds=SINGLE_S)
    lost = tuple(int(i) for i in answer.unreachable)
    if answer.solution is None:
        return Progress(None, np.nan, np.nan, False, True, conflict=answer.conflict, lost=lost)
    return _stated(instance, answer.solution, True, lost=lost)


def to_report(progress: Progress) -> dict[str, Any]:
    """Return what is known as plain JSON, the state aside."""
    known = progress.plan is not None
    return {
        "plan": list(progress.plan) if progress.plan is not None else None,
        "value": progress.value if known else None,
        "bound": progress.bound if known and np.isfinite(progress.bound) else None,
        "maximise": progress.maximise,
        "method": progress.method,
        "conflict": [[rule.kind, rule.place, rule.number, rule.label] for rule in progress.conflict],
        "lost": list(progress.lost),
    }


def from_report(report: Mapping[str, Any], finished: bool, state: bytes = b"") -> Progress:
    """Return what :func:`to_report` wrote."""
    plan, value, bound = report["plan"], report["value"], report["bound"]
    worst = np.inf if report["maximise"] else -np.inf
    return Progress(
        None if plan is None else tuple(plan),
        np.nan if value is None else float(value),
        (np.nan if plan is None else worst) if bound is None else float(bound),
        bool(report["maximise"]),
        finished,
        str(report["method"]),
        state,
        tuple(Rule(kind, place, amount, label) for kind, place, amount, label in report["conflict"]),
        tuple(report["lost"]),
    )


First = Callable[[Instance], Progress]
More = Callable[[Instance, bytes, float], Progress]
_WAYS: Mapping[Goal, tuple[First, More]] = MappingProxyType(
    {
        Goal.COVER: (_first_cover, _more_cover),
        Goal.NEAR: (_first_near, _more_near),
        Goal.WORST: (_worst, _worst),
        Goal.ALL: (_everyone, _everyone),
    }
)


def first(instance: Instance) -> Progress:
    """Return the answer at once."""
    if contradicts_itself(instance.frame):
        return _impossible(instance.frame, instance.question.goal is Goal.COVER)
    return _WAYS[instance.question.goal][0](instance)


def further(instance: Instance, state: bytes, seconds: float = 2.0) -> Progress:
    """Go on from a state for about `seconds`."""
    return _WAYS[instance.question.goal][1](instance, state, seconds)
