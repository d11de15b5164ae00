"""Criterion (landlord): bulky waste that the place could take over."""

from __future__ import annotations

from criteria.criterion import FLOOR_AREA, Criterion, Factor, Variable
from criteria.ranges import relieved_t_yr, social_dwellings_near, usable_area_m2
from criteria.scale import rising
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import LANDLORD
from i18n import N_

CRITERION = Criterion(
    id="bulky_relief",
    label=N_("Encombrants que le lieu peut reprendre"),
    unit=N_("t/an"),
    stakeholder=LANDLORD,
    scales={Role.HUB: rising(2, 30), Role.SHOP: rising(5, 25)},
    why=N_(
        "Ce qui est réemployable dans les encombrants alentour, dans la limite de la surface. Seuils : d'une "
        "collecte d'appoint à une demi-tonne par semaine [H]."
    ),
    lack=N_("une reprise d'encombrants ≥ {target}"),
    sources=("example_zone_sites", "example_premises", "demand_estimate", "sru2024"),
    variables=(
        Variable("S", N_("surface utile au rôle (300 m² au plus pour une boutique-relais)"), "m²", usable_area_m2),
        Variable(
            "H",
            N_("logements sociaux dans le rayon d'une tournée"),
            N_("logements"),
            lambda workspace, _role: social_dwellings_near(workspace),
        ),
    ),
    factors=(Factor("t", "tonnes_per_m2_yr"), Factor("e", "bulky_kg_per_dwelling_yr"), Factor("r", "reusable_share")),
    compute=relieved_t_yr,
    datum=(FLOOR_AREA,),
    formula="min({S} × {t} ; {e} × {H} ÷ 1 000 × {r})",
    reaches=("estate_reach_m",),
    version=2,
    decimals=1,
    together=Together.WHOLE,
)
