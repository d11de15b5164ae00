"""Criterion (landlord): social-housing intensity around."""

from __future__ import annotations

from criteria.criterion import Criterion, Variable
from criteria.scale import Floats, rising
from criteria.together import Together
from criteria.workspace import Around, Workspace, share_of_known
from domain.candidate import Role
from domain.stakeholder import LANDLORD
from i18n import N_


def _around(workspace: Workspace, _role: Role) -> Around:
    return workspace.around(workspace.crow_m(workspace.hypotheses.central("walk_reach_m")))


def _share(H: Floats, K: Floats, L: Floats) -> Floats:  # noqa: N803 - symbols of the formula
    return 100 * share_of_known(H, K, L)


CRITERION = Criterion(
    id="social_housing_around",
    label=N_("Part de logements sociaux alentour"),
    unit="%",
    stakeholder=LANDLORD,
    scales={Role.HUB: rising(5, 25), Role.SHOP: rising(5, 25)},
    why=N_("Le service va d'abord aux locataires des bailleurs. Seuil haut : 25 %, l'objectif de la loi SRU."),
    lack=N_("une part de logements sociaux alentour ≥ {target}"),
    sources=("demand_estimate", "sru2024", "dwellings2021", "rpls"),
    variables=(
        Variable("H", N_("logements sociaux à pied"), N_("logements"), lambda workspace, role: _around(workspace, role).social_dwellings),
        Variable(
            "K",
            N_("logements des communes au taux SRU connu"),
            N_("logements"),
            lambda workspace, role: _around(workspace, role).dwellings_of_known_tenure,
        ),
        Variable(
            "L",
            N_("logements à pied (inconnu si moins de la moitié est couverte)"),
            N_("logements"),
            lambda workspace, role: _around(workspace, role).dwellings,
        ),
    ),
    compute=_share,
    formula=N_("100 × {H} ÷ {K} (sur {L})"),
    reaches=("walk_reach_m", "detour"),
    decimals=1,
    together=Together.WHOLE,
)
