"""XLSX files."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.candidate import Kind
from intake.archive import MAX_INFLATED_BYTES
from intake.errors import FileError
from intake.packed import unpack
from intake.read import examine
from intake.workbook_file import repacked
from intake.xls_rows import hidden_rows
from tests.intake.making import ods, ods_of, rezipped, sheet_xml, xls, xlsx
from tests.intake.making import read as read_file
from tests.intake.making import read_xlsx as read


def _rows(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))


GOOD = xlsx([["Nom", "Surface"], ["Laverie", 80.5]])


def test_texts_numbers_days_ticks_and_results_of_formulas_are_read_as_they_are() -> None:
    def more(book: Any, sheet: Any) -> None:
        sheet.write_datetime(2, 2, dt.datetime(2026, 3, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
        sheet.write_formula(2, 3, "=40+2", None, 42)
        sheet.write_boolean(2, 4, True)
        book.add_worksheet("Autre").write(0, 0, "x")

    table = read(xlsx([["Nom", "Surface", "Date", "Calcul", "Coche"], [], ["=1+1", 80.5]], more))
    assert table.rows == (("=1+1", 80.5, dt.date(2026, 3, 1), 42.0, True),)
    assert table.numbers == (3,)
    assert table.notes == ("Feuille lue : «\u00a0Lieux\u00a0».", "Autres feuilles, non lues : «\u00a0Autre\u00a0».")


def test_a_hidden_sheet_is_not_the_one_that_is_read() -> None:
    def hide(book: Any, sheet: Any) -> None:
        second = book.add_worksheet("Vraie")
        second.write(0, 0, "Nom")
        second.activate()
        second.set_first_sheet()
        sheet.hide()

    assert read(xlsx([["Secret"]], hide)).columns == ("Nom",)


def test_only_the_parts_that_hold_cells_reach_the_parser() -> None:
    spoiled = rezipped(GOOD, {"xl/vbaProject.bin": b"x", "../../etc/passwd": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"})
    with zipfile.ZipFile(BytesIO(repacked(spoiled))) as archive:
        names = archive.namelist()
    assert "xl/worksheets/sheet1.xml" in names
    assert not [name for name in names if "vba" in name or ".." in name or "external" in name]
    assert read(spoiled).rows == (("Laverie", 80.5),)


def test_the_size_that_the_directory_pretends_is_not_believed() -> None:
    bomb = rezipped(GOOD, {"xl/worksheets/sheet1.xml": b" " * (MAX_INFLATED_BYTES // 8)})
    at = bomb.rfind(b"xl/worksheets/sheet1.xml") - 46 + 24  # where the central directory tells the size
    lying = bomb[:at] + (100).to_bytes(4, "little") + bomb[at + 4 :]
    for data in (bomb, lying):
        with pytest.raises(FileError):
            read(data)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"PK\x03\x04", "archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "abîmé"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml("", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')}), "XML"),
        (rezipped(GOOD, {f"a{number}": b"" for number in range(201)}), "parties"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml(" " * 30_000_000)}), "décompressé"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="GS1"><v>1</v></c></row>')}), "colonnes"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml(_rows(50_002))}), "lignes"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(data)


@settings(max_examples=200)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_archive_is_made_again_or_refused(at: int, byte: int) -> None:
    try:
        repacked(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])
    except FileError as refused:
        assert refused.message.endswith(".")


def test_a_stray_mark_far_below_the_table_does_not_make_it_too_long() -> None:
    def far(_book: Any, sheet: Any) -> None:
        sheet.write(30_000, 0, " ")

    assert read(xlsx([["Nom", "Surface"], ["Laverie", 80.5]], far)).rows == (("Laverie", 80.5),)


def with_sheets(*sheets: tuple[str, list[list[Any]]]) -> bytes:
    """A workbook whose first sheet, « Lieux », is empty."""

    def more(book: Any, _sheet: Any) -> None:
        for name, rows in sheets:
            sheet = book.add_worksheet(name)
            for at, row in enumerate(rows):
                sheet.write_row(at, 0, row)

    return xlsx([], more)


def test_the_first_sheet_with_a_table_is_read_the_others_are_named_and_one_may_be_chosen() -> None:
    rows = [["Nom", "Adresse"], ["A", "1, rue du Port"]]
    data = with_sheets(
        ("Lisez-moi", [["Ce classeur recense les locaux."], ["Contact : patrimoine"]]), ("Locaux", rows), ("Archives", [*rows, ["B", "b"]])
    )
    table = read(data)
    assert table.rows == (("A", "1, rue du Port"),)
    assert table.notes == (
        "Feuille lue : «\u00a0Locaux\u00a0».",
        "Autres feuilles, non lues : «\u00a0Lieux\u00a0», «\u00a0Lisez-moi\u00a0», «\u00a0Archives\u00a0».",
    )
    way = table.ways[0]
    assert (way.id, way.chosen) == ("part", "Locaux")
    assert dict(way.options)["Locaux"] == "Locaux : Nom · Adresse"
    other = unpack(examine("a.xlsx", data, Kind.PREMISES, {"part": "Archives"}).table)
    assert len(other.rows) == 2


def test_a_workbook_whose_sheets_are_all_empty_is_empty() -> None:
    with pytest.raises(FileError, match="vide"):
        read(with_sheets(("Autre", [])))


def test_hidden_and_filtered_rows_are_told_and_may_be_left_aside() -> None:
    def hide(_book: Any, sheet: Any) -> None:
        sheet.set_row(2, None, None, {"hidden": True})

    rows = [["Nom", "Adresse"], ["A", "a"], ["B", "b"], ["C", "c"]]
    collapsed = ods(rows, hidden=(3,))
    for name, data in (("a.xlsx", xlsx(rows, hide)), ("a.ods", collapsed)):
        table = unpack(examine(name, data, Kind.PREMISES).table)
        assert len(table.rows) == 3
        assert "Lignes masquées ou filtrées dans la feuille : 3." in table.notes
        assert table.hidden == (3,)


@pytest.mark.parametrize("name", ["a.ods", "a.xlsx", "a.xls"])
def test_a_protected_workbook_is_told_to_be_so(name: str) -> None:
    manifest = b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    office = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 600
    data = rezipped(ods([["Nom"], ["A"]]), {"META-INF/manifest.xml": manifest}) if name == "a.ods" else office
    with pytest.raises(FileError, match="mot de passe"):
        examine(name, data, Kind.PREMISES)


def test_rows_that_an_opendocument_workbook_says_once_count_as_many_as_they_are() -> None:
    def row(text: str, mark: str = "") -> str:
        cell = f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        return f"<table:table-row {mark}>{cell}{cell}</table:table-row>"

    rows = row("Nom") + row("A", 'table:number-rows-repeated="3"') + row("B", 'table:visibility="filter"') + row("C")
    table = read_file("a.ods", ods_of(f'<table:table table:name="Lieux">{rows}</table:table>'))
    assert (table.numbers, table.hidden) == ((2, 3, 4, 5, 6), (5,))


def test_hidden_rows_of_an_old_workbook_are_told() -> None:
    table = read_file("a.xls", xls([["Nom", "Adresse"], ["A", "1, rue"], ["B", "2, rue"], ["C", "3, rue"]], hidden=(3,)))
    assert table.hidden == (3,)
    assert "Lignes masquées ou filtrées dans la feuille : 3." in table.notes


@given(st.binary(max_size=600), st.integers(0, 3_000))
def test_an_old_workbook_that_is_not_as_it_should_tells_no_hidden_row(noise: bytes, at: int) -> None:
    good = xls([["Nom"], ["A"]], hidden=(2,))
    spoilt = good[:at] + noise + good[at + len(noise) :]
    assert set(hidden_rows(spoilt, "Lieux")) <= set(range(1, 1 << 16))
    assert hidden_rows(spoilt[:at], "Lieux") in {(), (2,)}
