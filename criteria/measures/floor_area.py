"""Criterion (economy): floor area that fits the role."""

from __future__ import annotations

from criteria.criterion import FLOOR_AREA, Criterion, Variable, column, same
from criteria.scale import Scale
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="floor_area",
    label=N_("Surface adaptée au rôle"),
    unit="m²",
    stakeholder=ECONOMY,
    scales={
        Role.HUB: Scale(((200.0, 0.0), (300.0, 0.4), (800.0, 1.0), (2_000.0, 1.0), (4_000.0, 0.4))),
        Role.SHOP: Scale(((60.0, 0.0), (80.0, 0.5), (120.0, 1.0), (250.0, 1.0), (300.0, 0.5), (400.0, 0.0))),
    },
    why=N_(
        "Ni trop petit pour tenir, ni trop grand pour être payé. Pôle : 300 m² au moins, 800 à 2 000 confortables "
        "; boutique-relais : 80 à 300 m² [H]."
    ),
    lack=N_("une surface de {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("S", N_("surface du lieu"), "m²", column("area_m2")),),
    compute=same,
    datum=(FLOOR_AREA,),
    weight=1.5,
    formula="{S}",
)
