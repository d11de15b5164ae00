"""The lines by which an organisation's list is looked through: each is worked out again only once its place has another version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.person import Person
from domain.proposal import RENEWAL_MONTHS, Proposal, Stage, missing_to_submit, months_after, organisation_of
from domain.words import folded, searchable
from processes.memory_cache import MemoryCache
from services.words.places import share_known
from store.proposals import Proposals

MOST_BYTES = 64 * 1024 * 1024
LINE_BYTES = 700
"""Roughly what a line takes."""
MOST_READ = 1_000
"""Places that are read by their ids; beyond, all of the organisation are."""


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What the list is narrowed and put in order by; a place is told in full where it is shown.

    `inside` are its words as they are searched (`domain.words.searchable`), `due_from` the day from which its proposer is to confirm it,
    `reminders` the days (ISO 8601) of those that are open.
    """

    id: str
    version: int
    stage: Stage
    name: str
    inside: str
    share: float
    is_placed: bool
    is_ready: bool
    due_from: dt.date | None
    reminders: tuple[str, ...]

    @classmethod
    def of(cls, proposal: Proposal) -> OwnLine:
        """Return the line of a place."""
        content, tags = proposal.content, proposal.content.get("tags")
        name, where = content.get("name") or "", content.get("town") or content.get("address") or ""
        words = [name, where, proposal.id, *(map(str, tags) if isinstance(tags, list) else ())]
        is_confirmed = proposal.stage is Stage.ACCEPTED and proposal.confirmed_at is not None
        return cls(
            id=proposal.id,
            version=proposal.version,
            stage=proposal.stage,
            name=folded(name),
            inside=searchable(" ".join(words)),
            share=share_known(proposal.kind, content),
            is_placed=content.get("lon") is not None,
            is_ready=proposal.stage is Stage.DRAFT and not missing_to_submit(content),
            due_from=months_after(proposal.confirmed_at.date(), RENEWAL_MONTHS) if is_confirmed and proposal.confirmed_at else None,
            reminders=tuple(str(one.get("on", "")) for one in content.get("reminders") or [] if not one.get("done")),
        )

    def is_due(self, today: dt.date) -> bool:
        """Say whether its proposer is to confirm it (see `domain.proposal.Proposal.is_due`)."""
        return self.due_from is not None and today >= self.due_from


@dataclass(frozen=True, slots=True)
class _Known:
    """The lines of an organisation in a state of its places."""

    state: tuple[Any, ...]
    lines: tuple[OwnLine, ...]


def _cache() -> MemoryCache[_Known]:
    return MemoryCache(MOST_BYTES, lambda known: LINE_BYTES * len(known.lines))


@dataclass(frozen=True, eq=False)
class OwnLines:
    """The lines of each organisation that was looked through."""

    proposals: Proposals
    _known: MemoryCache[_Known] = field(default_factory=_cache, repr=False)

    def of(self, person: Person) -> Sequence[OwnLine]:
        """Return the lines of what a person's organisation owns, newest change first."""
        key = (organisation_of(person), person.id if person.is_guest else "")
        state, known = self.proposals.own_state(person), self._known.known(key)
        if known is not None and known.state == state:
            return known.lines
        before = {line.id: line for line in known.lines} if known else {}
        return self._known.put(key, _Known(state, self._lines(person, before))).lines

    def _lines(self, person: Person, before: Mapping[str, OwnLine]) -> tuple[OwnLine, ...]:
        versions = self.proposals.own_versions(person)
        stale = [id_ for id_, version in versions if id_ not in before or before[id_].version != version]
        read = self.proposals.own(person, stale) if len(stale) <= MOST_READ else self.proposals.list(person)
        lines = {**before, **{one.id: OwnLine.of(one) for one in read}}
        return tuple(lines[id_] for id_, _version in versions if id_ in lines)
