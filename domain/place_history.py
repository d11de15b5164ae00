"""What may have happened to a place, by code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_

EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "vacant": N_("devient vacant"),
        "occupied": N_("est occupé"),
        "owner": N_("change de propriétaire"),
        "works": N_("travaux"),
        "other": N_("autre"),
    }
)
"""The label of each (a gettext message id)."""
