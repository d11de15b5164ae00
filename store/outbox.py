"""Letters to send: written with what they tell, in one transaction; read in the product where no mail server is set."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import Connection, insert, select, update

from domain.person import Action, Person, PersonRole, require
from domain.proposal import ECONOMY, Act, Proposal
from i18n import N_
from i18n import gettext as _
from store.database import Database
from store.proposal_rows import name_of
from store.tables import outbox, persons

MOST_TRIES = 12
MAX_ERROR = 500
SUBJECTS = {
    Act.ACCEPT: N_("« {name} » est accepté"),
    Act.ASK: N_("« {name} » est à compléter"),
    Act.REFUSE: N_("« {name} » n'est pas retenu"),
    Act.REOPEN: N_("« {name} » est de nouveau à l'étude"),
    Act.RENEW: N_("« {name} » est à confirmer"),
}
BODY = N_("Bonjour,\n\n{what}\nRéférence : {id}\n{reason}\nOuvrez Convergence pour le lire, répondre ou modifier ce lieu.\n")


@dataclass(frozen=True, slots=True)
class Email:
    """A letter; `sent_at` is None while it waits, `error` is that of its last try."""

    id: int
    at: dt.datetime
    to_address: str
    subject: str
    body: str
    proposal_id: str | None
    sent_at: dt.datetime | None
    error: str | None
    tries: int


COLUMNS = [outbox.c[field.name] for field in fields(Email)]


def put(connection: Connection, proposal: Proposal, act: Act, reason: str, decider: Person, at: dt.datetime) -> None:
    """Write to each active person of the proposal's organisation who has an address, but not to whoever decided."""
    theirs = persons.c.role == PersonRole.ECONOMY
    if proposal.organisation != ECONOMY:
        theirs = (persons.c.role == PersonRole.LANDLORD) & (persons.c.landlord == proposal.organisation)
    query = select(persons.c.email).where(theirs, persons.c.active.is_(True), persons.c.email.is_not(None), persons.c.id != decider.id)
    addresses = connection.execute(query.order_by(persons.c.login)).scalars().all()
    subject = _(SUBJECTS[act]).format(name=name_of(proposal.content, proposal.id))
    why = "\n" + _("Motif : {reason}").format(reason=reason) + "\n" if reason else ""
    body = _(BODY).format(what=subject + ".", id=proposal.id, reason=why)
    common = {"at": at, "subject": subject, "body": body, "proposal_id": proposal.id, "tries": 0}
    for address in dict.fromkeys(addresses):
        connection.execute(insert(outbox).values(to_address=address, **common))


class Outbox:
    """The letters of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, limit: int = 100) -> tuple[Email, ...]:
        """Return the letters to send, oldest first; not those that were tried in vain too often."""
        query = select(*COLUMNS).where(outbox.c.sent_at.is_(None), outbox.c.tries < MOST_TRIES).order_by(outbox.c.id).limit(limit)
        with self._database.reading() as connection:
            return tuple(Email(**row) for row in connection.execute(query).mappings())

    def sent(self, letter_id: int) -> None:
        """Note that a letter has left."""
        now = dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            values = {"sent_at": now, "error": None, "tries": outbox.c.tries + 1}
            connection.execute(update(outbox).where(outbox.c.id == letter_id, outbox.c.sent_at.is_(None)).values(values))

    def failed(self, letter_id: int, error: str) -> None:
        """Note that a letter could not leave; it waits for the next try."""
        with self._database.writing() as connection:
            values = {"error": error[:MAX_ERROR], "tries": outbox.c.tries + 1}
            connection.execute(update(outbox).where(outbox.c.id == letter_id, outbox.c.sent_at.is_(None)).values(values))

    def list(self, person: Person, limit: int = 200) -> tuple[Email, ...]:
        """Return the latest letters, newest first, to those who decide.

        Raises
        ------
        NotAllowed
            The person is not one of them.
        """
        require(person, Action.MODERATE)
        with self._database.reading() as connection:
            query = select(*COLUMNS).order_by(outbox.c.id.desc()).limit(limit)
            return tuple(Email(**row) for row in connection.execute(query).mappings())
