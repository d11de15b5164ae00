"""Value functions: piecewise linear, from the unit of a criterion to [0, 1]."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil, floor
from typing import Literal

import numpy as np
import numpy.typing as npt

from i18n import gettext as _

Floats = npt.NDArray[np.float64]
Direction = Literal["up", "down", "fit"]


@dataclass(frozen=True, slots=True)
class Scale:
    """A value function drawn by knots: measures in ascending order, each with its value in [0, 1].

    Raises
    ------
    ValueError
        When the measures do not ascend, a value leaves [0, 1], or neither end point is reached.
    """

    knots: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        measures, values = self.measures, self.values
        if len(measures) < 2 or any(b <= a for a, b in pairwise(measures)):
            raise ValueError(f"measures must ascend: {measures}")
        if min(values) != 0 or max(values) != 1:
            raise ValueError(f"values must go from 0 to 1: {values}")

    @property
    def measures(self) -> tuple[float, ...]:
        """Measures at the knots, ascending."""
        return tuple(knot[0] for knot in self.knots)

    @property
    def values(self) -> tuple[float, ...]:
        """Values at the knots."""
        return tuple(knot[1] for knot in self.knots)

    @property
    def direction(self) -> Direction:
        """``"up"`` when more is better, ``"down"`` when less is, ``"fit"`` when the best lies between."""
        steps = np.diff(self.values)
        if (steps >= 0).all():
            return "up"
        return "down" if (steps <= 0).all() else "fit"

    def value(self, measures: npt.ArrayLike) -> Floats:
        """Return the values of measures, same shape; NaN stays NaN; flat beyond the end knots."""
        x = np.asarray(measures, float)
        total = np.full(x.shape, self.values[0])
        # A sum of ramps, one a segment: the same as np.interp, several times faster on a whole column.
        for (x0, v0), (x1, v1) in pairwise(self.knots):
            if v1 != v0:
                ramp = np.clip((x - x0) * (1 / (x1 - x0)), 0.0, 1.0)
                total += ramp * (v1 - v0)
        return np.where(np.isnan(x), np.nan, np.clip(total, 0.0, 1.0))

    def reach(self, wanted: float, current: float, decimals: int) -> float | None:
        """Return the measure nearest to `current` whose value is at least `wanted`, rounded so that it still is.

        `None` when `wanted` is above 1. `current` may be NaN (unknown): the least demanding end is then taken.
        """
        if wanted > 1:
            return None
        roots = [measure for measure in self._crossings(wanted) if self.value(measure) >= wanted - 1e-9]
        start = current if current == current else (self.measures[0] if self.direction != "down" else self.measures[-1])
        best = min(roots, key=lambda measure: abs(measure - start))
        upward = best >= start if self.direction == "fit" else self.direction == "up"
        return _rounded(best, upward, decimals)

    def _crossings(self, wanted: float) -> list[float]:
        found = [measure for measure, value in self.knots if value >= wanted]
        for (x0, v0), (x1, v1) in pairwise(self.knots):
            if min(v0, v1) < wanted <= max(v0, v1):
                found.append(x0 + (wanted - v0) / (v1 - v0) * (x1 - x0))
        return found

    def sentence(self, unit: str) -> str:
        """Say the value function in words: « 0 à 130 €/m²/an, 1 à 60 €/m²/an »."""
        written = [(f"{number(measure, 2)} {unit}".strip(), number(value, 2)) for measure, value in self.knots]
        return ", ".join(_("{value} à {measure}").format(value=value, measure=measure) for measure, value in written)


def _rounded(measure: float, upward: bool, decimals: int) -> float:
    step = 10.0**-decimals
    # A hair of tolerance, or 103.00000000001 would be asked as 104.
    hair = 1e-9 * max(1.0, abs(measure / step))
    whole = ceil(measure / step - hair) if upward else floor(measure / step + hair)
    return float(round(whole * step, max(0, decimals)))


def number(value: float, decimals: int = 0) -> str:
    """Write a number the French way: narrow spaces between thousands, decimal comma, no useless zero; « non renseigné » for NaN.

    Examples
    --------
    >>> number(12345.5, 1)
    '12\\u202f345,5'
    """
    if value != value:
        return _("non renseigné")
    text = f"{value:,.{max(0, decimals)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(",", "\u202f").replace(".", _(","))


def rising(bad: float, good: float) -> Scale:
    """Return the value function of « more is better »: 0 up to `bad`, 1 from `good`."""
    return Scale(((bad, 0.0), (good, 1.0)))


def falling(good: float, bad: float) -> Scale:
    """Return the value function of « less is better »: 1 up to `good`, 0 from `bad`."""
    return Scale(((good, 1.0), (bad, 0.0)))


def yes_is_good() -> Scale:
    """Return the value function of a question: 1 for yes, 0 for no."""
    return Scale(((0.0, 0.0), (1.0, 1.0)))
