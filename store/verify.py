"""Whether a database is whole: its file, its links, and that its journal tells exactly what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from domain.proposal import Act, Stage
from i18n import gettext as _
from store.database import OTHER_VERSION, Database, StoreUnavailable
from store.schema import Age, age
from store.tables import journal, metadata, persons, proposals, scenarios

MOST = 20
"""Faults told at most: the first ones say what has happened."""


Fields = Mapping[str, Any]
OF_ATTACHMENT = ("attachment", "name", "caption")


def _plainly(_action: str, told: Fields) -> Fields:
    return told


def _of_proposal(action: str, told: Fields) -> Fields:
    """Return what an entry tells of a proposal: its stage, and its content field by field."""
    if action in set(Act):
        content, stage = told.get("content", {}), {"stage": told["stage"]}
    else:
        content = {key: value for key, value in told.items() if key not in OF_ATTACHMENT or "attachment" not in told}
        stage = {"stage": Stage.DRAFT.value} if action == "create" else {}
    return {**stage, **{f"content.{key}": value for key, value in content.items()}}


def _proposal(row: Fields) -> Fields:
    return {"stage": row["stage"], **{f"content.{key}": value for key, value in row["content"].items()}}


@dataclass(frozen=True)
class Told:
    """A table whose every row the journal tells: each entry about it is one version, from the first.

    `told` gives what an entry says of the row, field by field; `held` what the row itself holds of the same.
    """

    table: Table
    subject: Column[Any]
    told: Callable[[str, Fields], Fields] = _plainly
    held: Callable[[Fields], Fields] = dict

    @property
    def key(self) -> Column[Any]:
        """The column that the journal names a row by."""
        return next(iter(self.subject.foreign_keys)).column


TOLD = (
    Told(scenarios, journal.c.scenario_id),
    Told(persons, journal.c.person_id),
    Told(proposals, journal.c.proposal_id, _of_proposal, _proposal),
)


def faults(database: Database) -> tuple[str, ...]:
    """Return what is wrong with a database, in sentences; none when it is whole.

    Raises
    ------
    StoreUnavailable
        It cannot be read at all.
    """
    with database.reading() as connection:
        if age(connection) is not Age.CURRENT:
            raise StoreUnavailable(_(OTHER_VERSION).format(file=database.name))
        kept = _of_file(connection) if database.file else _of_server(connection)
        return tuple(islice(chain(kept, *(_of_journal(connection, told) for told in TOLD)), MOST))


def _of_file(connection: Connection) -> Iterator[str]:
    for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if said != "ok":
            yield _("Fichier abîmé : {said}").format(said=said)
    for table, row, other, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _("Lien rompu : {table}, ligne {row}, nomme une ligne absente de {other}.").format(table=table, row=row, other=other)


def _of_server(connection: Connection) -> Iterator[str]:
    """Read everything once: a damaged page says so itself. Links are the server's to keep."""
    for table in metadata.sorted_tables:
        for _row in connection.execution_options(yield_per=100).execute(select(table)):
            pass
    yield from ()


def _of_journal(connection: Connection, about: Told) -> Iterator[str]:
    """Play the journal again: each entry must start from what the one before left, and the last leave what the table holds."""
    states: dict[Any, dict[str, Any]] = {}
    versions: Counter[Any] = Counter()
    columns = (about.subject, journal.c.id, journal.c.action, journal.c.before, journal.c.after)
    entries = select(*columns).where(about.subject.is_not(None)).order_by(journal.c.id)
    for key, number, action, before, after in connection.execution_options(yield_per=500).execute(entries):
        state = states.setdefault(key, {})
        versions[key] += 1
        if before and any(state.get(field) != value for field, value in about.told(action, before).items()):
            yield _("Journal rompu : l'entrée n° {number} ne part pas de ce que la précédente a laissé.").format(number=number)
        state.update(about.told(action, after or {}))
    for row in connection.execution_options(yield_per=50).execute(select(about.table)).mappings():
        key = row[about.key.name]
        if row["version"] != versions[key] or not _agree(states.get(key, {}), about.held(dict(row)), is_whole=about.held is not dict):
            yield _("Écart avec le journal : {table}, {key}.").format(table=about.table.name, key=key)


def _agree(told: Fields, held: Fields, is_whole: bool) -> bool:
    """Say whether what was told is what is held; where the journal tells all (`is_whole`), also that nothing more is held."""
    fields = {*told, *held} if is_whole else set(told) & set(held)
    return all(told.get(field) == held.get(field) for field in fields)
