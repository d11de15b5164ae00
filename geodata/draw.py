"""Random columns with a given generator: values with gaps, rounded numbers, weighted codes, dates."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from geodata.crs import Floats


def gaps(rng: np.random.Generator, values: Floats, share: float) -> Floats:
    """Leave exactly that share of the values unknown (NaN)."""
    missing = rng.permutation(len(values)) < round(share * len(values))
    return np.where(missing, np.nan, values)


def rounded_to(values: Floats, step: float) -> Floats:
    """Round to a multiple of `step`."""
    return np.asarray(np.round(values / step) * step, float)


def pick(rng: np.random.Generator, n: int, shares: Mapping[str | None, float]) -> npt.NDArray[np.object_]:
    """Draw n codes with the given shares; None stands for unknown."""
    keys = np.array(list(shares), dtype=object)
    return keys[rng.choice(len(keys), n, p=list(shares.values()))]


def days(rng: np.random.Generator, first: str, last: str, n: int) -> npt.NDArray[np.datetime64]:
    """Draw n days between two ISO dates, both included, as ``datetime64[s]``."""
    start, end = np.datetime64(first, "D"), np.datetime64(last, "D")
    return (start + rng.integers(0, int((end - start).astype(int)) + 1, n)).astype("datetime64[s]")
