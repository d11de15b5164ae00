"""The State's fund for brownfields."""

from __future__ import annotations

from funding.conditions import BROWNFIELD
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="brownfields",
    label=N_("Recyclage des friches"),
    funder=N_("État (Fonds vert)"),
    pays=N_("dépollution, démolition, remise en état"),
    amount=N_("montant et taux à demander au guichet : aucun barème n'a été trouvé"),
    source=N_("existence du fonds à confirmer pour l'année"),
    as_of="2025",
    conditions=(BROWNFIELD,),
    items=(N_("fiche de la friche à l'inventaire"), N_("bilan d'aménagement"), N_("calendrier des travaux")),
    figures=("floor_area", "works", "vacant_floor"),
)
