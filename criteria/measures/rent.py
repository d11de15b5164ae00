"""Criterion (economy): rent against the payable rent."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, column, same
from criteria.scale import Scale
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

_PAYABLE = Scale(((60.0, 1.0), (103.0, 0.5), (130.0, 0.0)))

CRITERION = Criterion(
    id="rent",
    label=N_("Loyer"),
    unit=N_("€/m²/an"),
    stakeholder=ECONOMY,
    scales={Role.HUB: _PAYABLE, Role.SHOP: _PAYABLE},
    why=N_(
        "Une activité ne s'installe que si elle peut payer. "
        "Locaux d'activité : 103 €/m²/an en moyenne, 130 pour les meilleurs (JLL 2025) ; "
        "les ventes d'une structure moyenne (88 k€/an en 2011) demandent un loyer bien inférieur au marché : 60 [H]."
    ),
    lack=N_("un loyer ≤ {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("l", N_("loyer déclaré, hors charges"), N_("€/m²/an"), column("rent_eur_m2_yr")),),
    compute=same,
    formula="{l}",
    is_lever=True,
    withheld="rent_is_confidential",
    weight=2.0,
    together=Together.MEAN,
)
