"""An amount told for the whole place is stored by square metre and year, or it is said what is missing for that."""

from __future__ import annotations

from typing import Any

import pytest

from domain.candidate import Kind
from services.amounts import by_square_metre


def converted(known: dict[str, Any] | None = None, /, **raw: Any) -> dict[str, Any]:
    found, errors = by_square_metre(Kind.PREMISES, raw, known or {})
    assert errors == ()
    return found


@pytest.mark.parametrize("text", ["980 €/mois", "980€/mois", "11 760 €/an", "11760,00 €/an", "11\u202f760\u202f€/an"])
def test_an_amount_by_month_or_year_is_by_square_metre_once_the_area_is_known(text: str) -> None:
    assert converted({"area_m2": 140.0}, rent_eur_m2_yr=text) == {"rent_eur_m2_yr": 84.0}


def test_the_area_that_is_typed_with_it_goes_before_the_one_that_was_known() -> None:
    assert converted({"area_m2": 10.0}, area_m2="140", rent_eur_m2_yr="980 €/mois")["rent_eur_m2_yr"] == 84.0


def test_an_amount_by_month_comes_back_to_the_cent() -> None:
    stored = converted({"area_m2": 137.5}, charges_eur_m2_yr="123,45 €/mois")["charges_eur_m2_yr"]
    assert round(stored * 137.5 / 12, 2) == 123.45


@pytest.mark.parametrize("area", [{}, {"area_m2": None}, {"area_m2": "3"}, {"area_m2": "inconnue"}])
def test_without_an_area_it_is_said_and_nothing_is_invented(area: dict[str, Any]) -> None:
    found, (error,) = by_square_metre(Kind.PREMISES, {**area, "rent_eur_m2_yr": "980 €/mois"}, {"rent_eur_m2_yr": 70.0})
    assert found == area
    assert error.field == "rent_eur_m2_yr" and "indiquez la surface" in error.message


@pytest.mark.parametrize("value", ["84", 84, "", None, "beaucoup €/mois", "84 €/m²/an"])
def test_anything_else_is_left_as_it_was_typed(value: Any) -> None:
    assert converted(rent_eur_m2_yr=value) == {"rent_eur_m2_yr": value}
    assert converted(name="12 €/mois", address="rue à 850 €/an") == {"name": "12 €/mois", "address": "rue à 850 €/an"}
