"""Projects of decided places: each writing with its journal row; a part that somebody else wrote meanwhile is a conflict."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.commitment import Commitment, commitment_of
from domain.ledger import refuse_unready
from domain.person import Action, Person, require
from domain.project import Parts, Project, checked_parts
from store import journal
from store.database import Database
from store.journal import JournalEntry
from store.meeting_tables import commitments, projects
from store.meetings import ID_BYTES
from store.parts import PartsChanged, changed_parts, next_values
from store.tables import journal as table

STATES = ("ready_on", "opened_on")
"""Parts that no place has before all that it needs is committed."""


class ProjectChanged(PartsChanged[Project]):
    """Somebody else wrote one of the same parts of a project first."""


class Projects:
    """The projects of a database, one a place. Each write and its journal row are one transaction.

    Every method raises `NotAllowed` for whoever may not, and `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self, person: Person) -> tuple[Project, ...]:
        """Return every project, by the name of its place."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            found = [Project(**row) for row in connection.execute(select(projects)).mappings()]
        return tuple(sorted(found, key=lambda one: (one.name, one.place)))

    def of(self, person: Person, place: str, name: str) -> Project:
        """Return the project of a place; one without id, at version 0, where nothing was written of it."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            return _of(connection, place, name)

    def timeline(self, person: Person, place: str) -> tuple[JournalEntry, ...]:
        """Return what was done to a place's project and to its commitments, oldest first."""
        require(person, Action.READ_MEETINGS)
        with self._database.reading() as connection:
            mine = table.c.commitment_id.in_([one.id for one in of_place(connection, place)])
            return journal.select_entries(connection, mine | (table.c.project_id == _of(connection, place, "").id))

    def write(
        self,
        person: Person,
        place: str,
        name: str,
        version: int,
        changes: Parts,
        action: str = "edit",
    ) -> Project:
        """Change some parts of the project of a place, and return it at its next version; what changes nothing writes nothing.

        Parameters
        ----------
        version
            The version that the person saw: nobody may have written the same parts since.
        action
            What the journal calls it.

        Raises
        ------
        ProjectChanged
            Somebody wrote one of these parts since.
        ValueError
            A part is refused, or the place is not ready to open.
        """
        require(person, Action.FOLLOW_PLACE)
        given = checked_parts(changes)
        with self._database.writing() as connection:
            current = _of(connection, place, name)
            changed = changed_parts(current, given, version, ProjectChanged)
            if not changed:
                return current
            if any(changed.get(key) and not current.content.get(key) for key in STATES):
                refuse_unready(current.needs, of_place(connection, place))
            return _written(connection, person, current, changed, action)


def of_place(connection: Connection, place: str) -> list[Commitment]:
    """Return the commitments of a place, in the order in which they were made."""
    found = connection.execute(select(commitments).order_by(commitments.c.created_at)).mappings()
    return [one for one in (commitment_of(dict(row)) for row in found) if one.place == place]


def _of(connection: Connection, place: str, name: str) -> Project:
    row = connection.execute(select(projects).where(projects.c.place == place)).mappings().one_or_none()
    return Project("", place, name, None, {}, {}, 0) if row is None else Project(**row)


def _written(connection: Connection, person: Person, current: Project, changed: Mapping[str, Any], action: str) -> Project:
    now = dt.datetime.now(dt.UTC)
    values = next_values(current, changed, now)
    before: dict[str, Any] | None = {key: current.content.get(key) for key in changed}
    after, key = dict(changed), current.id
    if not current.id:
        key, before, action, after = secrets.token_urlsafe(ID_BYTES), None, "create", {"place": current.place, **changed}
        row = {"id": key, "place": current.place, "name": current.name, "author": person.name or None, "created_at": now}
        connection.execute(insert(projects).values(**row, **values))
    else:
        same = (projects.c.id == key) & (projects.c.version == current.version)
        if connection.execute(update(projects).where(same).values(values)).rowcount != 1:
            raise ProjectChanged(_of(connection, current.place, current.name), changed)
    journal.append_by(connection, person, action, now, before, after, project_id=key)
    return _of(connection, current.place, current.name)
