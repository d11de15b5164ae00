"""What proposers and those who decide say to each other about a proposal; rows are only ever added."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, insert, or_, select, update

from domain.person import Person
from domain.proposal import ECONOMY, MAX_TEXT, Act, Proposal, clean_text, decides, organisation_of
from i18n import gettext as _
from store.proposal_rows import later, owned
from store.tables import messages, proposals

MESSAGE, DECISION, NOTE = "message", "decision", "note"


@dataclass(frozen=True, slots=True)
class Message:
    """A message, the reason of a decision (`act` says which) or an internal note. `organisation` is the author's."""

    id: int
    proposal_id: str
    at: dt.datetime
    author: str
    author_id: str
    organisation: str
    text: str
    kind: str
    act: Act | None
    is_internal: bool


COLUMNS = [messages.c[field.name] for field in fields(Message)]


def side_of(person: Person) -> str | None:
    """Return the organisation for which a person writes: those who decide are one side."""
    return ECONOMY if decides(person) else organisation_of(person)


def heard(person: Person) -> ColumnElement[bool]:
    """Return the condition of the messages that a person reads, of a proposal that they read."""
    return messages.c.is_internal.is_(False) | (messages.c.organisation == side_of(person))


def add(connection: Connection, person: Person, proposal: Proposal, text: str, kind: str, act: Act | None = None) -> Message:
    """Add a message of a person who reads the proposal.

    Raises
    ------
    ValueError
        The text is empty (unless a decision needs none), too long, or holds control characters.
    """
    clean = clean_text(text, MAX_TEXT)
    if not clean and kind != DECISION:
        raise ValueError(_("Message vide : rien n'a été envoyé."))
    last = connection.execute(select(func.max(messages.c.at)).where(messages.c.proposal_id == proposal.id)).scalar()
    at = later(max(proposal.updated_at, last or proposal.updated_at))
    row: dict[str, Any] = {"author": person.name, "author_id": person.id, "organisation": side_of(person) or ""}
    row |= {"proposal_id": proposal.id, "at": at, "text": clean, "kind": kind, "act": act, "is_internal": kind == NOTE}
    key = connection.execute(insert(messages).values(row)).inserted_primary_key
    return Message(id=int(key[0]) if key else 0, **row)


def of_proposal(connection: Connection, person: Person, proposal_id: str) -> tuple[Message, ...]:
    """Return what a person hears of a proposal that they read, oldest first."""
    query = select(*COLUMNS).where(messages.c.proposal_id == proposal_id, heard(person)).order_by(messages.c.id)
    return tuple(Message(**row) for row in connection.execute(query).mappings())


def mark_seen(connection: Connection, person: Person, proposal: Proposal) -> None:
    """Note that the person's organisation has read all there is; nothing for whoever reads as one who decides."""
    seen_at = later(max(proposal.updated_at, proposal.seen_at or proposal.updated_at))
    connection.execute(update(proposals).where(proposals.c.id == proposal.id, owned(person)).values(seen_at=seen_at))


def with_news(connection: Connection, person: Person) -> frozenset[str]:
    """Return the ids of the organisation's proposals of which somebody else has said something since they were last opened."""
    answered = exists().where(
        messages.c.proposal_id == proposals.c.id,
        messages.c.author_id != person.id,
        heard(person),
        or_(proposals.c.seen_at.is_(None), messages.c.at > proposals.c.seen_at),
    )
    return frozenset(connection.execute(select(proposals.c.id).where(owned(person), answered)).scalars())
