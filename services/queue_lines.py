"""The lines by which the queue of those who decide is looked through: each is worked out again only once its place was written again."""

from __future__ import annotations

import threading
from bisect import insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from domain.person import Person
from domain.proposal import Stage
from geodata.neighbours import Places
from geodata.territory import Territory
from processes.memory_cache import MemoryCache
from services.moderation_places import ALIVE
from services.moderation_queue import QueueLine, queue_lines
from store.proposals import Proposals
from store.queue_changes import JournalMark

LINE_BYTES = 1_000
"""Roughly what a line takes."""
MOST_BYTES = 256 * 1024 * 1024
MOST_READ = 1_000
"""Proposals that are read by their ids; beyond, all of them are."""
_KEY = "queue"


@dataclass(frozen=True, eq=False)
class KnownQueue:
    """The lines of all that those who decide read, in the order of the queue, when the journal had a last row."""

    mark: JournalMark
    territory: Territory
    lines: Sequence[QueueLine]

    @cached_property
    def counts(self) -> Counter[Stage]:
        """How many there are of each stage."""
        return Counter(line.stage for line in self.lines)

    @cached_property
    def organisations(self) -> frozenset[str]:
        """The codes of those who propose them."""
        return frozenset(line.organisation for line in self.lines)

    def doubles(self, lines: Sequence[QueueLine]) -> frozenset[str]:
        """Return the ids of those of some lines that may be the same place as another: of the map, or of another line alive."""
        found = self._places.crowded([one.x_l93 for one in lines], [one.y_l93 for one in lines], [one.id for one in lines])
        return frozenset(line.id for line, is_double in zip(lines, found, strict=True) if is_double)

    @cached_property
    def all_doubles(self) -> frozenset[str]:
        """The ids of all those that may be the same place as another."""
        return self.doubles(self.lines)

    @cached_property
    def _places(self) -> Places:
        alive, frame = [line for line in self.lines if line.stage in ALIVE], self.territory.candidates
        ids = [*frame["id"].astype(str), *(line.id for line in alive)]
        names = [*frame["name"].astype(str), *(line.name for line in alive)]
        x = [*frame.geometry.x, *(line.x_l93 for line in alive)]
        y = [*frame.geometry.y, *(line.y_l93 for line in alive)]
        return Places(ids, names, x, y)


@dataclass(frozen=True, eq=False)
class QueueLines:
    """The lines of the queue, kept by this process."""

    proposals: Proposals
    _known: MemoryCache[KnownQueue] = field(
        default_factory=lambda: MemoryCache(MOST_BYTES, lambda known: LINE_BYTES * len(known.lines)), repr=False
    )

    _alone: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def of(self, person: Person, territory: Territory) -> KnownQueue:
        """Return the lines of all that those who decide read; `domain.person.NotAllowed` for whoever does not."""
        with self._alone:
            return self._now(person, territory)

    def _now(self, person: Person, territory: Territory) -> KnownQueue:
        known = self._known.known(_KEY)
        if known is not None and known.territory.municipalities is not territory.municipalities:
            known = None  # other communes
        changes = self.proposals.queue_changes(person, known.mark if known else None)
        if known is not None and known.territory is territory and known.mark == changes.mark:
            return known
        if known is None or changes.read is None or len(changes.read) > MOST_READ:
            lines = queue_lines(territory.communes, self.proposals.queue(person))
        elif changes.read or changes.gone:
            read = queue_lines(territory.communes, self.proposals.queue(person, changes.read))
            lines = _with(known.lines, read, {*changes.read, *changes.gone})
        else:
            return self._known.put(_KEY, KnownQueue(changes.mark, territory, known.lines))
        return self._known.put(_KEY, KnownQueue(changes.mark, territory, lines))


def _with(lines: Sequence[QueueLine], read: Sequence[QueueLine], written: set[str]) -> list[QueueLine]:
    """Return some lines with those that were written as they are read now, or gone; in the order of the queue, as they were."""
    found = [line for line in lines if line.id not in written]
    for line in read:
        insort(found, line, key=_waiting_first)
    return found


def _waiting_first(line: QueueLine) -> tuple[bool, str, int]:
    """What waits first, the longest waiting first."""
    return line.stage is not Stage.SUBMITTED, line.since, int(line.id[3:])
