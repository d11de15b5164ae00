"""How complete what is told of each published place is: the rule of the proposals, on the columns of the places."""

from __future__ import annotations

import numpy as np
import pandas as pd

from domain.candidate import Kind
from domain.place_fields import RENTS, counted
from geodata.crs import Floats

COMPLETENESS_PCT = "completeness_pct"


def completeness_pct(candidates: pd.DataFrame) -> Floats:
    """Return the share of the counted fields that are known of each place, in %, shape (n,); NaN where nothing is counted.

    As `services.words.places.share_known` counts a proposal, save what is not published of a place (contact, lease…). A rent that is kept
    confidential is neither known nor missing: it is not counted, as criteria do.
    """
    result = np.full(len(candidates), np.nan)
    withheld = candidates["rent_is_confidential"].to_numpy(bool)
    for kind in Kind:
        mine = (candidates["kind"] == kind).to_numpy(bool)
        columns = [field.id for field in counted(kind) if field.id in candidates]
        is_known = candidates.loc[mine, columns].replace("", np.nan).notna().to_numpy(bool)
        counts = ~(withheld[mine, None] & np.array([column in RENTS for column in columns]))
        with np.errstate(invalid="ignore"):
            result[mine] = 100 * (is_known & counts).sum(axis=1) / counts.sum(axis=1)
    return result
