"""The system of coordinates that a table does not name: the one that puts its positions in the territory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from geodata.crs import WGS84, local_crs
from intake.position import OWN, READINGS, readings_of
from intake.table import Table
from intake.values import number_of

SAMPLED_ROWS = 200


def likely_system(table: Table, mapping: Mapping[str, str]) -> str | None:
    """Return the system under which most positions of two columns fall in the territory; None when no system does that.

    Parameters
    ----------
    mapping : mapping of str to str
        Field of each column.
    """
    at = {field: table.columns.index(column) for column, field in mapping.items() if column in table.columns}
    if table.geometries or not {"x", "y"} <= at.keys():
        return None
    pairs = [(number_of(row[at["x"]]), number_of(row[at["y"]])) for row in table.rows[:SAMPLED_ROWS]]
    x, y = (np.array([pair[axis] for pair in pairs if None not in pair], float) for axis in (0, 1))
    found = Counter(name for name in readings_of(x, y, WGS84) if name).most_common(1)
    if not found or 2 * found[0][1] <= len(x):
        return None
    system = READINGS[found[0][0]].crs
    return local_crs() if system == OWN else system
