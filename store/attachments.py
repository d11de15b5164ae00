"""Photographs and documents of proposals, kept in the database: one backup holds all; taken away from sight, never deleted."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from domain.person import Person
from domain.proposal import PHOTOS, Content, Proposal, clean_text
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from store.database import Database
from store.proposal_rows import Illegal, NotFound, is_published, later, owned, readable, write
from store.proposal_writing import Row, difference, editable, tell
from store.quotas import Quotas, Usage
from store.tables import attachments, proposals

PHOTO, DOCUMENT = "photo", "document"
MAX_NAME, MAX_CAPTION, ID_BYTES = 120, 300, 15


@dataclass(frozen=True, slots=True)
class Cap:
    """What one proposal may have of a kind; `stored` counts what was taken away too."""

    shown: int
    stored: int
    size: int
    too_many: str
    too_big: str


CAPS: Mapping[str, Cap] = MappingProxyType(
    {
        PHOTO: Cap(12, 48, 600_000, N_("{most} photos au plus par lieu."), N_("Photo trop lourde : {most} octets au plus.")),
        DOCUMENT: Cap(8, 32, 5_000_000, N_("{most} documents au plus par lieu."), N_("Document trop lourd : {most} octets au plus.")),
    }
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A photograph or a document, without its bytes.

    Attributes
    ----------
    size : in bytes; `width` and `height` in pixels, None for a document.
    removed_at : when it was taken away from sight; None while it is shown.
    name, author : empty for whoever sees a photograph as everybody does.
    is_public : whether everybody sees it: a photograph of what was accepted.
    version : that of the proposal now: a change of its attachments counts as one.
    """

    id: str
    proposal_id: str
    kind: str
    name: str
    media_type: str
    size: int
    width: int | None
    height: int | None
    sha256: str
    caption: str
    removed_at: dt.datetime | None
    at: dt.datetime
    author: str
    is_public: bool
    version: int


_ELSEWHERE = {"is_public", "version"}
COLUMNS = [attachments.c[field.name] for field in fields(Attachment) if field.name not in _ELSEWHERE]


class Attachments:
    """The attachments of a database. `person` is who asks; answers are those of `store.proposals.Proposals`."""

    def __init__(self, database: Database, quotas: Quotas | None = None) -> None:
        self._database = database
        self._quotas = quotas or Quotas()

    def add(
        self,
        person: Person,
        proposal_id: str,
        kind: str,
        name: str,
        media_type: str,
        data: bytes,
        width: int | None = None,
        height: int | None = None,
        caption: str = "",
    ) -> Attachment:
        """Attach bytes that have been checked and, for a photograph, encoded anew.

        A photograph is shown to everybody once the proposal is accepted with it.

        Raises
        ------
        NotFound, NotAllowed, Illegal
            The proposal is not the person's to read, to change, or to change now.
        ValueError
            There are too many, it is too big, its name or caption is refused, or the organisation keeps all that it may.
        """
        cap = _cap(kind)
        if not 0 < len(data) <= cap.size:
            raise ValueError(_(cap.too_big).format(most=number(cap.size)))
        values = {"name": clean_text(name, MAX_NAME), "caption": clean_text(caption, MAX_CAPTION), "media_type": media_type}
        with self._database.writing() as connection:
            current = editable(connection, person, proposal_id)
            _check_room(connection, proposal_id, kind)
            self._quotas.check(connection, current.organisation, Usage(0, len(data)))
            key = secrets.token_urlsafe(ID_BYTES)
            row: Row = {"id": key, "proposal_id": proposal_id, "kind": kind, "bytes": data, **values}
            row |= {"size": len(data), "width": width, "height": height, "sha256": hashlib.sha256(data).hexdigest()}
            row |= {"at": later(current.updated_at), "author": person.name, "author_id": person.id}
            connection.execute(insert(attachments).values(row))
            content = _with(current.content, key) if kind == PHOTO else current.content
            _count(connection, person, current, row, "attach", {"content": content})
            return _one(connection, person, key)

    def list(self, person: Person, proposal_id: str, removed: bool = False) -> tuple[Attachment, ...]:
        """Return what a person sees of a proposal, oldest first; those taken away are for its organisation, when asked for.

        Raises
        ------
        NotFound
            The person neither reads the proposal nor sees it among what everybody sees.
        """
        with self._database.reading() as connection:
            seen = readable(person) | is_published()
            if connection.execute(select(proposals.c.id).where(proposals.c.id == proposal_id, seen)).first() is None:
                raise NotFound(_("Ce lieu n'existe pas, ou n'est pas à vous."))
            found = connection.execute(_query(person).where(attachments.c.proposal_id == proposal_id)).mappings().all()
        shown = [row for row in found if _is_seen(row)]
        return tuple(_attachment(row) for row in shown if removed or row["removed_at"] is None)

    def read(self, person: Person, attachment_id: str) -> tuple[Attachment, bytes]:
        """Return an attachment with its bytes.

        Raises
        ------
        NotFound
            There is none, it was taken away, or it is not the person's to see: they do not learn which.
        """
        with self._database.reading() as connection:
            found = _one(connection, person, attachment_id)
            data = connection.execute(select(attachments.c.bytes).where(attachments.c.id == attachment_id)).scalar_one()
            return found, bytes(data)

    def remove(self, person: Person, attachment_id: str) -> Attachment:
        """Take an attachment away from everybody's sight, at once; nothing is written when it already is.

        Raises
        ------
        NotFound, NotAllowed, Illegal
            The attachment or its proposal is not the person's to read, to change, or to change now.
        """
        with self._database.writing() as connection:
            found, current = self._found(connection, person, attachment_id)
            if found.removed_at is not None:
                return found
            now = later(current.updated_at)
            connection.execute(update(attachments).where(attachments.c.id == found.id).values(removed_at=now))
            values = {"content": _without(current.content, found.id)}
            if current.published is not None and found.is_public:
                values["published"] = _without(current.published, found.id)
            _count(connection, person, current, {"id": found.id, "name": found.name}, "remove", values)
            return _one(connection, person, attachment_id)

    def restore(self, person: Person, attachment_id: str) -> Attachment:
        """Bring an attachment back; a photograph is shown to everybody once it is accepted again.

        Raises
        ------
        NotFound, NotAllowed, Illegal
            As for `remove`.
        ValueError
            There are too many.
        """
        with self._database.writing() as connection:
            found, current = self._found(connection, person, attachment_id)
            if found.removed_at is None:
                return found
            _check_room(connection, current.id, found.kind, already=1)
            connection.execute(update(attachments).where(attachments.c.id == found.id).values(removed_at=None))
            content = _with(current.content, found.id) if found.kind == PHOTO else current.content
            _count(connection, person, current, {"id": found.id, "name": found.name}, "restore", {"content": content})
            return _one(connection, person, attachment_id)

    def describe(self, person: Person, attachment_id: str, caption: str) -> Attachment:
        """Change the caption of an attachment; nothing is written when it is the same.

        Raises
        ------
        NotFound, NotAllowed, Illegal
            As for `remove`; also when everybody sees the photograph: what they read was accepted as it is.
        ValueError
            The caption is refused.
        """
        text = clean_text(caption, MAX_CAPTION)
        with self._database.writing() as connection:
            found, current = self._found(connection, person, attachment_id)
            if text == found.caption:
                return found
            if found.is_public:
                raise Illegal(_("Cette photo est publiée avec sa légende : pour la changer, retirez la photo et ajoutez-la de nouveau."))
            connection.execute(update(attachments).where(attachments.c.id == found.id).values(caption=text))
            values: Row = {"version": current.version + 1, "updated_at": later(current.updated_at)}
            about = {"attachment": found.id, "name": found.name}
            tell(connection, person, current, values, "caption", {**about, "caption": found.caption}, {**about, "caption": text})
            write(connection, person, current, values)
            return _one(connection, person, attachment_id)

    def check(self, person: Person, proposal_id: str, kind: str | None = None) -> None:
        """Raise what `add` would before it looks at the bytes; without `kind`, whatever there is room for."""
        with self._database.reading() as connection:
            editable(connection, person, proposal_id)
            if kind is not None:
                _check_room(connection, proposal_id, kind)

    def _found(self, connection: Connection, person: Person, attachment_id: str) -> tuple[Attachment, Proposal]:
        found = _one(connection, person, attachment_id)
        return found, editable(connection, person, found.proposal_id)


