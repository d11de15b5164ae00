"""Screen « Identifier »: the Economy directorate's sites in activity zones (see `views.proposals.propose`)."""

from __future__ import annotations

from domain.candidate import Kind
from domain.person import Action, PersonRole
from i18n import N_
from views.proposals.propose import workshop
from views.view import View

VIEW = View(
    "identify",
    "/identifier",
    N_("Identifier"),
    50,
    lambda context: workshop(context, Kind.ZONE_SITE),
    Action.PROPOSE,
    PersonRole.ECONOMY,
    who=N_("Il est à la Direction de l'Économie : elle y repère les sites utilisables des zones d'activité, et les publie."),
)
