"""ADEME's aid for the investments of a reuse centre."""

from __future__ import annotations

from funding.conditions import NEW_RESIDENTS, STUDY
from funding.scheme import Ceiling, Scheme
from i18n import N_

SCHEME = Scheme(
    id="ademe_reuse",
    label=N_("Aide à l'investissement pour le réemploi"),
    funder="ADEME",
    pays=N_("équipement de réemploi, aménagement du bâtiment"),
    amount=N_("au plus 200 000 € : jusqu'à 60 % de l'équipement et 30 % du bâtiment"),
    source=N_("pages de l'aide 2025 relayées par Ekopolis et Ambition ESS"),
    as_of="2025",
    conditions=(STUDY,),
    assets=(NEW_RESIDENTS,),
    items=(
        N_("étude de faisabilité"),
        N_("devis d'équipement et de travaux"),
        N_("plan de financement"),
        N_("carte des habitants non desservis"),
    ),
    figures=("floor_area", "tonnes_diverted", "residents_newly_reached", "jobs", "works"),
    ceiling=Ceiling("works", N_("Aide au plus sur le bâtiment : 30 % des travaux, 200 000 € au plus"), 0.3, 200_000.0),
)
