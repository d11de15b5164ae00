"""An extract: the rows that a selection keeps, and what must be said of them wherever they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import facet_columns
from geodata.territory import Territory

Confidential = Mapping[str, Mapping[str, str | float | None]]


@dataclass(frozen=True)
class PlanFacts:
    """What is said of a plan that is exported: label and value, the role of each place by its id, and the address that shows it."""

    facts: tuple[tuple[str, str], ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    address: str = ""


NO_PLAN = PlanFacts()


@dataclass(frozen=True, eq=False)
class Extract:
    """What is exported. `rows` are the candidates on screen, in the territory's order (EPSG:2154).

    `address` is the address that shows the same view; `on` the day of the export. `confidential` is what whoever asks may read
    besides of what everybody sees, by the id of a place then of a field; nothing of it is kept here for anybody else.
    `question` is the address query of the scenario whose plan it is, "" when it is none; `plan` is what is said
    of that plan.
    """

    territory: Territory
    facets: FacetSet
    selection: Selection
    address: str
    on: dt.date
    confidential: Confidential = field(default_factory=dict)
    question: str = ""
    plan: PlanFacts = NO_PLAN

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """Candidates that pass the selection, in their own order, index 0 to n - 1."""
        frame = self.territory.candidates
        return frame[self.selection.mask(facet_columns(frame))].reset_index(drop=True)

    @property
    def total(self) -> int:
        """Number of candidates before any filter."""
        return len(self.territory.candidates)
