"""Does a place fit a role? Three-valued answers: a known failing says no, an unknown never does."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

YES, NO, UNKNOWN = "yes", "no", "unknown"

# [H] working hypotheses, shown in the product as « hypothèse ».
HUB_MIN_AREA_M2 = 300.0
HUB_MIN_CLEAR_HEIGHT_M = 4.0
SHOP_MIN_AREA_M2 = 80.0
SHOP_MAX_AREA_M2 = 300.0
SHOP_MIN_CLEAR_HEIGHT_M = 3.0
MIN_TENURE_MONTHS = 12.0

Flags = npt.NDArray[np.bool_]
Answers = npt.NDArray[np.str_]


def fits_hub(area_m2: npt.ArrayLike, clear_height_m: npt.ArrayLike, tenure_months: npt.ArrayLike, van_access: npt.ArrayLike) -> Answers:
    """Say whether places fit the hub role (reception, sorting, workshop, storage).

    Parameters
    ----------
    area_m2, clear_height_m, tenure_months : array-like of float, shape (n,)
        NaN where unknown.
    van_access : array-like of str, shape (n,)
        ``"yes"``, ``"no"``, anything else is unknown.

    Returns
    -------
    ndarray of str, shape (n,)
        ``"no"`` as soon as one requirement is known to fail, else ``"unknown"`` when the area is
        unknown, else ``"yes"``: other unknowns are asked from the owner, never held against the place.

    Notes
    -----
    [H] area >= 300 m², clear height >= 4 m, van access, tenure >= 12 months.

    Examples
    --------
    >>> fits_hub([350.0, 350.0, float("nan")], [float("nan"), 3.0, 5.0], [24, 24, 24], ["", "yes", "yes"]).tolist()
    ['yes', 'no', 'unknown']
    """
    area = np.asarray(area_m2, float)
    fails = (area < HUB_MIN_AREA_M2) | _below(clear_height_m, HUB_MIN_CLEAR_HEIGHT_M) | _below(tenure_months, MIN_TENURE_MONTHS)
    return _answers(fails | _is_no(van_access), np.isnan(area))


def fits_shop(area_m2: npt.ArrayLike, clear_height_m: npt.ArrayLike, tenure_months: npt.ArrayLike, level_access: npt.ArrayLike) -> Answers:
    """Say whether places fit the satellite-shop role; same three values as `fits_hub`.

    Notes
    -----
    [H] 80 m² <= area <= 300 m², clear height >= 3 m, level access, tenure >= 12 months.
    """
    area = np.asarray(area_m2, float)
    fails = (area < SHOP_MIN_AREA_M2) | (area > SHOP_MAX_AREA_M2) | _below(clear_height_m, SHOP_MIN_CLEAR_HEIGHT_M)
    return _answers(fails | _below(tenure_months, MIN_TENURE_MONTHS) | _is_no(level_access), np.isnan(area))


def _below(values: npt.ArrayLike, limit: float) -> Flags:
    return np.asarray(np.asarray(values, float) < limit)


def _is_no(values: npt.ArrayLike) -> Flags:
    return np.asarray(np.asarray(values, object) == NO, bool)


def _answers(fails: Flags, unknown: Flags) -> Answers:
    return np.where(fails, NO, np.where(unknown, UNKNOWN, YES))
