"""Networks side by side, ranked among themselves: one assessment, for what compares the rows of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pandas as pd

from criteria.assess import Assessment
from criteria.registry import criteria
from criteria.scale import Floats
from criteria.score import Scores, ranks
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.suitability import Suitability


def side_by_side(networks: Sequence[Assessment]) -> Assessment:
    """Return networks as the n rows of one assessment.

    Parameters
    ----------
    networks : sequence of Assessment, at least one
        As `criteria.joined.assess_network` gives them, with the same weights, thresholds and hypotheses.

    Returns
    -------
    Assessment
        Its m criteria are all those that count for one of them. One that does not count for another has no value there, which weighs the
        same: the others share its weight. It says which are excluded, not why.
    """
    first, counted = networks[0], {item.id for one in networks for item in one.items}
    items = tuple(item for item in criteria() if item.id in counted)
    space = first.workspace
    frame = gpd.GeoDataFrame(pd.concat([one.workspace.candidates for one in networks], ignore_index=True), crs=space.candidates.crs)
    ids = [item.id for item in items]
    eligible, known = (np.concatenate(flags) for flags in zip(*((one.eligible, one.known) for one in networks), strict=True))
    scores = _scores(networks)
    return replace(
        first,
        workspace=Workspace(space.territory, frame, space.hypotheses),
        items=items,
        measures=np.vstack([_spread(one, one.measures, ids) for one in networks]),
        values=np.vstack([_spread(one, one.values, ids) for one in networks]),
        withheld=np.vstack([_spread(one, one.withheld, ids) for one in networks]) == 1,
        scores=scores,
        colours=np.vstack([one.colours for one in networks]),
        suitability=Suitability(Role.HUB, ~eligible[:, None], np.vstack([one.suitability.undecided for one in networks]), {}),
        eligible=eligible,
        known=known,
        convergent=np.concatenate([one.convergent for one in networks]),
        green_count=np.concatenate([one.green_count for one in networks]),
        rank=ranks(scores.convergence, eligible & known),
    )


def _scores(networks: Sequence[Assessment]) -> Scores:
    parts = [one.scores for one in networks]
    return Scores(
        np.vstack([one.actors for one in parts]),
        np.concatenate([one.convergence for one in parts]),
        np.concatenate([one.completeness for one in parts]),
        np.vstack([one.actor_completeness for one in parts]),
    )


def _spread(one: Assessment, cells: np.ndarray, ids: Sequence[str]) -> Floats:
    """Return cells of a network, shape (1, its criteria), in the order of other criteria, shape (1, m); NaN for those it has not."""
    own = {item.id: at for at, item in enumerate(one.items)}
    return np.array([[float(cells[0, own[id_]]) if id_ in own else np.nan for id_ in ids]])
