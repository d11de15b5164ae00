"""A saved scenario that is open: as it was saved, with what has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.address import Address, Key
from domain.person import VISITOR, Person
from domain.saved import SavedScenario
from scenarios.saving import SavedPlan, names_of, saved_plan
from scenarios.since import Since, since
from services.context import Context


@dataclass(frozen=True, eq=False)
class Opened:
    """A saved scenario that is open, and what it shows."""

    saved: SavedScenario
    plan: SavedPlan


@dataclass(frozen=True, eq=False)
class SavedBanner:
    """Which saved scenario an address names: `moved` to another question, or `opened` with what has changed `since`.

    Neither is given for a scenario of an older format, whose plan was not saved in full.
    """

    saved: SavedScenario
    moved: bool = False
    opened: Opened | None = None
    since: Since | None = None


def asker_of(person: Person) -> str | None:
    """Return the id under which a computation may be stopped by whoever asked for it; None for whoever has not signed in."""
    return None if person is VISITOR else person.id


def opened_scenario(context: Context, query: str) -> Opened | None:
    """Return the saved scenario that an address shows; None when it names none, has moved to another question, or is of an older format.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    saved = _named(context, query)
    if saved is None or not _is_unmoved(context, saved, query):
        return None
    plan = saved_plan(saved)
    return None if plan is None else Opened(saved, plan)


def banner(context: Context, person: Person, query: str | None) -> SavedBanner | None:
    """Return which saved scenario an address names, and what has changed since; None when it names none.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    saved = _named(context, query or "")
    if saved is None:
        return None
    if not _is_unmoved(context, saved, query or ""):
        return SavedBanner(saved, moved=True)
    plan = saved_plan(saved)
    if plan is None:
        return SavedBanner(saved)
    return SavedBanner(saved, opened=Opened(saved, plan), since=since(context.service, plan.view, plan.map, asker_of(person)))


def _named(context: Context, query: str) -> SavedScenario | None:
    name = Address.parse(query).text(Key.SAVED)
    return context.scenarios.get(name) if name else None


def _is_unmoved(context: Context, saved: SavedScenario, query: str) -> bool:
    """Whether an address still asks what was saved: both are read by today's rules, which may have dropped a filter since."""
    planner = context.service.planner
    return planner.canonical(query) == planner.canonical(saved.question)


def saved_key(saved: SavedScenario) -> str:
    """Return the name under which the browser knows a saved answer."""
    return f"saved-{saved.id}"


def place_name(context: Context, saved: Sequence[SavedScenario], place: str) -> str:
    """Return the name of a place: as some scenarios saved it, else as it is now, else its id."""
    for item in saved:
        if place in names_of(item):
            return names_of(item)[place]
    candidates = context.territory.candidates
    found = candidates.loc[candidates["id"] == place, "name"]
    return str(found.iloc[0]) if len(found) else place
