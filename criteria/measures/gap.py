"""Criterion (waste): distance to the nearest existing ressourcerie (the gap that a place would fill)."""

from __future__ import annotations

from criteria.criterion import Criterion, Factor, Variable
from criteria.scale import Floats, rising
from domain.candidate import Role
from domain.stakeholder import WASTE
from i18n import N_


def _travelled(D: Floats, d: float) -> Floats:  # noqa: N803 - symbols of the formula
    return D * d


CRITERION = Criterion(
    id="gap",
    label=N_("Distance à la ressourcerie existante la plus proche, avec détour"),
    unit="m",
    stakeholder=WASTE,
    scales={Role.HUB: rising(2_000, 6_000), Role.SHOP: rising(1_000, 4_000)},
    why=N_(
        "Un lieu loin de l'existant comble un manque au lieu de partager les mêmes dons. Seuils : portée d'un "
        "donateur ou d'un acheteur, et au-delà [H]."
    ),
    lack=N_("une distance, avec détour, ≥ {target} à la ressourcerie la plus proche"),
    sources=("example_facilities",),
    variables=(
        Variable(
            "D",
            N_("vol d'oiseau jusqu'à la ressourcerie la plus proche"),
            "m",
            lambda workspace, _role: workspace.facility_m("ressourcerie"),
        ),
    ),
    compute=_travelled,
    formula="{D} × {d}",
    decimals=-1,
    factors=(Factor("d", "detour"),),
)
