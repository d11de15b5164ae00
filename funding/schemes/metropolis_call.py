"""The call for projects of the metropolitan authority of Aix-Marseille-Provence."""

from __future__ import annotations

from funding.conditions import NEW_RESIDENTS, SOCIAL_ECONOMY
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="metropolis_call",
    label=N_("Appel à projets réemploi 2025-2030"),
    funder="Métropole Aix-Marseille-Provence",
    pays=N_("« maillage de solutions de proximité » : lieux de réemploi"),
    amount=N_("montant à demander : 11 structures aidées de 2021 à 2024"),
    source=N_("innovation.ampmetropole.fr"),
    as_of="2025-2030",
    conditions=(SOCIAL_ECONOMY,),
    assets=(NEW_RESIDENTS,),
    items=(N_("plan de financement"), N_("tonnes attendues"), N_("carte des habitants non desservis")),
    figures=("tonnes_diverted", "residents_newly_reached", "qpv_residents", "jobs", "works"),
    siren="200054807",
)
