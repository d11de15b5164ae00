"""What is written of a proposal: its row, its journal, the message and the email of a decision, in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, func, insert, select

from domain.candidate import Kind
from domain.limits import MAX_REASON
from domain.person import Action, NotAllowed, Person, require
from domain.proposal import (
    ACT_LABELS,
    DECISIONS,
    PHOTOS,
    REASONED,
    STAGE_LABELS,
    Act,
    Content,
    Decided,
    Proposal,
    Stage,
    clean_content,
    clean_text,
    content_after,
    content_reopened,
    decides,
    is_own,
    kind_of,
    may_edit,
    missing_to_submit,
    organisation_of,
    stage_after,
)
from i18n import gettext as _
from store import journal, messages, outbox
from store.proposal_rows import AreasAt, Conflict, Illegal, id_of, is_shared, later, one, positions, why_closed, write
from store.tables import proposals

MOST_AT_ONCE = 5_000
Row = dict[str, Any]


def create(
    connection: Connection, person: Person, kind: Kind, contents: Sequence[Mapping[str, Any]], is_example: bool
) -> tuple[Proposal, ...]:
    """Write new drafts, one journal row each.

    Raises
    ------
    NotAllowed
        The person does not propose this kind of place.
    ValueError
        A content is refused, or there are too many.
    """
    require(person, Action.PROPOSE)
    if kind_of(person) is not kind:
        raise NotAllowed(_("Votre organisation ne propose pas ce genre de lieu."))
    if len(contents) > MOST_AT_ONCE:
        raise ValueError(_("Trop de lieux à la fois."))
    cleaned = [_checked(content) for content in contents]
    first, now = connection.execute(select(func.max(proposals.c.number))).scalar() or 0, dt.datetime.now(dt.UTC)
    rows = [_new(person, kind, first + rank, content, now, is_example) for rank, content in enumerate(cleaned, 1)]
    if not rows:
        return ()
    connection.execute(insert(proposals), [{**row, **positions(row["content"])} for row in rows])
    journal.append_many(connection, [_journal_row(person, row, "create", now, None, row["content"]) for row in rows])
    return tuple(Proposal(**{key: value for key, value in row.items() if key != "number"}) for row in rows)


def _new(person: Person, kind: Kind, number: int, content: Content, now: dt.datetime, is_example: bool) -> Row:
    times = dict.fromkeys(("submitted_at", "decided_at", "confirmed_at", "seen_at"))
    who = {"organisation": organisation_of(person), "author": person.name, "author_id": person.id}
    state = {"stage": Stage.DRAFT, "content": dict(content), "published": None, "version": 1, "is_example": is_example}
    return {"number": number, "id": id_of(kind, number), "kind": kind, **who, **state, "created_at": now, "updated_at": now, **times}


def _checked(raw: Mapping[str, Any]) -> dict[str, Any]:
    if PHOTOS in raw:
        raise ValueError(_("Champ inconnu."))
    return clean_content(raw)


def _journal_row(
    person: Person, about: Mapping[str, Any], action: str, at: dt.datetime, before: Mapping[str, Any] | None, after: Mapping[str, Any]
) -> Row:
    """Return the journal's row of a writing after which a proposal is as `about` says."""
    subject = {"proposal_id": about["id"], "organisation": about["organisation"]}
    read = {"is_shared": is_shared(about["stage"], about["submitted_at"])}
    return {"at": at, "author": person.name, "author_id": person.id, "action": action, "before": before, "after": after, **subject, **read}


def tell(
    connection: Connection, person: Person, current: Proposal, values: Mapping[str, Any], action: str, before: Row | None, after: Row
) -> int:
    """Add the journal's row of a writing of `values` over `current`; return its id."""
    return journal.append_row(connection, journal_row(person, current, values, action, before, after))


def journal_row(person: Person, current: Proposal, values: Mapping[str, Any], action: str, before: Row | None, after: Row) -> Row:
    """Return the journal's row of a writing of `values` over `current`."""
    about = {"id": current.id, "organisation": current.organisation}
    about |= {key: values.get(key, getattr(current, key)) for key in ("stage", "submitted_at")}
    return _journal_row(person, about, action, values["updated_at"], before, after)


def edit(connection: Connection, person: Person, proposal_id: str, version: int, changes: Mapping[str, Any]) -> Proposal:
    """Write what is told anew; what changes nothing writes nothing (see `store.proposals.Proposals.edit`)."""
    current = editable(connection, person, proposal_id)
    if current.version != version:
        raise Conflict(current)
    photos = current.content.get(PHOTOS)
    content_before = {key: value for key, value in current.content.items() if key != PHOTOS}
    content = _checked({**content_before, **changes}) | ({PHOTOS: photos} if photos else {})
    before, after = difference(current.content, content)
    if not after:
        return current
    values = {"content": content, "version": version + 1, "updated_at": later(current.updated_at)}
    tell(connection, person, current, values, "edit", before, after)
    return write(connection, person, current, values)


