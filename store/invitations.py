"""Invitations: made, read and taken back; only the digest of each token is kept, and it is shown once."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any

from sqlalchemy import RowMapping, func, insert, select, update

from domain.invitation import DAY_S, LASTS_DAYS, Invitation
from domain.limits import MAX_NAME
from domain.person import Action, Person, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.sessions import TOKEN_BYTES, digest
from store.tables import invitations

HANDLE = 10
MAX_TOKEN = 64


class InvitationOver(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """A link opens nothing: it is too old, was taken back, or never was; they do not learn which."""

    def __init__(self) -> None:
        super().__init__(_("Ce lien n'ouvre rien : il est trop ancien, ou il a été retiré. Demandez-en un autre à qui vous l'a donné."))


class Invitations:
    """The invitations of a database. Making one and taking it back is told by the journal. `clock` gives seconds since 1970.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, clock: Callable[[], float] = time.time) -> None:
        self._database, self._clock = database, clock

    def make(self, actor: Person, organisation: str, name: str, days: int, known: Collection[str]) -> str:
        """Make an invitation for one of the `known` organisations, and return its token: nothing here remembers it.

        Raises
        ------
        NotAllowed
            The person invites nobody.
        ValueError
            The organisation is unknown, nobody is named, or it would last otherwise than offered; a sentence.
        """
        require(actor, Action.INVITE)
        label = " ".join(name.split())[:MAX_NAME]
        if organisation not in known:
            raise ValueError(_("Bailleur : choisissez-en un dans la liste."))
        if not label:
            raise ValueError(_("Dites à qui ce lien est destiné : un nom est attendu."))
        if days not in LASTS_DAYS:
            raise ValueError(_("Durée : choisissez-en une dans la liste."))
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        ends_at = now + days * DAY_S
        with self._database.writing() as connection:
            who = {"author": actor.name, "author_id": actor.id}
            times = {"made_at": now, "ends_at": ends_at}
            connection.execute(insert(invitations).values(digest=digest(token), organisation=organisation, name=label, **who, **times))
            after = {"name": label, "organisation": organisation, "until": dt.datetime.fromtimestamp(ends_at, dt.UTC).date().isoformat()}
            journal.append_row(connection, self._row(actor, "invitation", after))
        return token

    def revoke(self, actor: Person, handle: str) -> None:
        """Take an invitation back, named as `list` does; nothing for one that was."""
        require(actor, Action.INVITE)
        with self._database.writing() as connection:
            wanted = (func.substr(invitations.c.digest, 1, HANDLE) == handle) & invitations.c.revoked_at.is_(None)
            row = connection.execute(select(invitations).where(wanted)).mappings().one_or_none()
            if row is not None:
                connection.execute(update(invitations).where(invitations.c.digest == row["digest"]).values(revoked_at=self._clock()))
                after = {"name": row["name"], "organisation": row["organisation"]}
                journal.append_row(connection, self._row(actor, "uninvitation", after))

    def list(self, actor: Person) -> tuple[Invitation, ...]:
        """Return every invitation, the latest first; raises NotAllowed."""
        require(actor, Action.INVITE)
        with self._database.reading() as connection:
            rows = connection.execute(select(invitations).order_by(invitations.c.made_at.desc(), invitations.c.digest)).mappings().all()
        return tuple(_invitation(row) for row in rows)

    def open(self, token: str) -> Invitation:
        """Return the invitation of a token; raises InvitationOver for one that opens nothing."""
        if not token or len(token) > MAX_TOKEN:
            raise InvitationOver
        with self._database.reading() as connection:
            row = connection.execute(select(invitations).where(invitations.c.digest == digest(token))).mappings().one_or_none()
        if row is None:
            raise InvitationOver
        found = _invitation(row)
        if not found.is_open(self._clock()):
            raise InvitationOver
        return found

    def _row(self, actor: Person, action: str, after: Mapping[str, Any]) -> dict[str, Any]:
        at = dt.datetime.fromtimestamp(self._clock(), dt.UTC)
        return {"at": at, "action": action, "author": actor.name or None, "author_id": actor.id, "before": None, "after": dict(after)}


def _invitation(row: RowMapping) -> Invitation:
    fields = ("organisation", "name", "author", "made_at", "ends_at", "revoked_at")
    return Invitation(row["digest"][:HANDLE], *(row[name] for name in fields))
