"""An extract: the rows that a selection keeps, and what must be said of them wherever they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import geopandas as gpd
import shapely

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import facet_columns
from geodata.territory import Territory
from reports.side_table import ColumnKind, SideTable

Confidential = Mapping[str, Mapping[str, str | float | None]]


@dataclass(frozen=True, slots=True)
class PlaceFigure:
    """A column that a screen adds to the places: its heading in the current language, and its values by the id of a place.

    A place that is not among `values` is unknown; `in_sheet` says whether a person reads it in a pop-up.
    """

    id: str
    label: str
    values: Mapping[str, str | float]
    unit: str = ""
    kind: ColumnKind = "text"
    decimals: int = 0
    in_sheet: bool = True


@dataclass(frozen=True, eq=False)
class ScreenFacts:
    """What a screen says of the places that are exported from it, beside their own columns.

    Attributes
    ----------
    facts : label and value, in reading order.
    figures : columns of the places.
    tables : tables and layers beside the places.
    sources : ids of the catalogue that all this rests on.
    address : the address that shows it; "" where it is that of the places.
    """

    facts: tuple[tuple[str, str], ...] = ()
    figures: tuple[PlaceFigure, ...] = ()
    tables: tuple[SideTable, ...] = ()
    sources: tuple[str, ...] = ()
    address: str = ""


NOTHING_MORE = ScreenFacts()


@dataclass(frozen=True, eq=False)
class Extract:
    """What is exported. `rows` are the candidates on screen, in the territory's order (EPSG:2154).

    `address` is the address that shows the same view; `on` the day of the export. `confidential` is what whoever asks may read
    besides of what everybody sees, by the id of a place then of a field; nothing of it is kept here for anybody else.
    `question` is the address query of the scenario whose plan it is, "" when it is none; `screen` is what the screen that it is
    exported from says besides. `contours` are those of the places that have one, by id (degrees, WGS 84).
    `left_out` is the sentence that names the layers of the screen's map that a file cannot hold, "" when there is none.
    """

    territory: Territory
    facets: FacetSet
    selection: Selection
    address: str
    on: dt.date
    confidential: Confidential = field(default_factory=dict)
    question: str = ""
    screen: ScreenFacts = NOTHING_MORE
    contours: Mapping[str, shapely.Polygon] = field(default_factory=dict)
    left_out: str = ""

    @cached_property
    def rows(self) -> gpd.GeoDataFrame:
        """Candidates that pass the selection, in their own order, index 0 to n - 1."""
        frame = self.territory.candidates
        return frame[self.selection.mask(facet_columns(frame))].reset_index(drop=True)

    @property
    def total(self) -> int:
        """Number of candidates before any filter."""
        return len(self.territory.candidates)
