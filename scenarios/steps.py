"""What is known of each number of places, as values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenarios.solving import PROVEN_GAP


@dataclass(frozen=True)
class Step:
    """With at most k new places, what is reached in points of the mix (−∞ while no plan is known), and what no plan passes."""

    k: int
    value: float
    bound: float

    @property
    def is_known(self) -> bool:
        """Whether a plan is known."""
        return bool(np.isfinite(self.value))

    @property
    def is_proven(self) -> bool:
        """Whether no plan does better."""
        return self.is_known and self.bound - self.value <= PROVEN_GAP * abs(self.value)

    @property
    def is_possible(self) -> bool:
        """Whether a plan may exist."""
        return self.bound > -np.inf


@dataclass(frozen=True)
class Curve:
    """What is known of each number of places; `looks` changes whenever there is something new, `running` while more is coming."""

    steps: tuple[Step, ...]
    looks: int
    running: bool
