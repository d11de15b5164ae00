"""Cells as people write them are read, with a sentence where more is understood than the letter says."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from intake.fields import FIELDS, fields_by_id
from intake.lenient import reading_of
from intake.values import CellError
from tests.intake.making import csv_of, through

FIELD = fields_by_id(Kind.PREMISES)


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("clear_height_m", "3m20", 3.2),
        ("clear_height_m", "2m90", 2.9),
        ("clear_height_m", "2 m 9", 2.9),
        ("clear_height_m", "3,2 m", 3.2),
        ("clear_height_m", "320 cm", 3.2),
        ("clear_height_m", "3200mm", 3.2),
        ("rent_eur_m2_yr", "436 €", 436),
        ("rent_eur_m2_yr", "436,50 €/m²/an", 436.5),
        ("area_m2", "1 250,50", 1250.5),
        ("area_m2", "1'250", 1250),
        ("area_m2", "120,00 m²", 120),
        ("area_m2", "0,5 ha", 5000),
        ("tenure_months", "9 ans", 108),
        ("tenure_months", "36 mois", 36),
        ("tenure_months", "2 ans 6 mois", 30),
        ("postcode", "13 015", "13015"),
        ("postcode", "13015.0", "13015"),
        ("postcode", '="13015"', "13015"),
        ("postcode", "'13015", "13015"),
        ("postcode", "13015 CEDEX 15", "13015"),
        ("postcode", "F-13015", "13015"),
        ("contact", '="0491000000"', "0491000000"),
        ("available_on", "01/03/27", dt.date(2027, 3, 1)),
        ("available_on", "1.3.2027", dt.date(2027, 3, 1)),
        ("available_on", "01-03-2027", dt.date(2027, 3, 1)),
        ("available_on", "1er mars 2027", dt.date(2027, 3, 1)),
        ("available_on", "à partir du 1er mars 2027", dt.date(2027, 3, 1)),
        ("available_on", "2 août 2027", dt.date(2027, 8, 2)),
        ("van_access", "À vérifier", None),
        ("van_access", "OUI", "yes"),
    ],
)
def test_a_cell_of_one_meaning_is_read_without_a_word(field: str, cell: str, value: object) -> None:
    found = reading_of(FIELD[field], cell)
    assert (found.value, found.note, found.remark) == (value, "", "")


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("available_on", "janvier 2027", dt.date(2027, 1, 1)),
        ("available_on", "Janv. 2027", dt.date(2027, 1, 1)),
        ("available_on", "fév-27", dt.date(2027, 2, 1)),
        ("available_on", "déc. 2027", dt.date(2027, 12, 1)),
        ("available_on", "fin février 2028", dt.date(2028, 2, 29)),
        ("available_on", "T1 2027", dt.date(2027, 1, 1)),
        ("available_on", "2e trimestre 2027", dt.date(2027, 4, 1)),
        ("available_on", "2027-T3", dt.date(2027, 7, 1)),
        ("available_on", "S2 2027", dt.date(2027, 7, 1)),
        ("available_on", "03/2027", dt.date(2027, 3, 1)),
        ("available_on", "courant 2027", dt.date(2027, 1, 1)),
        ("available_on", 2027, dt.date(2027, 1, 1)),
        ("clear_height_m", "320", 3.2),
        ("clear_height_m", 320, 3.2),
        ("area_m2", "≈120", 120),
        ("area_m2", "1.250", 1250),
        ("area_m2", "env. 120", 120),
        ("area_m2", "120 m² env.", 120),
        ("tenure_months", "3/6/9", 108),
        ("postcode", "1000", "01000"),
        ("name", "Local\u200b 1", "Local 1"),
        ("name", "Lo\u00adcal 2", "Local 2"),
        ("name", "\ufeffLocal 3", "Local 3"),
        ("address", "15 rue\x0bdu Figuier", "15 rue du Figuier"),
    ],
)
def test_what_is_understood_is_said(field: str, cell: str | int, value: object) -> None:
    found = reading_of(FIELD[field], cell)
    assert found.value == value
    assert FIELD[field].label in found.note


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [("level_access", "Oui (rampe)", "yes"), ("condition", "Bon état général", "good"), ("van_access", "non, trop étroit", "no")],
)
def test_what_stands_behind_an_allowed_value_is_kept_as_a_remark(field: str, cell: str, value: str) -> None:
    found = reading_of(FIELD[field], cell)
    assert (found.value, found.remark) == (value, f"{FIELD[field].label} : {cell}")
    assert cell in found.note


@pytest.mark.parametrize(
    ("field", "cell"),
    [
        ("area_m2", "120-150"),
        ("area_m2", "80 + 40"),
        ("area_m2", "12O"),
        ("area_m2", "80 cm"),
        ("area_m2", "-5"),
        ("available_on", "31/02/2027"),
        ("available_on", "au printemps"),
        ("available_on", "lorem 2027"),
        ("vacant_since", "immédiat"),
        ("flood_zone", "Zone B1"),
        ("condition", "bon ou à rénover"),
        ("tenure_months", "9/6/3"),
        ("postcode", "130155"),
        ("postcode", "Marseille"),
    ],
)
def test_what_has_no_likely_meaning_is_refused(field: str, cell: str) -> None:
    with pytest.raises(CellError):
        reading_of(FIELD[field], cell)


def test_what_is_free_at_once_is_free_today() -> None:
    for words in ("immédiat", "Immédiatement", "disponible de suite", "LIBRE"):
        found = reading_of(FIELD["available_on"], words)
        assert isinstance(found.value, dt.date) and abs((found.value - dt.date.today()).days) <= 1
        assert found.note


def test_a_name_that_is_too_long_is_cut_said_and_kept_whole_in_the_remarks() -> None:
    name = "Appel à projet " + "foncier " * 17
    (row,) = through("a.csv", csv_of(f"{name};1, rue;5,3691;43,3487;80")).rows
    told = str(row.values["name"])
    assert len(told) <= 120 and told.endswith("…")
    assert row.values["notes"] == f"Nom du lieu : {name.strip()}"


def test_several_cells_that_cannot_be_read_are_all_kept_behind_the_remarks_of_the_row() -> None:
    head = "Nom;Adresse;Surface;Risque d'inondation;Disponible;Remarques"
    found = through("a.csv", csv_of("A;1, rue;120-150;Zone B1;au printemps;vu", head=head))
    assert found.errors == ()
    (row,) = found.rows
    assert str(row.values["notes"]).split("\n")[0] == "vu"
    assert set(str(row.values["notes"]).split("\n")[1:]) == {
        "Surface : 120-150",
        "Risque d'inondation : Zone B1",
        "Disponible à partir du : au printemps",
    }


@given(
    st.sampled_from([field for kind in Kind for field in FIELDS[kind]]), st.none() | st.booleans() | st.floats() | st.integers() | st.text()
)
def test_any_cell_gives_a_value_within_bounds_or_a_sentence(field: object, cell: object) -> None:
    try:
        value = reading_of(field, cell).value  # type: ignore[arg-type]
    except CellError as refused:
        assert str(refused)
        return
    if field.type == "number" and isinstance(value, float) and not math.isnan(value):  # type: ignore[attr-defined]
        assert field.low <= value <= field.high  # type: ignore[attr-defined]
    if field.type == "text" and value is not None:  # type: ignore[attr-defined]
        assert len(str(value)) <= field.high  # type: ignore[attr-defined]
