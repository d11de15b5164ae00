"""Whether a database is whole: its file, its links, and that its journal tells exactly what it holds."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from sqlalchemy import Column, Connection, Table, select

from domain.proposal import PHOTOS, Act, Stage
from i18n import gettext as _
from store.database import OTHER_VERSION, Database, StoreUnavailable
from store.meeting_tables import commitments, meetings, projects
from store.schema import Age, age
from store.tables import attachments, journal, metadata, persons, proposals, scenarios

MOST = 20
"""Faults told at most: the first ones say what has happened."""

SHOWING = {Act.ACCEPT.value, Act.REOPEN.value}
TRIGGERS = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name",
    "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace ORDER BY tgname",
}
Fields = Mapping[str, Any]
OF_ATTACHMENT = ("attachment", "name", "caption")


def _plainly(_action: str, fields: Fields) -> Fields:
    return fields


def _of_proposal(action: str, fields: Fields) -> Fields:
    """Return what an entry tells of a proposal: its stage, and its content field by field."""
    if action in set(Act):
        content, stage = fields.get("content", {}), {"stage": fields["stage"]}
    else:
        content = {key: value for key, value in fields.items() if key not in OF_ATTACHMENT or "attachment" not in fields}
        stage = {"stage": Stage.DRAFT.value} if action == "create" else {}
    return {**stage, **{f"content.{key}": value for key, value in content.items()}}


def _proposal(row: Fields) -> Fields:
    return {"stage": row["stage"], **{f"content.{key}": value for key, value in row["content"].items()}}


def _meeting(row: Fields) -> Fields:
    return {"stage": row["stage"], **row["content"]}


def _project(row: Fields) -> Fields:
    return {"place": row["place"], **row["content"]}


def _commitment(row: Fields) -> Fields:
    return dict(row["content"])


@dataclass(frozen=True)
class JournalledTable:
    """A table whose every row the journal tells: each entry about it is one version, from the first.

    `journalled` gives what an entry says of the row, field by field; `stored` what the row itself holds of the same, and `at_first` what it
    holds of fields of which nothing was told yet.
    """

    table: Table
    subject: Column[Any]
    journalled: Callable[[str, Fields], Fields] = _plainly
    stored: Callable[[Fields], Fields] = dict
    at_first: Fields = field(default_factory=dict)

    @property
    def key(self) -> Column[Any]:
        """The column that the journal names a row by."""
        return next(iter(self.subject.foreign_keys)).column


JOURNALLED_TABLES = (
    JournalledTable(scenarios, journal.c.scenario_id),
    JournalledTable(persons, journal.c.person_id, at_first=MappingProxyType({"email": None})),
    JournalledTable(proposals, journal.c.proposal_id, _of_proposal, _proposal),
    JournalledTable(meetings, journal.c.meeting_id, stored=_meeting),
    JournalledTable(commitments, journal.c.commitment_id, stored=_commitment),
    JournalledTable(projects, journal.c.project_id, stored=_project),
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
        of_store = _of_file(connection) if database.file else _of_server(connection)
        journals = (_of_journal(connection, table) for table in JOURNALLED_TABLES)
        return tuple(
            islice(chain(of_store, _of_hidden_programs(connection), _of_attachments(connection), _of_places(connection), *journals), MOST)
        )


def _of_file(connection: Connection) -> Iterator[str]:
    for (fault,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST})"):
        if fault != "ok":
            yield _("Fichier abîmé : {said}").format(said=fault)
    for table, row, other, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _("Lien rompu : {table}, ligne {row}, nomme une ligne absente de {other}.").format(table=table, row=row, other=other)


def _of_server(connection: Connection) -> Iterator[str]:
    """Read everything once: a damaged page says so itself. Links are the server's to keep."""
    for table in metadata.sorted_tables:
        for _row in connection.execution_options(yield_per=100).execute(select(table)):
            pass
    yield from ()


