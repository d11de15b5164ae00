"""Saved scenarios made of plans of the embedded territory, without a store."""

from __future__ import annotations

import datetime as dt
from typing import Any

from domain.saved import SavedScenario, Status
from scenarios.planner import Planner
from scenarios.saving import draft_of
from scenarios.service import Answer
from scenarios.solving import first

CREATED = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)


def saved_plan_of(planner: Planner, name: str, query: str, **changes: Any) -> SavedScenario:
    """Return what saving the first answer to a question gives, with `changes` to what is stored."""
    text = planner.canonical(query)
    instance = planner.instance(text)
    draft = draft_of(Answer(name, text, instance, first(instance)), name, "")
    return SavedScenario(
        id=name,
        name=name,
        note="",
        author=None,
        question=draft.question,
        result={**draft.result, **changes.pop("result", {})},
        data_version=changes.pop("data_version", draft.data_version),
        criteria_version=changes.pop("criteria_version", draft.criteria_version),
        status=Status.DRAFT,
        starred=False,
        archived=False,
        version=1,
        created_at=CREATED,
        updated_at=CREATED,
    )
