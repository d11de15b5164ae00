"""Saved scenarios: made, copied, read, and changed by whoever knows their latest version; never deleted."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, insert, select, update

from domain.saved import SavedScenario, ScenarioDraft, Status, clean_author, clean_name, clean_note
from i18n import gettext as _
from store import journal
from store.database import Database
from store.journal import JournalEntry
from store.tables import scenarios

ID_BYTES = 9  # 12 characters of an address
UNTOLD = {"id", "result", "version", "created_at", "updated_at"}


class NotFound(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """No scenario has this id."""


class Conflict(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else wrote first: `current` is what they wrote."""

    def __init__(self, current: SavedScenario) -> None:
        super().__init__(_("Quelqu'un a modifié ce scénario entre-temps : « {name} ».").format(name=current.name))
        self.current = current


class Scenarios:
    """The saved scenarios of a database. Each write and its journal row are one transaction.

    Every method raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, draft: ScenarioDraft) -> SavedScenario:
        """Save a new scenario: a draft, neither starred nor archived, at version 1."""
        return self._insert(draft, "create", {})

    def copy(self, scenario_id: str, name: str, author: str | None) -> SavedScenario:
        """Save the same question and result under another name, as a new draft.

        Raises
        ------
        NotFound
            There is no such scenario.
        ValueError
            The name or the author is refused (see `domain.saved`).
        """
        source = _present(self.get(scenario_id))
        draft = ScenarioDraft(name, source.note, source.question, source.result, source.data_version, source.criteria_version, author)
        return self._insert(draft, "copy", {"copied_from": scenario_id})

    def get(self, scenario_id: str) -> SavedScenario | None:
        """Return a scenario, archived or not; None when there is none of this id."""
        with self._database.reading() as connection:
            return _one(connection, scenario_id)

    def list(self, archived: bool = False) -> tuple[SavedScenario, ...]:
        """Return the scenarios in use, or those that are archived: starred first, then newest first."""
        query = (
            select(scenarios)
            .where(scenarios.c.archived.is_(archived))
            .order_by(scenarios.c.starred.desc(), scenarios.c.created_at.desc(), scenarios.c.id)
        )
        with self._database.reading() as connection:
            return tuple(SavedScenario(**row) for row in connection.execute(query).mappings())

    def update(
        self,
        scenario_id: str,
        version: int,
        *,
        name: str | None = None,
        note: str | None = None,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        author: str | None = None,
    ) -> SavedScenario:
        """Change what is given and return the scenario at its next version; what changes nothing writes nothing.

        Parameters
        ----------
        version
            The version that the person saw.
        author
            Who changes it, for the journal; the scenario's own author stays.

        Raises
        ------
        Conflict
            The stored version is another one.
        NotFound
            There is no such scenario.
        ValueError
            A value is refused (see `domain.saved`).
        """
        asked = {
            "name": None if name is None else clean_name(name),
            "note": None if note is None else clean_note(note),
            "status": None if status is None else Status(status),
            "starred": starred,
            "archived": archived,
        }
        return self._change(scenario_id, version, {key: value for key, value in asked.items() if value is not None}, clean_author(author))

    def history(self, scenario_id: str) -> tuple[JournalEntry, ...]:
        """Return what was done to one scenario, oldest first; empty when there is none of this id."""
        with self._database.reading() as connection:
            return journal.entries(connection, scenario_id)

    def _insert(self, draft: ScenarioDraft, action: str, origin: Mapping[str, Any]) -> SavedScenario:
        now = dt.datetime.now(dt.UTC)
        state = {"status": Status.DRAFT, "starred": False, "archived": False, "version": 1, "created_at": now, "updated_at": now}
        row = {"id": secrets.token_urlsafe(ID_BYTES), **vars(draft), "result": dict(draft.result), **state}
        told = {key: value for key, value in row.items() if key not in UNTOLD}
        with self._database.writing() as connection:
            connection.execute(insert(scenarios).values(row))
            journal.append(connection, action, row["id"], now, draft.author, None, {**told, **origin})
            return _present(_one(connection, row["id"]))

    def _change(self, scenario_id: str, version: int, asked: Mapping[str, Any], author: str | None) -> SavedScenario:
        with self._database.writing() as connection:
            current = _present(_one(connection, scenario_id))
            if current.version != version:
                raise Conflict(current)
            changes = {key: value for key, value in asked.items() if getattr(current, key) != value}
            if not changes:
                return current
            changed = replace(current, **changes, version=version + 1, updated_at=_after(current.updated_at))
            _write(connection, current, changed, changes)
            before = {key: getattr(current, key) for key in changes}
            journal.append(connection, "update", scenario_id, changed.updated_at, author, before, changes)
            return changed


def _write(connection: Connection, current: SavedScenario, changed: SavedScenario, changes: Mapping[str, Any]) -> None:
    """Write only over the version that was read: a server that lets two writers in must not lose one of them."""
    same = (scenarios.c.id == current.id) & (scenarios.c.version == current.version)
    values = {**changes, "version": changed.version, "updated_at": changed.updated_at}
    if connection.execute(update(scenarios).where(same).values(values)).rowcount != 1:
        raise Conflict(_present(_one(connection, current.id)))


def _after(moment: dt.datetime) -> dt.datetime:
    """Return now, or `moment` where the clock has gone back: a later version is never older."""
    return max(moment, dt.datetime.now(dt.UTC))


def _one(connection: Connection, scenario_id: str) -> SavedScenario | None:
    row = connection.execute(select(scenarios).where(scenarios.c.id == scenario_id)).mappings().one_or_none()
    return None if row is None else SavedScenario(**row)


def _present(found: SavedScenario | None) -> SavedScenario:
    if found is None:
        raise NotFound(_("Ce scénario n'existe pas."))
    return found
