"""Scenarios saved, changed, copied: each answers the link that opens it."""

from __future__ import annotations

from dataclasses import dataclass

from domain.address import Key, joined, write
from domain.limits import MAX_NAME
from domain.person import Person
from domain.saved import SavedScenario, ScenarioDraft, Status
from i18n import gettext as _
from scenarios.saving import copy_of, draft_of
from services.context import Context
from services.saved_scenarios import opened_scenario


@dataclass(frozen=True)
class SavedLink:
    """A saved scenario: its name, how many times it was written, and the address that opens it."""

    id: str
    name: str
    version: int
    link: str


@dataclass(frozen=True)
class ScenarioChange:
    """What changes of a saved scenario; None for what stays as it is. `reason` is for what was chosen and is no longer."""

    starred: bool | None = None
    archived: bool | None = None
    status: Status | None = None
    reason: str = ""


def save_scenario(context: Context, person: Person, query: str, name: str, note: str) -> SavedLink:
    """Save what an address shows: the answer to its question, or a saved scenario as it is.

    Raises
    ------
    NotAllowed
        The person may not save.
    ValueError
        There is no plan to save, or a field cannot be kept; a sentence in the current language.
    StoreUnavailable
        The saved scenarios cannot be read or written.
    """
    return _link(context.scenarios.create(person, _draft(context, query, name, note)))


def _draft(context: Context, query: str, name: str, note: str) -> ScenarioDraft:
    shown = opened_scenario(context, query)
    return draft_of(context.service.answer(query), name, note) if shown is None else copy_of(shown.saved, name, note)


def change_scenario(context: Context, person: Person, scenario_id: str, version: int, change: ScenarioChange) -> SavedLink:
    """Change a saved scenario as the person saw it, at `version`.

    Raises
    ------
    NotAllowed, NotFound, Conflict, ReasonNeeded, StoreUnavailable
        See `store.scenarios.Scenarios.update`.
    """
    changed = context.scenarios.update(
        person, scenario_id, version, starred=change.starred, archived=change.archived, status=change.status, reason=change.reason
    )
    return _link(changed)


def copy_scenario(context: Context, person: Person, scenario_id: str) -> SavedLink:
    """Save the same question and plan under a name that says so, as a new draft of whoever copies.

    Raises
    ------
    NotAllowed, NotFound, StoreUnavailable
        See `store.scenarios.Scenarios.copy`.
    """
    source = context.scenarios.get(scenario_id)
    name = _("{name} (copie)").format(name=source.name if source else "")[:MAX_NAME]
    return _link(context.scenarios.copy(person, scenario_id, name))


def _link(saved: SavedScenario) -> SavedLink:
    return SavedLink(id=saved.id, name=saved.name, version=saved.version, link=f"/s/{saved.id}")


def scenario_address(context: Context, scenario_id: str) -> str | None:
    """Return the local address that shows a saved scenario; None when there is none of this id."""
    saved = context.scenarios.get(scenario_id)
    own = [(Key.DECIDED, "0")] if context.hypotheses.today() else []  # what it was saved with, whatever was decided since
    return None if saved is None else f"/scenarios?{joined(saved.question, write([(Key.SAVED, saved.id), *own]))}"
