"""Grants of the city policy (politique de la ville)."""

from __future__ import annotations

from funding.conditions import NEAR_QPV
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="city_policy",
    label=N_("Crédits de la politique de la ville"),
    funder=N_("État et collectivités (contrat de ville)"),
    pays=N_("fonctionnement, emplois et ateliers pour les habitants des quartiers"),
    amount=N_("selon l'appel à projets de l'année : montant à demander"),
    source=N_("décret n° 2023-1314 pour les périmètres ; montants à vérifier dans l'appel à projets"),
    as_of="2024",
    conditions=(NEAR_QPV,),
    items=(N_("public visé, dont habitants du quartier"), N_("budget de l'action"), N_("lien avec les objectifs du contrat de ville")),
    figures=("qpv_distance", "qpv_residents", "jobs", "insertion_fte", "poverty_around"),
)
