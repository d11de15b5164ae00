"""Identities: which person an identity provider means, and how the two are tied; never a person made by it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, delete, select, update

from domain.person import Action, Person, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.persons import PERSON_COLUMNS, UnknownPerson, person_of
from store.tables import persons, sessions


class OtherIdentity(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """The account of this address is tied to another identity, or there is more than one such account."""


class Identities:
    """The identities of a database's persons. Each write and its journal row are one transaction.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def person(self, issuer: str, subject: str, email: str | None) -> Person | None:
        """Return the active person whom a provider means; None when nobody may sign in so.

        The first time, the person is found by a verified e-mail address, and tied to the identity from then on: a later change of
        address, here or there, changes nothing.

        Parameters
        ----------
        email
            An address that the provider has verified; None when it has not.

        Raises
        ------
        OtherIdentity
            The address is of a person who is tied to another identity, or of several persons.
        """
        own = (persons.c.oidc_issuer == issuer) & (persons.c.oidc_subject == subject)
        with self._database.reading() as connection:
            known = connection.execute(select(*PERSON_COLUMNS).where(own)).mappings().one_or_none()
        if known is not None:
            return person_of(known) if known["active"] else None
        return None if not email else self._tie(issuer, subject, email.strip().lower())

    def untie(self, actor: Person, login: str) -> Person:
        """Forget a person's identity, so that the next one with their address is tied; they are signed out everywhere.

        Raises
        ------
        UnknownPerson
            Nobody has this login, or they have no identity.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            query = select(persons.c.oidc_issuer, persons.c.oidc_subject, *PERSON_COLUMNS).where(persons.c.login == login.strip().lower())
            row = connection.execute(query).mappings().one_or_none()
            if row is None or row["oidc_subject"] is None:
                raise UnknownPerson(_("« {login} » n'a pas d'identité liée.").format(login=login.strip()))
            before = {"oidc_issuer": row["oidc_issuer"], "oidc_subject": row["oidc_subject"]}
            found = person_of(row)
            return _change(connection, actor, found, "untie", before, dict.fromkeys(before))

    def _tie(self, issuer: str, subject: str, email: str) -> Person | None:
        with self._database.writing() as connection:
            query = select(persons.c.oidc_subject, *PERSON_COLUMNS).where((persons.c.email == email) & persons.c.active.is_(True)).limit(2)
            found = connection.execute(query).mappings().all()
            if not found:
                return None
            if len(found) > 1 or found[0]["oidc_subject"] is not None:
                raise OtherIdentity
            person = person_of(found[0])
            return _change(connection, person, person, "tie", None, {"oidc_issuer": issuer, "oidc_subject": subject})


def _change(
    connection: Connection, actor: Person, found: Person, action: str, before: dict[str, str] | None, after: dict[str, str | None]
) -> Person:
    """Write the next version of a person and tell it, in the connection's transaction; their sessions end."""
    now, version = dt.datetime.now(dt.UTC), found.version + 1
    connection.execute(update(persons).where(persons.c.id == found.id).values(**after, version=version, updated_at=now))
    connection.execute(delete(sessions).where(sessions.c.person_id == found.id))
    journal.append(connection, action, None, now, actor.name, before, after, found.id, actor.id)
    return Person(found.id, found.login, found.name, found.role, found.landlord, found.active, version)
