"""Rows of proposals: who reads them, told in SQL, and how they become values and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, false, or_, select, update

from domain.candidate import Kind
from domain.person import Person
from domain.proposal import PREFIXES, STAGE_LABELS, UNLISTED, Content, Proposal, Stage, decides, has_position, organisation_of
from i18n import gettext as _
from store.tables import proposals

AreasAt = Callable[[Sequence[float], Sequence[float]], Sequence[str]]
"""Gives the code of the commune at each position (longitudes, latitudes, degrees), "" where there is none."""
READ = [proposals.c[field.name] for field in fields(Proposal)]


class NotFound(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """No proposal has this id, or not for whoever asks: they do not learn which."""


class Illegal(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A proposal is not at a stage where this may be done; the message says so, in the current language."""


class Conflict(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else wrote first: `current` is what they wrote."""

    def __init__(self, current: Proposal) -> None:
        super().__init__(_("Quelqu'un a modifié ce lieu entre-temps : « {name} ».").format(name=name_of(current.content, current.id)))
        self.current = current


def name_of(content: Content | None, proposal_id: str) -> str:
    """Return how a place is called, on one line; its id while it has no name."""
    return " ".join(str((content or {}).get("name") or proposal_id).split())


def why_closed(stage: Stage) -> str:
    """Say what to do before a place that is refused or withdrawn is told anew."""
    return _("Reprenez d'abord ce lieu en brouillon : {stage}.").format(stage=_(STAGE_LABELS[stage]).lower())


def id_of(kind: Kind, number: int) -> str:
    """Return the name of the proposal of a number: « LP-000123 »."""
    return f"{PREFIXES[kind]}-{number:06d}"


def owned(person: Person) -> ColumnElement[bool]:
    """Return the condition of what belongs to a person's organisation: `domain.proposal.is_own`, in SQL."""
    organisation = organisation_of(person)
    if organisation is None:
        return false()
    mine = proposals.c.organisation == organisation
    return mine & (proposals.c.author_id == person.id) if person.is_guest else mine


def shared() -> ColumnElement[bool]:
    """Return the condition of what those who decide read."""
    return proposals.c.submitted_at.is_not(None) & proposals.c.stage.not_in(UNLISTED)


def readable(person: Person) -> ColumnElement[bool]:
    """Return the condition of what a person reads whole: `domain.proposal.may_read`, in SQL."""
    return or_(owned(person), shared()) if decides(person) else owned(person)


def is_published() -> ColumnElement[bool]:
    """Return the condition of what everybody sees."""
    return proposals.c.public_lat.is_not(None)


def is_shared(stage: Stage, submitted_at: dt.datetime | None) -> bool:
    """Say whether those who decide read a proposal at this stage."""
    return submitted_at is not None and stage not in UNLISTED


def proposal_of(row: RowMapping) -> Proposal:
    """Return a row as a value."""
    return Proposal(**{column.name: row[column.name] for column in READ})


def one(connection: Connection, person: Person, proposal_id: str) -> Proposal:
    """Return a proposal that a person reads; `NotFound` for any other."""
    query = select(*READ).where(proposals.c.id == proposal_id, readable(person))
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        raise NotFound(_("Ce lieu n'existe pas, ou n'est pas à vous."))
    return proposal_of(row)


def several(
    connection: Connection, wanted: ColumnElement[bool], order: tuple[ColumnElement[Any], ...], limit: int | None = None
) -> tuple[Proposal, ...]:
    """Return the proposals for which a condition holds."""
    query = select(*READ).where(wanted).order_by(*order).limit(limit)
    return tuple(proposal_of(row) for row in connection.execute(query).mappings())


def positions(content: Content | None, prefix: str = "") -> dict[str, float | None]:
    """Return the columns of a content's position; None where it has none."""
    is_placed = content is not None and has_position(content)
    return {f"{prefix}{key}": content[key] if is_placed and content is not None else None for key in ("lon", "lat")}


def write(connection: Connection, person: Person, current: Proposal, values: Mapping[str, Any]) -> Proposal:
    """Write over the version that was read, where the person still reads it, and return what is there now.

    Raises
    ------
    Conflict
        The version is another one: a server that lets two writers in must not lose one of them.
    """
    values = {**values}
    for key, prefix in (("content", ""), ("published", "public_")):
        if key in values:
            values |= positions(values[key], prefix)
    same = (proposals.c.id == current.id) & (proposals.c.version == current.version) & readable(person)
    written = connection.execute(update(proposals).where(same).values(values)).rowcount
    now = proposal_of(connection.execute(select(*READ).where(proposals.c.id == current.id)).mappings().one())
    if written != 1:
        raise Conflict(now)
    return now


def later(moment: dt.datetime) -> dt.datetime:
    """Return now, or `moment` where the clock has gone back: a later version is never older."""
    return max(moment, dt.datetime.now(dt.UTC))
