"""A scenario as it is saved: its question and all that its screens show, so that opening it needs nothing of the data of then."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.saved import SavedScenario, ScenarioDraft
from i18n import gettext as _
from scenarios.instance import Instance
from scenarios.outcome import ordered
from scenarios.plan_view import Cells, PlanMap, PlanView, plan_map, plan_view
from scenarios.service import Answer

COMPUTED_AT = "computed_at"
FORMAT = 2  # 1 held the figures alone: such a scenario is worked out again when it is opened


@dataclass(frozen=True, eq=False)
class SavedPlan:
    """What a saved scenario shows: its figures, its map, and the cells that the map is made of."""

    view: PlanView
    map: PlanMap
    cells: Cells


def draft_of(answer: Answer, name: str, note: str) -> ScenarioDraft:
    """Return what to save of an answer.

    Raises
    ------
    ValueError
        When there is no plan to save, or a field cannot be kept; a sentence in the current language.
    """
    instance, progress = answer.instance, answer.progress
    if instance is None or progress is None or progress.plan is None:
        raise ValueError(_("Il n'y a pas encore de plan à enregistrer : changez la question."))
    versions = instance.versions
    result = {
        "format": FORMAT,
        COMPUTED_AT: dt.datetime.now(dt.UTC).isoformat(),
        **plan_view(instance, progress, answer.query).to_json(),
        "map": plan_map(instance, ordered(instance, progress.plan)).to_json(),
        "cells": Cells.of(instance.travel_times.territory).to_json(),
        "names": _names(instance),
    }
    return ScenarioDraft(name, note, answer.query, _plain(result), versions["data"], versions["criteria"])


def _names(instance: Instance) -> dict[str, str]:
    """Return the names of the places that the question names, which may be out of the plan and one day gone."""
    frame = instance.travel_times.territory.candidates
    named = frame[frame["id"].isin([*instance.question.required, *instance.question.forbidden])]
    return dict(zip(named["id"], named["name"], strict=True))


def copy_of(saved: SavedScenario, name: str, note: str) -> ScenarioDraft:
    """Return what to save of a saved scenario that is on screen as it was saved."""
    result = {**saved.result, COMPUTED_AT: saved.result.get(COMPUTED_AT, saved.created_at.isoformat())}
    return ScenarioDraft(name, note, saved.question, result, saved.data_version, saved.criteria_version)


def computed_at(saved: SavedScenario) -> dt.datetime:
    """Return when a saved plan was worked out, in UTC; of one that does not tell, when it was saved."""
    try:
        return dt.datetime.fromisoformat(saved.result[COMPUTED_AT])
    except (KeyError, TypeError, ValueError):
        return saved.created_at


def view_of(saved: SavedScenario) -> PlanView | None:
    """Return the figures and the places as they were saved; None for a scenario of an older format."""
    return view_of_result(saved.result)


def view_of_result(result: Mapping[str, Any]) -> PlanView | None:
    """Return the same of what is stored as the result of a scenario."""
    try:
        return PlanView.from_json(result) if result.get("format") == FORMAT else None
    except (KeyError, TypeError, ValueError):
        return None


def saved_plan(saved: SavedScenario) -> SavedPlan | None:
    """Return all that was saved; None for a scenario of an older format."""
    return plan_of_result(saved.result)


def plan_of_result(result: Mapping[str, Any]) -> SavedPlan | None:
    """Return the same of what is stored as the result of a scenario."""
    view = view_of_result(result)
    if view is None:
        return None
    try:
        plan, cells = PlanMap.from_json(result["map"]), Cells.from_json(result["cells"])
    except (KeyError, TypeError, ValueError):
        return None
    return SavedPlan(view, plan, cells) if len(plan.served) == len(cells.lon) else None


def places_of(saved: SavedScenario) -> tuple[str, ...]:
    """Return the ids of the places of a saved plan, the most useful first."""
    return tuple(str(item["id"]) for item in saved.result["outcome"]["opened"])


def names_of(saved: SavedScenario) -> Mapping[str, str]:
    """Return the names as they were of the places of a saved plan and of its question; empty for a scenario of an older format."""
    of_plan = {str(place["id"]): str(place["name"]) for place in saved.result.get("attributes", ())}
    return {**saved.result.get("names", {}), **of_plan}


def outcome_json(saved: SavedScenario) -> Mapping[str, Any]:
    """Return what a saved plan brings, as stored."""
    outcome: Mapping[str, Any] = saved.result["outcome"]
    return outcome


def _plain(data: Any) -> Any:
    """Return the data as they are once stored: tuples are lists, keys are text; every float keeps all its digits."""
    return json.loads(json.dumps(data, allow_nan=False))