def _cap(kind: str) -> Cap:
    if kind not in CAPS:
        raise ValueError(_("Pièce refusée : une photo ou un document est attendu."))
    return CAPS[kind]


def _check_room(connection: Connection, proposal_id: str, kind: str, already: int = 0) -> None:
    """Refuse one more than what a proposal may have; `already` are kept and to be shown again."""
    cap, of_kind = _cap(kind), (attachments.c.proposal_id == proposal_id) & (attachments.c.kind == kind)
    removed_at = connection.execute(select(attachments.c.removed_at).where(of_kind)).scalars().all()
    if sum(at is None for at in removed_at) >= cap.shown or len(removed_at) - already >= cap.stored:
        raise ValueError(_(cap.too_many).format(most=cap.shown))


def _query(person: Person) -> Select[Any]:
    """Select what there is, with what a person is to it."""
    standing = (readable(person).label("is_read"), owned(person).label("is_own"))
    columns = (proposals.c.published, proposals.c.version)
    joined = attachments.join(proposals, attachments.c.proposal_id == proposals.c.id)
    return select(*COLUMNS, *columns, *standing).select_from(joined).order_by(attachments.c.number)


def _one(connection: Connection, person: Person, attachment_id: str) -> Attachment:
    row = connection.execute(_query(person).where(attachments.c.id == attachment_id)).mappings().one_or_none()
    if row is None or not _is_seen(row):
        raise NotFound(_("Cette pièce n'existe pas, ou n'est pas à vous."))
    return _attachment(row)


def _is_public(row: RowMapping) -> bool:
    return row["removed_at"] is None and row["id"] in ((row["published"] or {}).get(PHOTOS) or ())


def _is_seen(row: RowMapping) -> bool:
    if row["removed_at"] is not None:
        return bool(row["is_own"])
    return bool(row["is_read"]) or _is_public(row)


def _attachment(row: RowMapping) -> Attachment:
    values = {column.name: row[column.name] for column in COLUMNS}
    if not row["is_read"]:
        values |= dict.fromkeys(("author", "name"), "")
    return Attachment(**values, is_public=_is_public(row), version=row["version"])


def _with(content: Content, photo: str) -> dict[str, Any]:
    return {**content, PHOTOS: [*(content.get(PHOTOS) or ()), photo]}


def _without(content: Content, photo: str) -> dict[str, Any]:
    left = [one for one in content.get(PHOTOS) or () if one != photo]
    remaining = {key: value for key, value in content.items() if key != PHOTOS}
    return {**remaining, PHOTOS: left} if left else remaining


def _count(
    connection: Connection, person: Person, current: Proposal, about: Mapping[str, Any], action: str, values: Mapping[str, Any]
) -> None:
    """Write the next version of a proposal whose attachments change, and its journal row."""
    before, after = difference(current.content, values["content"])
    written: Row = {**values, "version": current.version + 1, "updated_at": later(current.updated_at)}
    tell(connection, person, current, written, action, before, {**after, "attachment": about["id"], "name": about["name"]})
    write(connection, person, current, written)
