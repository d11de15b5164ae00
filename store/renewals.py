"""Places accepted long ago: their proposer is asked, once every six months, whether they are still available."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, exists, select

from domain.person import Person, PersonRole
from domain.proposal import RENEWAL_MONTHS, Act, Proposal, Stage
from i18n import N_
from i18n import gettext as _
from store import messages, outbox
from store.database import Database
from store.proposal_rows import READ
from store.tables import messages as messages_table
from store.tables import proposals

REMINDER = "reminder"
SERVICE = Person("convergence", "", "Convergence", PersonRole.FACILITATOR)
"""Who asks: nobody in particular."""
QUESTION = N_("Sans nouvelle depuis six mois : ce lieu est-il toujours disponible ? Confirmez-le, mettez-le à jour ou retirez-le.")
SHORTEST_DAYS = 28 * RENEWAL_MONTHS


class Renewals:
    """The questions that the service asks of itself, on a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ask(self, now: dt.datetime | None = None) -> int:
        """Write to the proposers of the places that are due, once since they last confirmed; return how many were asked.

        A message and an email for each, in one transaction: several processes may ask at once.
        """
        now = now or dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            due = [proposal for proposal in _silent(connection, now) if proposal.is_due(now.date())]
            for proposal in due:
                messages.add(connection, SERVICE, proposal, _(QUESTION), REMINDER)
                outbox.put(connection, proposal, Act.RENEW, _(QUESTION), SERVICE, now)
        return len(due)


def _silent(connection: Connection, now: dt.datetime) -> list[Proposal]:
    """Return the accepted places that may be due and have not been asked about since they were last confirmed."""
    reminded = exists().where(
        messages_table.c.proposal_id == proposals.c.id, messages_table.c.kind == REMINDER, messages_table.c.at >= proposals.c.confirmed_at
    )
    long_ago = proposals.c.confirmed_at <= now - dt.timedelta(days=SHORTEST_DAYS)
    query = select(*READ).where(proposals.c.stage == Stage.ACCEPTED, long_ago, ~reminded).order_by(proposals.c.id)
    return [Proposal(**row) for row in connection.execute(query).mappings()]
