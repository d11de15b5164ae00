"""Numbers and dates as each language writes them; what is unknown is said, never a zero."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import use_language
from i18n.numbers import day, number, quantity

NARROW, UNKNOWN = "\u202f", {"fr": "non renseigné", "en": "not known"}


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        ("fr", 1234567, 0, f"1{NARROW}234{NARROW}567"),
        ("en", 1234567, 0, "1,234,567"),
        ("fr", 2.75, 1, "2,8"),
        ("en", 2.75, 1, "2.8"),
        ("fr", 3.0, 1, "3"),
        ("fr", 0, 0, "0"),
        ("en", -1.25, 2, "-1.25"),
    ],
)
def test_numbers_follow_the_language(language: str, value: float, decimals: int, text: str) -> None:
    with use_language(language):
        assert number(value, decimals) == text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_unknown_is_said(language: str) -> None:
    with use_language(language):
        assert number(math.nan) == quantity(math.nan, "m²") == day(None) == UNKNOWN[language]


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_number_written_in_english_is_read_back_to_its_precision(value: float, decimals: int) -> None:
    with use_language("en"):
        assert float(number(value, decimals).replace(",", "")) == pytest.approx(value, abs=0.5000001 * 10**-decimals)


def test_a_quantity_stays_on_one_line_with_its_unit() -> None:
    assert quantity(1250, "m²") == f"1{NARROW}250{NARROW}m²"
    assert quantity(12, "") == "12"


def test_dates_are_written_in_full() -> None:
    assert day(dt.date(2027, 3, 3)) == "3 mars 2027"
    with use_language("en"):
        assert day(dt.date(2027, 3, 3)) == "March 3, 2027"


@pytest.mark.parametrize(
    ("language", "value", "text"),
    [
        ("fr", dt.date(2026, 8, 1), "1er août 2026"),
        ("fr", dt.date(2026, 8, 11), "11 août 2026"),
        ("fr", dt.date(2021, 1, 21), "21 janvier 2021"),
        ("en", dt.date(2026, 8, 1), "August 1, 2026"),
    ],
)
def test_the_first_of_a_month_is_an_ordinal_in_french(language: str, value: dt.date, text: str) -> None:
    with use_language(language):
        assert day(value) == text