def _of_hidden_programs(connection: Connection) -> Iterator[str]:
    """Name the triggers: the product has none, and one would write what nobody asked for."""
    for (name,) in connection.exec_driver_sql(TRIGGERS[connection.dialect.name]):
        yield _("Déclencheur étranger à Convergence : {name}.").format(name=name)


def _of_attachments(connection: Connection) -> Iterator[str]:
    """Hold the bytes of each photograph and document against the digest that was written with them."""
    columns = (attachments.c.id, attachments.c.bytes, attachments.c.size, attachments.c.sha256)
    for key, content, size, digest in connection.execution_options(yield_per=10).execute(select(*columns)):
        if len(content) != size or hashlib.sha256(content).hexdigest() != digest:
            yield _("Pièce jointe changée : {key} n'est plus ce qui a été déposé.").format(key=key)


def _of_places(connection: Connection) -> Iterator[str]:
    """Hold whose each place is, and what everybody sees of it, against what the journal tells of its last acceptance.

    Photographs are left out, since they are taken away one by one; so is a place that was gone back on, seen as it was before.
    """
    states: dict[str, dict[str, Any]] = {}
    seen: dict[str, dict[str, Any] | None] = {}
    owners: dict[str, set[str]] = {}
    names = ("proposal_id", "action", "organisation", "after")
    entries = select(*(journal.c[name] for name in names)).where(journal.c.proposal_id.is_not(None)).order_by(journal.c.id)
    for key, action, organisation, after in connection.execution_options(yield_per=500).execute(entries):
        state = states.setdefault(key, {})
        state.update(_of_proposal(action, after or {}))
        owners.setdefault(key, set()).add(organisation)
        if action in SHOWING:
            seen[key] = dict(state) if action == Act.ACCEPT else None
    read = select(proposals.c.id, proposals.c.organisation, proposals.c.published)
    for key, organisation, published in connection.execution_options(yield_per=50).execute(read):
        shown = seen.get(key)
        if owners.get(key) != {organisation} or (published is not None and shown is not None and not _shows(published, shown)):
            yield _("Écart avec le journal : {table}, {key}.").format(table=proposals.name, key=key)


def _shows(published: Fields, entry: Fields) -> bool:
    fields = {*published, *(name.removeprefix("content.") for name in entry if name.startswith("content."))} - {PHOTOS}
    return all(published.get(field) == entry.get(f"content.{field}") for field in fields)


def _of_journal(connection: Connection, about: JournalledTable) -> Iterator[str]:
    """Play the journal again: each entry must start from what the one before left, and the last leave what the table holds."""
    states: dict[Any, dict[str, Any]] = {}
    versions: Counter[Any] = Counter()
    columns = (about.subject, journal.c.id, journal.c.action, journal.c.before, journal.c.after)
    entries = select(*columns).where(about.subject.is_not(None)).order_by(journal.c.id)
    for key, number, action, before, after in connection.execution_options(yield_per=500).execute(entries):
        state = states.setdefault(key, dict(about.at_first))
        versions[key] += 1
        if before and any(state.get(field) != value for field, value in about.journalled(action, before).items()):
            yield _("Journal rompu : l'entrée n° {number} ne part pas de ce que la précédente a laissé.").format(number=number)
        state.update(about.journalled(action, after or {}))
    for row in connection.execution_options(yield_per=50).execute(select(about.table)).mappings():
        key = row[about.key.name]
        if row["version"] != versions[key] or not _agree(states.get(key, {}), about.stored(dict(row)), is_whole=about.stored is not dict):
            yield _("Écart avec le journal : {table}, {key}.").format(table=about.table.name, key=key)


def _agree(journalled: Fields, stored: Fields, is_whole: bool) -> bool:
    """Say whether what was told is what is held; where the journal tells all (`is_whole`), also that nothing more is held."""
    fields = {*journalled, *stored} if is_whole else set(journalled) & set(stored)
    return all(journalled.get(field) == stored.get(field) for field in fields)
