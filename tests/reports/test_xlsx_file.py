"""The XLSX workbook."""

from __future__ import annotations

import datetime as dt
import zipfile
from io import BytesIO

from python_calamine import CalamineWorkbook

from reports import xlsx_file
from reports.columns import COLUMNS
from reports.extract import Extract
from tests.reports.conftest import ADDRESS, PAYLOADS, Make


def _sheet(data: bytes, name: str = "Lieux") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_name(name).to_python()


def test_numbers_are_numbers_days_are_days_and_unknowns_are_empty(make: Make) -> None:
    extract = make()
    head, *lines = _sheet(xlsx_file.write(extract))
    assert head == [column.heading for column in COLUMNS]
    area, available = head.index("Surface (m²)"), head.index("Disponible à partir du")
    assert [line[area] for line in lines] == ["" if value != value else value for value in extract.rows["area_m2"]]
    days = ["" if value != value else value.date() for value in extract.rows["available_on"]]
    assert [line[available].date() if isinstance(line[available], dt.datetime) else line[available] for line in lines] == days


def test_the_second_sheet_says_filter_address_version_warning_and_sources(make: Make) -> None:
    extract = make("kinds=premises")
    text = "\n".join(" | ".join(map(str, line)) for line in _sheet(xlsx_file.write(extract), "Sources et filtre"))
    for words in (
        "Nature du lieu : Local en rez-de-chaussée",
        ADDRESS,
        extract.territory.version,
        "23 novembre 2026",
        "lieux d'exemple",
        "jamais un zéro",
    ):
        assert words in text
    for words in ("ANCT", "INSEE", "Licence Ouverte 2.0", "https://www.data.gouv.fr", "Locaux de bailleurs (exemple)"):
        assert words in text


def test_no_text_becomes_a_formula_or_a_link(hostile: Extract) -> None:
    data = xlsx_file.write(hostile)
    cells = [cell for line in _sheet(data) for cell in line]
    assert f"{PAYLOADS[3]} 3" in cells
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
        assert not any("<f>" in sheet or "<f " in sheet or "<hyperlink" in sheet for sheet in sheets)
        assert not [name for name in archive.namelist() if "_rels/sheet" in name or "vbaProject" in name]


def test_a_text_too_long_for_a_cell_is_cut_and_not_lost(make: Make) -> None:
    extract = make("places=ZS-001")
    extract.rows.loc[0, "name"] = "é😀" * 40_000
    head, line = _sheet(xlsx_file.write(extract))
    name = line[head.index("Nom")]
    assert isinstance(name, str)
    assert name.startswith("é😀")
    assert name.endswith("…")


def test_the_same_extract_gives_the_same_bytes(make: Make) -> None:
    assert xlsx_file.write(make()) == xlsx_file.write(make())


def test_an_empty_selection_gives_the_headings_and_the_sources(make: Make) -> None:
    data = xlsx_file.write(make("area=99000-"))
    assert len(_sheet(data)) == 1
    assert len(_sheet(data, "Sources et filtre")) > 10
