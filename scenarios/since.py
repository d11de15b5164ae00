"""What has changed since a scenario was saved: versions, places, what its plan brings now, and the best plan now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from domain.scenario import Goal
from scenarios.assignment import assignment_of
from scenarios.instance import Instance, Unanswerable
from scenarios.outcome import Outcome, outcome_of
from scenarios.plan_view import PlaceView, PlanMap, PlanView, place_view, plan_view
from scenarios.service import Service
from scenarios.solving import UNREACHED_MIN, near_weights

NOTICED = 1e-6


@dataclass(frozen=True)
class Changed:
    """A place that is no longer what it was.

    `attributes` name what differs: ``name``, ``kind``, ``rent_eur_m2_yr``, ``position``, or a fact of `PlaceView`.
    """

    before: PlaceView
    after: PlaceView
    attributes: tuple[str, ...]


@dataclass(frozen=True)
class Figure:
    """What a plan brings now: its figures, and its objective (points, minutes or places, as the goal has it; None: unknown)."""

    outcome: Outcome
    objective: float | None


@dataclass(frozen=True, eq=False)
class Since:
    """What has changed.

    Attributes
    ----------
    versions : names of the versions that are no longer the same: ``data``, ``criteria``, ``reach``.
    added, left : names of the places that one may choose now and could not then; number of those that one no longer may.
    gone : names of the places of the plan that no longer exist.
    barred : names of those that exist, and that the question now leaves out.
    changed : places of the plan that are no longer what they were.
    now : what the places of the plan that still exist bring now; None when the question can no longer be put.
    best, best_plan : the same for the best plan known now, None when there is none; `is_proven`, whether no plan does better.
    is_running : whether the best plan now is still being searched.
    is_impossible : whether it is known that no plan holds the conditions now.
    sentence : why the question can no longer be put.
    """

    versions: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    left: int = 0
    gone: tuple[str, ...] = ()
    barred: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    now: Figure | None = None
    best: Figure | None = None
    best_plan: PlanView | None = None
    is_proven: bool = False
    is_running: bool = False
    is_impossible: bool = False
    sentence: str = ""

    @property
    def same_places(self) -> bool:
        """Whether nothing happened to the places, neither to those of the plan nor to the others."""
        return not (self.added or self.left or self.gone or self.barred or self.changed)

    def same_figures(self, then: PlanView) -> bool:
        """Whether the saved plan brings now what it brought then, to the last digit."""
        return self.now is not None and _without_rows(self.now.outcome) == _without_rows(then.outcome)

    def same_plan(self, then: PlanView) -> bool:
        """Whether the best plan known now opens the same places."""
        return self.best_plan is not None and {place.id for place in self.best_plan.places} == {place.id for place in then.places}

    @property
    def is_better(self) -> bool:
        """Whether the best plan now does better than the saved one does now."""
        if self.best is None or self.best.objective is None or self.now is None or self.now.objective is None:
            return self.best is not None
        gain = self.best.objective - self.now.objective
        gain = gain if self._maximises else -gain
        return gain > NOTICED * max(abs(self.now.objective), 1.0)

    @property
    def _maximises(self) -> bool:
        return self.best_plan is not None and self.best_plan.progress.maximise


def _without_rows(outcome: Outcome) -> Outcome:
    """Rows move as places are added before."""
    return replace(outcome, opened=tuple(replace(place, row=0) for place in outcome.opened))


def since(service: Service, saved: PlanView, drawn: PlanMap, asker: str | None = None) -> Since:
    """Compare what was saved with what its question and its plan give now; `asker` is the id of who wants the best plan worked on."""
    planner = service.planner
    versions = planner.versions(saved.query)
    moved = tuple(name for name in sorted(versions) if versions[name] != saved.grounds.versions.get(name))
    candidates = planner.travel_times.territory.candidates
    row_of = {str(name): row for row, name in enumerate(candidates["id"])}
    now = {place.id: place_view(planner.travel_times.territory, row_of[place.id]) for place in saved.places if place.id in row_of}
    changes = {
        "versions": moved,
        "gone": tuple(place.name for place in saved.places if place.id not in now),
        "changed": tuple(change for place in saved.places if place.id in now for change in _changes(place, now[place.id])),
    }
    answer = service.answer(saved.query, asker)
    if answer.instance is None or answer.progress is None:
        return Since(**changes, sentence=answer.sentence)  # type: ignore[arg-type]
    choice, before = [str(name) for name in answer.instance.ids], set(drawn.candidates)
    names = dict(zip(choice, answer.instance.names, strict=False))
    best = None if answer.progress.plan is None else plan_view(answer.instance, answer.progress, answer.query)
    return Since(
        **changes,  # type: ignore[arg-type]
        added=tuple(str(names[name]) for name in choice if name not in before),
        left=len(before - set(choice) - {place.id for place in saved.places}),
        barred=tuple(place.name for place in saved.places if place.id in now and place.id not in names),
        now=_figure_now(service, answer.instance, saved, list(now)),
        best=None if best is None else Figure(best.outcome, answer.progress.value),
        best_plan=best,
        is_proven=answer.progress.finished and answer.progress.gap <= NOTICED,
        is_running=answer.running,
        is_impossible=bool(answer.progress.conflict) or (best is None and answer.progress.finished),
    )


def _changes(before: PlaceView, after: PlaceView) -> tuple[Changed, ...]:
    names = [name for name in ("name", "kind", "rent_eur_m2_yr") if getattr(before, name) != getattr(after, name)]
    names += [name for name in before.facts if before.facts[name] != after.facts.get(name)]
    if (before.lon_wgs84, before.lat_wgs84) != (after.lon_wgs84, after.lat_wgs84):
        names.append("position")
    return (Changed(before, after, tuple(names)),) if names else ()


def _figure_now(service: Service, instance: Instance, saved: PlanView, places: Sequence[str]) -> Figure | None:
    """Return what some places bring now, those included that the question now leaves out."""
    if not set(places) <= {str(name) for name in instance.ids}:
        required = tuple(dict.fromkeys([*saved.question.required, *places]))
        try:
            instance = service.planner.instance(service.planner.variant(saved.query, required=required))
        except Unanswerable:
            return None
    at = {str(name): column for column, name in enumerate(instance.ids)}
    plan = [at[name] for name in places]
    return Figure(outcome_of(instance, plan), objective_of(instance, plan))


def objective_of(instance: Instance, plan: Sequence[int]) -> float | None:
    """Return the objective of a plan in the terms of its certificate: points reached, mean or longest minutes, or places."""
    goal = instance.question.goal
    if goal is Goal.ALL:
        return float(len(plan))
    if goal is Goal.COVER:
        reached = assignment_of(instance, plan).reached
        return float((instance.points * reached[:, None]).sum(axis=0) @ instance.mix)
    if goal is Goal.WORST:
        return outcome_of(instance, plan).farthest_min
    columns = [*plan, *instance.existing.tolist()]
    times = instance.minutes[:, columns].min(axis=1) if columns else np.full(len(instance.minutes), np.inf)
    return float(near_weights(instance) @ np.minimum(times, UNREACHED_MIN))
