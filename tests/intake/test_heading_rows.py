"""Where the headings of a table are, and which of its rows are no places."""

from __future__ import annotations

from typing import Any

import pytest

from intake.csv_file import read
from intake.heading_rows import from_records
from intake.reading import Wanted

HEAD = ["Nom", "Adresse", "Surface"]
ROWS: list[list[Any]] = [["A", "1, rue du Port", 80], ["B", "2, rue du Port", 90]]


def test_titles_and_comments_above_the_headings_are_left_out_and_said() -> None:
    table = from_records([["Liste des locaux au 1er janvier"], ["# export"], [], HEAD, *ROWS])
    assert table.columns == tuple(HEAD)
    assert table.numbers == (5, 6)
    assert table.notes[0] == "Titres lus à la ligne 4."
    assert "«\u00a0Liste des locaux au 1er janvier\u00a0»" in table.notes[1]
    assert "«\u00a0# export\u00a0»" in table.notes[1]


def test_headings_at_the_top_need_no_word() -> None:
    assert from_records([HEAD, *ROWS]).notes == ()


def test_headings_that_nobody_knows_are_the_first_row_as_wide_as_the_table() -> None:
    assert from_records([["Titre"], ["Machin", "Truc", "Bidule"], ["u", "v", "w"]]).columns == ("Machin", "Truc", "Bidule")


def test_the_second_of_two_rows_of_headings_is_read_when_the_first_only_groups_them() -> None:
    assert from_records([["Identification", None, "Mesures"], HEAD, *ROWS]).columns == tuple(HEAD)


@pytest.mark.parametrize(
    ("below", "columns"),
    [
        ([None, None, "(m²)"], ("Nom", "Adresse", "Surface (m²)")),
        ([None, None, "totale", "de vente"], ("Nom", "Adresse", "Surface totale", "Surface de vente")),
    ],
)
def test_a_second_row_completes_the_headings_above_it(below: list[str | None], columns: tuple[str, ...]) -> None:
    table = from_records([HEAD, below, *ROWS])
    assert table.columns == columns
    assert len(table.rows) == 2
    assert table.notes == ("Titres lus aux lignes 1 et 2.",)


def test_a_place_without_a_name_is_not_taken_for_headings() -> None:
    assert len(from_records([HEAD, [None, "3, rue du Port", None], *ROWS]).rows) == 3


@pytest.mark.parametrize("total", ["TOTAL", "Total général", "Sous-total", "Moyenne", "Total :"])
def test_a_total_is_proposed_to_be_left_out_and_can_be_taken_back(total: str) -> None:
    table = from_records([HEAD, *ROWS, [total, "2 locaux", 170]])
    assert table.asides == (4,)
    assert len(table.rows) == 3
    assert f"ligne 4 («\u00a0{total}\u00a0»)" in table.notes[-1]


def test_a_shop_whose_name_begins_like_a_total_is_a_place() -> None:
    assert from_records([HEAD, ["Total Energies", "3, rue du Port", 80], ["Source d'Ardenne", "4, rue", 90]]).asides == ()


def test_remarks_below_and_headings_told_again_are_left_out() -> None:
    table = from_records([HEAD, ROWS[0], HEAD, ROWS[1], [], ["Document non contractuel"]])
    assert table.asides == (3, 6)


def test_a_place_of_which_only_the_name_is_known_stays() -> None:
    assert from_records([HEAD, *ROWS, ["C", None, None]]).asides == ()


def test_another_row_may_be_chosen_for_the_headings() -> None:
    records = [["Site", "Lieu-dit"], HEAD, *ROWS]
    table = from_records(records, (), Wanted(head="1"))
    assert table.columns == ("Site", "Lieu-dit")
    (way,) = table.ways
    assert (way.id, way.chosen) == ("head", "1")
    assert dict(way.options)["2"] == "Ligne 2 : Nom · Adresse · Surface"


def test_a_title_a_total_and_a_remark_of_a_csv_are_told_apart_from_its_places() -> None:
    table = read(b"Liste des locaux;;\n;;\nNom;Adresse;Surface\nA;1, rue;80\nTOTAL;1 local;80\n\nDocument non contractuel;;\n")
    assert table.columns == tuple(HEAD)
    assert table.asides == (5, 7)
