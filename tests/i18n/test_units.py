"""Counted units are in the singular where they are, by the rule of each language."""

from __future__ import annotations

import pytest

from criteria.ranges import written
from domain.units import Range
from i18n import use_language
from i18n.units import counted


@pytest.mark.parametrize(
    ("language", "value", "unit", "decimals", "text"),
    [
        ("fr", 0, "habitants", 0, "0 habitant"),
        ("fr", 0.9, "emplois", 1, "0,9 emploi"),
        ("fr", 1.96, "emplois", 1, "2 emplois"),
        ("fr", 2, "logements", 0, "2 logements"),
        ("fr", 3, "t/an", 0, "3 t/an"),
        ("en", 0, "habitants", 0, "0 residents"),
        ("en", 1, "emplois", 1, "1 job"),
    ],
)
def test_a_quantity_is_written_with_its_unit_in_the_right_number(language: str, value: float, unit: str, decimals: int, text: str) -> None:
    with use_language(language):
        assert counted(value, unit, decimals) == text


def test_a_range_is_in_the_number_of_its_upper_end() -> None:
    with use_language("fr"):
        assert written(Range(0.1, 0.4, 0.9), "emplois", 1) == "0,1–0,9 emploi (central 0,4)"
        assert written(Range(0.1, 0.4, 3.0), "emplois", 1).endswith("emplois (central 0,4)")
        assert written(Range(1.0, 1.0, 1.0), "emplois", 1) == "1 emploi"
