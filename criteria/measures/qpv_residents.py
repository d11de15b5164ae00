"""Criterion (cohesion): residents of priority neighbourhoods within reach."""

from __future__ import annotations

import numpy as np

from criteria.criterion import Criterion, Variable, same
from criteria.scale import Floats, rising
from criteria.together import Together
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import COHESION
from i18n import N_


def _residents(workspace: Workspace, role: Role) -> Floats:
    around = workspace.around_jobs(role).qpv_population
    return around if workspace.territory.knows_priority else np.full_like(around, np.nan)


CRITERION = Criterion(
    id="qpv_residents",
    label=N_("Habitants de quartiers prioritaires à portée"),
    unit=N_("hab."),
    stakeholder=COHESION,
    scales={Role.HUB: rising(0, 20_000), Role.SHOP: rising(500, 6_000)},
    why=N_("Des emplois et une boutique à portée des habitants des QPV : à pied pour une boutique-relais, en transport pour un pôle [H]."),
    lack=N_("un bassin ≥ {target} en quartier prioritaire"),
    sources=("qpv2024", "demand_estimate"),
    variables=(Variable("Q", N_("habitants des points de demande situés en QPV et à portée"), N_("hab."), _residents),),
    compute=same,
    formula="{Q}",
    reaches=("job_reach_m", "walk_reach_m", "detour"),
    weight=2.0,
    decimals=-2,
    together=Together.WHOLE,
)
