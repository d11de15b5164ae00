"""Any file that may be sent."""

from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.candidate import Kind
from intake import template
from intake.errors import FileError
from intake.formats import READERS
from intake.geopackage import MAGIC
from intake.table import MAX_COLUMNS
from tests.attack.sizes import SIZES
from tests.intake.making import EMPTY_ZIP, csv_of, feature, geojson, gpkg, kml, ods, point, read, rezipped, shapefile, taken, xls, xlsx

SHEET = [["Nom", "Adresse", "Longitude", "Latitude"], ["A", "a", 5.3691, 43.3487]]
GOOD = {
    "csv": csv_of("A;a;5,3691;43,3487;80"),
    "tsv": csv_of("A\ta\t5,3691\t43,3487\t80", head="Nom\tAdresse\tLongitude\tLatitude\tSurface"),
    "txt": csv_of("A,a,5.3691,43.3487,80", head="Nom,Adresse,Longitude,Latitude,Surface"),
    "xlsx": xlsx([["Nom", "Adresse", "Longitude", "Latitude"], ["A", "a", 5.3691, 43.3487]]),
    "geojson": geojson(feature(point(), nom="A")),
    "json": geojson(feature(point(), nom="A")),
    "gpkg": gpkg([("A", "a")]),
    "ods": ods(SHEET),
    "xls": xls(SHEET),
    "xlsm": rezipped(xlsx(SHEET), {"xl/vbaProject.bin": b"x"}),
    "kml": kml("A"),
    "gz": gzip.compress(csv_of("A;a;5,3691;43,3487;80")),
    "kmz": rezipped(EMPTY_ZIP, {"doc.kml": kml("A"), "files/a.png": b"x"}),
    "zip": rezipped(EMPTY_ZIP, {"lieux.csv": csv_of("A;a;5,3691;43,3487;80"), "__MACOSX/._lieux.csv": b"x"}),
    "shp": shapefile("A"),
}


@pytest.mark.parametrize("ending", sorted(GOOD))
def test_each_format_gives_the_same_place(ending: str) -> None:
    (row,) = taken(read(f"Mes locaux.v2.{ending.upper()}", GOOD[ending])).rows
    assert (row.values["name"], row.lon_wgs84, row.lat_wgs84) == ("A", 5.3691, 43.3487)


def test_every_format_is_tried() -> None:
    assert set(READERS) | {"tsv", "txt", "json", "xlsm", "gz", "kmz", "zip"} == set(GOOD)


@pytest.mark.parametrize("name", ["", "a", "csv", "a.zip", "a.csv.vrt", "a.xlsx", "a.", "../a", "a.csv\x00.vrt"])
@pytest.mark.parametrize("ending", ["csv", "geojson", "xlsx", "kml"])
def test_the_content_decides_whatever_the_name(name: str, ending: str) -> None:
    assert read(name, GOOD[ending]).rows[0][0] == "A"


@settings(max_examples=2 * SIZES.readings)
@given(st.sampled_from(["a.csv", "a.geojson", "a.xlsx", "a.gpkg"]), st.binary(max_size=400))
def test_any_bytes_under_any_name_give_a_table_or_a_sentence(name: str, data: bytes) -> None:
    try:
        read(name, data)
    except FileError as refused:
        assert refused.message.endswith(".")


@settings(max_examples=4)
@given(st.binary(min_size=100, max_size=2_000))
def test_any_bytes_behind_a_geopackages_first_ones_give_a_sentence(data: bytes) -> None:
    with pytest.raises(FileError):
        read("a.gpkg", MAGIC + data)


TEMPLATE = template.template_csv(Kind.PREMISES)
MAP = geojson(*[feature(point(), nom=f"A{number}", surface=80) for number in range(3)])


@given(st.sampled_from([("a.csv", TEMPLATE), ("a.geojson", MAP)]), st.data())
def test_a_good_file_with_some_bytes_changed_is_checked_or_refused(file: tuple[str, bytes], data: st.DataObject) -> None:
    name, content = file
    spoilt = bytearray(content)
    for _change in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = taken(read(name, bytes(spoilt)))
    except FileError as refused:
        assert refused.message.endswith(".")
    else:
        assert found.rows_n >= len(found.rows)


WIDE = ["Nom", *(f"c{number}" for number in range(MAX_COLUMNS))]
_MARK = "".join(f'<Data name="{name}"><value>1</value></Data>' for name in WIDE)
TOO_WIDE = {
    "csv": ";".join(WIDE).encode() + b"\nA\n",
    "xlsx": xlsx([WIDE, ["A"]]),
    "xls": xls([WIDE, ["A"]]),
    "ods": ods([WIDE, ["A"]]),
    "geojson": geojson(feature(point(), **dict.fromkeys(WIDE, 1))),
    "json": json.dumps([dict.fromkeys(WIDE, 1)]).encode(),
    "gpkg": gpkg([["A"] * len(WIDE)], columns=WIDE),
    "kml": kml("A", more=f"<Placemark><name>B</name><ExtendedData>{_MARK}</ExtendedData></Placemark>"),
}


@pytest.mark.parametrize("ending", sorted(TOO_WIDE))
def test_too_many_columns_are_refused_in_every_format(ending: str) -> None:
    with pytest.raises(FileError, match="colonnes"):
        read(f"a.{ending}", TOO_WIDE[ending])
