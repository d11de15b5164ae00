"""A table or a layer that stands beside the places in an export: typed fields, rows, and shapes where it has some."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import shapely

ColumnKind = Literal["text", "number", "day"]
SideCell = str | float | None


@dataclass(frozen=True, slots=True)
class SideField:
    """A field: its name for programs, its heading in the current language (unit included), and how its values are written."""

    id: str
    heading: str
    kind: ColumnKind = "text"
    decimals: int = 0


@dataclass(frozen=True, eq=False)
class SideTable:
    """A table, or a layer where `shapes` has one geometry a row.

    Attributes
    ----------
    id, title : its name for programs; in the current language, of at most 31 characters.
    fields, rows : values in the order of the fields; unknown ones are None.
    shapes : geometries in degrees (WGS 84), all of `geometry_type` (« Point », « MultiPoint », « MultiPolygon »); empty for a table.
    in_sheets : whether a person reads it in a workbook; a layer of thousands of points is for maps.
    """

    id: str
    title: str
    fields: tuple[SideField, ...]
    rows: tuple[tuple[SideCell, ...], ...]
    shapes: Sequence[shapely.Geometry] = ()
    geometry_type: str = ""
    in_sheets: bool = True
