"""What one more year of waiting leaves undone, by actor, and what that costs: one rule for a place, a plan and a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from criteria.assess import Assessment
from criteria.derived import Ranges, derived, of_hypothesis, span_of
from criteria.provenance import Provenance
from criteria.ranges import total
from criteria.vacancy import vacancy_at, vacancy_figure
from domain.candidate import Kind
from domain.stakeholder import COHESION, ECONOMY, LANDLORD, WASTE, Stakeholder
from domain.units import Range
from i18n import N_
from i18n import gettext as _

OF_PLACE: Mapping[str, str] = {
    "tonnes": "tonnes_diverted",
    "residents": "residents_newly_reached",
    "jobs": "jobs",
    "bulky": "bulky_relief",
}
"""The criterion that gives each figure at a place."""
ACTORS: Mapping[str, Stakeholder] = {
    "tonnes": WASTE,
    "residents": WASTE,
    "jobs": COHESION,
    "bulky": LANDLORD,
    "premises": LANDLORD,
    "sites": ECONOMY,
}
"""Whose each figure is: what is brought in a year, and what a landlord's premises and the sites of zones cost while they are empty."""
PRICES: Mapping[str, tuple[str, str]] = {"tonnes": ("T", "waste_eur_t"), "bulky": ("B", "bulky_eur_t")}
"""The figures that cost by the tonne: their symbol, and the hypothesis that gives the cost."""


@dataclass(frozen=True)
class Left:
    """One thing that a year without a place or a plan leaves undone.

    Attributes
    ----------
    id : one of `ACTORS`.
    amount : what is not done; of an empty place, what it costs.
    cost : the same in € a year; None for what has no price.
    """

    id: str
    amount: Provenance
    cost: Provenance | None

    @property
    def actor(self) -> Stakeholder:
        """Who bears it."""
        return ACTORS[self.id]


def left_undone(figures: Mapping[str, Provenance], ranges: Ranges) -> tuple[Left, ...]:
    """Return what a year of waiting leaves undone, from the figures that are known of a place or a plan (by id of `ACTORS`)."""
    return tuple(Left(id_, figures[id_], _cost(id_, figures[id_], ranges)) for id_ in ACTORS if id_ in figures)


def _cost(id_: str, amount: Provenance, ranges: Ranges) -> Provenance | None:
    if id_ not in PRICES:
        return amount if id_ in ("premises", "sites") else None
    symbol, price = PRICES[id_]
    return derived(amount, symbol, _("Coût"), N_("€/an"), [of_hypothesis("p", price, ranges)])


def left_at(assessment: Assessment, row: int) -> tuple[Left, ...]:
    """Return what a year without the place of a row, in the role of the assessment, leaves undone."""
    workspace = assessment.workspace
    found = assessment.figures(row, list(OF_PLACE.values()))
    figures = {id_: found[criterion] for id_, criterion in OF_PLACE.items()}
    is_zone = workspace.candidates["kind"].iloc[row] == Kind.ZONE_SITE
    figures["sites" if is_zone else "premises"] = vacancy_figure(workspace, row, vacancy_at(workspace, assessment.role, row))
    return left_undone(figures, workspace.hypotheses.__getitem__)


def cost_of(left: tuple[Left, ...]) -> Range:
    """Return what a year costs to all the actors together, €; what is unknown is left out; wholly unknown when nothing is known."""
    return total(np.array([tuple(span_of(one.cost)) for one in left if one.cost is not None]).reshape(-1, 3))
