"""Criterion (landlord): a vacant ground floor brought to life."""

from __future__ import annotations

import numpy as np

from criteria.criterion import VACANT_SINCE, Criterion, Variable, same
from criteria.scale import Floats, rising
from criteria.together import Together
from criteria.workspace import Workspace
from domain.candidate import Role
from domain.stakeholder import LANDLORD
from i18n import N_


def _months(workspace: Workspace, _role: Role) -> Floats:
    # A zone site is known to bring no ground floor to life: a zero, not an unknown.
    return np.where(workspace.is_premises, workspace.months_vacant, 0.0)


CRITERION = Criterion(
    id="ground_floor",
    label=N_("Rez-de-chaussée rendu à la vie"),
    unit=N_("mois de vacance"),
    stakeholder=LANDLORD,
    scales={Role.SHOP: rising(0, 24)},
    why=N_(
        "Un pied d'immeuble vide depuis longtemps coûte et dégrade ; l'occuper est un gain pour le bailleur. Seuil "
        "haut : deux ans de vacance [H]."
    ),
    lack=N_("un rez-de-chaussée rendu à la vie après ≥ {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(Variable("v", N_("mois écoulés depuis le départ du dernier occupant (0 pour un site en zone)"), N_("mois"), _months),),
    compute=same,
    is_duration=True,
    datum=(VACANT_SINCE,),
    formula="{v}",
    together=Together.SUM,
)
