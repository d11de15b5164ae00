"""Commitments that a person was reminded of: what waits on the screen « Décisions »."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.commitment import Commitment
from domain.person import Person, speaks_for
from domain.reminder import reminder_words
from i18n import ngettext
from services.context import Context
from services.inbox import Inbox
from services.register import REGISTER_PATH


@dataclass(frozen=True, slots=True)
class Reminded:
    """A commitment that was reminded of, and what is said of its day."""

    commitment: Commitment
    words: str


def reminded(context: Context, person: Person) -> tuple[Reminded, ...]:
    """Return the commitments of a person's actor that were reminded of and still wait, the first deadline first; all to the facilitator.

    Raises
    ------
    NotAllowed, StoreUnavailable
        See `store.reminders.Reminders`.
    """
    today = dt.datetime.now(dt.UTC).date()
    sent = {(one.commitment_id, one.deadline) for one in context.reminders.list(person)}
    found = [one for one in context.commitments.list(person) if speaks_for(person, one.actor) and (one.id, one.deadline) in sent]
    return tuple(Reminded(one, reminder_words(one, today)) for one in found if one.is_awaited)


def reminders_inbox(context: Context, person: Person) -> Inbox:
    """Return how many commitments were reminded of and still wait; raises as `reminded`."""
    n = len(reminded(context, person))
    words = ngettext("{n} engagement à tenir ou en retard", "{n} engagements à tenir ou en retard", n)
    return Inbox(path=REGISTER_PATH, n=n, words=words.format(n=n))
