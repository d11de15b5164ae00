"""The register of what meetings decided and of what was committed, by actor, place and state."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.address import write
from domain.commitment import LATE, LATE_LABEL, STATUS_LABELS, Commitment
from domain.meeting import Decision, Meeting, OptionKind
from domain.person import Person
from services.context import Context
from services.form_fields import places_of

REGISTER_PATH = "/decisions"
EXPORT_PATH = f"{REGISTER_PATH}/registre.xlsx"
STATES = {LATE: LATE_LABEL, **{status.value: label for status, label in STATUS_LABELS.items()}}
"""The states of a commitment, the most pressing first."""


@dataclass(frozen=True)
class RegisterFilters:
    """What is looked for; an empty text is anything."""

    actor: str = ""
    place: str = ""
    state: str = ""

    @classmethod
    def parse(cls, address: Mapping[str, str]) -> RegisterFilters:
        """Read what an address looks for (actor, place, state)."""
        return cls(*(address.get(key, "")[:64] for key in ("actor", "place", "state")))

    @property
    def export_address(self) -> str:
        """Where the workbook of the same is."""
        query = write([("actor", self.actor), ("place", self.place), ("state", self.state)])
        return EXPORT_PATH + (f"?{query}" if query else "")


@dataclass(frozen=True)
class Register:
    """What is found: decisions with their meeting, commitments with theirs, the names of places, and the day by which one is late."""

    filters: RegisterFilters
    decisions: tuple[tuple[Meeting, Decision], ...]
    commitments: tuple[tuple[Meeting, Commitment], ...]
    places: dict[str, str]
    today: dt.date
    is_empty: bool


def register(context: Context, person: Person, filters: RegisterFilters) -> Register:
    """Return what is found; raises NotAllowed, StoreUnavailable."""
    meetings = {one.id: one for one in context.meetings.list(person)}
    today, commitments = dt.datetime.now(dt.UTC).date(), context.commitments.list(person)
    taken = [(meeting, one) for meeting in meetings.values() for one in meeting.decisions if one.outcome is not None]
    decisions = [] if filters.state else [pair for pair in taken if _concerns(pair[1], filters)]
    found = [one for one in commitments if _fits(one, filters, today)]
    names = dict(places_of(context))
    of_meetings = tuple((meetings[one.meeting_id], one) for one in found if one.meeting_id in meetings)
    return Register(filters, tuple(decisions), of_meetings, names, today, not taken and not commitments)


def _concerns(decision: Decision, filters: RegisterFilters) -> bool:
    """Whether a decision is about a place, and an actor took a position on it."""
    places = {option.ref for option in decision.options if option.kind is OptionKind.PLACE}
    return (not filters.place or filters.place in places) and (not filters.actor or filters.actor in decision.positions)


def _fits(one: Commitment, filters: RegisterFilters, today: dt.date) -> bool:
    tests = ((filters.actor, one.actor), (filters.place, one.place), (filters.state, one.state(today)))
    return all(not wanted or wanted == value for wanted, value in tests)
