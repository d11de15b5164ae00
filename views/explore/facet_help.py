"""What each filter keeps, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from dash import html

from domain.facet import Facet
from i18n import N_
from i18n import gettext as _

SENTENCES: Mapping[str, str] = {
    "kinds": N_("Un site en zone d'activité se prête à un pôle, un local en rez-de-chaussée à une boutique-relais."),
    "role": N_("Ce que les conditions d'exclusion disent du lieu dans chaque rôle : surface, accès, durée, PLUi, inondation (hypothèses)."),
    "communes": N_("La commune, ou l'arrondissement dans une ville qui en a, qui contient le lieu."),
    "qpv": N_("La distance à vol d'oiseau au quartier prioritaire le plus proche, périmètres en vigueur depuis 2024."),
    "area": N_("La surface totale déclarée ; un pôle en demande au moins 300 m², une boutique-relais 80 m²."),
    "rent": N_("Le loyer demandé, hors charges, par mètre carré et par an ; un loyer confidentiel compte comme inconnu."),
    "status": N_("Où en est l'étude du lieu, du repérage à la décision."),
    "landlord": N_("Le bailleur social du local ; un site en zone n'en a pas."),
    "available": N_("Le jour à partir duquel on peut entrer dans le lieu."),
    "height": N_("La hauteur sous plafond libre : 3 m pour vendre, 4 m et plus pour stocker en hauteur."),
    "van": N_("Une camionnette peut-elle s'arrêter et décharger au pied du lieu ?"),
    "transit": N_("La distance déclarée à l'arrêt de transport en commun le plus proche."),
    "vacant_since": N_("Depuis quand le lieu est vide : la vacance coûte à son propriétaire chaque année."),
    "tenure_months": N_("Pour combien de temps le lieu est proposé : sous trois ans, des travaux ne s'amortissent guère."),
    "plui_allows": N_("Le plan local d'urbanisme permet-il cet usage ? À confirmer auprès du service instructeur."),
    "flood_zone": N_("La zone du plan de prévention du risque d'inondation, à confirmer."),
    "complete": N_(
        "La part de ce qu'on attend d'une fiche qui est connue ; un loyer confidentiel n'y compte pas, et le score n'en dépend pas."
    ),
    "near": N_("Le quartier prioritaire le plus proche du lieu, à vol d'oiseau."),
}
"""By the id of a facet."""


def facet_help(facet: Facet) -> html.P | None:
    """Return the sentence of a filter, under its heading once it is open; None for what the map explains itself."""
    return html.P(_(SENTENCES[facet.id]), className="note facet-help") if facet.id in SENTENCES else None
