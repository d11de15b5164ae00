"""The carbon footprints of objects (kg CO₂e each), as `tools.object_factors` read them from ADEME's package."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache

from domain.units import Range
from geodata.facts import FACTS

FILE = "object_factors.csv"
SOURCE = "object_factors"


@cache
def object_factors() -> Mapping[str, Range]:
    """Return the footprint of each object, by its id: low, central and high."""
    with (FACTS / FILE).open(encoding="utf-8", newline="") as lines:
        return {row["object"]: Range(*(float(row[f"{end}_kgco2e"]) for end in ("low", "central", "high"))) for row in csv.DictReader(lines)}
