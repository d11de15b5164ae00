"""How the ranking of the places that pass the filters stands, whatever the weights."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from criteria.assess import Assessment
from criteria.flip import Flip, flip
from criteria.robustness import AROUND, Acceptability, acceptability, bounds_around
from criteria.side_by_side import side_by_side
from criteria.standing import Standing, standing
from domain.selection import Selection
from services.context import Context
from services.networks import judged_networks

FEWEST = 2
Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Drawn:
    """How the places stand over weightings drawn anyhow, and near the chosen ones; `change` is what would dethrone the first."""

    anyhow: Acceptability
    near: Acceptability
    standing: Standing
    change: Flip | None


@dataclass(frozen=True, eq=False)
class Robustness:
    """The assessment where only some candidates compete, and what was `drawn`; None where fewer than two do.

    `networks` is the same of the networks of the address, which compete with each other alone; None where there are none.
    """

    field: Assessment
    drawn: Drawn | None = None
    networks: Robustness | None = None


def robustness_of(context: Context, query: str | None) -> Robustness | None:
    """Return the robustness among the places that an address shows.

    None while nothing is asked: thousands of weightings are not drawn for nobody.
    """
    if query is None:
        return None
    mask = Selection.from_query(query, context.facets).mask_encoded(context.table.encoded)
    found = robustness_among(context.assessor.assess(query), mask)
    networks = [one.assessment for one in judged_networks(context.assessor, query)]
    return replace(found, networks=robustness_among(side_by_side(networks), np.ones(len(networks), bool))) if networks else found


def robustness_among(assessment: Assessment, mask: Mask) -> Robustness:
    """Return the robustness among the places of a mask, shape (n,); its field alone where fewer than two compete."""
    field = among(assessment, mask)
    if int((field.rank > 0).sum()) < FEWEST:
        return Robustness(field)
    anyhow = acceptability(field)
    near = acceptability(field, bounds=bounds_around(field.weights, field.items, AROUND))
    return Robustness(field, Drawn(anyhow, near, standing(field, anyhow, near), flip(field)))


def among(assessment: Assessment, mask: Mask) -> Assessment:
    """Return the assessment where only the places that pass the filter compete, shape of `mask`: (n,)."""
    return replace(assessment, eligible=assessment.eligible & mask, rank=np.where(mask, assessment.rank, 0))
