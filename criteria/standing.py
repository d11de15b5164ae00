"""Whether a ranking holds when the weights of actors and criteria change, by one rule."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from criteria.assess import Assessment
from criteria.robustness import TOP, Acceptability
from criteria.scale import Floats

FIRM = 0.9


class Hold(StrEnum):
    """How a ranking stands: whatever the weights, with weights close to those chosen, or not."""

    ALWAYS = "always"
    NEAR = "near"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether the first places of a ranking stay the first ones.

    Attributes
    ----------
    hold : Hold
    size : int
        How many first places are spoken of.
    weakest : int
        Row of the one that leaves them most often.
    share : float
        In what share of the weightings it stays among them: all weightings, but those close to the chosen ones for `Hold.NEAR`.
    """

    hold: Hold
    size: int
    weakest: int
    share: float


def standing(assessment: Assessment, anyhow: Acceptability, near: Acceptability) -> Standing:
    """Say whether a ranking holds.

    The `TOP` first places are looked at; the first one alone where no more than `TOP` compete. The ranking holds when each of them
    stays among them in at least nine weightings out of ten drawn at random. It holds on a condition when that is so of the
    weightings close to the chosen ones alone. Else it does not.

    Parameters
    ----------
    assessment : Assessment
        With two ranked places at least.
    anyhow, near : Acceptability
        Over all weightings, and over those close to the chosen ones; both with a top of `TOP` places.
    """
    ranked = assessment.contenders()
    size = TOP if len(ranked) > TOP else 1
    first = ranked[:size]
    for hold, found in ((Hold.ALWAYS, anyhow), (Hold.NEAR, near)):
        weakest, share = _least(_stays(found, size), first)
        if share >= FIRM:
            return Standing(hold, size, weakest, share)
    weakest, share = _least(_stays(anyhow, size), first)
    return Standing(Hold.NOT, size, weakest, share)


def _stays(found: Acceptability, size: int) -> Floats:
    return found.in_top if size > 1 else found.first


def _least(shares: Floats, rows: np.ndarray) -> tuple[int, float]:
    weakest = int(rows[np.argmin(shares[rows])])
    return weakest, float(shares[weakest])
