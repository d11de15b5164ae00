"""Days as people and spreadsheets write them: 2026-03-01, 01/03/2026, the serial numbers of Excel, and looser ways."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from domain.words import folded

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?)?", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})", re.ASCII)
_EXCEL_EPOCH = dt.date(1899, 12, 30)  # right from March 1900 on: Excel believes in a 29 February 1900
FIRST, LAST = dt.date(1950, 1, 1), dt.date(2100, 12, 31)


def day_of(value: object) -> dt.date | None:
    """Return the day, or None when the value is none, or lies outside 1950–2100.

    Texts are ISO (a time is left out) or day/month/year; a number is Excel's count of days (1900 system).
    """
    found = _read(value)
    return found if found is not None and FIRST <= found <= LAST else None


def _read(value: object) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            return _EXCEL_EPOCH + dt.timedelta(days=int(value)) if 60 < value < 80_000 else None
        return _text_day(str(value).strip())
    except ValueError:
        return None


def _text_day(text: str) -> dt.date | None:
    if iso := _ISO.fullmatch(text):
        return dt.date(int(iso[1]), int(iso[2]), int(iso[3]))
    if french := _FRENCH.fullmatch(text):
        return dt.date(int(french[3]), int(french[2]), int(french[1]))
    return None


def american_day_of(text: str) -> dt.date | None:
    """Return the day of « 03/27/2027 », month first; None for anything else."""
    found = _FRENCH.fullmatch(text.strip())
    try:
        return day_of(dt.date(int(found[3]), int(found[1]), int(found[2]))) if found else None
    except ValueError:
        return None


def is_american(texts: Iterable[object]) -> bool:
    """Say whether days of a column are month first: some cannot be otherwise, and none cannot be so."""
    days = [text for text in texts if isinstance(text, str) and _FRENCH.fullmatch(text.strip())]
    return any(day_of(text) is None and american_day_of(text) for text in days) and all(american_day_of(text) for text in days)


@dataclass(frozen=True, slots=True)
class LooseDay:
    """A day, and whether it was written to the day."""

    day: dt.date
    is_exact: bool


def loose_day_of(text: str) -> LooseDay | None:
    """Return the day that people mean by « 01/03/27 », « 1er mars 2027 », « mars 2027 », « T1 2027 », « 2027 »; None for anything else.

    A month, a quarter or a year is its first day, or its last behind « fin ».
    """
    words = _BEFORE.sub("", _HOUR.sub("", " ".join(folded(text).removeprefix("'").split())))
    is_end = words.startswith("fin ")
    bare = _PART_OF.sub("", words)
    for pattern, read in _LOOSE:
        if match := pattern.fullmatch(bare):
            try:
                first, months = read(match)
                day = first if not is_end or not months else _last_of(first, months)
            except ValueError:
                continue  # « 1er trim. 2027 » is no day of a month
            return LooseDay(day, not months) if FIRST <= day <= LAST else None
    return None


def _last_of(first: dt.date, months: int) -> dt.date:
    after = first.month - 1 + months
    return dt.date(first.year + after // 12, after % 12 + 1, 1) - dt.timedelta(days=1)


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    found = next((rank for rank, name in enumerate(_MONTHS, start=1) if text == name or (len(text) >= 3 and name.startswith(text))), 0)
    return found or _SHORT.get(text, 0)


_MONTHS = ("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre", "novembre", "decembre")
_SHORT = {"jan": 1, "feb": 2, "april": 4, "may": 5, "june": 6, "july": 7, "aug": 8, "august": 8, "sept": 9, "october": 10, "dec": 12}
_HOUR = re.compile(r"(?<=\d)[t ]+(?:a )?\d{1,2}(?::|h)(?:\d{2}(?::\d{2}(?:\.\d+)?)?)?$", re.ASCII)
_BEFORE = re.compile(
    r"^(?:(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|disponible|dispo|libre|vacante?|inoccupee?|"
    r"a partir|a compter|depuis|des|courant|vers|environ|en|le|au|du|de)\b:?\s*)+"
)
_PART_OF = re.compile(r"^(?:debut|fin|courant)\s+(?:du |de |d'|le )?")
_Found = tuple[dt.date, int]
_LOOSE: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Found]], ...] = (
    (re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})", re.ASCII),
     lambda found: (dt.date(_year(found[3]), int(found[2]), int(found[1])), 0)),
    (re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)", re.ASCII), lambda found: (dt.date(int(found[1]), int(found[2]), int(found[3])), 0)),
    (re.compile(r"mi[ -]([a-z]{3,9})\.?[ \-/.]*(\d{4}|\d{2})", re.ASCII),
     lambda found: (dt.date(_year(found[2]), _month(found[1]), 15), 1)),
    (re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})", re.ASCII), lambda found: (dt.date(int(found[1]), int(found[2]), int(found[3])), 0)),
    (re.compile(r"(\d{1,2})(?:er)?[ \-/.]+([a-z]{3,9})\.?[ \-/.]+(\d{4}|\d{2})", re.ASCII),
     lambda found: (dt.date(_year(found[3]), _month(found[2]), int(found[1])), 0)),
    (re.compile(r"([a-z]{3,9})\.?[ \-/.]*(\d{4}|\d{2})", re.ASCII), lambda found: (dt.date(_year(found[2]), _month(found[1]), 1), 1)),
    (re.compile(r"(\d{1,2})[/.\-](\d{4})", re.ASCII), lambda found: (dt.date(int(found[2]), int(found[1]), 1), 1)),
    (re.compile(r"(\d{4})[/.\-](\d{1,2})", re.ASCII), lambda found: (dt.date(int(found[1]), int(found[2]), 1), 1)),
    (re.compile(r"t([1-4])[ /\-]*(\d{4}|\d{2})", re.ASCII), lambda found: (dt.date(_year(found[2]), 3 * int(found[1]) - 2, 1), 3)),
    (re.compile(r"(\d{4})[ /\-]*t([1-4])", re.ASCII), lambda found: (dt.date(int(found[1]), 3 * int(found[2]) - 2, 1), 3)),
    (re.compile(r"([1-4])(?:er|e|eme|nd|de)? ?trim(?:estre|\.)? (?:de )?(\d{4}|\d{2})", re.ASCII),
     lambda found: (dt.date(_year(found[2]), 3 * int(found[1]) - 2, 1), 3)),
    (re.compile(r"s([12])[ /\-]*(\d{4}|\d{2})", re.ASCII), lambda found: (dt.date(_year(found[2]), 6 * int(found[1]) - 5, 1), 6)),
    (re.compile(r"([12])(?:er|e|eme|nd)? ?sem(?:estre|\.)? (?:de )?(\d{4}|\d{2})", re.ASCII),
     lambda found: (dt.date(_year(found[2]), 6 * int(found[1]) - 5, 1), 6)),
    (re.compile(r"(?:annee )?(\d{4})", re.ASCII), lambda found: (dt.date(int(found[1]), 1, 1), 12)),
)  # fmt: skip
"""How a day, a month, a quarter, a half or a year is written: its first day, and how many months it lasts (0 for a day)."""
