"""XLSX files."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.errors import FileError
from intake.xlsx_file import MAX_INFLATED_BYTES, repacked
from tests.intake.making import read_xlsx as read
from tests.intake.making import rezipped, sheet_xml, xlsx

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
    assert table.notes == ("Feuille lue : « Lieux ».", "Les autres feuilles ne sont pas lues.")


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
        (b"PK\x03\x04", "classeur"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", r"\.xls"),
        (b"Nom;Surface\n", "classeur"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml("", '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>')}), "XML"),
        (rezipped(GOOD, {f"a{number}": b"" for number in range(201)}), "parties"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml(" " * 30_000_000)}), "décompressé"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml('<row r="1"><c r="GS1"><v>1</v></c></row>')}), "colonnes"),
        (rezipped(GOOD, {"xl/worksheets/sheet1.xml": sheet_xml('<row r="30000"><c r="A30000"><v>1</v></c></row>')}), "lignes"),
    ],
)
def test_a_workbook_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(data)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
def test_any_bytes_are_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(FileError):
        read(data)


@settings(max_examples=200)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 255))
def test_a_damaged_archive_is_made_again_or_refused(at: int, byte: int) -> None:
    try:
        repacked(GOOD[:at] + bytes([byte]) + GOOD[at + 1 :])
    except FileError as refused:
        assert refused.message.endswith(".")
