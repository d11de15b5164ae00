"""The fund for restructuring business premises."""

from __future__ import annotations

from funding.conditions import IN_QPV, PREMISES, VACANT
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="restructuring",
    label=N_("Fonds de restructuration des locaux d'activité"),
    funder=N_("État (ANCT)"),
    pays=N_("déficit d'opération : achat, travaux, portage de locaux vacants"),
    amount=N_("58 M€ pour 182 opérations de 2021 à 2023, soit environ 319 000 € par opération ; taux à demander"),
    source=N_("data.gouv.fr : 58 M€, 182 opérations, environ 700 locaux ; quartiers prioritaires visés"),
    as_of="2023",
    conditions=(PREMISES, VACANT),
    assets=(IN_QPV,),
    items=(N_("bilan d'opération avec déficit"), N_("maîtrise du foncier"), N_("loyer de sortie")),
    figures=("floor_area", "works", "bearable_rent", "rent", "qpv_distance"),
)
