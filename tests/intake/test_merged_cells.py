"""Cells merged over several rows are told in each of them, and said; merged headings stay headings."""

from __future__ import annotations

from typing import Any

import pytest

from intake.errors import FileError
from intake.formats import read_here
from intake.reading import LEFT, Wanted
from intake.table import MAX_CHARS, Table
from tests.intake.making import ods_of, read, xls, xlsx

HEAD = ["Secteur", "Nom", "Surface"]
ROWS = [HEAD, ["Nord", "A", 80], ["", "B", 90], ["", "C", 100], ["Sud", "D", 50]]
NOTE = "Cellules fusionnées, reprises dans chacune de leurs lignes : «\u00a0Nord\u00a0» (lignes 2 à 4)."


def as_xlsx() -> bytes:
    return xlsx(ROWS, lambda _book, sheet: sheet.merge_range(1, 0, 3, 0, "Nord"))


def as_xls() -> bytes:
    return xls(ROWS, merged=[(1, 3, 0, 0)])


def as_ods() -> bytes:
    def cell(value: Any, mark: str = "") -> str:
        kind = (
            f'office:value-type="string"><text:p>{value}</text:p>'
            if isinstance(value, str)
            else f'office:value-type="float" office:value="{value}">'
        )
        return f"<table:table-cell {mark} {kind}</table:table-cell>"

    lines = ["".join(map(cell, HEAD))]
    lines += [cell("Nord", 'table:number-rows-spanned="3" table:number-columns-spanned="1"') + cell("A") + cell(80)]
    lines += ["<table:covered-table-cell/>" + cell(name) + cell(area) for name, area in (("B", 90), ("C", 100))]
    lines += ["".join(map(cell, ROWS[-1]))]
    rows = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    return ods_of(f'<table:table table:name="Lieux">{rows}</table:table>')


def told(table: Table) -> list[tuple[Any, ...]]:
    return [row[:2] for row in table.rows]


@pytest.mark.parametrize("book", [as_xlsx, as_ods, as_xls])
def test_a_merged_cell_is_that_of_each_of_its_rows_and_is_said(book: Any) -> None:
    table = read("a", book())
    assert told(table) == [("Nord", "A"), ("Nord", "B"), ("Nord", "C"), ("Sud", "D")]
    assert NOTE in table.notes
    assert next(way.chosen for way in table.ways if way.id == "merged") == "carried"


def test_it_may_be_that_of_its_first_row_alone() -> None:
    table = read_here("a.xlsx", as_xlsx(), Wanted(merged=LEFT))
    assert told(table) == [("Nord", "A"), (None, "B"), (None, "C"), ("Sud", "D")]
    assert NOTE not in table.notes
    assert next(way.chosen for way in table.ways if way.id == "merged") == LEFT


def test_headings_merged_over_two_rows_stay_headings() -> None:
    def merge(_book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 1, 0, "Nom")
        sheet.merge_range(0, 1, 0, 2, "Surface")

    table = read("a.xlsx", xlsx([["Nom", "Surface", ""], ["", "RDC", "Étage"], ["A", 80, 20], ["B", 90, 30]], merge))
    assert table.columns == ("Nom", "Surface RDC", "Surface Étage")
    assert [row[0] for row in table.rows] == ["A", "B"]
    assert all(way.id != "merged" for way in table.ways)


def test_cells_merged_in_one_row_alone_are_carried_nowhere() -> None:
    table = read("a.xlsx", xlsx([HEAD, ["Nord", "A", 80], ["Sud", "", 90]], lambda _book, sheet: sheet.merge_range(2, 0, 2, 1, "Sud")))
    assert told(table) == [("Nord", "A"), ("Sud", None)]


def test_merges_that_make_more_text_than_a_file_may_hold_are_refused() -> None:
    n = MAX_CHARS // 1_900 + 1
    rows = [HEAD, ["x" * 1_900, "A", 80], *(["", f"B{row}", 90] for row in range(n))]
    data = xlsx(rows, lambda _book, sheet: sheet.merge_range(1, 0, n + 1, 0, "x" * 1_900))
    with pytest.raises(FileError, match="caractères"):
        read("a.xlsx", data)
