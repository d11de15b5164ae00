"""What one looks for in the queue of those who decide, and the order in which it is found."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

from domain.words import has_all, searchable
from geodata.candidate_facets import SUITED_OPTIONS
from services.moderation_detail import name_of
from services.moderation_queue import QueueFilters, QueueLine, area_named, in_reading_order, named

FLAGS = "flags"
"""The column of which the order needs what may be a duplicate."""
_SUITED = {option.code: rank for rank, option in enumerate(SUITED_OPTIONS)}


@dataclass(frozen=True, slots=True)
class _Word:
    """A text that many lines share: as it is read, searched and put in order."""

    shown: str
    inside: str
    order: str

    @classmethod
    def of(cls, shown: str) -> _Word:
        return cls(shown, searchable(shown), in_reading_order(shown))


@dataclass(frozen=True, eq=False)
class QueueSearch:
    """What is looked for; `names` are those of the organisations, by code."""

    filters: QueueFilters
    names: Mapping[str, str]
    _organisations: dict[str, _Word] = field(default_factory=dict, repr=False)
    _areas: dict[str, _Word] = field(default_factory=dict, repr=False)

    def organisation(self, code: str) -> _Word:
        """Return the organisation of a code."""
        return self._organisations.get(code) or self._organisations.setdefault(code, _Word.of(name_of(code, self.names)))

    def area(self, name: str) -> _Word:
        """Return a commune by its name; "" is outside."""
        return self._areas.get(name) or self._areas.setdefault(name, _Word.of(area_named(name)))

    def looked_for(self, lines: Sequence[QueueLine]) -> list[QueueLine]:
        """Return those of some lines that are looked for."""
        wanted, stages = self.filters, self.filters.stages
        found = [line for line in lines if line.stage in stages]
        if wanted.kind:
            found = [line for line in found if line.kind == wanted.kind]
        if wanted.organisation:
            found = [line for line in found if self.organisation(line.organisation).shown == wanted.organisation]
        if wanted.search:
            places = {(line.organisation, line.area) for line in found}
            inside = {place: self.organisation(place[0]).inside + self.area(place[1]).inside for place in places}
            found = [line for line in found if has_all(line.inside + inside[line.organisation, line.area], wanted.search)]
        return found

    def in_order(self, found: Sequence[QueueLine], doubles: Collection[str]) -> list[QueueLine]:
        """Return lines in the order that is chosen; what is unknown is last whatever the direction. `doubles` are ids."""
        keys = list(map(self._key(found, doubles), found))
        known = (row for row, key in enumerate(keys) if key is not None)
        ranked = sorted(known, key=keys.__getitem__, reverse=self.filters.is_descending)
        return [found[row] for row in ranked] + [one for one, key in zip(found, keys, strict=True) if key is None]

    def _key(self, found: Sequence[QueueLine], doubles: Collection[str]) -> Callable[[QueueLine], Any]:
        """Return what a line is put in order by; None is unknown."""
        order = self.filters.order
        if order in {"organisation", "area"}:
            of, word = attrgetter(order), self.organisation if order == "organisation" else self.area
            orders = {code: word(code).order for code in set(map(of, found))}
            ranks = {text: rank for rank, text in enumerate(sorted(set(orders.values())))}
            return lambda line: ranks[orders[of(line)]]
        unnamed = in_reading_order(named(""))
        keys: Mapping[str, Callable[[QueueLine], Any]] = {
            "name": lambda line: line.name_order or unnamed,
            "id": lambda line: (line.id[:2], int(line.id[3:])),
            "suits_hub": lambda line: _SUITED[line.suits_hub],
            "suits_shop": lambda line: _SUITED[line.suits_shop],
            FLAGS: lambda line: _flags(line, line.id in doubles),
        }
        return keys.get(order, lambda line: getattr(line, order, None))


def _flags(line: QueueLine, is_double: bool) -> tuple[bool, bool, bool] | None:
    found = (is_double, line.is_change, line.is_example)
    return found if any(found) else None
