"""Moments as the current language says them, at the clock of the territory."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from babel.dates import format_time, format_timedelta

from i18n.catalogue import current_language, gettext
from i18n.numbers import dated

CLOCK = ZoneInfo("Europe/Paris")
"""The clock by which days and hours are shown and asked for."""
MINUTE = dt.timedelta(minutes=1)


def moment(value: dt.datetime | str) -> str:
    """Write a day and an hour such as « 3 mars 2027, 14:05 »; a text is ISO 8601."""
    local = _local(value)
    return f"{dated(local, 'medium')}, {format_time(local, 'short', locale=current_language())}"


def ago(value: dt.datetime | str, now: dt.datetime | None = None) -> str:
    """Write how long ago something was, such as « il y a 3 jours »; a text is ISO 8601."""
    passed = (now or dt.datetime.now(dt.UTC)) - _local(value)
    if passed < MINUTE:
        return gettext("à l'instant")
    return format_timedelta(-passed, add_direction=True, threshold=1, locale=current_language())


def day_bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Return when a day begins and ends."""
    begin, end = (dt.datetime.combine(one, dt.time(), CLOCK) for one in (day, day + dt.timedelta(days=1)))
    return begin, end


def _local(value: dt.datetime | str) -> dt.datetime:
    return (dt.datetime.fromisoformat(value) if isinstance(value, str) else value).astimezone(CLOCK)
