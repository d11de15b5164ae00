"""The conditions that several schemes share."""

from __future__ import annotations

from domain.candidate import Kind
from funding.scheme import Condition, Facts
from i18n import N_

EDGE_M = 300.0
"""How near a priority neighbourhood the city policy may help those of it: a working hypothesis."""


def _near_qpv(facts: Facts) -> bool | None:
    return None if facts.qpv_distance_m is None else facts.qpv_distance_m <= EDGE_M


def _reaches(facts: Facts) -> bool | None:
    return None if facts.newly_reached is None else facts.newly_reached > 0


SOCIAL_ECONOMY = Condition(
    N_("porteur de l'économie sociale et solidaire"),
    N_("le statut du porteur (économie sociale ?)"),
    lambda f: f.is_social_economy,
)
INTEGRATION = Condition(
    N_("porteur conventionné pour l'insertion"), N_("la convention d'insertion du porteur"), lambda f: f.does_integration
)
STUDY = Condition(N_("étude de faisabilité faite"), N_("l'étude de faisabilité"), lambda f: f.has_study)
IN_QPV = Condition(N_("dans un quartier prioritaire"), N_("la position par rapport aux quartiers prioritaires"), lambda f: f.is_in_qpv)
NEAR_QPV = Condition(
    N_("dans un quartier prioritaire ou à 300 m au plus (hypothèse)"), N_("la position par rapport aux quartiers prioritaires"), _near_qpv
)
VACANT = Condition(N_("local vacant"), N_("la date depuis laquelle il est vacant"), lambda f: f.is_vacant)
PREMISES = Condition(N_("local d'activité en rez-de-chaussée"), "", lambda f: f.kind is Kind.PREMISES)
BROWNFIELD = Condition(
    N_("inscrit à l'inventaire national des friches"), N_("l'inventaire des friches (Cartofriches)"), lambda f: f.is_brownfield
)
NEW_RESIDENTS = Condition(
    N_("dessert des habitants qu'aucune ressourcerie n'atteint"), N_("les habitants à portée et les ressourceries existantes"), _reaches
)
