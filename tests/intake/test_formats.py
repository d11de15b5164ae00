"""What cannot be read says how to save it; what can be is told by its content."""

from __future__ import annotations

import gzip
import zipfile
from io import BytesIO

import pytest

from intake.archive import MAX_INFLATED_BYTES
from intake.errors import FileError
from intake.formats import read_here
from intake.table import MAX_BYTES
from tests.intake.making import EMPTY_ZIP, csv_of, kml, ods, read, rezipped, shapefile, xls, xlsx

ROWS = [["Nom", "Adresse"], ["A", "a"]]
WHOLE = {
    "a.csv.gz": gzip.compress(csv_of("A;a;5,3691;43,3487;80")),
    "a.ods": ods(ROWS),
    "a.xls": xls(ROWS),
    "a.kml": kml("A"),
    "a.zip": shapefile("A"),
}


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.pdf", b"%PDF-1.7", "classeur ou le CSV"),
        ("a.csv", b"\xff\xd8\xff\xe0", "image"),
        ("a.rar", b"Rar!\x1a\x07", "décompressez"),
        ("a.xls", b"<html><body><table><tr><td>Nom</td></tr></table></body></html>", r"\.xlsx"),
        ("a.xls", b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>', r"\.xlsx"),
        ("a.gpx", b'<?xml version="1.0"?><gpx></gpx>', "KML"),
        ("a.gml", b'<?xml version="1.0"?><a xmlns:gml="http://www.opengis.net/gml"/>', "GeoPackage"),
        ("a.xml", b"<a/>", "CSV"),
        ("a.shp", b"\x00\x00\x27\x0a" + b"\x00" * 100, "zippez"),
        ("a.dbf", b"\x03\x7e\x01\x01" + b"a" * 100, "zippez"),
        ("a.xlsb", rezipped(EMPTY_ZIP, {"xl/workbook.bin": b"x"}), r"\.xlsx"),
        ("a.numbers", rezipped(EMPTY_ZIP, {"Index/Document.iwa": b"x"}), "Excel"),
        ("a.docx", rezipped(EMPTY_ZIP, {"word/document.xml": b"x"}), "Word"),
        ("a.zip", rezipped(EMPTY_ZIP, {"a.csv": b"Nom", "b.csv": b"Nom"}), "envoyez le fichier voulu"),
        ("a.kml", b'<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>', "Placemark"),
        ("a.kml", b"<kml><Document>", "ligne 1"),
    ],
)
def test_what_cannot_be_read_says_how_to_save_it(name: str, data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said) as refused:
        read_here(name, data)
    assert refused.value.message.endswith(".")


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_a_file_that_is_empty_or_cut_short_is_told_to_be_so(name: str) -> None:
    for data in (b"", WHOLE[name][: len(WHOLE[name]) // 2]):
        with pytest.raises(FileError, match=r"\.$"):
            read(name, data)


def test_a_file_that_swells_once_decompressed_is_refused() -> None:
    zipped = rezipped(EMPTY_ZIP, {"a.csv": b"\n" * (MAX_INFLATED_BYTES + 1)})
    for data in (gzip.compress(b"\n" * (MAX_BYTES + 1)), zipped):
        with pytest.raises(FileError, match="décompressé"):
            read_here("a.gz", data)


def test_a_locked_archive_is_told_to_be_so() -> None:
    data = bytearray(rezipped(EMPTY_ZIP, {"a.csv": b"Nom;Adresse"}))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        at = archive.start_dir
    data[at + 8] |= 1
    with pytest.raises(FileError, match="mot de passe"):
        read_here("a.zip", bytes(data))


@pytest.mark.parametrize("declaration", ['<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>', "<!DOCTYPE a>"])
def test_a_kml_declares_nothing(declaration: str) -> None:
    with pytest.raises(FileError, match="interdites"):
        read_here("a.kml", kml("A", before=declaration))


def test_a_kml_tells_names_own_data_contours_and_folders() -> None:
    ring = "5.37,43.29,0 5.38,43.29,0 5.38,43.30,0 5.37,43.29,0"
    contour = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
    place = f"<Placemark><name>Les Paluds</name><description><![CDATA[<b>Zone</b> nord]]></description>{contour}</Placemark>"
    table = read_here("a.kml", kml("A", more=f"<Folder><name>Zones</name>{place}</Folder>"))
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert rows[0]["name"] == "A"
    assert rows[0]["adresse"] == "a"
    assert (rows[1]["name"], rows[1]["dossier"]) == ("Les Paluds", "Zones")
    assert str(rows[1]["description"]).split() == ["Zone", "nord"]
    assert [shape and shape["type"] for shape in table.geometries] == ["Point", "Polygon"]
    assert table.crs == "EPSG:4326"


def test_a_zipped_shapefile_tells_its_system_and_its_letters() -> None:
    table = read("a.zip", shapefile("Évêché", crs="EPSG:2154", parts=("shp", "shx", "dbf", "prj")))
    assert table.crs == "EPSG:2154"
    assert table.rows[0][0] == "Évêché"
    assert read("a.zip", shapefile("A", parts=("shp", "shx", "dbf"))).crs is None


def test_a_workbook_under_the_name_of_a_csv_is_a_workbook() -> None:
    assert read("a.csv", xlsx(ROWS)).rows == (("A", "a"),)
