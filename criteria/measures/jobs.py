"""Criterion (cohesion, employment): jobs created."""

from __future__ import annotations

from criteria.criterion import FLOOR_AREA, Criterion, Factor, Variable
from criteria.ranges import jobs_fte, residents_within_reach, usable_area_m2
from criteria.scale import rising
from criteria.together import Together
from domain.candidate import Role
from domain.stakeholder import COHESION
from i18n import N_

CRITERION = Criterion(
    id="jobs",
    label=N_("Emplois créés"),
    unit=N_("emplois"),
    stakeholder=COHESION,
    scales={Role.HUB: rising(3, 18), Role.SHOP: rising(0.5, 3)},
    why=N_(
        "Des emplois que les habitants des QPV peuvent prendre. Seuil haut du pôle : les 18 emplois de la fiche "
        "ADEME ; boutique-relais : une petite équipe [H]."
    ),
    lack=N_("une équipe ≥ {target}"),
    sources=("example_zone_sites", "example_premises", "demand_estimate", "ademe_case_sheet"),
    variables=(
        Variable("S", N_("surface utile au rôle (300 m² au plus pour une boutique-relais)"), "m²", usable_area_m2),
        Variable("P", N_("habitants à portée d'un donateur"), N_("hab."), lambda workspace, _role: residents_within_reach(workspace)),
    ),
    factors=(Factor("t", "tonnes_per_m2_yr"), Factor("c", "collected_kg_per_inhabitant_yr"), Factor("j", "jobs_per_1000_t")),
    compute=jobs_fte,
    datum=(FLOOR_AREA,),
    formula=N_("min({S} × {t} ; {P} × {c} ÷ 1 000) × {j} ÷ 1 000"),
    reaches=("donor_reach_m", "detour"),
    decimals=1,
    together=Together.WHOLE,
)
