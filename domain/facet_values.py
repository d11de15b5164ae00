"""What facets are made of: encoded columns, options, intervals, and the limits of a filter."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

UNKNOWN = "unknown"
UNKNOWN_INT = -(2**31)
COORDINATE_SCALE = 1_000_000
MAX_VERTICES = 200
MAX_PICKS = 200
MAX_QUANTITY = 1e8
ENDS = re.compile("(-?[^-]+)?-(-?[^-]+)?")

IntColumn: TypeAlias = npt.NDArray[np.integer]
Mask: TypeAlias = npt.NDArray[np.bool_]
Codes: TypeAlias = tuple[str, ...]
Ring: TypeAlias = tuple[tuple[float, float], ...]


class Columns(Protocol):
    """Anything that gives a column by its name: a data frame or a dict of arrays."""

    def __getitem__(self, key: str, /) -> Any:
        """Return the column called `key`."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a category: its code in the address and its French label (a gettext message id)."""

    code: str
    label: str
    is_proper_noun: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range filter; `None` is an open side. `unknown` also keeps the rows whose value is unknown."""

    low: float | None = None
    high: float | None = None
    unknown: bool = False

    @property
    def is_bounded(self) -> bool:
        """Whether the interval constrains known values."""
        return self.low is not None or self.high is not None


def is_missing(value: Any) -> bool:
    """Whether a cell of a raw column says nothing: none, not a number, empty or « unknown »."""
    return value is None or value != value or value in {"", UNKNOWN}


def text_codes(raw: Any) -> npt.NDArray[np.object_]:
    """Return a raw column as text, `UNKNOWN` where it says nothing, shape (n,)."""
    return np.array([UNKNOWN if is_missing(value) else str(value) for value in np.asarray(raw, dtype=object)], dtype=object)
