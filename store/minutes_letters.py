"""The minutes of a closed meeting, sent once to its participants: letters and the files that they carry."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, insert, select

from domain.meeting import Meeting, MinutesLetter
from domain.person import ACTOR_OF, PersonRole
from i18n import gettext as _
from store.meeting_tables import letter_files
from store.outbox import put_all
from store.tables import outbox, persons

ADDRESS = re.compile(r"[^\s<>()\[\],;:\"'«»]+@[^\s<>()\[\],;:\"'«»@]+\.[A-Za-z]{2,}")
WRITING_ROLES = (*ACTOR_OF, PersonRole.FACILITATOR)


def recipients(connection: Connection, meeting: Meeting) -> tuple[str, ...]:
    """Return the addresses of the active accounts that speak in meetings, then those that are written among the participants."""
    query = select(persons.c.email).where(persons.c.role.in_(WRITING_ROLES), persons.c.active.is_(True), persons.c.email.is_not(None))
    of_accounts = connection.execute(query.order_by(persons.c.login)).scalars()
    return tuple(dict.fromkeys([*of_accounts, *written_addresses(meeting.participants.values())]))


def written_addresses(texts: Iterable[str]) -> list[str]:
    """Return the e-mail addresses that some texts have, in lower case."""
    return [found.rstrip(".").lower() for text in texts for found in ADDRESS.findall(text)]


def letters_of(connection: Connection, meeting_id: str) -> tuple[MinutesLetter, ...]:
    """Return the letters that carry the minutes of a meeting; none while they were not sent."""
    names = (outbox.c.to_address, outbox.c.at, outbox.c.sent_at, outbox.c.error)
    query = select(*names).where(outbox.c.meeting_id == meeting_id).order_by(outbox.c.id)
    return tuple(MinutesLetter(**row) for row in connection.execute(query).mappings())


def put_minutes(connection: Connection, meeting: Meeting, files: Mapping[str, bytes], subject: str, body: str, at: dt.datetime) -> None:
    """Write the letters and the files that they carry.

    Raises
    ------
    ValueError
        They were sent already, or nobody has an address.
    """
    if letters_of(connection, meeting.id):
        raise ValueError(_("Le compte rendu a déjà été envoyé."))
    found = recipients(connection, meeting)
    if not found:
        raise ValueError(_("Personne n'a d'adresse électronique : écrivez-en une parmi les participants, ou dans les comptes."))
    for name, data in files.items():
        connection.execute(insert(letter_files).values(meeting_id=meeting.id, name=name, bytes=data))
    put_all(connection, found, subject, body, at, meeting.id)
