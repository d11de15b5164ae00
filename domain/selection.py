"""The one filter state: an immutable Selection that is read from an address and written back to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
import numpy.typing as npt

from domain.address import Address, Key, clean_id, write
from domain.facet import Facet, Value
from domain.facet_values import Columns, IntColumn, Mask


@dataclass(frozen=True)
class FacetSet:
    """The facets in force, in display order."""

    facets: tuple[Facet, ...]

    @cached_property
    def by_id(self) -> Mapping[str, Facet]:
        """The facets by their id."""
        return MappingProxyType({facet.id: facet for facet in self.facets})

    def __iter__(self) -> Iterator[Facet]:
        return iter(self.facets)

    def __getitem__(self, facet_id: str) -> Facet:
        return self.by_id[facet_id]

    def encode(self, columns: Columns) -> dict[str, IntColumn]:
        """Return the integer column of every facet (see `domain.facet`)."""
        return {facet.id: facet.encode(columns) for facet in self.facets}


@dataclass(frozen=True)
class Selection:
    """What is kept, and which place is open. Every method returns a new value.

    `filters` holds only facets that filter something, in the canonical form of their facet.
    """

    facets: FacetSet = field(repr=False)
    filters: Mapping[str, Value] = field(default_factory=dict)
    focus: str | None = None

    @classmethod
    def from_query(cls, query: str, facets: FacetSet) -> Selection:
        """Read an address's query. Total: any string gives a valid Selection, made of the parts that are valid."""
        address = Address.parse(query)
        filters: dict[str, Value] = {}
        for key, text in address.parameters.items():
            if key in facets.by_id:
                _put(filters, key, facets[key].parse(text))
        return cls(facets, filters, clean_id(address.text(Key.PLACE)))

    @classmethod
    def from_json(cls, data: Any, facets: FacetSet) -> Selection:
        """Read the browser's state ``{"filters": {…}, "focus": …}``. Total, like `from_query`."""
        data = data if isinstance(data, Mapping) else {}
        raw = data.get("filters")
        filters: dict[str, Value] = {}
        for key, value in raw.items() if isinstance(raw, Mapping) else ():
            if key in facets.by_id:
                _put(filters, key, facets[key].from_json(value))
        return cls(facets, filters, clean_id(data.get("focus")))

    def to_query(self) -> str:
        """Write the canonical query, facets in their display order, without ``?``; empty when nothing is filtered."""
        parts = [(facet.id, facet.write(self.filters[facet.id])) for facet in self.facets if facet.id in self.filters]  # type: ignore[arg-type]
        return write([*parts, (Key.PLACE, self.focus or "")])

    def to_json(self) -> dict[str, Any]:
        """Return the state as plain data, as the browser holds it."""
        filters = {facet.id: facet.to_json(self.filters[facet.id]) for facet in self.facets if facet.id in self.filters}  # type: ignore[arg-type]
        return {"filters": filters, "focus": self.focus}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Selection) and (dict(self.filters), self.focus) == (dict(other.filters), other.focus)

    def __hash__(self) -> int:
        return hash(self.to_query())

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filtered."""
        return not self.filters

    def with_(self, facet_id: str, value: Any) -> Selection:
        """Set a facet's filter from plain data (see `to_json`); a value that filters nothing lifts it."""
        filters = {key: value for key, value in self.filters.items() if key != facet_id}
        _put(filters, facet_id, self.facets[facet_id].from_json(value))
        return replace(self, filters=filters)

    def without(self, facet_id: str) -> Selection:
        """Lift one facet's filter."""
        return replace(self, filters={key: value for key, value in self.filters.items() if key != facet_id})

    def toggle(self, facet_id: str, code: str) -> Selection:
        """Add a code (or a group's code) to a category's filter, or take it out when it is wholly there."""
        facet = self.facets[facet_id]
        members = set(getattr(facet, "groups", {}).get(code, (code,)))
        current = set(self.filters.get(facet_id, ()))  # type: ignore[arg-type]
        return self.with_(facet_id, list(current - members if members <= current else current | members))

    def clear(self) -> Selection:
        """Lift every filter; the open place stays open."""
        return replace(self, filters={})

    def mask(self, columns: Columns) -> Mask:
        """Rows that pass every filter, shape (n,)."""
        return self.mask_encoded(self.facets.encode(columns))

    def mask_encoded(self, encoded: Mapping[str, IntColumn]) -> Mask:
        """As `mask`, on columns that are already encoded."""
        rows = len(next(iter(encoded.values())))
        mask = np.ones(rows, dtype=bool)
        for facet_id, value in self.filters.items():
            mask &= self.facets[facet_id].mask(encoded[facet_id], value)  # type: ignore[arg-type]
        return mask

    def counts(self, encoded: Mapping[str, IntColumn]) -> dict[str, npt.NDArray[np.intp]]:
        """Rows per bar of each facet, its own filter lifted: a bar never filters itself away."""
        return {facet.id: facet.counts(encoded[facet.id], self.without(facet.id).mask_encoded(encoded)) for facet in self.facets}


def _put(filters: dict[str, Value], key: str, value: Value | None) -> None:
    if value is not None:
        filters[key] = value
