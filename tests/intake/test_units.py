"""Columns in other units: named or guessed, converted, and never read as what they are not."""

from __future__ import annotations

import math

import pytest

from domain.candidate import Kind
from i18n import use_language
from intake.column_units import column_units, headings_with_units
from intake.fields import fields_by_id
from intake.mapping import guess
from tests.intake.making import csv_of, read, through

HEAD = "Nom;Adresse;Longitude;Latitude;Surface;"


def units_of(data: bytes) -> dict[str, str]:
    table = read("a.csv", data)
    return column_units(table, guess(table.columns, Kind.PREMISES).mapping, Kind.PREMISES)


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Loyer (€/m²/mois)", "m2_month"),
        ("Loyer au m² mensuel", None),
        ("Loyer mensuel (€/m²)", "m2_month"),
        ("Loyer annuel (€/an)", "yr"),
        ("Loyer (€ HT par mois)", "month"),
        ("Loyer mensuel en €/mois", "month"),
        ("Loyer (EUR/an)", "yr"),
        ("Loyer (K€)", "k_yr"),
        ("Loyer (€/m²/an)", "m2_yr"),
        ("rent_eur_m2_yr", "m2_yr"),
        ("Hauteur (cm)", "cm"),
        ("Hauteur libre en cm", "cm"),
        ("Largeur de porte mm", "mm"),
        ("Surface totale (ha)", "ha"),
        ("Surface (hectares)", "ha"),
        ("Durée (ans)", "years"),
        ("Durée", "months"),
    ],
)
def test_the_unit_is_the_one_that_the_heading_names(heading: str, unit: str | None) -> None:
    assert units_of(csv_of("A;1, rue;7", head=f"Nom;Adresse;{heading}")).get(heading) == unit


@pytest.mark.parametrize(
    ("heading", "amounts", "unit"),
    [
        ("Loyer", ("850", "640"), "month"),
        ("Loyer", ("10200", "9000"), "yr"),
        ("Loyer", ("7,1", "9"), "m2_month"),
        ("Loyer", ("85", "120"), "m2_yr"),
        ("Loyer mensuel", ("850", "640"), "month"),
        ("Loyer mensuel", ("7", "8"), "m2_month"),
        ("Loyer annuel", ("10200", "9000"), "yr"),
        ("Loyer (€)", ("850 €", "640 €"), "month"),
    ],
)
def test_a_rent_whose_heading_does_not_say_its_unit_is_guessed_from_its_amounts(heading: str, amounts: tuple[str, str], unit: str) -> None:
    rows = [f"A;a;5,3691;43,3487;140;{amounts[0]}", f"B;b;5,37;43,35;90;{amounts[1]}"]
    assert units_of(csv_of(*rows, head=HEAD + heading))[heading] == unit


def test_a_monthly_rent_is_divided_by_the_area_of_its_row() -> None:
    found = through("a.csv", csv_of("A;a;5,3691;43,3487;140;850;120", "B;b;5,37;43,35;90;640;80", head=HEAD + "Loyer;Charges"))
    assert [row.values["rent_eur_m2_yr"] for row in found.rows] == pytest.approx([850 * 12 / 140, 640 * 12 / 90], abs=1e-4)
    assert [row.values["charges_eur_m2_yr"] for row in found.rows] == pytest.approx([120 * 12 / 140, 80 * 12 / 90], abs=1e-4)
    assert found.errors == ()


def test_a_rent_whose_area_is_not_known_is_kept_as_a_remark_and_said() -> None:
    lines = ["A;a;5,3691;43,3487;140;850;", "B;b;5,37;43,35;;640 €;vu en mai"]
    found = through("a.csv", csv_of(*lines, head=HEAD + "Loyer;Remarques"))
    assert found.errors == ()
    rent = found.rows[1].values["rent_eur_m2_yr"]
    assert isinstance(rent, float) and math.isnan(rent)
    assert found.rows[1].values["notes"] == "vu en mai\nLoyer annuel : 640 €"
    (warning,) = found.warnings
    assert (warning.row, warning.field) == (3, "rent_eur_m2_yr")
    assert "surface" in warning.message


def test_hectares_centimetres_and_years_are_converted() -> None:
    head = "Nom;Adresse;Surface (ha);Hauteur (cm);Durée (ans)"
    (row,) = through("a.csv", csv_of("A;1, rue;0,5;320;3", head=head)).rows
    assert [row.values[name] for name in ("area_m2", "clear_height_m", "tenure_months")] == [5_000, 3.2, 36]


def test_what_a_person_chose_stays_when_another_column_changes() -> None:
    table = read("a.csv", csv_of("A;a;5,3691;43,3487;140;850", head=HEAD + "Loyer"))
    mapping = guess(table.columns, Kind.PREMISES).mapping
    assert column_units(table, mapping, Kind.PREMISES, {"Loyer": "yr"})["Loyer"] == "yr"
    assert column_units(table, {"Nom": "name"}, Kind.PREMISES, {"Loyer": "yr"}) == {}


def test_a_heading_gets_the_unit_that_was_chosen_and_is_read_so_again() -> None:
    columns = ("Nom", "Loyer", "Charges (€/an)")
    mapping = {"Nom": "name", "Loyer": "rent_eur_m2_yr", "Charges (€/an)": "charges_eur_m2_yr"}
    named = headings_with_units(columns, mapping, {"Loyer": "month", "Charges (€/an)": "yr"}, Kind.PREMISES)
    assert named == ("Nom", "Loyer (€/mois)", "Charges (€/an)")
    assert units_of(csv_of("A;85;9", head=";".join(named)))["Loyer (€/mois)"] == "month"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_templates_own_headings_ask_nothing(language: str) -> None:
    with use_language(language):
        heads = [field.heading for field in fields_by_id(Kind.PREMISES).values()]
        found = column_units(read("a.csv", csv_of(";".join("7" for _ in heads), head=";".join(heads))), guess(heads, Kind.PREMISES).mapping,
                             Kind.PREMISES)  # fmt: skip
    assert set(found.values()) == {"m2_yr", "m2", "m", "months"}
