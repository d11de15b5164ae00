"""Pages that everybody may read: published and withdrawn by the facilitator, each time with its journal row."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.commitment import Commitment, commitment_of
from domain.person import Action, Person, require
from domain.public_page import PublicKind, PublicPage, Subject
from i18n import gettext as _
from store import journal
from store.database import Database
from store.meeting_tables import commitments, meeting_archives, public_pages
from store.meetings import ID_BYTES


class NoPage(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """No page was ever at this address."""


class Withdrawn(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """A page was there, and is no longer public."""


@dataclass(frozen=True)
class PublicRecord:
    """A page with what is stored of a decision: the archive that closed its meeting, and its commitments as they are now."""

    page: PublicPage
    archive: bytes = b""
    commitments: tuple[Commitment, ...] = ()


class PublicPages:
    """The public pages of a database; `store.database.StoreUnavailable` when it cannot do what is asked."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person) -> tuple[PublicPage, ...]:
        """Return every page, withdrawn ones included, the latest first; raises NotAllowed."""
        require(person, Action.PUBLISH)
        with self._database.reading() as connection:
            rows = connection.execute(select(public_pages).order_by(public_pages.c.published_at.desc())).mappings()
            return tuple(_page(dict(row)) for row in rows)

    def publish(self, person: Person, subject: Subject, title: str) -> PublicPage:
        """Publish a decision or a scenario; one that was published before has the same address again.

        Raises
        ------
        NotAllowed
            The person does not publish.
        ValueError
            The meeting of the decision is not closed.
        """
        require(person, Action.PUBLISH)
        now = dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            if subject.kind is PublicKind.DECISION and not _archive(connection, subject.meeting):
                raise ValueError(_("Cette séance n'est pas close : une décision se publie une fois la séance close."))
            found = connection.execute(select(public_pages).where(public_pages.c.subject == subject.code)).mappings().one_or_none()
            values = {"title": title, "published_at": now, "withdrawn_at": None}
            if found is None:
                key = secrets.token_urlsafe(ID_BYTES)
                connection.execute(insert(public_pages).values(id=key, subject=subject.code, **values))
            elif found["withdrawn_at"] is None:
                return _page(dict(found))
            else:
                key = found["id"]
                connection.execute(update(public_pages).where(public_pages.c.id == key).values(values))
            _tell(connection, person, "publish", now, key, title)
            return PublicPage(key, subject, title, now, None)

    def withdraw(self, person: Person, page_id: str) -> None:
        """Take a page back; nothing where it is not public. Raises NotAllowed."""
        require(person, Action.PUBLISH)
        now = dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            shown = (public_pages.c.id == page_id) & public_pages.c.withdrawn_at.is_(None)
            title = connection.execute(select(public_pages.c.title).where(shown)).scalar_one_or_none()
            if title is not None:
                connection.execute(update(public_pages).where(shown).values(withdrawn_at=now))
                _tell(connection, person, "withdraw", now, page_id, title)

    def get(self, page_id: str) -> PublicRecord:
        """Return what anybody may read of a page.

        Raises
        ------
        NoPage, Withdrawn
            There is none at this address; there is none any more.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(public_pages).where(public_pages.c.id == page_id)).mappings().one_or_none()
            if row is None:
                raise NoPage(_("Aucune page n'est publiée à cette adresse."))
            page = _page(dict(row))
            if page.withdrawn_at is not None:
                raise Withdrawn(_("Cette page n'est plus publique."))
            if page.subject.kind is PublicKind.SCENARIO:
                return PublicRecord(page)
            made = select(commitments).where(commitments.c.meeting_id == page.subject.meeting).order_by(commitments.c.created_at)
            found = (commitment_of(dict(one)) for one in connection.execute(made).mappings())
            own = tuple(one for one in found if one.decision == page.subject.decision)
            return PublicRecord(page, _archive(connection, page.subject.meeting), own)


def _archive(connection: Connection, meeting_id: str) -> bytes:
    column = meeting_archives.c
    query = select(column.bytes).where(column.meeting_id == meeting_id, column.kind == "closing")
    return bytes(connection.execute(query).scalar_one_or_none() or b"")


def _tell(connection: Connection, person: Person, action: str, at: dt.datetime, page_id: str, title: str) -> None:
    journal.append_by(connection, person, action, at, None, {"name": title, "page": f"/public/{page_id}"})


def _page(row: Mapping[str, Any]) -> PublicPage:
    return PublicPage(row["id"], Subject.parse(row["subject"]), row["title"], row["published_at"], row["withdrawn_at"])
