"""Columns known by what they hold, where their headings do not say it: positions and addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import shapely

from domain.candidate import Kind
from domain.words import folded
from geodata.crs import WGS84
from intake.fields import LOCATION, OUTLINE, tell_position
from intake.locations import CONTOUR_TYPES, geometry_of
from intake.mapping import Guess, guess
from intake.position import readings_of
from intake.table import Cell, Table, is_filled, text_of

SAMPLED_ROWS = 200
MOST = 0.8
"""Share of the filled cells of a column that must be of a sort."""
_STREET = re.compile(
    r"\b(rue|avenue|av|ave|bd|bld|boulevard|chemin|che|place|pl|cours|impasse|imp|allees?|quai|route|rte|traverse|montee|square|passage|"
    r"rond[- ]point|esplanade|promenade|lotissement|residence)\b"
)
_NUMBERED = re.compile(r"^\d{1,4}\b|\b\d{5}\b")


def guess_of(table: Table, kind: Kind, columns: Sequence[str] | None = None) -> Guess:
    """Return what the headings of a table suggest (see `intake.mapping.guess`), and what its cells do where nothing tells a position.

    Parameters
    ----------
    columns : sequence of str, optional
        Those that may be mapped; all when not given.
    """
    among = table.columns if columns is None else columns
    found = guess(among, kind)
    if table.geometries or tell_position(set(found.mapping.values())):
        return found
    mapping = dict(found.mapping)
    free = [column for column in among if mapping.get(column, "address") == "address"]
    if place := next(((column, field) for column in free if (field := _place_field(_sample(table, column)))), None):
        mapping[place[0]] = place[1]
    if "address" not in mapping.values():
        others = (column for column in free if column not in mapping)
        mapping |= {column: "address" for column in others if is_address(_sample(table, column))} if "name" in mapping.values() else {}
        mapping = _each_once(mapping)
    unmapped = tuple(column for column in among if column not in mapping)
    return replace(found, mapping={column: mapping[column] for column in among if column in mapping}, unmapped=unmapped)


def is_address(cells: Sequence[Cell]) -> bool:
    """Say whether most cells are addresses: a street with a number or a postcode."""
    texts = [folded(text_of(cell).strip()) for cell in cells]
    return bool(texts) and sum(bool(_STREET.search(text) and _NUMBERED.search(text)) for text in texts) >= MOST * len(texts)


def sample_of_column(table: Table, at: int) -> list[Cell]:
    """Return the first filled cells of a column."""
    return [row[at] for row in table.rows[:SAMPLED_ROWS] if is_filled(row[at])]


def _sample(table: Table, column: str) -> list[Cell]:
    return sample_of_column(table, table.columns.index(column))


def _each_once(mapping: dict[str, str]) -> dict[str, str]:
    taken: dict[str, str] = {}
    for column, field_id in mapping.items():
        taken.setdefault(field_id, column)
    return {column: field_id for field_id, column in taken.items()}


def _place_field(cells: Sequence[Cell]) -> str:
    """The field of a column whose cells tell positions in the territory, or contours; empty for any other."""
    shapes = [shape for cell in cells if isinstance(cell, str) and (shape := _shape(cell))]
    if not cells or len(shapes) < MOST * len(cells):
        return ""
    if all(shape.get("type") in CONTOUR_TYPES for shape in shapes):
        return OUTLINE.id
    pairs = [shape["coordinates"][:2] for shape in shapes if shape.get("type") == "Point"]
    x, y = (np.array([pair[axis] for pair in pairs], float) for axis in (0, 1))
    return LOCATION.id if sum(map(bool, readings_of(x, y, WGS84))) > MOST * len(cells) else ""


def _shape(text: str) -> dict[str, Any] | None:
    try:
        shape, _system = geometry_of(text)
    except (ValueError, RecursionError, shapely.errors.ShapelyError):
        return None
    return dict(shape) if shape else None
