"""Criterion (waste): distance to the nearest déchèterie (synergy of flows)."""

from __future__ import annotations

from criteria.criterion import Criterion, Factor, Variable
from criteria.scale import Floats, falling
from domain.candidate import Role
from domain.stakeholder import WASTE
from i18n import N_


def _travelled(D: Floats, d: float) -> Floats:  # noqa: N803 - symbols of the formula
    return D * d


CRITERION = Criterion(
    id="decheterie_synergy",
    label=N_("Distance à la déchèterie la plus proche, avec détour"),
    unit="m",
    stakeholder=WASTE,
    scales={Role.HUB: falling(1_500, 6_000)},
    why=N_(
        "Près d'une déchèterie, on y prélève les objets réemployables et on y rend le reste. Seuils : tournée "
        "courte, puis portée d'un donateur [H]."
    ),
    lack=N_("une distance, avec détour, ≤ {target} à la déchèterie la plus proche"),
    sources=("example_facilities",),
    variables=(
        Variable(
            "D", N_("vol d'oiseau jusqu'à la déchèterie la plus proche"), "m", lambda workspace, _role: workspace.facility_m("decheterie")
        ),
    ),
    compute=_travelled,
    formula="{D} × {d}",
    decimals=-1,
    factors=(Factor("d", "detour"),),
)
