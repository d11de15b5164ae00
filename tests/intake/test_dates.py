"""Days as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.dates import FIRST, LAST, day_of

DAYS = st.dates(FIRST, LAST)


@given(DAYS)
def test_every_way_to_write_a_day_gives_that_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    written = [
        day.isoformat(),
        f"{day:%d/%m/}{day.year:04}",
        f"{day.day}/{day.month}/{day.year:04}",
        f"{day.isoformat()}T00:00:00Z",
        serial,
        float(serial),
        day,
        dt.datetime.combine(day, dt.time(12)),
    ]
    assert {day_of(value) for value in written} == {day}


@pytest.mark.parametrize(
    "value",
    [
        "2026-13-01",
        "30/02/2026",
        "2026-3-1",
        "03-01-2026",
        "1/2/26",
        "demain",
        "",
        "2026",
        2026.0,
        -1,
        0,
        1e9,
        float("nan"),
        float("inf"),
        True,
        None,
        "1899-01-01",
        "2101-01-01",
        dt.date(1800, 1, 1),
        "٢٠٢٦-٠٣-٠١",
        "2026-03-01 24h",
    ],
)
def test_what_is_no_day_or_no_likely_one_is_refused(value: object) -> None:
    assert day_of(value) is None
