"""Quantities with units that are counted: « 0,9 emploi », « 2 habitants »."""

from __future__ import annotations

import math

from i18n.catalogue import gettext, ngettext
from i18n.numbers import number


def counted(value: float, unit: str, decimals: int = 0) -> str:
    """Write a number with at most `decimals` decimals and its unit (a message id), in the singular where it is; "" for no unit."""
    return f"{number(value, decimals)} {unit_of(value, unit, decimals)}".strip()


def unit_of(value: float, unit: str, decimals: int = 0) -> str:
    """Return a unit (a message id) in the current language, in the number of the value as it is shown."""
    shown = 2.0 if math.isnan(value) else round(value, decimals)
    match unit:
        case "habitants":
            return ngettext("habitant", "habitants", shown)
        case "logements":
            return ngettext("logement", "logements", shown)
        case "emplois":
            return ngettext("emploi", "emplois", shown)
    return gettext(unit) if unit else ""
