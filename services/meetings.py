"""Meetings as they are shown, and what is done to them by one press."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from domain.commitment import Commitment
from domain.meeting import ArchiveEntry, Meeting
from domain.person import Action, Person, can
from i18n import gettext as _
from services.context import Context
from services.form_fields import places_of
from services.meeting_archive import MINUTES, unpacked
from services.meeting_forms import duplicate
from services.meeting_options import NO_OPTION, ShownOptions, shown_options
from services.meeting_screens import Screen, projected
from services.meeting_shown import as_closed
from services.meeting_surroundings import Ground, ground_today
from services.minutes_sending import SentMinutes, sent_minutes
from services.readiness import Readiness, readiness_of, request_missing
from services.register import Register, RegisterFilters
from store.meetings import NotFound

PATH = "/seances"
SCREEN = "ecran"


@dataclass(frozen=True, slots=True)
class MeetingPlace:
    """What an address shows: the list, a meeting, or its decisions one a screen."""

    meeting: str = ""
    is_screen: bool = False

    @classmethod
    def of(cls, path: str | None) -> MeetingPlace:
        """Read a path; anything else than a meeting's is the list."""
        parts = (path or "").removeprefix(PATH).strip("/").split("/")
        return cls(parts[0][:64], parts[1:2] == [SCREEN])


@dataclass(frozen=True)
class ListedMeetings:
    """Every meeting, the latest first, and whether the person prepares them."""

    meetings: tuple[Meeting, ...]
    may_prepare: bool


@dataclass(frozen=True)
class ShownMeeting:
    """A meeting as a person sees it."""

    meeting: Meeting
    person: Person
    may_prepare: bool
    commitments: tuple[Commitment, ...]
    archives: tuple[ArchiveEntry, ...]
    places: Mapping[str, str]
    today: dt.date
    readiness: Mapping[str, Readiness]
    sent: SentMinutes | None = None


@dataclass(frozen=True)
class Projection:
    """The screen that is projected; None where there is nothing to decide."""

    meeting: Meeting
    screen: Screen | None
    options: ShownOptions
    ground: Ground


def projection(context: Context, person: Person, meeting: Meeting, at: int) -> Projection:
    """Return the screen of a number (`services.meeting_screens`); raises NotAllowed, StoreUnavailable, ArchiveChanged."""
    screen = projected(meeting, at)
    if screen is None:
        return Projection(meeting, None, NO_OPTION, ground_today(context))
    closed = as_closed(context, person, meeting, screen.decision.id)
    options, ground = (closed.options, closed.ground) if closed else (shown_options(context, screen.decision), None)
    return Projection(meeting, screen, options, ground or ground_today(context))


def listed_meetings(context: Context, person: Person) -> ListedMeetings:
    """Return the list; raises NotAllowed, StoreUnavailable."""
    return ListedMeetings(context.meetings.list(person), can(person, Action.PREPARE_MEETING))


def shown_meeting(context: Context, person: Person, meeting_id: str) -> ShownMeeting:
    """Return a meeting; raises NotAllowed, NotFound, StoreUnavailable."""
    meeting = context.meetings.get(person, meeting_id)
    may_prepare = can(person, Action.PREPARE_MEETING) and not meeting.is_closed
    archives = context.meetings.archives(person, meeting_id) if meeting.is_closed else ()
    found, today = context.commitments.list(person, meeting_id), dt.datetime.now(dt.UTC).date()
    ready = readiness_of(context, person, meeting) if may_prepare else {}
    sent = sent_minutes(context, person, meeting)
    return ShownMeeting(meeting, person, may_prepare, found, archives, places_of(context), today, ready, sent)


def archive_of_meeting(context: Context, person: Person, meeting_id: str) -> bytes:
    """Return the archive that closed a meeting; raises NotAllowed, NotFound, StoreUnavailable."""
    return context.meetings.archive(person, meeting_id)


def minutes_of_meeting(context: Context, person: Person, meeting_id: str) -> tuple[str, str]:
    """Return the minutes that were frozen, and the fingerprint of their archive; raises as `archive_of_meeting`, or ArchiveChanged."""
    files, fingerprint = unpacked(context.meetings.archive(person, meeting_id))
    return files[MINUTES].decode(), fingerprint


def register_of_meeting(context: Context, person: Person, meeting_id: str) -> Register:
    """Return what a meeting decided and what was committed in it, as it is now; raises NotAllowed, NotFound, StoreUnavailable."""
    meeting, found = context.meetings.get(person, meeting_id), context.commitments.list(person, meeting_id)
    decisions = tuple((meeting, one) for one in meeting.decisions if one.outcome is not None)
    commitments = tuple((meeting, one) for one in found)
    today = dt.datetime.now(dt.UTC).date()
    return Register(RegisterFilters(), decisions, commitments, dict(places_of(context)), today, not decisions and not commitments)


def press(context: Context, person: Person, meeting_id: str, verb: str, name: str) -> Meeting:
    """Do what one button does: ``duplicate`` a meeting; ``earlier``, ``later``, ``remove``, ``restore`` an item of its agenda;
    ``request`` of its owner what is unknown of a place.

    Raises
    ------
    NotAllowed, NotFound, Conflict, ValueError, StoreUnavailable
        See `store.meetings.Meetings`.
    """
    if verb == "duplicate":
        return duplicate(context, person, name)
    meeting = context.meetings.get(person, meeting_id)
    if verb == "request":
        return request_missing(context, person, meeting, *name.split(".", 1))
    if verb in {"remove", "restore"}:
        return context.meetings.write(person, meeting_id, meeting.version, {f"{name}.removed": verb == "remove"})
    return context.meetings.write(person, meeting_id, meeting.version, _moved(meeting, name, -1 if verb == "earlier" else 1))


def _moved(meeting: Meeting, name: str, by: int) -> dict[str, int]:
    """Return the ranks of the agenda once an item has changed places with the one before or after it."""
    order = [one.id for one in meeting.decisions]
    if name not in order:
        raise NotFound(_("Cette décision n'est plus à l'ordre du jour."))
    at = order.index(name)
    to = min(max(at + by, 0), len(order) - 1)
    order[at], order[to] = order[to], order[at]
    return {f"{one}.rank": rank for rank, one in enumerate(order, 1)}
