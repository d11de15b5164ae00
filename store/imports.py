"""Imports under way: the file of one person, what they chose, and which rows have become proposals; kept a day."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError

from domain.candidate import Kind
from domain.person import Action, NotAllowed, Person, require
from domain.proposal import Act, Proposal, organisation_of
from i18n import gettext as _
from store import journal, proposal_writing
from store.database import Database
from store.import_shapes import ImportShapes
from store.proposal_batches import act_together
from store.proposals import Conflict, NotFound, Proposals
from store.quotas import Usage
from store.tables import import_rows, imports

LIFETIME = dt.timedelta(hours=24)
MOST_OPEN = 8
"""Imports that one person may have under way; beyond, the oldest are forgotten."""
ID_BYTES = 15
_BRIEF = [column for column in imports.c if column.name not in {"data", "review"}]
_STORED = ("id", "kind", "name", "data", "choices", "is_closing", "at", "review", "reviewed")


@dataclass(frozen=True)
class Line:
    """One import, without its file. `is_closing` while what it made is being withdrawn."""

    id: str
    kind: Kind
    name: str
    rows_n: int
    done_n: int
    is_closing: bool
    at: dt.datetime


@dataclass(frozen=True)
class StoredImport:
    """One import with its file (as `intake.packed` writes it) and what was chosen for it.

    `review` is what was found of its rows under what `reviewed` says; None when nothing was.
    """

    id: str
    kind: Kind
    name: str
    data: bytes
    choices: Mapping[str, Any]
    is_closing: bool
    at: dt.datetime
    review: bytes | None
    reviewed: str | None


@dataclass(frozen=True, slots=True)
class WrittenRow:
    """What a row of an import wrote: `version` is that of a place that was there before, 0 when the row changed nothing of it; None for one
    that it made."""

    proposal_id: str
    version: int | None

    @property
    def is_made(self) -> bool:
        """Whether the row made the place."""
        return self.version is None


@dataclass(frozen=True, slots=True)
class Rewriting:
    """What a row tells anew of a place that is there: the version of it that was seen, and the fields that change."""

    row: int
    proposal_id: str
    version: int
    changes: Mapping[str, Any]


class Overtaken(RuntimeError):  # noqa: N818 - a state of the store, not a fault
    """Somebody chose something else for the import meanwhile."""


class Imports:
    """The imports of a database. Whoever did not begin one is told that there is none (`store.proposals.NotFound`).

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database, proposals: Proposals) -> None:
        self._database = database
        self._proposals = proposals
        self.shapes = ImportShapes(database)

    def begin(
        self,
        person: Person,
        kind: Kind,
        name: str,
        rows_n: int,
        data: bytes,
        choices: Mapping[str, Any],
        review: bytes | None = None,
        reviewed: str | None = None,
    ) -> str:
        """Keep a file and return the id of its import; imports of more than a day are forgotten.

        Raises
        ------
        ValueError
            The person's organisation keeps all that it may.
        """
        require(person, Action.PROPOSE)
        now, key = dt.datetime.now(dt.UTC), secrets.token_urlsafe(ID_BYTES)
        row: dict[str, Any] = {"id": key, "organisation": organisation_of(person), "author_id": person.id, "kind": kind}
        row |= {"name": name, "at": now, "rows_n": rows_n, "data": data, "choices": dict(choices), "is_closing": False}
        row |= {"review": review, "reviewed": reviewed}
        with self._database.writing() as connection:
            _forget(connection, imports.c.at < now - LIFETIME)
            _forget(connection, _own(person) & imports.c.id.in_(_oldest(connection, person)))
            self._proposals.quotas.check(connection, organisation_of(person), Usage(0, len(data) + len(review or b"")))
            connection.execute(insert(imports).values(row))
        return key

    def get(self, person: Person, import_id: str) -> StoredImport:
        """Return an import that the person began."""
        with self._database.reading() as connection:
            row = connection.execute(select(imports).where(_this(person, import_id))).mappings().one_or_none()
        if row is None:
            raise _missing()
        return StoredImport(*(row[name] for name in _STORED))

    def list(self, person: Person) -> tuple[Line, ...]:
        """Return the person's imports, the newest first."""
        counted = select(func.count()).where(import_rows.c.import_id == imports.c.id).scalar_subquery()
        query = select(*_BRIEF, counted.label("done_n")).where(_own(person)).order_by(imports.c.at.desc(), imports.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(Line(*(row[name] for name in ("id", "kind", "name", "rows_n", "done_n", "is_closing", "at"))) for row in rows)

    def choose(
        self,
        person: Person,
        import_id: str,
        choices: Mapping[str, Any],
        review: bytes | None = None,
        reviewed: str | None = None,
        before: Mapping[str, Any] | None = None,
        table: tuple[int, bytes] | None = None,
    ) -> None:
        """Keep what the person chose, and what is found of the rows then; `table` (rows, data) where the file is read otherwise.

        Raises
        ------
        Overtaken
            What was chosen is no longer `before`: another request of the same person wrote meanwhile, and nothing is written.
        """
        with self._database.writing() as connection:
            now = connection.execute(select(imports.c.choices).where(_this(person, import_id)).with_for_update()).scalar_one_or_none()
            if now is None:
                raise _missing()
            if before is not None and now != before:
                raise Overtaken
            values: dict[str, Any] = {"choices": dict(choices), "review": review, "reviewed": reviewed}
            if table is not None:
                values |= {"rows_n": table[0], "data": table[1]}
            connection.execute(update(imports).where(_this(person, import_id)).values(values))

    def done(self, person: Person, import_id: str) -> Mapping[int, WrittenRow]:
        """Return what each row wrote, by the row's number."""
        wanted = (import_rows.c.import_id == import_id) & _this(person, import_id)
        columns = (import_rows.c.row, import_rows.c.proposal_id, import_rows.c.version)
        query = select(*columns).join(imports, imports.c.id == import_rows.c.import_id).where(wanted).order_by(import_rows.c.row)
        with self._database.reading() as connection:
            return {row: WrittenRow(proposal_id, version) for row, proposal_id, version in connection.execute(query)}

    def write(
        self,
        person: Person,
        import_id: str,
        rows: Sequence[tuple[int, Mapping[str, Any]]],
        again: Sequence[Rewriting] = (),
        is_example: bool = False,
    ) -> bool:
        """Make drafts of some rows, (number, content) each, tell places anew by others, and note it in the same transaction.

        No row is ever written twice. What an example person imports is made up, as what they type is (`is_example`).

        Returns
        -------
        bool
            False when somebody wrote one of these rows meanwhile; then nothing is written.

        Raises
        ------
        NotFound
            The import is over, is being undone, or is not the person's.
        Conflict, NotAllowed, ValueError
            A place has changed since, may not be changed, or a content is refused; nothing is written.
        """
        kind = self.get(person, import_id).kind

        def note(connection: Connection, made: Sequence[Proposal]) -> None:
            is_open = select(imports.c.id).where(_this(person, import_id) & imports.c.is_closing.is_(False))
            if connection.execute(is_open).one_or_none() is None:
                raise _missing()
            entries = zip(rows, made, strict=True)
            marks = [{"row": number, "proposal_id": proposal.id, "version": None} for (number, _content), proposal in entries]
            marks += [_rewritten(connection, person, one) for one in again]
            connection.execute(insert(import_rows), [{"import_id": import_id, **mark} for mark in marks])

        try:
            self._proposals.create_many(person, kind, [content for _number, content in rows], is_example, within=note)
        except IntegrityError:
            return False
        return True

    def act(self, person: Person, chosen: Sequence[tuple[str, int]], act: Act) -> tuple[tuple[str, str], ...]:
        """Do the same to several proposals, (id, version) each, in one transaction; one by one where some are refused.

        Returns
        -------
        tuple of (str, str)
            The ids of those that are refused, and why.
        """
        areas_at = self._proposals.areas_at
        try:
            with self._database.writing() as connection:
                act_together(connection, person, chosen, act, areas_at)
        except (NotFound, NotAllowed, Conflict, ValueError):
            refused = self._proposals.act_many(person, chosen, act)
            return tuple((it.id, it.sentence) for it in refused if it.sentence is not None)
        return ()

    def restore(self, person: Person, several: Sequence[WrittenRow]) -> tuple[tuple[str, ...], ...]:
        """Tell places again as they were before rows told them anew, in one transaction.

        Returns
        -------
        tuple of tuple of str
            Of each place, the fields that stay since somebody told them otherwise.

        Raises
        ------
        NotFound, NotAllowed, Illegal
            A place is not the person's to read, to change, or to change now; all stay as they are.
        """
        with self._database.writing() as connection:
            return tuple(_restored(connection, person, written) for written in several)

    def close(self, person: Person, import_id: str) -> None:
        """Let an import make nothing more: it is about to be undone."""
        self._change(person, import_id, is_closing=True)

    def forget(self, person: Person, import_id: str) -> None:
        """Drop an import's file and notes; the proposals that it made stay."""
        with self._database.writing() as connection:
            if not _forget(connection, _this(person, import_id)):
                raise _missing()

    def _change(self, person: Person, import_id: str, **values: Any) -> None:
        with self._database.writing() as connection:
            if connection.execute(update(imports).where(_this(person, import_id)).values(values)).rowcount != 1:
                raise _missing()


def _rewritten(connection: Connection, person: Person, one: Rewriting) -> dict[str, Any]:
    """Tell a place anew, and return the mark of its row."""
    written = proposal_writing.edit(connection, person, one.proposal_id, one.version, one.changes)
    return {"row": one.row, "proposal_id": one.proposal_id, "version": written.version if written.version != one.version else 0}


def _restored(connection: Connection, person: Person, written: WrittenRow) -> tuple[str, ...]:
    """Tell a place again as it was before a row told it anew, and return the fields that stay."""
    current = proposal_writing.editable(connection, person, written.proposal_id)
    entry = journal.of_version(connection, written.proposal_id, written.version or 0)
    before, after = (entry.before or {}, entry.after or {}) if entry else ({}, {})
    stay = tuple(key for key in after if current.content.get(key) != after[key])
    changes = {key: before.get(key) for key in after if key not in stay}
    proposal_writing.edit(connection, person, current.id, current.version, changes)
    return stay


def _missing() -> NotFound:
    return NotFound(_("Cet import n'existe pas, ou plus : envoyez le fichier à nouveau."))


def _own(person: Person) -> ColumnElement[bool]:
    return (imports.c.author_id == person.id) & (imports.c.organisation == organisation_of(person))


def _this(person: Person, import_id: str) -> ColumnElement[bool]:
    return (imports.c.id == import_id) & _own(person)


def _oldest(connection: Connection, person: Person) -> list[str]:
    """Ids of the person's imports beyond those that may stay beside a new one."""
    query = select(imports.c.id).where(_own(person)).order_by(imports.c.at.desc(), imports.c.id).offset(MOST_OPEN - 1)
    return list(connection.execute(query).scalars())


def _forget(connection: Connection, wanted: ColumnElement[bool]) -> int:
    connection.execute(delete(import_rows).where(import_rows.c.import_id.in_(select(imports.c.id).where(wanted))))
    return connection.execute(delete(imports).where(wanted)).rowcount
