"""Criterion (waste): tonnes diverted per year."""

from __future__ import annotations

from criteria.criterion import FLOOR_AREA, Criterion, Factor, Variable
from criteria.ranges import diverted_t_yr, residents_within_reach, usable_area_m2
from criteria.scale import rising
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import WASTE
from i18n import N_

CRITERION = Criterion(
    id="tonnes_diverted",
    label=N_("Tonnes détournées par an"),
    unit=N_("t/an"),
    stakeholder=WASTE,
    scales={Role.HUB: rising(45, 225), Role.SHOP: rising(8, 30)},
    why=N_(
        "Ce que la surface permet de traiter, sans dépasser ce que le bassin peut donner. Seuils : surfaces "
        "minimale et confortable du rôle × 0,15 t/m²/an."
    ),
    lack=N_("un détournement ≥ {target}"),
    sources=("example_zone_sites", "example_premises", "demand_estimate", "legal_populations"),
    variables=(
        Variable("S", N_("surface utile au rôle (300 m² au plus pour une boutique-relais)"), "m²", usable_area_m2),
        Variable("P", N_("habitants à portée d'un donateur"), N_("hab."), lambda workspace, _role: residents_within_reach(workspace)),
    ),
    factors=(Factor("t", "tonnes_per_m2_yr"), Factor("c", "collected_kg_per_inhabitant_yr")),
    compute=diverted_t_yr,
    datum=(FLOOR_AREA,),
    formula=N_("min({S} × {t} ; {P} × {c} ÷ 1 000)"),
    reaches=("donor_reach_m", "detour"),
    together=Together.WHOLE,
)
