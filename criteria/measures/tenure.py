"""Criterion (economy): how long the place can be kept."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, column, same
from criteria.scale import Scale
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

_LEASE = Scale(((12.0, 0.0), (36.0, 0.6), (108.0, 1.0)))

CRITERION = Criterion(
    id="tenure",
    label=N_("Durée d'occupation"),
    unit=N_("mois"),
    stakeholder=ECONOMY,
    scales={Role.HUB: _LEASE, Role.SHOP: _LEASE},
    why=N_(
        "Les travaux et les aides demandent du temps devant soi : moins de 12 mois exclut, 36 mois amortit, 108 "
        "mois est un bail commercial [H]."
    ),
    lack=N_("une occupation ≥ {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("o", N_("durée déclarée"), N_("mois"), column("tenure_months")),),
    compute=same,
    formula="{o}",
    is_lever=True,
)
