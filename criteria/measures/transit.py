"""Criterion (cohesion): distance to a transit stop."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, column, same
from criteria.scale import falling
from domain.candidate import Role
from domain.stakeholder import COHESION
from i18n import N_

CRITERION = Criterion(
    id="transit",
    label=N_("Distance à l'arrêt de transport le plus proche"),
    unit="m",
    stakeholder=COHESION,
    scales={Role.HUB: falling(300, 1_000), Role.SHOP: falling(200, 800)},
    why=N_("On y vient travailler et acheter sans voiture. Seuil : un arrêt à moins de 400 m [H]."),
    lack=N_("un arrêt de transport à ≤ {target}"),
    sources=("example_zone_sites", "example_premises", "transit"),
    variables=(Variable("D", N_("distance à l'arrêt : déclarée, sinon mesurée à vol d'oiseau"), "m", column("transit_m")),),
    compute=same,
    formula="{D}",
    decimals=-1,
)
