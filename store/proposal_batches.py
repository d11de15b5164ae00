"""The same act on several proposals in one transaction: they are read at once, and written by statements over all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, tuple_, update

from domain.person import Person
from domain.proposal import Act, Proposal, content_after
from i18n import gettext as _
from store import journal, proposal_writing
from store.proposal_rows import AreasAt, Conflict, NotFound, later, readable, several
from store.tables import proposals

ALIKE = frozenset({Act.SUBMIT, Act.WITHDRAW})
"""Acts of a proposer that write the same of every proposal of a stage, as long as what everybody sees stays."""


def act_together(connection: Connection, person: Person, chosen: Sequence[tuple[str, int]], done: Act, areas_at: AreasAt | None) -> None:
    """Take several proposals, (id, version) each, to their next stage, all or none; raises as `store.proposal_writing.act`."""
    versions = dict(chosen)
    read = several(connection, readable(person) & proposals.c.id.in_(versions), (proposals.c.number,))
    if len(read) != len(versions):
        raise NotFound(_("Ce lieu n'existe pas, ou n'est pas à vous."))
    alike, others = list[Proposal](), list[Proposal]()
    for it in read:
        (alike if done in ALIKE and content_after(it, done)[1] == it.published else others).append(it)
    _write_alike(connection, person, alike, versions, done, areas_at)
    for it in others:
        proposal_writing.act(connection, person, it.id, versions[it.id], done, "", areas_at)


def _write_alike(
    connection: Connection, person: Person, read: Sequence[Proposal], versions: Mapping[str, int], done: Act, areas_at: AreasAt | None
) -> None:
    if not read:
        return
    after = {it.id: proposal_writing.stage_of(person, it, versions[it.id], done, "") for it in read}
    proposal_writing.refuse_outside(read, done, areas_at)
    now = later(max(it.updated_at for it in read))
    rows = []
    for it in read:
        values = {"stage": after[it.id], "updated_at": now, **proposal_writing.times_of(it, done, after[it.id], now)}
        rows.append(proposal_writing.journal_row(person, it, values, done.value, {"stage": it.stage.value}, {"stage": after[it.id].value}))
    journal.append_many(connection, rows)
    is_seen = tuple_(proposals.c.id, proposals.c.version).in_([(it.id, it.version) for it in read]) & readable(person)
    (stage,) = set(after.values())
    same = {"stage": stage, "version": proposals.c.version + 1, "updated_at": now}
    values = {**same, **proposal_writing.times_of(read[0], done, stage, now)}
    if connection.execute(update(proposals).where(is_seen).values(values)).rowcount != len(read):
        raise Conflict(read[0])  # a server that lets two writers in must not lose one of them
