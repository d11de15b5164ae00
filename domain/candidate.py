"""Candidate places: their kinds, roles, statuses, and how each is named on screen."""

from __future__ import annotations

from enum import StrEnum

from domain.facet_values import Option
from i18n import N_
from i18n import gettext as _


class Kind(StrEnum):
    """What a candidate is: a site in an activity zone, or a landlord's ground-floor premises."""

    ZONE_SITE = "zone_site"
    PREMISES = "premises"


class Role(StrEnum):
    """What a place could become: a hub (pôle) or a satellite shop (boutique-relais)."""

    HUB = "hub"
    SHOP = "shop"


EXAMPLE_SUFFIX = " (exemple)"
"""How the name of an invented place ends; screens show a badge in its place."""


class Status(StrEnum):
    """Where the study of a place stands."""

    SPOTTED = "spotted"
    VISITED = "visited"
    UNDER_STUDY = "under_study"
    SHORTLISTED = "shortlisted"
    UNAVAILABLE = "unavailable"


KIND_OPTIONS = (Option(Kind.ZONE_SITE, N_("Site en zone d'activité")), Option(Kind.PREMISES, N_("Local en rez-de-chaussée")))
ROLE_OPTIONS = (
    Option(Role.HUB, N_("Pôle")),
    Option(Role.SHOP, N_("Boutique-relais")),
    Option("hub_unknown", N_("Pôle : à préciser")),
    Option("shop_unknown", N_("Boutique-relais : à préciser")),
    Option("hub_excluded", N_("Pôle : exclu")),
    Option("shop_excluded", N_("Boutique-relais : exclu")),
    Option("neither", N_("Exclu des deux rôles")),
)
STATUS_OPTIONS = (
    Option(Status.SPOTTED, N_("Repéré")),
    Option(Status.VISITED, N_("Visité")),
    Option(Status.UNDER_STUDY, N_("À l'étude")),
    Option(Status.SHORTLISTED, N_("Retenu pour décision")),
    Option(Status.UNAVAILABLE, N_("Indisponible")),
)
QPV_WALK_M, QPV_NEAR_M = 300.0, 800.0
"""Ends of the bands of distance to a priority neighbourhood, metres in a straight line."""
QPV_OPTIONS = (
    Option("inside", N_("Dans un QPV")),
    Option("within_300", N_("À moins de 300 m, dehors")),
    Option("within_800", N_("De 300 à 800 m")),
    Option("further", N_("Plus loin")),
)
YES_NO_OPTIONS = (Option("yes", N_("Oui")), Option("no", N_("Non")))


def role_label(role: Role) -> str:
    """Return the name of a role, in the current language."""
    return next(_(option.label) for option in ROLE_OPTIONS if option.code == role)
