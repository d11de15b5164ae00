"""Criterion (cohesion): distance to the nearest priority neighbourhood."""

from __future__ import annotations

from criteria.criterion import Criterion, Factor, Variable
from criteria.scale import Floats, falling
from criteria.together import Together
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import COHESION
from i18n import N_


def _distance(workspace: Workspace, _role: Role) -> Floats:
    return workspace.column("qpv_distance_m") / workspace.scale


def _travelled(D: Floats, d: float) -> Floats:  # noqa: N803 - symbols of the formula
    return D * d


CRITERION = Criterion(
    id="qpv_distance",
    label=N_("Distance au quartier prioritaire le plus proche, avec détour"),
    unit="m",
    stakeholder=COHESION,
    scales={Role.HUB: falling(300, 3_000), Role.SHOP: falling(100, 800)},
    why=N_("Un emploi au pied du quartier est un emploi que l'on prend. Seuils : à pied, puis en transport [H]."),
    lack=N_("une distance, avec détour, ≤ {target} au quartier prioritaire le plus proche"),
    sources=("qpv2024",),
    variables=(Variable("D", N_("vol d'oiseau jusqu'au QPV (0 à l'intérieur)"), "m", _distance),),
    compute=_travelled,
    formula="{D} × {d}",
    decimals=-1,
    factors=(Factor("d", "detour"),),
    together=Together.BEST,
)
