"""The State's aid for work-integration jobs."""

from __future__ import annotations

from funding.conditions import INTEGRATION, NEAR_QPV
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="insertion_aid",
    label=N_("Aide au poste d'insertion"),
    funder=N_("État"),
    pays=N_("salaires des personnes en insertion"),
    amount=N_("chantier d'insertion : environ 21 850 € par ETP et par an, plus 0 à 10 %"),
    source=N_("asseureka.fr, « indicatif » ; arrêté de l'année à vérifier"),
    as_of="2025",
    conditions=(INTEGRATION,),
    assets=(NEAR_QPV,),
    items=(N_("convention avec l'État"), N_("nombre d'ETP en insertion"), N_("projet social")),
    figures=("jobs", "insertion_fte", "insertion_aid", "wages"),
)
