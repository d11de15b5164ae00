"""Criterion (cohesion): poverty rate around."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable
from criteria.scale import Floats, rising
from criteria.together import Together
from criteria.workspace import Around, Workspace, share_of_known
from domain.candidate import Role
from domain.stakeholder import COHESION
from i18n import N_


def _around(workspace: Workspace, role: Role) -> Around:
    return workspace.around_jobs(role)


def _rate(M: Floats, K: Floats, P: Floats) -> Floats:  # noqa: N803 - symbols of the formula
    return 100 * share_of_known(M, K, P)


CRITERION = Criterion(
    id="poverty_around",
    label=N_("Taux de pauvreté alentour"),
    unit="%",
    stakeholder=COHESION,
    scales={Role.HUB: rising(15, 35), Role.SHOP: rising(15, 35)},
    why=N_(
        "L'offre à petit prix et l'insertion servent d'abord là où la pauvreté est forte. Seuils : autour du taux "
        "national, puis plus du double [H]."
    ),
    lack=N_("un taux de pauvreté alentour ≥ {target}"),
    sources=("quartiers", "iris", "demand_estimate"),
    variables=(
        Variable("M", N_("habitants pauvres à portée"), N_("hab."), lambda workspace, role: _around(workspace, role).poor),
        Variable(
            "K",
            N_("habitants dont le taux est publié"),
            N_("hab."),
            lambda workspace, role: _around(workspace, role).population_of_known_poverty,
        ),
        Variable(
            "P",
            N_("habitants à portée (inconnu si moins de la moitié a un taux publié)"),
            N_("hab."),
            lambda workspace, role: _around(workspace, role).population,
        ),
    ),
    compute=_rate,
    formula=N_("100 × {M} ÷ {K} (sur {P})"),
    reaches=("job_reach_m", "walk_reach_m", "detour"),
    decimals=1,
    together=Together.WHOLE,
)
