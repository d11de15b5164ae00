"""Days as the address writes them, eight digits, and as facets compare them, days since 1970-01-01."""

from __future__ import annotations

import numpy as np

FIRST_DAY, LAST_DAY = -719_162, 2_932_896
"""0001-01-01 and 9999-12-31: what eight digits can write."""


def parse_day(text: str) -> float | None:
    """Read ``20270131`` as days since 1970-01-01; `None` when it is no date."""
    if not (len(text) == 8 and text.isascii() and text.isdigit()):
        return None
    try:
        return float(np.datetime64(f"{text[:4]}-{text[4:6]}-{text[6:]}", "D").astype(np.int64))
    except ValueError:
        return None


def write_day(days: int) -> str:
    """Write days since 1970-01-01 as ``20270131``."""
    return str(np.datetime64(days, "D")).replace("-", "")
