"""A scenario as it is saved: its question, the plan and its certificate, what it brings, and the versions that made it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.saved import SavedScenario, ScenarioDraft
from i18n import gettext as _
from scenarios.outcome import outcome_of
from scenarios.planner import Planner
from scenarios.service import Answer
from scenarios.solving import to_report


@dataclass(frozen=True)
class Check:
    """Whether a saved result is found again: `same` to the last digit, or which version has changed since."""

    same: bool
    changed: tuple[str, ...]


def draft_of(planner: Planner, answer: Answer, name: str, note: str) -> ScenarioDraft:
    """Return what to save of an answer.

    Raises
    ------
    ValueError
        When there is no plan to save, or a field cannot be kept; a sentence in the current language.
    """
    if answer.instance is None or answer.progress is None or answer.progress.plan is None:
        raise ValueError(_("Il n'y a pas encore de plan à enregistrer : changez la question."))
    versions = planner.versions(answer.query)
    result = {
        "places": [str(answer.instance.ids[place]) for place in answer.progress.plan],
        "progress": {**to_report(answer.progress), "finished": answer.progress.finished},
        "outcome": _plain(outcome_of(answer.instance, answer.progress.plan).to_json()),
        "versions": versions,
    }
    return ScenarioDraft(name, note, answer.query, result, versions["data"], versions["criteria"])


def check(planner: Planner, saved: SavedScenario) -> Check:
    """Work the saved plan out again from the saved question."""
    now, before = planner.versions(saved.question), saved.result["versions"]
    changed = tuple(name for name in sorted(now) if now[name] != before.get(name))
    instance = planner.instance(saved.question)
    at = {str(name): place for place, name in enumerate(instance.ids)}
    places = [at[name] for name in saved.result["places"] if name in at]
    again = _plain(outcome_of(instance, places).to_json())
    then = saved.result["outcome"]  # it may have been saved before a figure was added
    return Check({name: again.get(name) for name in then} == then, changed)


def places_of(saved: SavedScenario) -> tuple[str, ...]:
    """Return the ids of the places of a saved plan, the most useful first."""
    return tuple(str(item["id"]) for item in saved.result["outcome"]["opened"])


def outcome_json(saved: SavedScenario) -> Mapping[str, Any]:
    """Return what a saved plan brings, as stored."""
    told: Mapping[str, Any] = saved.result["outcome"]
    return told


def _plain(data: Any) -> Any:
    """Return the data as they are once stored: tuples are lists, keys are text; every float keeps all its digits."""
    return json.loads(json.dumps(data, allow_nan=False))
