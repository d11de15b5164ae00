"""Links that set a password: each serves once, for a while, and only the digest of its token is kept."""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Callable

from sqlalchemy import Connection, RowMapping, delete, insert, select

from domain.account import LINK_LASTS_S, LinkKind
from domain.password import check_password
from domain.person import Action, Person, require
from i18n import gettext as _
from store import outbox as letters
from store.database import Database
from store.persons import Persons, change, named, person_of, row_of_login
from store.sessions import TOKEN_BYTES, digest
from store.tables import outbox, password_links, persons

MAX_TOKEN = 64
PAUSE_S = 600
"""Between two letters that somebody asks for without having signed in."""


class LinkOver(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A link has served, is too old, or never was."""

    def __init__(self) -> None:
        super().__init__(_("Ce lien a déjà servi, ou il est trop ancien : demandez-en un autre."))


class PasswordLinks:
    """The links of a database. `clock` gives seconds since 1970.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, persons: Persons, clock: Callable[[], float] = time.time) -> None:
        self._database, self._persons, self._clock = database, persons, clock

    def make(self, person_id: str, kind: LinkKind) -> str | None:
        """Return the token of a new link, after which the former ones open nothing; None for who may have none now."""
        with self._database.writing() as connection:
            row = connection.execute(select(persons).where(persons.c.id == person_id)).mappings().one_or_none()
            return self._make(connection, person_id, kind) if row is not None and _may_have(row) else None

    def invite(self, actor: Person, login: str, kind: LinkKind, by_letter: bool) -> str | None:
        """Have a person choose a password: by a letter to their address, or by the token that is returned to be handed over.

        Raises
        ------
        UnknownPerson
            Nobody has this login.
        ValueError
            They are disabled, sign in elsewhere, or have no address to write to.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            row = row_of_login(connection, login)
            found = person_of(row)
            if not _may_have(row):
                raise ValueError(
                    _("{name} n'a pas de mot de passe à choisir : compte désactivé, ou connexion unique.").format(name=found.name)
                )
            email = row["email"] if by_letter else None
            changed = change(connection, actor, found, kind.value, {}, (None, {}))
            if email is None:
                return self._make(connection, changed.id, kind)
            letters.put_link(connection, changed, email, kind, self._now())
        return None

    def request(self, name: str) -> None:
        """Write to whoever has this login or address, if anybody; whether somebody has takes the same time and tells nothing."""
        with self._database.writing() as connection:
            row = named(connection, name)
            if row is not None and row["email"] and _may_have(row) and not self._is_recent(connection, row["id"]):
                letters.put_link(connection, person_of(row), row["email"], LinkKind.RESET, self._now())
            else:
                letters.put_nothing(connection, self._now())

    def owner(self, token: str) -> Person | None:
        """Return whose password a link sets; None for a link that opens nothing."""
        with self._database.reading() as connection:
            return self._owner(connection, token)

    def redeem(self, token: str, password: str) -> Person:
        """Set a password by a link, which serves no more; the person's sessions end, and the journal tells it.

        Raises
        ------
        LinkOver
            The link opens nothing.
        ValueError
            The password is refused; the link serves still.
        """
        owner = self.owner(token)
        if owner is None:
            raise LinkOver
        check_password(password, owner.login, (owner.name,))
        hashed = self._persons.hashed(password)
        with self._database.writing() as connection:
            found = self._owner(connection, token)
            if found is None:
                raise LinkOver
            return change(connection, found, found, "password", {"password": hashed}, (None, {}))

    def _make(self, connection: Connection, person_id: str, kind: LinkKind) -> str:
        token, now = secrets.token_urlsafe(TOKEN_BYTES), self._clock()
        oldest = now - max(LINK_LASTS_S.values())
        connection.execute(delete(password_links).where((password_links.c.person_id == person_id) | (password_links.c.made_at < oldest)))
        connection.execute(insert(password_links).values(digest=digest(token), person_id=person_id, kind=kind, made_at=now))
        return token

    def _owner(self, connection: Connection, token: str) -> Person | None:
        if not token or len(token) > MAX_TOKEN:
            return None
        joined = password_links.join(persons, password_links.c.person_id == persons.c.id)
        query = select(password_links.c.kind, password_links.c.made_at, persons).select_from(joined)
        row = connection.execute(query.where(password_links.c.digest == digest(token))).mappings().one_or_none()
        if row is None or not _may_have(row) or not 0 <= self._clock() - row["made_at"] < LINK_LASTS_S[row["kind"]]:
            return None
        return person_of(row)

    def _is_recent(self, connection: Connection, person_id: str) -> bool:
        since = self._now() - dt.timedelta(seconds=PAUSE_S)
        recent = (outbox.c.person_id == person_id) & (outbox.c.link == LinkKind.RESET) & (outbox.c.at > since)
        return connection.execute(select(outbox.c.id).where(recent).limit(1)).first() is not None

    def _now(self) -> dt.datetime:
        return dt.datetime.fromtimestamp(self._clock(), dt.UTC)


def _may_have(row: RowMapping) -> bool:
    """Say whether somebody has a password to choose: who is disabled, or known by an identity provider, has none."""
    return bool(row["active"]) and row["oidc_subject"] is None
