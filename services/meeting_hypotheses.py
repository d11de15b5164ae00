"""What the options of a decision are worth once one hypothesis has another value: tried once, whatever the weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import cast

import numpy as np

from criteria.advocate import PlaceTrials, Trial
from criteria.hypotheses import Hypotheses, slider_values
from domain.meeting import Decision
from scenarios.plan_reach import is_as_saved, plan_reach
from scenarios.plan_view import PlanView
from scenarios.saving import view_of
from services.context import Context
from services.hypotheses import hypotheses_today
from services.meeting_options import ShownOptions
from services.meeting_ranges import DETOUR
from services.place_sheet import gains_of


@dataclass(frozen=True, eq=False)
class Trials:
    """The trials of the options that are compared. `is_complete`: every hypothesis on which they rest was tried."""

    trials: tuple[Trial, ...]
    is_complete: bool


def trials_of(context: Context, decision: Decision, options: ShownOptions) -> Trials:
    """Return the trials; the last ones are kept with the edition. Raises StoreUnavailable."""
    today = hypotheses_today(context)
    key = ("trials", tuple(one.id for one in decision.options), today)
    return cast("Trials", context.edition.sheets.get(key, partial(_tried, context, options, today)))


def _tried(context: Context, options: ShownOptions, today: Hypotheses) -> Trials:
    compared = [options.options[at] for at in options.compared]
    if not compared:
        return Trials((), is_complete=True)
    refs = [one.found.option.ref for one in compared]
    if compared[0].measure == "place":
        return _of_places(context, refs, today)
    saved = [context.scenarios.get(ref) for ref in refs]
    views = [None if one is None else view_of(one) for one in saved]
    return _of_plans(context, [view for view in views if view is not None])


def _of_places(context: Context, refs: Sequence[str], today: Hypotheses) -> Trials:
    found = [gains_of(context.assessor, ref, today.to_query()) for ref in refs]
    gains = [one for one in found if one is not None]
    space = gains[0].roles[0].workspace
    return Trials(tuple(PlaceTrials(space, [one.row for one in gains], [one.roles[0].role for one in gains])), is_complete=True)


def _of_plans(context: Context, views: Sequence[PlanView]) -> Trials:
    """Return the trials of plans: of the detour alone, and only where they are worked out again as they were saved."""
    travel_times = context.service.planner.travel_times
    before = [view.grounds.hypotheses[DETOUR][1] for view in views]
    tried = []
    for value in slider_values(DETOUR):
        reached = [found for view in views if (found := plan_reach(travel_times, view, value))]
        if len(reached) < len(views):
            return Trials((), is_complete=False)
        tried.append(Trial(DETOUR, before[0], value, np.array([one.shares for one in reached])))
    now = [plan_reach(travel_times, view, value) for view, value in zip(views, before, strict=True)]
    if any(one is None or not is_as_saved(view, one) for view, one in zip(views, now, strict=True)):
        return Trials((), is_complete=False)
    return Trials(tuple(one for one in tried if one.value != before[0]), is_complete=True)
