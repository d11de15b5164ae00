"""Meetings: made and written part by part, each writing with its journal row; a part that somebody else wrote meanwhile is a conflict."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.meeting import ArchiveEntry, Meeting, MeetingStage, MinutesLetter, Parts, checked, checked_amendment, position_of
from domain.person import Action, NotAllowed, Person, require, speaks_for
from i18n import N_
from i18n import gettext as _
from store import data_requests, journal, minutes_letters
from store.database import Database
from store.meeting_tables import meeting_archives, meetings
from store.parts import PartsChanged, changed_parts, next_values

ID_BYTES = 9  # 12 characters of an address
CLOSED = N_("Cette séance est close : rien n'y change plus. Ce qui change ensuite s'ajoute par un avenant.")


class NotFound(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """No meeting has this id."""


class Conflict(PartsChanged[Meeting]):
    """Somebody else wrote one of the same parts of a meeting first."""


class Meetings:
    """The meetings of a database. Each write and its journal row are one transaction.

    Every method raises `NotAllowed` for whoever may not, and `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person) -> tuple[Meeting, ...]:
        """Return every meeting, the latest day first; those without a day before all."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            found = [_meeting(dict(row)) for row in connection.execute(select(meetings)).mappings()]
        return tuple(sorted(found, key=lambda one: (one.day or dt.date.max, one.created_at), reverse=True))

    def get(self, person: Person, meeting_id: str) -> Meeting:
        """Return a meeting; NotFound when there is none of this id."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            return one_meeting(connection, meeting_id)

    def create(self, person: Person, parts: Parts) -> Meeting:
        """Make a meeting of some parts, at version 1.

        Raises
        ------
        ValueError
            A part is refused.
        """
        require(person, Action.PREPARE_MEETING)
        now, content = dt.datetime.now(dt.UTC), checked(parts)
        author = person.name or None
        made = Meeting(
            secrets.token_urlsafe(ID_BYTES),
            author,
            MeetingStage.OPEN,
            content,
            dict.fromkeys(content, 1),
            1,
            created_at=now,
            updated_at=now,
        )
        with self._database.writing() as connection:
            connection.execute(insert(meetings).values(vars(made)))
            after = {**content, "stage": MeetingStage.OPEN.value}
            journal.append_by(connection, person, "create", now, None, after, meeting_id=made.id)
            return one_meeting(connection, made.id)

    def write(self, person: Person, meeting_id: str, version: int, changes: Parts, action: str = "edit") -> Meeting:
        """Change some parts and return the meeting at its next version; what changes nothing writes nothing.

        Parameters
        ----------
        version
            The version that the person saw: nobody may have written the same parts since.
        action
            What the journal calls it.

        Raises
        ------
        Conflict
            Somebody wrote one of these parts since.
        NotFound
            There is no such meeting.
        ValueError
            A part is refused, or the meeting is closed.
        """
        given = checked(changes)
        _require(person, given)
        with self._database.writing() as connection:
            current = one_meeting(connection, meeting_id)
            if current.is_closed:
                raise ValueError(_(CLOSED))
            changed = changed_parts(current, given, version, Conflict)
            if not changed:
                return current
            return _written(connection, person, current, changed, action)

    def close(self, person: Person, meeting_id: str, version: int, data: bytes, fingerprint: str, words: str = "") -> Meeting:
        """Close a meeting: its archive, its stage and its journal are written together, or not at all; `words` is what is said of it.

        Raises
        ------
        Conflict
            Somebody wrote in it since `version`: what was frozen is not what is stored.
        ValueError
            It is closed already.
        """
        require(person, Action.PREPARE_MEETING)
        with self._database.writing() as connection:
            current = one_meeting(connection, meeting_id)
            if current.is_closed:
                raise ValueError(_(CLOSED))
            if current.version != version:
                raise Conflict(current, ())
            now = max(current.updated_at, dt.datetime.now(dt.UTC))
            closed = replace(current, stage=MeetingStage.CLOSED, version=version + 1, updated_at=now)
            _put(connection, current, {"stage": closed.stage.value, "version": closed.version, "updated_at": now})
            before, after = ({"stage": one.stage.value} for one in (current, closed))
            journal.append_by(connection, person, "close", now, before, after, meeting_id=meeting_id)
            _keep_archive(connection, meeting_id, "closing", now, person, words, fingerprint, data)
            return closed

    def amend(self, person: Person, meeting_id: str, words: str) -> Meeting:
        """Add an amendment to a closed meeting: a new entry with its own fingerprint; what was closed stays as it is.

        Raises
        ------
        ValueError
            The words are refused, or the meeting is still open.
        """
        require(person, Action.PREPARE_MEETING)
        text = checked_amendment(words)
        with self._database.writing() as connection:
            current = one_meeting(connection, meeting_id)
            if not current.is_closed:
                raise ValueError(_("Cette séance est encore ouverte : modifiez-la elle-même."))
            now, version = max(current.updated_at, dt.datetime.now(dt.UTC)), current.version + 1
            entry = {"meeting": meeting_id, "at": now.isoformat(), "words": text, "after": _last_fingerprint(connection, meeting_id)}
            data = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
            _put(connection, current, {"version": version, "updated_at": now})
            journal.append_by(connection, person, "amend", now, None, {}, meeting_id=meeting_id)
            _keep_archive(connection, meeting_id, "amendment", now, person, text, hashlib.sha256(data).hexdigest(), data)
            return replace(current, version=version, updated_at=now)

    def request(self, person: Person, meeting_id: str, decision_id: str, place: str, text: str) -> Meeting:
        """Request something of the owner of a place, for a decision: the message, the letter and the meeting are written together.

        Raises
        ------
        NotFound, store.proposal_rows.NotFound
            There is no such meeting; the place has no file that the person reads.
        ValueError
            It was requested already, and the place was not told anew since; or the meeting is closed.
        """
        require(person, Action.PREPARE_MEETING)
        with self._database.writing() as connection:
            current = one_meeting(connection, meeting_id)
            if current.is_closed:
                raise ValueError(_(CLOSED))
            now, key = dt.datetime.now(dt.UTC), f"{decision_id}.requests"
            data_requests.send(connection, person, place, text, now)
            dated = {**(current.content.get(key) or {}), place: now.date().isoformat()}
            return _written(connection, person, current, checked({key: dated}), "request")

    def send_minutes(self, person: Person, meeting_id: str, files: Mapping[str, bytes], subject: str, body: str) -> Meeting:
        """Send the minutes of a closed meeting to its participants, once: the letters, their files and the journal are written together.

        Raises
        ------
        ValueError
            The meeting is open, its minutes were sent already, or nobody has an address.
        """
        require(person, Action.PREPARE_MEETING)
        with self._database.writing() as connection:
            current = one_meeting(connection, meeting_id)
            if not current.is_closed:
                raise ValueError(_("Cette séance est encore ouverte : son compte rendu s'envoie une fois close."))
            now, version = max(current.updated_at, dt.datetime.now(dt.UTC)), current.version + 1
            _put(connection, current, {"version": version, "updated_at": now})
            minutes_letters.put_minutes(connection, current, files, subject, body, now)
            journal.append_by(connection, person, "send", now, None, {}, meeting_id=meeting_id)
            return replace(current, version=version, updated_at=now)

    def minutes_letters(self, person: Person, meeting_id: str) -> tuple[MinutesLetter, ...]:
        """Return the letters that carry the minutes of a meeting; none while they were not sent."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            return minutes_letters.letters_of(connection, meeting_id)

    def recipients(self, person: Person, meeting_id: str) -> tuple[str, ...]:
        """Return the addresses to which its minutes would go."""
        require(person, Action.PREPARE_MEETING)
        with self._database.reading() as connection:
            return minutes_letters.recipients(connection, one_meeting(connection, meeting_id))

    def requests(self, person: Person, places: Collection[str]) -> Mapping[str, dt.datetime]:
        """Return when each of some places was requested of, of those that were not told anew since; by id."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            return data_requests.pending(connection, places)

    def archives(self, person: Person, meeting_id: str) -> tuple[ArchiveEntry, ...]:
        """Return what closed a meeting, then its amendments, oldest first; none while it is open."""
        require(person, Action.READ_MEETINGS)
        column = meeting_archives.c
        query = select(column.kind, column.at, column.words, column.fingerprint).where(column.meeting_id == meeting_id).order_by(column.id)
        with self._database.reading() as connection:
            return tuple(ArchiveEntry(**row) for row in connection.execute(query).mappings())

    def archive(self, person: Person, meeting_id: str) -> bytes:
        """Return the archive that closed a meeting; NotFound while it is open."""
        require(person, Action.READ_MEETINGS)
        column = meeting_archives.c
        query = select(column.bytes).where(column.meeting_id == meeting_id, column.kind == "closing")
        with self._database.reading() as connection:
            found = connection.execute(query).scalar_one_or_none()
        if found is None:
            raise NotFound(_("Cette séance n'est pas close : elle n'a pas encore d'archive."))
        return bytes(found)


def _put(connection: Connection, current: Meeting, values: Mapping[str, Any], keys: Collection[str] = ()) -> None:
    """Write only over the version that was read; `keys` are the parts that are written."""
    same = (meetings.c.id == current.id) & (meetings.c.version == current.version)
    if connection.execute(update(meetings).where(same).values(values)).rowcount != 1:
        raise Conflict(one_meeting(connection, current.id), keys)


def _keep_archive(
    connection: Connection, meeting_id: str, kind: str, at: dt.datetime, person: Person, words: str, fingerprint: str, data: bytes
) -> None:
    row = {"meeting_id": meeting_id, "kind": kind, "at": at, "author": person.name or None, "words": words}
    connection.execute(insert(meeting_archives).values(**row, fingerprint=fingerprint, bytes=data))


def _last_fingerprint(connection: Connection, meeting_id: str) -> str:
    column = meeting_archives.c
    query = select(column.fingerprint).where(column.meeting_id == meeting_id).order_by(column.id.desc()).limit(1)
    return str(connection.execute(query).scalar_one())


def _require(person: Person, changes: Parts) -> None:
    """Positions are each actor's own, and the facilitator's to write down; everything else is the facilitator's."""
    actors = {position_of(key) for key in changes}
    if None in actors or not actors:
        require(person, Action.PREPARE_MEETING)
    require(person, Action.TAKE_POSITION)
    if not all(speaks_for(person, actor) for actor in actors if actor):
        raise NotAllowed(_("Vous donnez la position de votre organisation seule."))


def _written(connection: Connection, person: Person, current: Meeting, changed: Mapping[str, Any], action: str) -> Meeting:
    values = next_values(current, changed, dt.datetime.now(dt.UTC))
    _put(connection, current, values, changed)
    before = {key: current.content.get(key) for key in changed}
    journal.append_by(connection, person, action, values["updated_at"], before, changed, meeting_id=current.id)
    return replace(current, **values)


def one_meeting(connection: Connection, meeting_id: str) -> Meeting:
    """Return a meeting, in a transaction; NotFound when there is none of this id."""
    row = connection.execute(select(meetings).where(meetings.c.id == meeting_id)).mappings().one_or_none()
    if row is None:
        raise NotFound(_("Cette séance n'existe pas."))
    return _meeting(dict(row))


def _meeting(row: Mapping[str, Any]) -> Meeting:
    return Meeting(**{**row, "stage": MeetingStage(row["stage"])})
