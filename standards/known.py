"""The standards that are known, and which of them a file follows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from standards.friches import FRICHES
from standards.site_eco import SITE_ECO
from standards.site_parts import ESTABLISHMENT, TERRAIN_ECO
from standards.standard import FEWEST_COLUMNS, Standard

STANDARDS: tuple[Standard, ...] = (SITE_ECO, FRICHES, TERRAIN_ECO, ESTABLISHMENT)
"""Those whose rows are places before those that are parts of them."""

UNIT_NAMES = {column.name.lower(): column.unit for standard in STANDARDS for column in standard.columns if column.unit}
"""By the name of a column, in small letters, the unit that its standard gives it."""


def standard_of(columns: Sequence[str]) -> Standard | None:
    """Return the standard whose columns a file has most of, by their names; None when they are fewer than `FEWEST_COLUMNS`."""
    return _standard_of(frozenset(column.strip().lower() for column in columns))


def rank_of(columns: Sequence[str]) -> int:
    """Return the rank in `STANDARDS` of the standard of a layer, that of no standard after them: the places come first."""
    found = standard_of(columns)
    return STANDARDS.index(found) if found else len(STANDARDS)


@lru_cache(maxsize=64)
def _standard_of(names: frozenset[str]) -> Standard | None:
    found = max(STANDARDS, key=lambda standard: len(names & standard.by_name.keys()))
    return found if len(names & found.by_name.keys()) >= FEWEST_COLUMNS else None
