"""Decided places: which they are, where each stands, and all that its screen says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, unquote

from domain.commitment import Commitment
from domain.ledger import Ledger, ledger
from domain.meeting import Decision, Meeting, OptionKind
from domain.person import Action, Person, can
from domain.project import Project
from i18n import gettext as _
from scenarios.saving import names_of, places_of
from services.context import Context
from services.form_fields import places_of as known_places
from services.meeting_gains import example_places
from services.register import REGISTER_PATH
from services.words.journal import TimelineEntry, timeline_entry
from store.journal import JournalEntry
from store.meetings import NotFound


@dataclass(frozen=True)
class DecidedPlace:
    """A place that a meeting decided: by which decision of which meeting, and by which saved scenario ("" for the place itself)."""

    place: str
    name: str
    meeting: Meeting
    decision: Decision
    scenario: str = ""


@dataclass(frozen=True)
class FollowedPlace:
    """A decided place in a list: its project, and its ledger."""

    place: str
    name: str
    is_example: bool
    project: Project
    ledger: Ledger

    @property
    def address(self) -> str:
        """Where its screen is."""
        return address_of(self.place)


@dataclass(frozen=True)
class ShownProject:
    """All that the screen of a decided place says; `decided` is None where no decision names the place any more."""

    followed: FollowedPlace
    decided: DecidedPlace | None
    commitments: tuple[tuple[Meeting, Commitment], ...]
    person: Person
    places: Mapping[str, str]
    today: dt.date
    timeline: tuple[TimelineEntry, ...]

    @property
    def may_write(self) -> bool:
        """Whether the person writes the ledger."""
        return can(self.person, Action.FOLLOW_PLACE)


def address_of(place: str) -> str:
    """Return where the screen of a decided place is."""
    return f"{REGISTER_PATH}/{quote(place, safe='')}"


def place_at(path: str | None) -> str:
    """Return the id of the place whose screen a path is; "" for any other."""
    clean = path or ""
    return unquote(clean.removeprefix(f"{REGISTER_PATH}/").strip("/"))[:64] if clean.startswith(f"{REGISTER_PATH}/") else ""


def decided_places(context: Context, meetings: Iterable[Meeting]) -> dict[str, DecidedPlace]:
    """Return the places that meetings decided, by id, the latest decision of each; raises StoreUnavailable."""
    found: dict[str, DecidedPlace] = {}
    for meeting in meetings:
        for decision in meeting.decisions:
            option = decision.option(decision.outcome.option) if decision.outcome else None
            if option is None or option.kind is OptionKind.TEXT:
                continue
            places = {option.ref: option.words} if option.kind is OptionKind.PLACE else _of_scenario(context, option.ref)
            scenario = option.ref if option.kind is OptionKind.SCENARIO else ""
            for place, name in places.items():
                found.setdefault(place, DecidedPlace(place, name, meeting, decision, scenario))
    return found


def _of_scenario(context: Context, scenario_id: str) -> Mapping[str, str]:
    saved = context.scenarios.get(scenario_id)
    if saved is None:
        return {}
    names = names_of(saved)
    return {place: names.get(place, place) for place in places_of(saved)}


def followed_places(context: Context, person: Person) -> tuple[FollowedPlace, ...]:
    """Return the places that were decided, and those of which a project was begun; raises NotAllowed, StoreUnavailable."""
    decided = decided_places(context, context.meetings.list(person))
    projects = {one.place: one for one in context.projects.list(person)}
    names = {**{key: one.name for key, one in projects.items()}, **{key: one.name for key, one in decided.items()}}
    commitments, examples = context.commitments.list(person), example_places(context)
    rows = []
    for place, name in names.items():
        project = projects.get(place) or Project("", place, name, None, {}, {}, 0)
        rows.append(_followed(project, name, commitments, examples))
    return tuple(sorted(rows, key=lambda one: (one.name, one.place)))


def _followed(project: Project, name: str, commitments: Iterable[Commitment], examples: Mapping[str, bool]) -> FollowedPlace:
    mine = [one for one in commitments if one.place == project.place]
    return FollowedPlace(project.place, name, examples.get(project.place, False), project, ledger(project.needs, mine))


def shown_project(context: Context, person: Person, place: str) -> ShownProject:
    """Return what the screen of a decided place says.

    Raises
    ------
    NotAllowed, StoreUnavailable
        See `store.projects.Projects`.
    NotFound
        No decision names this place, and nothing was written of it.
    """
    meetings = context.meetings.list(person)
    decided, name = decided_place(context, person, place, meetings)
    project, commitments = context.projects.of(person, place, name), context.commitments.list(person)
    of_meetings = {one.id: one for one in meetings}
    rows = tuple((of_meetings[one.meeting_id], one) for one in commitments if one.place == place and one.meeting_id in of_meetings)
    followed = _followed(project, name, commitments, example_places(context))
    today, named = dt.datetime.now(dt.UTC).date(), {one.id: one.what for one in commitments}
    history = tuple(_entry(one, named) for one in reversed(context.projects.timeline(person, place)))
    return ShownProject(followed, decided, rows, person, known_places(context), today, history)


def _entry(entry: JournalEntry, commitments: Mapping[str, str]) -> TimelineEntry:
    """Return what was done in words; of a commitment, to which."""
    found = timeline_entry(entry)
    what = commitments.get(entry.commitment_id or "")
    return found.model_copy(update={"text": f"{found.text} : {what}"}) if what else found


def decided_place(context: Context, person: Person, place: str, meetings: Iterable[Meeting]) -> tuple[DecidedPlace | None, str]:
    """Return the decision that chose a place, where there is one, and the name of the place; raises as `shown_project`."""
    decided = decided_places(context, meetings).get(place)
    if decided is not None:
        return decided, decided.name
    project = context.projects.of(person, place, "")
    if not project.version:
        raise NotFound(_("Aucune décision ne porte sur ce lieu : décidez-le en séance, son suivi s'ouvrira ici."))
    return None, project.name
