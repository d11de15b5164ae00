"""Commitments: made in a meeting, followed after it; each writing with its journal row, over the version that was seen alone."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.commitment import Commitment, checked_commitment, commitment_of
from domain.person import Action, NotAllowed, Person, require, speaks_for
from i18n import gettext as _
from store import journal
from store.database import Database
from store.meeting_tables import commitments, meetings
from store.meetings import ID_BYTES, NotFound


class CommitmentChanged(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else wrote first: `current` is what they wrote."""

    def __init__(self, current: Commitment) -> None:
        super().__init__(_("Quelqu'un d'autre vient de modifier cet engagement : relisez-le, puis enregistrez de nouveau."))
        self.current = current


class Commitments:
    """The commitments of a database. The facilitator writes them all, each actor its own.

    Every method raises `NotAllowed` for whoever may not, and `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person, meeting_id: str | None = None) -> tuple[Commitment, ...]:
        """Return those of a meeting, or all, the first deadline first."""
        require(person, Action.READ_MEETINGS)
        query = select(commitments)
        if meeting_id is not None:
            query = query.where(commitments.c.meeting_id == meeting_id)
        with self._database.reading() as connection:
            found = [commitment_of(dict(row)) for row in connection.execute(query.order_by(commitments.c.created_at)).mappings()]
        return tuple(sorted(found, key=lambda one: one.deadline or dt.date.max))

    def create(self, person: Person, meeting_id: str, given: Mapping[str, Any]) -> Commitment:
        """Write down a new commitment of a meeting.

        Raises
        ------
        NotFound
            There is no such meeting.
        ValueError
            A field is refused.
        """
        content, now, key = checked_commitment(given), dt.datetime.now(dt.UTC), secrets.token_urlsafe(ID_BYTES)
        _require(person, content["actor"])
        row = {"id": key, "meeting_id": meeting_id, "author": person.name or None, "content": content, "version": 1}
        with self._database.writing() as connection:
            if connection.execute(select(meetings.c.id).where(meetings.c.id == meeting_id)).first() is None:
                raise NotFound(_("Cette séance n'existe pas."))
            connection.execute(insert(commitments).values(**row, created_at=now, updated_at=now))
            journal.append_by(connection, person, "create", now, None, content, commitment_id=key)
            return _one(connection, key)

    def write(self, person: Person, commitment_id: str, version: int, given: Mapping[str, Any]) -> Commitment:
        """Change what is given of a commitment as it was seen, at `version`; what changes nothing writes nothing.

        Raises
        ------
        CommitmentChanged
            The stored version is another one.
        NotFound
            There is no such commitment.
        ValueError
            A field is refused.
        """
        with self._database.writing() as connection:
            row = _row(connection, commitment_id)
            current, before = commitment_of(row), dict(row["content"])
            content = checked_commitment({**before, **given})
            _require(person, current.actor)
            _require(person, content["actor"])
            if current.version != version:
                raise CommitmentChanged(current)
            changed = {field: value for field, value in content.items() if before.get(field) != value}
            if not changed:
                return current
            now = dt.datetime.now(dt.UTC)
            same = (commitments.c.id == commitment_id) & (commitments.c.version == version)
            values = {"content": content, "version": version + 1, "updated_at": now}
            if connection.execute(update(commitments).where(same).values(values)).rowcount != 1:
                raise CommitmentChanged(_one(connection, commitment_id))
            was = {field: before.get(field) for field in changed}
            journal.append_by(connection, person, "edit", now, was, changed, commitment_id=commitment_id)
            return _one(connection, commitment_id)


def _require(person: Person, actor: str) -> None:
    require(person, Action.TAKE_POSITION)
    if not speaks_for(person, actor):
        raise NotAllowed(_("Vous écrivez les engagements de votre organisation seule."))


def _row(connection: Connection, commitment_id: str) -> dict[str, Any]:
    row = connection.execute(select(commitments).where(commitments.c.id == commitment_id)).mappings().one_or_none()
    if row is None:
        raise NotFound(_("Cet engagement n'existe pas."))
    return dict(row)


def _one(connection: Connection, commitment_id: str) -> Commitment:
    return commitment_of(_row(connection, commitment_id))
