"""Days as people and spreadsheets write them: 2026-03-01, 01/03/2026, and the serial numbers of Excel."""

from __future__ import annotations

import datetime as dt
import re

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
