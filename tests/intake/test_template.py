"""Templates and corrected files come back as they left."""

from __future__ import annotations

import csv
import datetime as dt
import math
import zipfile
from collections.abc import Callable, Iterable
from io import BytesIO, StringIO
from types import MappingProxyType
from typing import Any

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Transformer

from bulk.choices import Choices
from bulk.review import rows_checked
from domain.candidate import Kind
from domain.formula import starts_formula
from domain.place_fields import PlaceField
from geodata.crs import to_l93
from i18n import use_language
from intake import csv_file, template, workbook_file
from intake.check import Row
from intake.dates import FIRST, LAST
from intake.fields import EXAMPLE, FIELDS
from intake.table import Table
from intake.values import CellError, Value, value_of
from tests.intake.making import circle, csv_of, feature, geojson, point, polygon, read, taken, through

Write = Callable[[Kind, Iterable[Row]], bytes]
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"]) | st.sampled_from("=+-@'\";,\n\t"),
    max_size=30,
)


def _own_form(field: PlaceField, text: str) -> Value:
    try:
        return value_of(field, text)
    except CellError:
        return None


def _values(field: PlaceField) -> st.SearchStrategy[Value]:
    if field.type == "number":
        return st.just(math.nan) | st.floats(field.low, field.high).map(lambda value: float(f"{value:.12g}"))
    if field.type == "choice":
        return st.none() | st.sampled_from([choice.code for choice in field.choices])
    if field.type == "day":
        return st.none() | st.dates(FIRST, LAST)
    if field.pattern:
        return st.text("0123456789", min_size=5, max_size=5)
    return TEXT.map(lambda text: _own_form(field, text))


@st.composite
def _rows(draw: st.DrawFn, kind: Kind) -> list[Row]:
    rows = []
    for number in range(draw(st.integers(1, 3))):
        fields = [field for field in FIELDS[kind] if field.id not in ("x", "y") and field is not EXAMPLE]
        filled = draw(st.lists(st.sampled_from(fields), unique=True, max_size=6))
        told = {field.id: draw(_values(field)) if field in filled else value_of(field, None) for field in fields}
        told["name"] = f"{number} {draw(TEXT)}".split("\n")[0].replace("\t", " ").rstrip(" ").replace("  ", " ")
        told["name"] = value_of(FIELDS[kind][1], str(told["name"]))
        told |= {"sales_area_m2": math.nan, "storage_area_m2": math.nan, "address": told["address"] or "1, rue du Port"}
        lon, lat = (round(draw(st.floats(*span)), 7) for span in ((5.0, 5.6), (43.2, 43.4)))
        x, y = (round(float(axis), 2) for axis in to_l93(lon, lat))
        is_placed = draw(st.booleans())
        place = (x, y, lon, lat) if is_placed else (math.nan,) * 4
        rows.append(Row(number + 3, MappingProxyType(told), *place))
    return rows


def _same(a: Row, b: Row) -> bool:
    return repr((dict(a.values), a.number, a.x_l93, a.y_l93, a.lon_wgs84, a.lat_wgs84)) == repr(
        (dict(b.values), b.number, b.x_l93, b.y_l93, b.lon_wgs84, b.lat_wgs84)
    )


def _assert_back(data: bytes, reader: Callable[[bytes], Table], rows: list[Row], kind: Kind) -> None:
    found = taken(reader(data), kind)
    assert found.errors == ()
    assert len(found.rows) == len(rows)
    assert all(_same(a, b) for a, b in zip(found.rows, rows, strict=True)), (found.rows, rows)


@settings(max_examples=50)
@given(st.data(), st.sampled_from(list(Kind)))
def test_any_valid_rows_written_as_csv_are_read_back_equal(data: st.DataObject, kind: Kind) -> None:
    rows = data.draw(_rows(kind))
    _assert_back(template.template_csv(kind, rows), csv_file.read, rows, kind)


@settings(max_examples=12)
@given(st.data(), st.sampled_from(list(Kind)))
def test_any_valid_rows_written_as_xlsx_are_read_back_equal(data: st.DataObject, kind: Kind) -> None:
    rows = data.draw(_rows(kind))
    _assert_back(template.template_xlsx(kind, rows), workbook_file.read, rows, kind)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_the_template_comes_back_mapped_whole_and_its_example_is_left_out(kind: Kind, language: str, name: str) -> None:
    with use_language(language):
        write = template.template_csv if name.endswith("csv") else template.template_xlsx
        table = read(name, write(kind))
        found = taken(table, kind)
        assert found.rows == found.errors == ()
        assert len(found.warnings) == 1
        as_a_row = Table(table.columns, ((None, *table.rows[0][1:]),), (2,))
        assert len(taken(as_a_row, kind).rows) == 1
        assert taken(as_a_row, kind).warnings == ()


