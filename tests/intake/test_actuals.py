"""Files of what a place measured: our template, and the exports of weighing software."""

from __future__ import annotations

from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from intake.actuals import IN, OTHER, REUSED, SOLD, read_actuals, way_of
from intake.errors import FileError
from intake.formats import read_here
from intake.table import Cell, Table
from reports.actuals_template import template

WEIGHINGS = """Date;Flux;Catégorie;Poids (kg);Destination
05/01/2027;Entrée;Mobilier;125,5;
05/01/2027;Entrée;Textile;74,5;
20/01/2027;Sortie;Mobilier;60;Vente boutique
21/01/2027;Sortie;Textile;40;Don association
22/01/2027;Sortie;Ferraille;50;Recyclage
03/02/2027;Entrée;Mobilier;1 000;
30/02/2027;Entrée;Mobilier;10;
04/02/2027;Sortie;Divers;5;Mystère
"""


def table(columns: tuple[str, ...], *rows: tuple[Cell, ...]) -> Table:
    return Table(columns, rows, tuple(range(2, 2 + len(rows))))


def test_weighings_are_summed_by_month_and_kilograms_become_tonnes() -> None:
    found = read_actuals(read_here("pesees.csv", WEIGHINGS.encode()))
    assert found.months == {"2027-01": {"tonnes_in": 0.2, "tonnes_reused": 0.1, "tonnes_sold": 0.06}, "2027-02": {"tonnes_in": 1.0}}
    words = " ".join(found.notes)
    assert "convertis en tonnes" in words
    assert "30/02/2027" in words
    assert "Mystère" in words


def test_a_month_without_any_exit_has_no_reuse_rather_than_none() -> None:
    found = read_actuals(read_here("pesees.csv", WEIGHINGS.encode()))
    assert "tonnes_reused" not in found.months["2027-02"]


def test_a_column_of_goods_is_no_flow_and_tonnes_stay_tonnes() -> None:
    found = read_actuals(table(("Jour", "Type", "Tonnage"), ("2027-01-05", "Mobilier", 1.5), ("2027-01-06", "Textile", 0.5)))
    assert found.months == {"2027-01": {"tonnes_in": 2.0}}
    assert "Poids lus en tonnes" in found.notes[0]


def test_the_template_comes_back_as_it_was_filled_in() -> None:
    heads = read_here("modele.xlsx", template_with("2027-03", 12.5)).columns
    assert heads[0] == "Mois"
    assert read_actuals(read_here("modele.xlsx", template_with("2027-03", 12.5))).months == {"2027-03": {"tonnes_in": 12.5}}
    assert template()


def template_with(month: str, tonnes: float) -> bytes:
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for column, head in enumerate(("Mois", "Tonnes entrées", "Visites")):
        sheet.write_string(0, column, head)
    sheet.write_string(1, 0, month)
    sheet.write_number(1, 1, tonnes)
    book.close()
    return buffer.getvalue()


def test_a_file_of_something_else_says_which_headings_are_looked_for() -> None:
    with pytest.raises(FileError, match="une ligne par pesée"):
        read_actuals(table(("Nom", "Adresse"), ("a", "b")))


@pytest.mark.parametrize(
    ("flow", "destination", "way"),
    [
        *(("Entrée", "", IN), ("Apport volontaire", "", IN), ("", "", IN), ("Don", "", IN), ("Sortie", "Boutique", SOLD)),
        *(
            ("Sortie", "Réemploi solidaire", REUSED),
            ("", "Vente", SOLD),
            ("", "Déchèterie", OTHER),
            ("Vente", "", SOLD),
            ("Sortie", "", ""),
        ),
    ],
)
def test_a_weighing_is_read_by_where_it_goes(flow: str, destination: str, way: str) -> None:
    assert way_of(flow, destination) == way


@given(st.lists(st.tuples(st.dates(), st.floats(0, 1e5), st.sampled_from(["Entrée", "Sortie", ""])), max_size=30))
def test_no_kilogram_is_lost_nor_made(rows: list[tuple[object, float, str]]) -> None:
    lines = [(f"{day:%Y-%m-%d}" if 1950 <= day.year <= 2100 else "?", kg, flow) for day, kg, flow in rows]  # type: ignore[attr-defined]
    found = read_actuals(table(("Date", "Poids kg", "Flux"), *lines, ("2027-01-01", 0.0, "Entrée")))
    entered = sum(kg for day, kg, flow in lines if day != "?" and flow != "Sortie")
    assert sum(values.get("tonnes_in", 0.0) for values in found.months.values()) * 1_000 == pytest.approx(entered, abs=1e-2)
