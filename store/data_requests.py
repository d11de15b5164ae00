"""What a meeting requests of the owner of a place: a message and a letter, once until the place is told anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from sqlalchemy import Connection, func, select

from domain.person import Person
from i18n import gettext as _
from i18n.numbers import day
from store import messages, outbox
from store.outbox import REQUEST
from store.proposal_rows import one
from store.tables import messages as messages_table
from store.tables import proposals


def pending(connection: Connection, proposal_ids: Collection[str]) -> Mapping[str, dt.datetime]:
    """Return when each of some places was last asked about, of those that were not told anew since; by id."""
    when = func.max(messages_table.c.at)
    query = (
        select(messages_table.c.proposal_id, when)
        .join(proposals, proposals.c.id == messages_table.c.proposal_id)
        .where(messages_table.c.kind == REQUEST, messages_table.c.at > proposals.c.updated_at, proposals.c.id.in_(proposal_ids))
        .group_by(messages_table.c.proposal_id)
    )
    return {str(row[0]): row[1] for row in connection.execute(query)}


def send(connection: Connection, person: Person, proposal_id: str, text: str, now: dt.datetime) -> None:
    """Write a request to the owner of a place that the person reads.

    Raises
    ------
    NotFound
        The place is not theirs to read.
    ValueError
        It was requested already, and the place was not told anew since.
    """
    connection.execute(select(proposals.c.id).where(proposals.c.id == proposal_id).with_for_update())
    current, before = one(connection, person, proposal_id), pending(connection, [proposal_id])
    if before:
        raise ValueError(_("Déjà demandé le {day} : son propriétaire n'a pas encore répondu.").format(day=day(before[proposal_id].date())))
    messages.add(connection, person, current, text, REQUEST)
    outbox.put(connection, current, REQUEST, text, person, now)