def editable(connection: Connection, person: Person, proposal_id: str) -> Proposal:
    """Return a proposal that a person may change now.

    Raises
    ------
    NotFound, NotAllowed, Illegal
        It is not theirs to read, to change, or to change now.
    """
    current = one(connection, person, proposal_id)
    if not is_own(person, current):
        raise NotAllowed(_("Seule l'organisation qui propose ce lieu peut le modifier."))
    if not may_edit(person, current):
        raise Illegal(why_closed(current.stage))
    return current


def difference(before: Content, after: Content) -> tuple[Row, Row]:
    """Return the fields that differ, before and after; None where there was or is nothing."""
    changed = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in changed}, {key: after.get(key) for key in changed}


def act(
    connection: Connection, person: Person, proposal_id: str, version: int, done: Act, reason: str, areas_at: AreasAt | None = None
) -> Proposal:
    """Take a proposal to its next stage (see `store.proposals.Proposals.act`)."""
    current, why = one(connection, person, proposal_id), clean_text(reason, MAX_REASON)
    after = stage_of(person, current, version, done, why)
    refuse_outside([current], done, areas_at)
    now = later(current.updated_at)
    values = {"stage": after, "version": version + 1, "updated_at": now, **times_of(current, done, after, now)}
    content, published = content_after(current, done)
    if done is Act.REOPEN and current.stage is Stage.ACCEPTED:
        content, published = content_reopened(current, _last_decision(connection, current))
    before_row, after_row = _act_rows(current, done, values, content, published, why)
    if content != current.content:
        values["content"] = dict(content)
    row = tell(connection, person, current, values, done.value, before_row, after_row)
    if published != current.published or (done is Act.RENEW and published is not None):
        values |= {"published": None if published is None else dict(published), "publication": row}
        values["published_at"] = None if published is None else now
    changed = write(connection, person, current, values)
    if done in DECISIONS:
        messages.add(connection, person, changed, why, messages.DECISION, done)
        outbox.put(connection, changed, done, why, person, now)
    return changed


def refuse_outside(several: Sequence[Proposal], done: Act, areas_at: AreasAt | None) -> None:
    """Raise `Illegal` where an act would put a place that lies in no commune before those who decide, or everybody."""
    if done not in {Act.SUBMIT, Act.ACCEPT} or areas_at is None:
        return
    if not all(areas_at(*([it.content[axis] for it in several] for axis in ("lon", "lat")))):
        raise Illegal(_("La position est hors des communes du territoire : déplacez le repère, puis recommencez."))


def stage_of(person: Person, current: Proposal, version: int, done: Act, reason: str) -> Stage:
    """Return the stage to which an act leads; raises as `act` where it is not legal."""
    if done in DECISIONS and not decides(person):
        raise NotAllowed(_("Seules la direction de l'Économie et l'animation décident."))
    if done not in DECISIONS and not is_own(person, current):
        raise NotAllowed(_("Seule l'organisation qui propose ce lieu peut le faire."))
    if current.version != version:
        raise Conflict(current)
    after = stage_after(current, done, person)
    if after is None:
        words = {"act": _(ACT_LABELS[done]).lower(), "stage": _(STAGE_LABELS[current.stage]).lower()}
        raise Illegal(_("Impossible ({act}) : ce lieu est à l'étape « {stage} ».").format(**words))
    if done in REASONED and not reason:
        raise ValueError(_("Dites pourquoi : celui qui propose a besoin du motif."))
    if done in {Act.SUBMIT, Act.ACCEPT} and missing_to_submit(current.content):
        raise ValueError(_("Il manque un nom ou une position sur la carte."))
    return after


def times_of(current: Proposal, done: Act, after: Stage, now: dt.datetime) -> Row:
    """Return the moments that an act changes."""
    times: Row = {}
    if done is Act.SUBMIT or (done is Act.ACCEPT and current.submitted_at is None):
        times["submitted_at"] = now
    if after is Stage.DRAFT:
        times["submitted_at"] = None
    if done in DECISIONS:
        times["decided_at"] = None if done is Act.REOPEN else now
    if done in {Act.SUBMIT, Act.RENEW} or (done is Act.ACCEPT and current.confirmed_at is None):
        times["confirmed_at"] = now
    return times


def _last_decision(connection: Connection, current: Proposal) -> Decided:
    """Read in the journal what the last decision changed."""
    row = journal.last_of(connection, current.id, [decision.value for decision in DECISIONS])
    if row is None:
        return Decided(Act.REOPEN)
    changed = {key: ((row.before or {})[key], (row.after or {})[key]) for key in ("content", "published") if key in (row.before or {})}
    return Decided(Act(row.action), **changed)


def _act_rows(current: Proposal, done: Act, values: Row, content: Content, published: Content | None, reason: str) -> tuple[Row, Row]:
    """Return what the journal tells of an act: stages, the reason, what changes of what is told and of what everybody sees.

    That is what going back on a decision reads.
    """
    before: Row = {"stage": current.stage.value}
    after: Row = {"stage": values["stage"].value}
    if reason:
        after["reason"] = reason
    was, becomes = difference(current.content, content)
    if becomes:
        before["content"], after["content"] = was, becomes
    if current.published is not None and published is not None and (done is Act.ACCEPT or published != current.published):
        before["published"], after["published"] = difference(current.published, published)
    return before, after
