"""The rule by which two places may be the same one told twice: how near they lie to each other."""

from __future__ import annotations

import math

NEAR_M = 30.0
"""Metres, in the plane of EPSG:2154; a place that lies exactly so far is near."""
MOST_NAMED = 3
"""Neighbours that are named; of the others, only how many they are is said."""


def distance_m(x: float, y: float, other_x: float, other_y: float) -> float:
    """Return the distance between two positions (metres, EPSG:2154)."""
    return math.hypot(x - other_x, y - other_y)


def is_near(metres: float) -> bool:
    """Say whether two places so far apart may be the same one; an unknown distance is not near."""
    return metres <= NEAR_M
