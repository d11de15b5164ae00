"""Reminders of commitments: before their day, and once it has passed; each once a deadline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.commitment import LATE, Commitment
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day, number

DEFAULT_DAYS = (30, 7)
"""How many days before its deadline a commitment is reminded of."""
MOST_DAYS = 366


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder of a commitment: `kind` is `LATE` or a count of days, `deadline` the day that it had then."""

    commitment_id: str
    kind: str
    deadline: dt.date


def due_reminder(one: Commitment, today: dt.date, days: Sequence[int], sent: Collection[Reminder]) -> Reminder | None:
    """Return the reminder of a commitment that is due today; None where none is, or the same was `sent`.

    A commitment that comes within several counts of days at once is reminded of by the nearest alone; one whose deadline moves is
    reminded of again.
    """
    if one.deadline is None or not one.is_awaited:
        return None
    left = (one.deadline - today).days
    reached = [count for count in days if left <= count]
    kind = LATE if left < 0 else str(min(reached)) if reached else ""
    found = Reminder(one.id, kind, one.deadline)
    return found if kind and found not in sent else None


def reminder_words(one: Commitment, today: dt.date) -> str:
    """Return what is said of a commitment whose day comes or has passed."""
    if one.deadline is None:
        return ""
    left = (one.deadline - today).days
    if left < 0:
        words = ngettext("en retard de {n} jour : attendu le {day}", "en retard de {n} jours : attendu le {day}", -left)
        return words.format(n=number(-left), day=day(one.deadline))
    if left == 0:
        return _("attendu aujourd'hui")
    return ngettext("attendu dans {n} jour, le {day}", "attendu dans {n} jours, le {day}", left).format(
        n=number(left), day=day(one.deadline)
    )
