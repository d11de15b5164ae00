"""What a plan is worth, and the proof that goes with it."""

from __future__ import annotations

import math
from dataclasses import dataclass

PROVEN_GAP = 1e-9


@dataclass(frozen=True)
class Certificate:
    """A value and a bound that no plan can pass.

    Attributes
    ----------
    value : objective of the plan.
    bound : no plan does better (an upper bound when maximising, a lower bound when minimising).
    method : how the plan and the bound were found, in short words.
    maximise : the sense of the objective.
    """

    value: float
    bound: float
    method: str
    maximise: bool = True

    @property
    def gap(self) -> float:
        """What could at most still be won, as a share of the value (0 = proven; infinite when the value is 0 or infinite)."""
        distance = self.bound - self.value if self.maximise else self.value - self.bound
        if distance <= 0.0:
            return 0.0
        return distance / abs(self.value) if self.value and math.isfinite(self.value) else math.inf

    @property
    def is_optimal(self) -> bool:
        """Whether the plan is proven optimal (up to rounding in the ninth digit)."""
        return self.gap <= PROVEN_GAP

    @property
    def is_sound(self) -> bool:
        """Whether the bound stands on the right side of the value (up to rounding)."""
        slack = PROVEN_GAP * max(1.0, abs(self.value))
        return self.value <= self.bound + slack if self.maximise else self.value >= self.bound - slack


@dataclass(frozen=True)
class Solution:
    """A plan (ids of the open places, ascending) and its certificate."""

    plan: tuple[int, ...]
    certificate: Certificate


def upper_bound(raw: float, value: float, is_whole: bool) -> float:
    """Return the bound to state from a computed one: rounding aside, never under `value`; a whole number for whole weights."""
    safe = raw + 1e-11 * max(1.0, abs(raw))
    if is_whole:
        safe = float(math.floor(safe + 1e-6))
    return max(safe, value)
