"""The CSV file."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

import pandas as pd
import pytest

from reports import csv_file
from reports.columns import COLUMNS
from reports.extract import Extract
from tests.reports.conftest import ADDRESS, PAYLOADS, Make


def _cells(data: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def _frame(data: bytes) -> pd.DataFrame:
    return pd.read_csv(BytesIO(data), sep=";", decimal=",", encoding="utf-8-sig", dtype={"Code INSEE": str})


def test_a_french_spreadsheet_recognises_it(make: Make) -> None:
    data = csv_file.write(make())
    assert data.startswith(b"\xef\xbb\xbfIdentifiant;Exemple;Nom;")
    assert data.endswith(b"\r\n")


def test_it_is_a_plain_table_that_a_program_reads_back_exactly(make: Make) -> None:
    extract = make()
    frame = _frame(csv_file.write(extract))
    assert frame["Identifiant"].tolist() == extract.rows["id"].tolist()
    for heading, name in (
        ("Surface (m²)", "area_m2"),
        ("Loyer annuel (€/m²/an)", "rent_eur_m2_yr"),
        ("Hauteur libre (m)", "clear_height_m"),
    ):
        pd.testing.assert_series_equal(frame[heading], extract.rows[name], check_names=False, check_dtype=False)
    assert frame["Longitude (degrés, WGS 84, EPSG:4326)"].tolist() == extract.rows["lon"].tolist()
    assert frame["X (m, Lambert-93, EPSG:2154)"].tolist() == extract.rows.geometry.x.round(2).tolist()
    days = extract.rows["available_on"].dt.strftime("%Y-%m-%d")
    assert frame["Disponible à partir du"].dropna().tolist() == days.dropna().tolist()


def test_what_is_unknown_is_an_empty_cell(make: Make) -> None:
    extract = make("rent=unknown")
    head, *lines = _cells(csv_file.write(extract))
    assert lines
    assert {line[head.index("Loyer annuel (€/m²/an)")] for line in lines} == {""}


def test_each_row_names_its_source_licence_version_filter_and_address(make: Make) -> None:
    extract = make("kinds=premises")
    frame = _frame(csv_file.write(extract))
    assert set(frame["Exemple"]) == {"exemple"}
    assert set(frame["Source"]) == {"Locaux de bailleurs (exemple)"}
    assert set(frame["Licence"]) == {"MIT"}
    assert set(frame["Version des données"]) == {extract.territory.version}
    assert set(frame["Exporté le"]) == {"2026-11-23"}
    assert set(frame["Adresse de la vue"]) == {ADDRESS}
    assert set(frame["Filtre"]) == {"Nature du lieu : Local en rez-de-chaussée"}
    assert frame["Autres sources"].str.contains("ANCT").all()


def test_every_line_has_as_many_cells_as_headings_whatever_the_texts(hostile: Extract) -> None:
    head, *lines = _cells(csv_file.write(hostile))
    assert len(head) == len(COLUMNS) + 5
    assert {len(line) for line in lines} == {len(head)}
    assert len(lines) == len(hostile.rows)


def test_no_cell_begins_like_a_formula(hostile: Extract) -> None:
    cells = [cell for line in _cells(csv_file.write(hostile)) for cell in line]
    assert any(cell == f"'{PAYLOADS[3]} 3" for cell in cells)
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n＝＋－＠") and cell]


def test_a_very_long_address_is_not_repeated_out_of_measure(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_file, "MAX_REPEATED_CHARS", 1_000)
    frame = _frame(csv_file.write(make()))
    assert frame["Adresse de la vue"].tolist()[0] == ADDRESS
    assert frame["Adresse de la vue"][1:].isna().all()


def test_an_empty_selection_gives_the_headings_alone(make: Make) -> None:
    assert len(_cells(csv_file.write(make("area=99000-")))) == 1
