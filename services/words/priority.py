"""What is said of priority neighbourhoods (QPV) where none is near."""

from __future__ import annotations

from geodata.territory import Territory
from i18n import gettext as _


def none_near(territory: Territory) -> str:
    """Say that none is near a place, that the territory has none, or that it is not known."""
    if territory.has_priority:
        return _("Aucun QPV à moins de 800 m.")
    if territory.knows_priority:
        return _("Aucun QPV sur le territoire.")
    return _("QPV : non renseignés sur ce territoire (écran « Sources »).")
