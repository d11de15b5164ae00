"""Criterion (economy): clear height."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, column, same
from criteria.scale import Scale
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="clear_height",
    label=N_("Hauteur libre"),
    unit="m",
    stakeholder=ECONOMY,
    scales={Role.HUB: Scale(((3.0, 0.0), (4.0, 0.7), (5.0, 1.0))), Role.SHOP: Scale(((2.4, 0.0), (3.0, 0.7), (3.5, 1.0)))},
    why=N_("La hauteur décide du stockage et de la manutention. Pôle : 4 m au moins ; boutique-relais : 3 m [H]."),
    lack=N_("une hauteur libre ≥ {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("h", N_("hauteur libre déclarée"), "m", column("clear_height_m"), 1),),
    compute=same,
    formula="{h}",
    decimals=1,
)