def test_the_instructions_list_every_field_and_allowed_value() -> None:
    book = python_calamine.load_workbook(BytesIO(template.template_xlsx(Kind.ZONE_SITE)))
    assert book.sheet_names == ["Lieux", "Mode d'emploi"]
    lines = book.get_sheet_by_index(1).to_python()
    assert "GeoPackage" in lines[-1][0]
    assert [line[0] for line in lines[1:-2]] == [field.heading for field in FIELDS[Kind.ZONE_SITE]]
    assert ["Visibilité depuis la rue", "facultatif", "faible, moyenne, forte"] in [line[:3] for line in lines]
    assert ["Surface (m²)", "facultatif", "nombre de 5 à 20\u202f000\u202f000"] in [line[:3] for line in lines]


def test_the_corrected_file_says_each_error_beside_its_row_and_comes_back() -> None:
    data = csv_of("A;a;5,3691;43,3487;80", "B;b;2,3S;48,8O;120", "C;c;5,37;43,35;90")
    table = read("a.csv", data)
    found = taken(table)
    for name, write in (("b.csv", template.corrected_csv), ("b.xlsx", template.corrected_xlsx)):
        again = read(name, write(table, found.errors, Kind.PREMISES))
        assert again.columns == (*table.columns, "Erreurs")
        assert [row[:-1] for row in again.rows] == list(table.rows)
        assert [bool(row[-1]) for row in again.rows] == [False, True, False]
        assert "reçu «\u00a048,8O\u00a0»" in str(again.rows[1][-1])
        assert "reçu «\u00a02,3S\u00a0»" in str(again.rows[1][-1])
        assert [row.values["name"] for row in taken(again).rows] == ["A", "C"]
        assert read(name, write(again, (), Kind.PREMISES)).columns.count("Erreurs") == 1


def test_the_corrected_file_of_a_map_keeps_the_points() -> None:
    data = geojson(feature(point(), nom="A", surface="12O"), feature(None, nom="B"))
    table = read("a.geojson", data)
    again = through("b.csv", template.corrected_csv(table, taken(table).errors, Kind.PREMISES))
    assert [row.values["name"] for row in again.rows] == ["A", "B"]
    assert again.rows[0].values["notes"] == "Surface : 12O"


FORMULAS = [
    "=1+1",
    "+33",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
    "＝1",
    "\u200b=1",
    '=HYPERLINK("http://a")',
    "-5",
    "'=1",
    "''=1",
]


@pytest.mark.parametrize("payload", FORMULAS)
def test_no_cell_of_a_corrected_file_is_a_formula_and_the_text_is_kept(payload: str) -> None:
    table = Table(("Nom", payload), ((payload, "x"), ("b", payload)), (2, 3))
    data = template.corrected_csv(table, taken(table).errors, Kind.PREMISES)
    cells = [cell for record in csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";") for cell in record]
    assert not [cell for cell in cells if starts_formula(cell)]
    assert csv_file.read(data).rows[0][0] == payload
    sheet = template.corrected_xlsx(table, (), Kind.PREMISES)
    with zipfile.ZipFile(BytesIO(sheet)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    assert python_calamine.load_workbook(BytesIO(sheet)).get_sheet_by_index(0).to_python()[1][0] == payload


CELLS: Any = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.dates(dt.date(1900, 3, 1))


@settings(max_examples=50)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=3))
def test_whatever_the_cells_a_corrected_file_can_be_written(cells: list[tuple[Any, Any]]) -> None:
    table = Table(("Nom", "B"), tuple(cells), tuple(range(2, 2 + len(cells))))
    errors = taken(table).errors
    assert template.corrected_csv(table, errors, Kind.PREMISES)
    assert template.corrected_xlsx(table, errors, Kind.PREMISES)


@pytest.mark.parametrize("code", ["EPSG:4326", "EPSG:2154", "EPSG:3944"])
def test_the_corrected_file_of_a_map_keeps_points_and_contours_in_degrees(code: str) -> None:
    transform = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform
    ring = [list(transform(*pair)) for pair in circle(12)]
    shapes = feature(polygon(ring), nom=""), feature(point(*transform(5.4, 43.3)), nom="")
    table = read("a.geojson", geojson(*shapes, crs={"properties": {"name": code}}))
    for name, write in (("b.csv", template.corrected_csv), ("b.xlsx", template.corrected_xlsx)):
        back = read(name, write(table, taken(table).errors, Kind.ZONE_SITE))
        choices = Choices.guessed(back, Kind.ZONE_SITE).corrected({2: {"name": "A"}, 3: {"name": "B"}})
        contour, spot = rows_checked(back, choices, Kind.ZONE_SITE).rows
        assert contour.footprint_l93 is not None and contour.footprint_l93.area == pytest.approx(27_000, rel=0.05)
        assert (spot.lon_wgs84, spot.lat_wgs84) == pytest.approx((5.4, 43.3), abs=1e-6)


def test_metres_without_a_declared_system_are_not_written_as_degrees() -> None:
    table = read("a.geojson", geojson(feature(point(892_159.34, 6_252_833.64))))
    back = read("b.csv", template.corrected_csv(table, taken(table).errors, Kind.PREMISES))
    assert [float(str(cell).replace(",", ".")) for cell in back.rows[0][2:4]] == pytest.approx([5.3691, 43.3487], abs=1e-5)
