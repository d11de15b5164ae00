"""Quantities: names for units, and ranges that carry a low, a central and a high value through arithmetic."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import isnan
from typing import NewType

Metres = NewType("Metres", float)
SquareMetres = NewType("SquareMetres", float)
Minutes = NewType("Minutes", float)


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity known as low ≤ central ≤ high. NaN stands for unknown, in the three places at once.

    Arithmetic keeps the three values apart (low with low, high with high; crossed for − and ÷), so that a
    range of results holds every result its factors allow. Products and quotients expect quantities ≥ 0.

    Raises
    ------
    ValueError
        When the three values are not in order, or only some of them are unknown.

    Examples
    --------
    >>> Range(0.10, 0.15, 0.20) * 100
    Range(low=10.0, central=15.0, high=20.0)
    """

    low: float
    central: float
    high: float

    def __post_init__(self) -> None:
        unknown = [isnan(value) for value in (self.low, self.central, self.high)]
        if any(unknown) != all(unknown):
            raise ValueError(f"a range is wholly known or wholly unknown: {self}")
        if not any(unknown) and not self.low <= self.central <= self.high:
            raise ValueError(f"a range must be in order: {self}")

    @classmethod
    def exact(cls, value: float) -> Range:
        """Return the range of a quantity known exactly."""
        return cls(value, value, value)

    @classmethod
    def unknown(cls) -> Range:
        """Return the range of a quantity about which nothing is known."""
        return cls.exact(float("nan"))

    @property
    def is_known(self) -> bool:
        """Whether anything is known of the quantity."""
        return not isnan(self.central)

    def __iter__(self) -> Iterator[float]:
        return iter((self.low, self.central, self.high))

    def __add__(self, other: Range | float) -> Range:
        return self._paired(other, lambda a, b: a + b)

    def __sub__(self, other: Range | float) -> Range:
        return self._crossed(other, lambda a, b: a - b)

    def __mul__(self, other: Range | float) -> Range:
        return self._paired(other, lambda a, b: a * b)

    def __truediv__(self, other: Range | float) -> Range:
        return self._crossed(other, lambda a, b: a / b)

    __radd__ = __add__
    __rmul__ = __mul__

    def minimum(self, other: Range | float) -> Range:
        """Return the smaller of the two, value by value (unknown if either is)."""
        return self._paired(other, lambda a, b: a + b if isnan(a + b) else min(a, b))

    def _paired(self, other: Range | float, do: Callable[[float, float], float]) -> Range:
        right = _range(other)
        return Range(do(self.low, right.low), do(self.central, right.central), do(self.high, right.high))

    def _crossed(self, other: Range | float, do: Callable[[float, float], float]) -> Range:
        right = _range(other)
        return Range(do(self.low, right.high), do(self.central, right.central), do(self.high, right.low))


def _range(value: Range | float) -> Range:
    return value if isinstance(value, Range) else Range.exact(float(value))
