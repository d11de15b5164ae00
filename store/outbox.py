"""Letters to send: written with what they tell, in one transaction; read in the product where no mail server is set."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from sqlalchemy import Connection, delete, insert, select, update

from domain.account import LinkKind
from domain.person import Action, Person, PersonRole, can, require
from domain.proposal import ECONOMY, Act, Proposal
from i18n import N_
from i18n import gettext as _
from store.database import Database
from store.meeting_tables import letter_files
from store.proposal_rows import name_of
from store.tables import outbox, persons

MOST_TRIES = 12
MAX_ERROR = 500
REQUEST = "request"
"""What is requested of the owner of a place for a meeting."""
SUBJECTS: Mapping[str, str] = {
    Act.ACCEPT: N_("« {name} » est accepté"),
    Act.ASK: N_("« {name} » est à compléter"),
    Act.REFUSE: N_("« {name} » n'est pas retenu"),
    Act.REOPEN: N_("« {name} » est de nouveau à l'étude"),
    Act.RENEW: N_("« {name} » est à confirmer"),
    REQUEST: N_("« {name} » : une information est attendue avant une séance"),
}
LINK = "{link}"
"""Where a letter says its link, which is written as the letter leaves and is kept nowhere."""
LINK_SUBJECTS = {LinkKind.INVITE: N_("Votre accès à Convergence"), LinkKind.RESET: N_("Votre mot de passe de Convergence")}
LINK_BODIES = {
    LinkKind.INVITE: N_(
        "Bonjour {name},\n\nUn compte vous est ouvert sur Convergence. Choisissez votre mot de passe par ce lien, qui sert une fois, "
        "dans les sept jours :\n\n{link}\n\nVous vous connecterez ensuite avec cette adresse, ou l'identifiant « {login} ».\n"
    ),
    LinkKind.RESET: N_(
        "Bonjour {name},\n\nQuelqu'un, sans doute vous, a demandé un nouveau mot de passe pour Convergence. Choisissez-le par ce lien, "
        "qui sert une fois, dans l'heure :\n\n{link}\n\nSi ce n'était pas vous, ne faites rien : votre mot de passe reste le même.\n"
    ),
}
BODY = N_("Bonjour,\n\n{what}\nRéférence : {id}\n{reason}\nOuvrez Convergence pour le lire, répondre ou modifier ce lieu.\n")


@dataclass(frozen=True, slots=True)
class Email:
    """An email; `sent_at` is None while it waits, `error` is that of its last try."""

    id: int
    at: dt.datetime
    to_address: str
    subject: str
    body: str
    proposal_id: str | None
    sent_at: dt.datetime | None
    error: str | None
    tries: int
    person_id: str | None = None
    link: LinkKind | None = None
    meeting_id: str | None = None
    """The meeting whose minutes it carries."""


COLUMNS = [outbox.c[field.name] for field in fields(Email)]


def put(connection: Connection, proposal: Proposal, act: Act | str, reason: str, decider: Person, at: dt.datetime) -> None:
    """Write to each active person of the proposal's organisation who has an address, but not to whoever decided; `act` may be `REQUEST`."""
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


def put_all(
    connection: Connection, addresses: Iterable[str], subject: str, body: str, at: dt.datetime, meeting_id: str | None = None
) -> None:
    """Write the same letter to some addresses; it carries the files of a meeting where one is named."""
    for address in addresses:
        row = {"at": at, "to_address": address, "subject": subject, "body": body, "tries": 0, "meeting_id": meeting_id}
        connection.execute(insert(outbox).values(row))


def put_link(connection: Connection, person: Person, email: str, kind: LinkKind, at: dt.datetime) -> None:
    """Write to a person a letter that will carry a link."""
    body = _(LINK_BODIES[kind]).format(name=person.name, login=person.login, link=LINK)
    row = {"at": at, "to_address": email, "subject": _(LINK_SUBJECTS[kind]), "body": body, "tries": 0}
    connection.execute(insert(outbox).values(**row, person_id=person.id, link=kind))


def put_nothing(connection: Connection, at: dt.datetime) -> None:
    """Do the work of a letter to nobody, so that asking for one takes the same time for whoever has no account."""
    row = {"at": at, "to_address": "", "subject": "", "body": _(LINK_BODIES[LinkKind.RESET]), "tries": 0}
    key = connection.execute(insert(outbox).values(**row)).inserted_primary_key
    connection.execute(delete(outbox).where(outbox.c.id == (key[0] if key else 0)))


class Outbox:
    """The emails of a database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def pending(self, limit: int = 100) -> tuple[Email, ...]:
        """Return the emails to send, oldest first; not those that were tried in vain too often."""
        query = select(*COLUMNS).where(outbox.c.sent_at.is_(None), outbox.c.tries < MOST_TRIES).order_by(outbox.c.id).limit(limit)
        with self._database.reading() as connection:
            return tuple(Email(**row) for row in connection.execute(query).mappings())

    def files(self, email: Email) -> Mapping[str, bytes]:
        """Return the files that an email carries, by name."""
        if email.meeting_id is None:
            return {}
        query = select(letter_files.c.name, letter_files.c.bytes).where(letter_files.c.meeting_id == email.meeting_id)
        with self._database.reading() as connection:
            return {str(name): bytes(data) for name, data in connection.execute(query.order_by(letter_files.c.id))}

    def sent(self, email_id: int) -> None:
        """Note that an email has left."""
        now = dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            values = {"sent_at": now, "error": None, "tries": outbox.c.tries + 1}
            connection.execute(update(outbox).where(outbox.c.id == email_id, outbox.c.sent_at.is_(None)).values(values))

    def failed(self, email_id: int, error: str) -> None:
        """Note that an email could not leave; it waits for the next try."""
        with self._database.writing() as connection:
            values = {"error": error[:MAX_ERROR], "tries": outbox.c.tries + 1}
            connection.execute(update(outbox).where(outbox.c.id == email_id, outbox.c.sent_at.is_(None)).values(values))

    def give_up(self, email_id: int, error: str) -> None:
        """Note that an email will not leave, and why."""
        with self._database.writing() as connection:
            connection.execute(update(outbox).where(outbox.c.id == email_id).values(error=error[:MAX_ERROR], tries=MOST_TRIES))

    def list(self, person: Person, limit: int = 200) -> tuple[Email, ...]:
        """Return the latest emails, newest first, to those who decide; letters about accounts to those who manage them alone.

        Raises
        ------
        NotAllowed
            The person is not one of them.
        """
        require(person, Action.MODERATE)
        with self._database.reading() as connection:
            query = select(*COLUMNS).order_by(outbox.c.id.desc()).limit(limit)
            if not can(person, Action.MANAGE_PERSONS):
                query = query.where(outbox.c.person_id.is_(None))
            return tuple(Email(**row) for row in connection.execute(query).mappings())
