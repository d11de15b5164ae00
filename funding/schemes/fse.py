"""The European social fund (FSE+)."""

from __future__ import annotations

from funding.conditions import INTEGRATION, NEAR_QPV
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="fse",
    label=N_("Fonds social européen (FSE+)"),
    funder=N_("Union européenne"),
    pays=N_("encadrement et accompagnement des salariés en insertion"),
    amount=N_("taux et planchers à vérifier dans l'appel à projets de l'organisme intermédiaire"),
    source=N_("programme 2021-2027 ; règles locales à vérifier"),
    as_of="2021-2027",
    conditions=(INTEGRATION,),
    assets=(NEAR_QPV,),
    items=(N_("convention d'insertion"), N_("nombre de participants"), N_("cofinancements publics")),
    figures=("jobs", "insertion_fte", "insertion_aid", "qpv_residents"),
)
