"""Requests for an account, by people who have none; they wait for the facilitator's answer, few at a time, and not for ever."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields

from sqlalchemy import Connection, delete, func, insert, select

from domain.account import REQUEST_LASTS_DAYS, RequestDraft
from domain.person import Action, Person, PersonRole, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.sessions import digest
from store.tables import account_requests

MOST, MOST_OF_ADDRESS = 200, 5
"""Requests that wait, in all and of one network address."""


class TooManyRequests(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """As many requests wait as may; the sentence says what to do."""


class RequestGone(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """Nothing waits under this number."""


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """A request that waits."""

    id: int
    at: dt.datetime
    name: str
    email: str
    organisation: str
    role: PersonRole
    word: str


COLUMNS = [account_requests.c[field.name] for field in fields(AccountRequest)]


class AccountRequests:
    """The requests of a database. What is granted or refused is taken away: nothing stays of who asked in vain.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, draft: RequestDraft, address: str) -> None:
        """Keep a request; nothing for an address of which one waits already, and nothing tells whether it has an account.

        Raises
        ------
        TooManyRequests
            Too many wait, in all or from one network address.
        """
        now, origin = dt.datetime.now(dt.UTC), digest(f"request:{address}")
        values = {"name": draft.name, "email": draft.email, "organisation": draft.organisation, "role": draft.role, "word": draft.word}
        with self._database.writing() as connection:
            connection.execute(delete(account_requests).where(account_requests.c.at < now - dt.timedelta(days=REQUEST_LASTS_DAYS)))
            if _count(connection) >= MOST or _count(connection, origin) >= MOST_OF_ADDRESS:
                raise TooManyRequests(_("Trop de demandes attendent une réponse : recommencez plus tard, ou écrivez à l'animation."))
            if connection.execute(select(account_requests.c.id).where(account_requests.c.email == draft.email)).first() is None:
                connection.execute(insert(account_requests).values(at=now, origin=origin, **values))

    def list(self, actor: Person) -> tuple[AccountRequest, ...]:
        """Return the requests that wait, oldest first."""
        require(actor, Action.MANAGE_PERSONS)
        with self._database.reading() as connection:
            rows = connection.execute(select(*COLUMNS).order_by(account_requests.c.id)).mappings()
            return tuple(AccountRequest(**row) for row in rows)

    def refuse(self, actor: Person, request_id: int) -> None:
        """Take a request away; the journal tells that one was refused, for which role and organisation, and not whose.

        Raises
        ------
        RequestGone
            It waits no more.
        """
        require(actor, Action.MANAGE_PERSONS)
        with self._database.writing() as connection:
            row = connection.execute(select(*COLUMNS).where(account_requests.c.id == request_id)).mappings().one_or_none()
            if row is None:
                raise RequestGone(_("Cette demande n'attend plus : quelqu'un y a répondu."))
            connection.execute(delete(account_requests).where(account_requests.c.id == request_id))
            after = {"role": row["role"], "organisation": row["organisation"]}
            journal.append(connection, "refuse_account", None, dt.datetime.now(dt.UTC), actor.name, None, after, None, actor.id)


def _count(connection: Connection, origin: str | None = None) -> int:
    query = select(func.count()).select_from(account_requests)
    return int(connection.execute(query if origin is None else query.where(account_requests.c.origin == origin)).scalar_one())
