"""The system of coordinates that a table does not name: the one that puts its positions in the territory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from geodata.crs import WGS84, local_crs
from intake.fields import LOCATION
from intake.locations import point_of
from intake.position import OWN, READINGS, readings_of
from intake.table import Geometry, Table, text_of
from intake.values import number_of

SAMPLED_ROWS = 200


def likely_system(table: Table, mapping: Mapping[str, str]) -> str | None:
    """Return the system under which most positions of a table fall in the territory; None when no system does that, or it is declared.

    Its positions are those of its geometries, of two columns, or of one (see `intake.locations`).

    Parameters
    ----------
    mapping : mapping of str to str
        Field of each column.
    """
    if table.geometries:
        pairs = [pair for shape in table.geometries[:SAMPLED_ROWS] if (pair := _first_pair(shape))] if table.crs is None else []
    else:
        pairs = _column_pairs(table, mapping)
    x, y = (np.array([pair[axis] for pair in pairs], float) for axis in (0, 1))
    found = Counter(name for name in readings_of(x, y, WGS84) if name).most_common(1)
    if not found or 2 * found[0][1] <= len(x):
        return None
    system = READINGS[found[0][0]].crs
    return local_crs() if system == OWN else system


def _column_pairs(table: Table, mapping: Mapping[str, str]) -> list[tuple[float, float]]:
    at = {field: table.columns.index(column) for column, field in mapping.items() if column in table.columns}
    if {"x", "y"} <= at.keys():
        both = ((number_of(row[at["x"]]), number_of(row[at["y"]])) for row in table.rows[:SAMPLED_ROWS])
        return [(x, y) for x, y in both if x is not None and y is not None]
    if LOCATION.id not in at:
        return []
    return [pair for row in table.rows[:SAMPLED_ROWS] if (pair := point_of(text_of(row[at[LOCATION.id]])))]


def _first_pair(shape: Geometry) -> tuple[float, float] | None:
    """The first position of a geometry; None for one that has none."""
    found = (shape or {}).get("coordinates")
    while isinstance(found, list) and found and isinstance(found[0], list):
        found = found[0]
    pair = found[:2] if isinstance(found, list) else []
    return (float(pair[0]), float(pair[1])) if len(pair) == 2 and all(isinstance(each, int | float) for each in pair) else None
