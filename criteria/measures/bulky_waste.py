"""Criterion (landlord): bulky-waste pressure around."""

from __future__ import annotations

from criteria.criterion import Criterion, Factor, Variable
from criteria.ranges import bulky_t_yr, social_dwellings_near
from criteria.scale import rising
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import LANDLORD
from i18n import N_

CRITERION = Criterion(
    id="bulky_waste",
    label=N_("Encombrants déposés alentour"),
    unit=N_("t/an"),
    stakeholder=LANDLORD,
    scales={Role.HUB: rising(10, 120), Role.SHOP: rising(20, 150)},
    why=N_(
        "Plus la gêne est forte, plus une collecte proche soulage le bailleur. Seuils : d'un tour de camion par mois à un par semaine [H]."
    ),
    lack=N_("un dépôt d'encombrants alentour ≥ {target}"),
    sources=("demand_estimate", "sru2024"),
    variables=(
        Variable(
            "H",
            N_("logements sociaux dans le rayon d'une tournée"),
            N_("logements"),
            lambda workspace, _role: social_dwellings_near(workspace),
        ),
    ),
    factors=(Factor("e", "bulky_kg_per_dwelling_yr"),),
    compute=bulky_t_yr,
    formula="{e} × {H} ÷ 1 000",
    reaches=("estate_reach_m",),
    version=2,
    together=Together.WHOLE,
)
