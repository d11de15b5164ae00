"""The places a question may choose from: which candidates, in which role, at what cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from criteria.assess import Assessment, better_is_hub
from criteria.ranges import usable_area_m2
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.scenario import Question
from geodata.perimeter import in_use
from i18n import N_

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Rows = npt.NDArray[np.int64]
BUDGET_YEARS = 3
WORKS_EUR_M2 = {Role.HUB: 250.0, Role.SHOP: 400.0}
COST_SOURCE = N_("trois ans de loyer et de charges, et des travaux à 250 €/m² pour un pôle, 400 €/m² pour une boutique-relais")


@dataclass(frozen=True, eq=False)
class RoleAssessments:
    """The candidates judged in both roles, with the weights and thresholds of the same address."""

    hub: Assessment
    shop: Assessment

    @property
    def workspace(self) -> Workspace:
        """What the two assessments share."""
        return self.shop.workspace

    def of(self, role: Role) -> Assessment:
        """Return the assessment in a role."""
        return self.hub if role is Role.HUB else self.shop


@dataclass(frozen=True, eq=False)
class Sites:
    """The n candidates a question may choose from.

    Attributes
    ----------
    rows : (n,) rows among the territory's candidates, ascending.
    is_hub : (n,) whether each would open as a hub (else as a satellite shop).
    area_m2 : (n,) floor put to use in that role, NaN where unknown.
    cost_eur : (n,) rent, charges and works over the budget's years, NaN where the rent or the floor is unknown.
    """

    rows: Rows
    is_hub: Flags
    area_m2: Floats
    cost_eur: Floats


def available(assessments: RoleAssessments, question: Question, mask: Flags) -> Flags:
    """Flag the candidates that may be chosen, shape (all,): kept by the filters, not ruled out of the role, convergent if asked.

    A place that is still « à préciser » may be opened: an unknown is asked, never held against it. What the question imposes is
    always in: the group has its reasons, and the sheet says what stands against it.
    """
    fits = {
        "hub": assessments.hub.eligible,
        "shop": assessments.shop.eligible,
        "both": assessments.hub.eligible | assessments.shop.eligible,
    }[question.opens]
    if question.convergent:
        green = {
            "hub": assessments.hub.convergent,
            "shop": assessments.shop.convergent,
            "both": assessments.hub.convergent | assessments.shop.convergent,
        }
        fits = fits & green[question.opens]
    imposed = np.isin(assessments.shop.ids, list(question.required))
    return np.asarray((mask & fits) | imposed)


def sites_of(assessments: RoleAssessments, question: Question, mask: Flags) -> Sites:
    """Return the places to choose from; `mask` (all,) is what the filters let through."""
    rows = np.flatnonzero(available(assessments, question, mask))
    as_hub = better_is_hub(assessments.hub, assessments.shop)
    is_hub = {"hub": np.ones(len(as_hub), bool), "shop": np.zeros(len(as_hub), bool), "both": as_hub}[question.opens][rows]
    workspace = assessments.workspace
    area = np.where(is_hub, usable_area_m2(workspace, Role.HUB)[rows], usable_area_m2(workspace, Role.SHOP)[rows])
    cost = np.where(is_hub, opening_cost_eur(workspace, Role.HUB)[rows], opening_cost_eur(workspace, Role.SHOP)[rows])
    return Sites(rows, is_hub, area, cost)


def opening_cost_eur(workspace: Workspace, role: Role) -> Floats:
    """Return what each candidate costs in a role over the budget's years (see `Sites`), shape (all,)."""
    yearly = workspace.column("rent_eur_m2_yr") + np.nan_to_num(workspace.column("charges_eur_m2_yr"), nan=0.0)
    rents = BUDGET_YEARS * yearly * workspace.column("area_m2")
    return np.asarray(rents + WORKS_EUR_M2[role] * usable_area_m2(workspace, role), float)


def basins_of(area_codes: list[str]) -> npt.NDArray[np.str_]:
    """Return the basin of each area code, "" where there is none."""
    return np.array([in_use().basin_of(code) for code in area_codes], dtype=np.str_)
