"""Numbers and dates as the current language writes them."""

from __future__ import annotations

import datetime as dt
import math
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal, format_scientific

from i18n.catalogue import current_language, gettext

HUGE = 1e15
"""From here on figures are written with a power of ten."""


def number(value: float, decimals: int = 0) -> str:
    """Write a number with at most `decimals` decimals; « non renseigné » when it is unknown."""
    if value is None or math.isnan(value):
        return gettext("non renseigné")
    if abs(value) >= HUGE:
        return format_scientific(value, locale=current_language())
    pattern = "#,##0" + ("." + "#" * decimals if decimals else "")
    return format_decimal(round(value, decimals), format=pattern, locale=current_language())


def quantity(value: float, unit: str, decimals: int = 0) -> str:
    """Write a number and its unit, kept on one line; « non renseigné » when it is unknown."""
    text = number(value, decimals)
    return text if value is None or math.isnan(value) or not unit else f"{text}\u202f{unit}"


def day(value: dt.date | None) -> str:
    """Write a date such as « 3 mars 2027 »; « non renseigné » when it is unknown."""
    if value is None or value != value:
        return gettext("non renseigné")
    return dated(value, "long")


def dated(value: dt.date, form: Literal["medium", "long"]) -> str:
    """Write a date in one of the forms of the language; in French the first of a month is « 1er »."""
    text = format_date(value, format=form, locale=current_language())
    return text.replace("1", "1er", 1) if value.day == 1 and current_language() == "fr" else text
