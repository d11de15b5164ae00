"""Saved scenarios: made, copied, read by everybody, and changed by whoever may and knows their latest version; never deleted."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, func, insert, select, update

from domain.person import Action, Person, must_give_reason, require
from domain.saved import (
    Order,
    ReasonNeeded,
    SavedScenario,
    ScenarioDraft,
    ScenarioPage,
    Status,
    Wanted,
    clean_name,
    clean_note,
    clean_reason,
)
from domain.words import fits
from i18n import gettext as _
from store import journal
from store.database import Database
from store.installation import is_demonstration
from store.journal import JournalEntry
from store.tables import scenarios

ID_BYTES = 9  # 12 characters of an address
PAGE = 50
IN_USE = Wanted()
UNTOLD = {"id", "result", "version", "created_at", "updated_at"}


class NotFound(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """No scenario has this id."""


class Conflict(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else wrote first: `current` is what they wrote."""

    def __init__(self, current: SavedScenario) -> None:
        super().__init__(_("Quelqu'un a modifié ce scénario entre-temps : « {name} ».").format(name=current.name))
        self.current = current


class Scenarios:
    """The saved scenarios of a database. Each write and its journal row are one transaction; `person` is who writes.

    Whoever may not write is answered by `domain.person.NotAllowed` (visitors write while the service has no person). Every method
    raises `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, person: Person, draft: ScenarioDraft) -> SavedScenario:
        """Save a new scenario of a person: a draft, neither starred nor archived, at version 1."""
        return self._insert(person, draft, "create", {})

    def copy(self, person: Person, scenario_id: str, name: str) -> SavedScenario:
        """Save the same question and result under another name, as a new draft of whoever copies.

        Raises
        ------
        NotFound
            There is no such scenario.
        ValueError
            The name is refused (see `domain.saved`).
        """
        source = _present(self.get(scenario_id))
        draft = ScenarioDraft(name, source.note, source.question, source.result, source.data_version, source.criteria_version)
        return self._insert(person, draft, "copy", {"copied_from": scenario_id})

    def get(self, scenario_id: str) -> SavedScenario | None:
        """Return a scenario, archived or not; None when there is none of this id."""
        with self._database.reading() as connection:
            return _one(connection, scenario_id)

    def page(self, wanted: Wanted = IN_USE, number: int = 1, size: int = PAGE) -> ScenarioPage:
        """Return one page of the scenarios that are looked for; the last one when there are fewer."""
        with self._database.reading() as connection:
            names = _found(connection, wanted) if wanted.search.strip() else None
            total = _count(connection, wanted) if names is None else len(names)
            pages = max(1, -(-total // size))
            number = min(max(number, 1), pages)
            skipped = (number - 1) * size
            if names is None:
                names = connection.execute(_listed(wanted, scenarios.c.id).limit(size).offset(skipped)).scalars().all()
            else:
                names = names[skipped : skipped + size]
            rows = connection.execute(_listed(wanted, scenarios).where(scenarios.c.id.in_(names))).mappings()
            items = tuple(SavedScenario(**row) for row in rows)
        return ScenarioPage(items, number, pages, total, skipped + 1 if items else 0)

    def names(self) -> Mapping[str, str]:
        """Return the names of the scenarios that are in use, by id, newest first."""
        query = select(scenarios.c.id, scenarios.c.name).where(scenarios.c.archived.is_(False)).order_by(scenarios.c.created_at.desc())
        with self._database.reading() as connection:
            return {row.id: row.name for row in connection.execute(query)}

    def update(
        self,
        person: Person,
        scenario_id: str,
        version: int,
        *,
        name: str | None = None,
        note: str | None = None,
        status: Status | None = None,
        starred: bool | None = None,
        archived: bool | None = None,
        reason: str = "",
    ) -> SavedScenario:
        """Change what is given and return the scenario at its next version; what changes nothing writes nothing.

        Parameters
        ----------
        version
            The version that the person saw.
        reason
            Why, which the journal keeps.

        Raises
        ------
        ReasonNeeded
            The scenario is « Retenu », the change undoes it without a reason, and the person must give one (see
            `domain.person.must_give_reason`).
        NotAllowed
            It is somebody else's, and the person changes their own alone (see `domain.person.can`).
        Conflict
            The stored version is another one.
        NotFound
            There is no such scenario.
        ValueError
            A value is refused (see `domain.saved`).
        """
        changes = {
            "name": None if name is None else clean_name(name),
            "note": None if note is None else clean_note(note),
            "status": None if status is None else Status(status),
            "starred": starred,
            "archived": archived,
        }
        given = {key: value for key, value in changes.items() if value is not None}
        return self._change(person, scenario_id, version, given, clean_reason(reason))

    def history(self, scenario_id: str) -> tuple[JournalEntry, ...]:
        """Return what was done to one scenario, oldest first; empty when there is none of this id."""
        with self._database.reading() as connection:
            return journal.entries(connection, scenario_id)

    def _insert(self, person: Person, draft: ScenarioDraft, action: str, origin: Mapping[str, Any]) -> SavedScenario:
        now = dt.datetime.now(dt.UTC)
        state = {"status": Status.DRAFT, "starred": False, "archived": False, "version": 1, "created_at": now, "updated_at": now}
        own = {"id": secrets.token_urlsafe(ID_BYTES), "author": person.name or None}
        row = {**own, **vars(draft), "result": dict(draft.result), **state}
        values = {key: value for key, value in row.items() if key not in UNTOLD}
        with self._database.writing() as connection:
            require(person, Action.SAVE_SCENARIO, is_open=is_demonstration(connection))
            connection.execute(insert(scenarios).values(row))
            journal.append(connection, action, row["id"], now, row["author"], None, {**values, **origin}, None, person.id)
            return _present(_one(connection, row["id"]))

    def _change(self, person: Person, scenario_id: str, version: int, changes: Mapping[str, Any], reason: str) -> SavedScenario:
        with self._database.writing() as connection:
            current = _present(_one(connection, scenario_id))
            require(person, Action.CHANGE_SCENARIO, current, is_open=is_demonstration(connection))
            if current.version != version:
                raise Conflict(current)
            changes = {key: value for key, value in changes.items() if getattr(current, key) != value}
            if not changes:
                return current
            if not reason and must_give_reason(person, current, changes):
                raise ReasonNeeded
            changed = replace(current, **changes, version=version + 1, updated_at=_after(current.updated_at))
            _write(connection, current, changed, changes)
            before, after = {key: getattr(current, key) for key in changes}, changes | ({"reason": reason} if reason else {})
            author = person.name or None
            journal.append(connection, "update", scenario_id, changed.updated_at, author, before, after, None, person.id)
            return changed


def _matching(wanted: Wanted) -> ColumnElement[bool]:
    conditions = ((scenarios.c.starred, wanted.starred), (scenarios.c.status, wanted.status))
    tests = [column == given for column, given in conditions if given is not None]
    return and_(scenarios.c.archived.is_(wanted.archived), *tests)


def _listed(wanted: Wanted, *what: Any) -> Select[Any]:
    column = scenarios.c
    orders: Mapping[Order, tuple[Any, ...]] = {
        Order.NEWEST: (column.starred.desc(), column.created_at.desc()),
        Order.OLDEST: (column.created_at,),
        Order.NAME: (func.lower(column.name), column.created_at.desc()),
    }
    return select(*what).where(_matching(wanted)).order_by(*orders[wanted.order], column.id)


def _count(connection: Connection, wanted: Wanted) -> int:
    return int(connection.execute(select(func.count()).select_from(scenarios).where(_matching(wanted))).scalar() or 0)


def _found(connection: Connection, wanted: Wanted) -> Sequence[str]:
    """Return the ids of those whose name or author holds what is searched, as every search of the product does."""
    rows = connection.execute(_listed(wanted, scenarios.c.id, scenarios.c.name, scenarios.c.author)).all()
    return [row.id for row in rows if fits(f"{row.name} {row.author or ''}", wanted.search)]


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
