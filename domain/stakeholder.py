"""The four actors who must gain, each with its sign, colour and stake."""

from __future__ import annotations

from dataclasses import dataclass

from i18n import N_


@dataclass(frozen=True, slots=True)
class Stakeholder:
    """One actor. `letter` and `colour` (Okabe–Ito) stand for it everywhere, always together."""

    id: str
    letter: str
    colour: str
    label: str
    policy: str
    stake: str


WASTE = Stakeholder("waste", "D", "#009E73", N_("Direction Déchets"), N_("Prévention des déchets"), N_("plus de réemploi et de réparation"))
COHESION = Stakeholder(
    "cohesion",
    "H",
    "#CC79A7",
    N_("Direction Habitat–Cohésion sociale"),
    N_("Logement, habitat et développement urbain"),
    N_("des emplois pour les habitants des quartiers prioritaires"),
)
LANDLORD = Stakeholder(
    "landlord",
    "B",
    "#E69F00",
    N_("Bailleurs sociaux"),
    N_("Logement, habitat et développement urbain"),
    N_("moins d'encombrants, des rez-de-chaussée vivants"),
)
ECONOMY = Stakeholder(
    "economy",
    "É",
    "#0072B2",
    N_("Direction de l'Économie"),
    N_("Développement économique"),
    N_("des activités qui s'installent, des zones vivantes"),
)

STAKEHOLDERS: tuple[Stakeholder, ...] = (WASTE, COHESION, LANDLORD, ECONOMY)
