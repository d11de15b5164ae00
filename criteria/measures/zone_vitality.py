"""Criterion (economy): need for life around the place."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable, same
from criteria.scale import rising
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_

CRITERION = Criterion(
    id="zone_vitality",
    label=N_("Secteur à revitaliser (vacance longue)"),
    unit="%",
    stakeholder=ECONOMY,
    scales={Role.HUB: rising(1, 6), Role.SHOP: rising(1, 6)},
    why=N_(
        "Une activité nouvelle compte davantage là où l'on s'en va : la vacance de plus de deux ans du parc privé "
        "en est l'indice publié. Seuils : étendue du territoire."
    ),
    lack=N_("un secteur dont la vacance longue est ≥ {target}"),
    sources=("lovac2025",),
    variables=(
        Variable(
            "v",
            N_("vacance de plus de deux ans, commune ou arrondissement"),
            "%",
            lambda workspace, _role: workspace.of_area("lovac_long_vacancy_rate_pct"),
            2,
        ),
    ),
    compute=same,
    formula="{v}",
    decimals=2,
    weight=0.5,
    together=Together.MEAN,
)
