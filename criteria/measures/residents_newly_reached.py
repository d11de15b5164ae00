"""Criterion (waste): residents newly reached."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, same
from criteria.scale import Floats, rising
from criteria.together import Together
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import WASTE
from i18n import N_


def _newly_reached(workspace: Workspace, role: Role) -> Floats:
    return workspace.around_trip(role).newly_reached


CRITERION = Criterion(
    id="residents_newly_reached",
    label=N_("Habitants nouvellement desservis"),
    unit=N_("hab."),
    stakeholder=WASTE,
    scales={Role.HUB: rising(5_000, 40_000), Role.SHOP: rising(2_000, 12_000)},
    why=N_(
        "Plus d'habitants à portée d'une ressourcerie qui n'en avaient pas. Pôle : une structure pour 30 000 à 50 000 habitants [H] ; "
        "boutique-relais : un bassin de marche [H]."
    ),
    lack=N_("une desserte nouvelle ≥ {target}"),
    sources=("demand_estimate", "legal_populations", "example_facilities"),
    variables=(Variable("N", N_("habitants à portée du lieu qu'aucune ressourcerie existante ne dessert"), N_("hab."), _newly_reached),),
    compute=same,
    formula="{N}",
    reaches=("donor_reach_m", "walk_reach_m", "served_reach_m", "detour"),
    weight=2.0,
    decimals=-2,
    together=Together.WHOLE,
)
