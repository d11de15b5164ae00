"""Criterion (landlord, optional): the rent that an operator can bear at the place."""

from __future__ import annotations

from criteria.criterion import FLOOR_AREA, Criterion
from criteria.scale import rising
from criteria.together import Together
from criteria.viability import FACTORS, FORMULA, REACHES, SOURCES, VARIABLES, bearable_rent, bearable_spread
from domain.candidate import Role
from domain.stakeholder import LANDLORD
from i18n import N_

_PAID = rising(0, 60)

CRITERION = Criterion(
    id="bearable_rent",
    label=N_("Loyer qu'un exploitant peut supporter"),
    unit=N_("€/m²/an"),
    stakeholder=LANDLORD,
    scales={Role.HUB: _PAID, Role.SHOP: _PAID},
    why=N_(
        "Un local vide ne rapporte rien : ce qu'un exploitant peut payer durablement, une fois ses comptes équilibrés, est ce que "
        "le bailleur peut en attendre. Seuil haut : un loyer très inférieur au marché, 60 [H]. Facultatif : sans poids au départ."
    ),
    lack=N_("un loyer supportable ≥ {target}"),
    sources=SOURCES,
    variables=VARIABLES,
    factors=FACTORS,
    compute=bearable_rent,
    spread=bearable_spread,
    datum=(FLOOR_AREA,),
    formula=FORMULA,
    reaches=REACHES,
    weight=0.0,
    together=Together.WHOLE,
)
