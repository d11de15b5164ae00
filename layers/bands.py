"""Classes of an area's value: the band that the map fills it with, and the words for a value."""

from __future__ import annotations

import numpy as np

from geodata.crs import Floats
from layers.layer import UNKNOWN_BAND, LegendEntry


def bands(values: Floats, edges: tuple[float, ...]) -> list[str]:
    """Return the class of each value, shape (n,): "0" below the first edge, one more from each edge on; unknown where it is NaN."""
    classes = np.searchsorted(np.array(edges), values, side="right")
    return [UNKNOWN_BAND if value != value else str(band) for value, band in zip(values, classes, strict=True)]


def legend(labels: tuple[str, ...], unknown: str) -> tuple[LegendEntry, ...]:
    """Return a sign a class, then the one of what is unknown; labels are gettext message ids."""
    known = tuple(LegendEntry(label, "area", f"--band-{band}") for band, label in enumerate(labels))
    return (*known, LegendEntry(unknown, "unknown", "--area-line"))
