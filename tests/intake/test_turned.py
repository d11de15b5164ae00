"""Lists written across, a place a column: turned into rows, which is said and taken back by one choice."""

from __future__ import annotations

from typing import Any

import pytest

from bulk.choices import Choices
from bulk.review import review
from domain.candidate import Kind
from intake.formats import read_here
from intake.reading import Wanted
from intake.table import Table
from intake.turned import AS_WRITTEN, TURNED
from tests.intake.making import ods, xls, xlsx

ACROSS: list[list[Any]] = [
    ["Nom", "Local A", "Local B", "Local C"],
    ["Adresse", "1 rue du Port", "2 rue du Port", "3 rue du Port"],
    ["Code postal", "13002", "13002", "13006"],
    ["Surface (m²)", 120, 80, 45],
    ["Loyer (€/m²/an)", 95, 110, 140],
]
TITLED = [["Nos locaux vides", "", "", "", ""], ["", "", "", "", ""], *([each[0], "", *each[1:]] for each in ACROSS)]


def csv_of(rows: list[list[Any]], separator: str = ";") -> bytes:
    return "\n".join(separator.join(map(str, row)) for row in rows).encode()


def areas(table: Table) -> dict[Any, Any]:
    checked = review(table, Choices.guessed(table, Kind.PREMISES), Kind.PREMISES).checked
    assert checked is not None and checked.errors == ()
    return {row.values["name"]: (row.values["area_m2"], row.values["rent_eur_m2_yr"]) for row in checked.rows}


@pytest.mark.parametrize(
    "data",
    [csv_of(ACROSS), csv_of(ACROSS, "\t"), csv_of(TITLED), xlsx(ACROSS), xlsx(TITLED), ods(ACROSS), xls(ACROSS)],
    ids=["CSV", "tabs", "titled CSV", "XLSX", "titled XLSX", "ODS", "XLS"],
)
def test_a_place_a_column_is_read_as_a_place(data: bytes) -> None:
    table = read_here("a.csv", data)
    assert areas(table) == {"Local A": (120, 95), "Local B": (80, 110), "Local C": (45, 140)}
    assert any("échangées" in note for note in table.notes)


def test_the_sense_is_one_choice_with_a_sample_of_each() -> None:
    (way,) = (way for way in read_here("a.csv", csv_of(ACROSS)).ways if way.id == "turned")
    samples = dict(way.options)
    assert way.chosen == TURNED
    assert "Nom · Local A · Local B · Local C" in samples[AS_WRITTEN]
    assert "Nom · Adresse · Code postal · Surface (m²)" in samples[TURNED]
    table = read_here("a.csv", csv_of(ACROSS), Wanted(turned=AS_WRITTEN))
    assert table.columns == ("Nom", "Local A", "Local B", "Local C")


def test_two_fields_alone_are_proposed_and_not_turned_by_themselves() -> None:
    data = csv_of([["Nom", "Local A", "Local B"], ["Adresse", "1 rue du Port", "2 rue du Port"]])
    (way,) = (way for way in read_here("a.csv", data).ways if way.id == "turned")
    assert way.chosen == AS_WRITTEN
    assert read_here("a.csv", data, Wanted(turned=TURNED)).columns == ("Nom", "Adresse")


@pytest.mark.parametrize(
    "rows",
    [
        [list(column) for column in zip(*ACROSS, strict=True)],
        [["Nom", "Adresse"], ["Surface", "1 rue du Port"], ["Bureau", "2 rue du Port"]],
        [["Nom", "Adresse", "Surface (m²)"], *([f"Local {n}", f"{n} rue du Port", n + 20] for n in range(300))],
    ],
    ids=["the same down", "places that bear the names of fields", "a long list"],
)
def test_a_place_a_row_stays_so_without_a_question(rows: list[list[Any]]) -> None:
    assert "turned" not in {way.id for way in read_here("a.csv", csv_of(rows)).ways}


def test_columns_that_are_hidden_are_places_that_are_hidden() -> None:
    table = read_here("a.xlsx", xlsx(ACROSS, lambda _book, sheet: sheet.set_column(2, 2, 10, None, {"hidden": True})))
    assert table.hidden == (3,)
    assert [row[0] for row, number in zip(table.rows, table.numbers, strict=True) if number in table.hidden] == ["Local B"]
