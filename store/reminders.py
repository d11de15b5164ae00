"""Reminders of commitments: written once each, with the letters to those who owe and to the facilitator, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from domain.commitment import Commitment, commitment_of
from domain.person import ACTOR_OF, Action, Person, PersonRole, require
from domain.reminder import DEFAULT_DAYS, Reminder, due_reminder, reminder_words
from i18n import N_
from i18n import gettext as _
from store import outbox
from store.database import Database
from store.meeting_tables import commitments, reminders
from store.tables import persons

SUBJECT = N_("Engagement {when}")
BODY = N_("Bonjour,\n\nCet engagement est {when} :\n\n{what}\n\nOuvrez Convergence, « Décisions », pour dire où il en est.\n")


class Reminders:
    """The reminders of a database. `days` is how many days before a deadline each commitment is reminded of."""

    def __init__(self, database: Database, days: Sequence[int] = DEFAULT_DAYS) -> None:
        self._database, self._days = database, tuple(days)

    def send(self, today: dt.date | None = None) -> int:
        """Remind of the commitments that are due; return how many. Several processes may do so at once: each goes once."""
        now = dt.datetime.now(dt.UTC)
        today = today or now.date()
        with self._database.writing() as connection:
            sent = frozenset(_sent(connection))
            found = [commitment_of(dict(row)) for row in connection.execute(select(commitments)).mappings()]
            due = [(one, reminder) for one in found if (reminder := due_reminder(one, today, self._days, sent))]
            for one, reminder in due:
                connection.execute(insert(reminders).values(at=now, **_row(reminder)))
                when = reminder_words(one, today)
                outbox.put_all(
                    connection, _addresses(connection, one), _(SUBJECT).format(when=when), _(BODY).format(when=when, what=one.what), now
                )
        return len(due)

    def list(self, person: Person) -> tuple[Reminder, ...]:
        """Return the reminders that were sent, latest first, to whoever reads meetings; raises NotAllowed, StoreUnavailable."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            return tuple(_sent(connection))


def _sent(connection: Connection) -> list[Reminder]:
    rows = connection.execute(select(reminders).order_by(reminders.c.id.desc())).mappings()
    return [Reminder(row["commitment_id"], row["kind"], dt.date.fromisoformat(row["deadline"])) for row in rows]


def _row(reminder: Reminder) -> dict[str, str]:
    return {"commitment_id": reminder.commitment_id, "kind": reminder.kind, "deadline": reminder.deadline.isoformat()}


def _addresses(connection: Connection, one: Commitment) -> list[str]:
    """Return the addresses of the active persons who speak for the actor that owes, and of the facilitator."""
    roles = [*(role for role, actor in ACTOR_OF.items() if actor == one.actor), PersonRole.FACILITATOR]
    query = select(persons.c.email).where(persons.c.role.in_(roles), persons.c.active.is_(True), persons.c.email.is_not(None))
    return list(dict.fromkeys(connection.execute(query.order_by(persons.c.login)).scalars()))
