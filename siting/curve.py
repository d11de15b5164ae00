"""What each number of places is worth at most and at least, from one certificate a number."""

from __future__ import annotations

import numpy as np

from siting.incidence import Floats


def agreed(values: Floats, bounds: Floats) -> tuple[Floats, Floats]:
    """Return the values and bounds of k, k + 1… places, drawn together, since a plan of fewer places is allowed wherever more are.

    Parameters
    ----------
    values : (K,) what the best plan known of at most that many places is worth; −∞ where none is known.
    bounds : (K,) what no plan of at most that many places passes; ∞ where nothing is known, −∞ where no plan is possible.

    Notes
    -----
    A value is at least that of fewer places, a bound at most that of more: a proven number stays what its certificate says.
    """
    best = np.maximum.accumulate(values)
    least = np.minimum.accumulate(bounds[::-1])[::-1]
    return best, np.maximum(least, best)
