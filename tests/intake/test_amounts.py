"""A file whose parts are each of a sane size is refused when they are too much together, before they cost anything."""

from __future__ import annotations

import json

import pytest

from domain.candidate import Kind
from intake import formats
from intake.errors import FileError
from intake.formats import read_here
from intake.table import MAX_CELL_CHARS, MAX_CELLS, MAX_CHARS, MAX_FILE_VERTICES, MAX_VERTICES
from tests.intake.making import circle, csv_of, feature, geojson, point, polygon, read_xlsx, taken, through, xlsx


def test_a_csv_of_four_million_cells_is_refused_before_a_record_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formats.csv_file, "from_records", lambda *_args: pytest.fail("records were made"))
    with pytest.raises(FileError, match=r"cellules.*partagez"):
        read_here("a.csv", b"Nom;Adresse\n" + (b";" * 199 + b"\n") * 20_000)


def test_a_workbook_that_shows_one_long_text_in_1_300_000_cells_is_refused() -> None:
    with pytest.raises(FileError, match=r"cellules.*partagez"):
        read_xlsx(xlsx([["x" * MAX_CELL_CHARS] * 130] * 10_001))


def test_texts_that_are_each_short_enough_are_counted_together() -> None:
    rows = MAX_CHARS // MAX_CELL_CHARS + 1
    assert rows < MAX_CELLS
    with pytest.raises(FileError, match=r"caractères.*partagez"):
        read_xlsx(xlsx([["Nom"], *[["x" * MAX_CELL_CHARS]] * rows]))


def test_contours_that_are_each_light_enough_are_counted_together() -> None:
    vertices = MAX_VERTICES - 1
    heavy = [feature(polygon(circle(vertices)))] * (MAX_FILE_VERTICES // vertices + 1)
    with pytest.raises(FileError, match=r"sommets.*simplifiez"):
        read_here("a.geojson", geojson(*heavy).replace(b", ", b","))


DIGITS = 10**4_000


@pytest.mark.parametrize("name", ["nom", "adresse", "surface", "libre le", "accès camion", "code postal", "divers"])
def test_an_integer_of_4000_digits_is_an_error_of_its_row_whatever_its_column(name: str) -> None:
    found = through("a.geojson", geojson(feature(point(), **{name: DIGITS}), feature(point())), Kind.PREMISES)
    assert all(error.row == 1 for error in found.errors)
    assert found.errors or name in {"divers", "accès camion"}
    assert {row.number for row in found.rows} >= {2}


def test_an_integer_of_4000_digits_is_refused_as_a_coordinate_and_in_a_csv() -> None:
    (error,) = through("a.geojson", geojson(feature(point(x=DIGITS))), Kind.PREMISES).errors
    assert "fini" in error.message
    (error,) = taken(read_here("a.csv", csv_of(f"A;1, rue;5,37;43,35;{DIGITS}"))).errors
    assert (error.row, "caractères" in error.message) == (2, True)
    with pytest.raises(FileError, match="démesuré"):
        read_here("a.geojson", json.dumps({"type": "FeatureCollection", "features": ["%"]}).replace('"%"', "9" * 5_000).encode())
