"""Drafts of scenarios, for tests."""

from __future__ import annotations

from typing import Any

from domain.saved import ScenarioDraft

RESULT = {"plan": ["ZS-0001", "PR-0002"], "served": 12_345.5, "unknown": None, "words": "À l'étude « ici » 🙂"}


def draft(**changes: Any) -> ScenarioDraft:
    """Return a draft that is accepted, with `changes`."""
    fields: dict[str, Any] = {"name": "Pôle nord", "note": "Deux lignes\npour la réunion.", "question": "kinds=premises&area=80-300"}
    fields |= {"result": RESULT, "data_version": "d1", "criteria_version": "c7"}
    return ScenarioDraft(**(fields | changes))
