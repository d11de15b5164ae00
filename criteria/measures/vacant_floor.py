"""Criterion (economy): vacant floor space put back to use."""

from __future__ import annotations

import numpy as np

from criteria.criterion import FLOOR_AREA, VACANT_SINCE, Criterion, Variable, column
from criteria.scale import Floats, rising
from domain.candidate import Role
from domain.stakeholder import ECONOMY
from i18n import N_


def _taken_up(S: Floats, v: Floats) -> Floats:  # noqa: N803 - symbols of the formula
    return np.where(np.isnan(v), np.nan, np.where(v > 0, S, 0.0))


CRITERION = Criterion(
    id="vacant_floor",
    label=N_("Surface vacante remise en activité"),
    unit="m²",
    stakeholder=ECONOMY,
    scales={Role.HUB: rising(200, 1_200)},
    why=N_("Des mètres carrés vides d'une zone retrouvent une activité. Seuils : surfaces minimale et confortable d'un pôle [H]."),
    lack=N_("une surface vacante remise en activité ≥ {target}"),
    sources=("example_zone_sites", "example_premises"),
    variables=(
        Variable("S", N_("surface du lieu"), "m²", column("area_m2")),
        Variable("v", N_("mois de vacance"), N_("mois"), lambda workspace, _role: workspace.months_vacant, 1),
    ),
    compute=_taken_up,
    is_duration=True,
    datum=(FLOOR_AREA, VACANT_SINCE),
    formula=N_("{S} si vide (vacance : {v})"),
)
