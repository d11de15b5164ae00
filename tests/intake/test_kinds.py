"""Forty more files of the kinds that people send, each with what is read of it: one line a file."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from typing import Any

import pytest

from bulk.choices import Choices
from bulk.review import review
from domain.candidate import Kind
from intake.archive import started
from intake.check import Checked, without_repeats
from intake.errors import FileError
from intake.formats import read_here
from intake.geopackage import form_of
from intake.reading import LEFT, Wanted
from tests.intake import making
from tests.intake.making import LAT, LON, X, Y, circle, feature, geojson, gpkg, ods, point, polygon, rezipped, shapefile, xls, xlsx

HEAD = "Nom;Adresse;Code postal;Commune;Surface (m²)"
TEXT = f"{HEAD}\nÉpicerie;12 rue de l'Évêché;13002;Marseille;80\n"
LINE = {"type": "LineString", "coordinates": [[5.36, 43.3], [5.37, 43.31]]}
PLACEMARK = "<Placemark><name>A</name>{inside}<Point><coordinates>5.3691,43.3487</coordinates></Point></Placemark>"


def checked(data: bytes, kind: Kind = Kind.PREMISES) -> Checked:
    table = read_here("a.csv", data) if not data.startswith((b"PK", b"SQLite", b"\x1f\x8b")) else making.read("a.zip", data)
    found = review(table, Choices.guessed(table, kind), kind)
    assert found.checked is not None, found.need
    return found.checked


def csv_of(head: str, *lines: str) -> bytes:
    return "\n".join((head, *lines)).encode()


def kml_of(*placemarks: str) -> bytes:
    return f'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(placemarks)}</Document></kml>'.encode()


def esri(geometry: Any, wkid: int = 2154) -> bytes:
    places = [{"attributes": {"nom": "A", "adresse": "1 rue"}, "geometry": geometry}]
    return json.dumps({"spatialReference": {"wkid": wkid}, "features": places}).encode()


def dated(text: str) -> bytes:
    return csv_of("Nom;Adresse;Disponible à partir du", f"A;1 rue du Port;{text}")


def of_area(heading: str, value: str) -> bytes:
    return csv_of(f"Nom;Adresse;{heading}", f"A;1 rue du Port;{value}")


FILES: tuple[tuple[str, bytes, dict[str, Any]], ...] = (
    ("UTF-32, little end first", TEXT.encode("utf-32"), {"name": "Épicerie", "area_m2": 80}),
    ("UTF-32, big end first", b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), {"name": "Épicerie", "town": "Marseille"}),
    ("UTF-16, compressed", gzip.compress(TEXT.encode("utf-16")), {"name": "Épicerie"}),
    ("each line one cell between quotes", csv_of(*(f'"{line}"' for line in TEXT.split("\n") if line)), {"address": "12 rue de l'Évêché"}),
    ("quotes within such a line", b'"Nom,Adresse"\n"A,""12, rue du Port"""', {"name": "A", "address": "12, rue du Port"}),
    ("a table of Markdown", csv_of("| Nom | Adresse | Surface |", "|---|:--|---|", "| A | 1 rue | 80 |"), {"name": "A", "area_m2": 80}),
    ("square feet", of_area("Surface (pieds carrés)", "1000"), {"area_m2": pytest.approx(92.9, abs=0.1)}),
    ("columns between ^", TEXT.replace(";", "^").encode(), {"name": "Épicerie", "area_m2": 80}),
    ("columns between ~", TEXT.replace(";", " ~ ").encode(), {"name": "Épicerie", "town": "Marseille"}),
    ("columns between ^, quoted", csv_of("Nom^Adresse^Surface", '"A ^ B"^"12, rue du Port"^80'), {"name": "A ^ B", "area_m2": 80}),
    ("a rent by half-year", csv_of("Nom;Adresse;Surface (m²);Loyer semestriel HT", "A;1 rue;100;6 000"), {"rent_eur_m2_yr": 120}),
    ("a rent by quarter", csv_of("Nom;Adresse;Surface (m²);Loyer (€/trimestre)", "A;1 rue;100;3 000"), {"rent_eur_m2_yr": 120}),
    ("a rent by week", csv_of("Name;Address;Area (sqm);Weekly rent", "A;1 rue;365.25;700"), {"rent_eur_m2_yr": 100}),
    ("a cell by half-year", csv_of("Nom;Adresse;Surface (m²);Loyer", "A;1 rue;100;5 000 € par semestre"), {"rent_eur_m2_yr": 100}),
    ("a period beside", csv_of("Nom;Adresse;Surface (m²);Loyer;Périodicité", "A;1 rue;365,25;700;hebdomadaire"), {"rent_eur_m2_yr": 100}),
    ("ares", of_area("Surface en ares", "12"), {"area_m2": 1200}),
    ("square kilometres", of_area("Surface (km²)", "0,01"), {"area_m2": 10_000}),
    ("centiares", of_area("Surface (ca)", "120"), {"area_m2": 120}),
    ("SDP", csv_of("Intitulé du lot;Voie;SDP (m²)", "A1;12 rue du Port;120"), {"name": "A1", "area_m2": 120}),
    ("SHAB", csv_of("Libellé programme;Adresse complète;SHAB", "A1;12 rue du Port;120"), {"name": "A1", "area_m2": 120}),
    ("codes of a database", csv_of("ID_LOCAL;ADR_COMPLETE;SURF_UTILE", "A1;12 rue du Port;120"), {"reference": "A1", "area_m2": 120}),
    ("an amount by m² behind HT", csv_of("Nom;Adresse;Loyer annuel HT/m²", "A;1 rue;120"), {"rent_eur_m2_yr": 120}),
    ("an amount by year and m²", csv_of("Nom;Adresse;Loyer €/an/m2 (HT)", "A;1 rue;120"), {"rent_eur_m2_yr": 120}),
    ("a share is no day", csv_of("Nom;Adresse;% vacance", "A;1 rue;0,35"), {"vacant_since": None, "notes": None}),
    ("an address of three lines", csv_of("Nom;Adresse 1;Adresse 2;Adresse 3", "A;Les Pins;;12 rue du Port"),
     {"address": "Les Pins, 12 rue du Port"}),
    ("a quarter in short", dated("1er trim. 2027"), {"available_on": dt.date(2027, 1, 1)}),
    ("a day in figures alone", dated("20270301"), {"available_on": dt.date(2027, 3, 1)}),
    ("the middle of a month", dated("mi-mars 2027"), {"available_on": dt.date(2027, 3, 15)}),
    ("a day behind an apostrophe", dated("'01/03/2027"), {"available_on": dt.date(2027, 3, 1)}),
    ("JSON under one key", json.dumps({"count": 1, "results": [{"nom": "A", "lat": LAT, "lon": LON}]}).encode(), {"name": "A"}),
    ("JSON of an open data portal", json.dumps([{"recordid": "1", "fields": {"nom": "A", "adresse": "1 rue"}}]).encode(),
     {"address": "1 rue"}),
    ("a record a line", b'{"nom": "A", "adresse": "1 rue"}\n{"nom": "B", "adresse": "2 rue"}', {"name": "A"}),
    ("attributes of several parts", geojson({**feature(point()), "properties": {"nom": "A", "adresse": {"rue": "1 rue", "cp": "13002"}}}),
     {"address": "1 rue", "postcode": "13002"}),
    ("a system by its number", geojson(feature(point(X, Y)), crs={"type": "name", "properties": {"name": "2154"}}), {"name": "Lieu"}),
    ("a point of Esri", esri({"x": X, "y": Y}), {"name": "A"}),
    ("a contour of Esri", esri({"rings": [[[LON, LAT], [LON, LAT + 0.001], [LON + 0.001, LAT], [LON, LAT]]]}, 4326), {"name": "A"}),
    ("a KML table of attributes", kml_of(PLACEMARK.format(inside="<description><![CDATA[<table><tr><td>Adresse</td><td>1 rue</td></tr>"
     "<tr><td>Surface</td><td>120</td></tr></table>]]></description>")), {"address": "1 rue", "area_m2": 120}),
    ("KML attributes in lines", kml_of(PLACEMARK.format(inside="<description>Adresse : 1 rue&lt;br&gt;Surface : 120 m²</description>")),
     {"address": "1 rue", "area_m2": 120}),
    ("a KML description that is a sentence", kml_of(PLACEMARK.format(inside="<description>Belle vitrine.</description>")), {"name": "A"}),
    ("a Shapefile without its index", shapefile("A", parts=("shp", "dbf", "prj")), {"name": "A"}),
    ("a Shapefile without its attributes", shapefile("A", parts=("shp", "prj")), {"name": "Lieu 1"}),
    ("a Shapefile, compressed again", gzip.compress(shapefile("A")), {"name": "A"}),
    ("a GeoPackage, compressed", gzip.compress(gpkg()), {"name": "Lieu"}),
    ("a workbook, compressed", gzip.compress(xlsx([["Nom", "Adresse"], ["A", "1 rue"]])), {"name": "A"}),
    ("a map beside a text", rezipped(making.EMPTY_ZIP, {"x/lieux.geojson": geojson(feature(point())), "x/lisezmoi.txt": b"bla"}),
     {"name": "Lieu"}),
)  # fmt: skip


@pytest.mark.parametrize(("data", "values"), [(data, values) for _name, data, values in FILES], ids=[name for name, *_rest in FILES])
def test_a_file_of_a_kind_is_read_as_its_author_meant(data: bytes, values: dict[str, Any]) -> None:
    found = checked(data)
    assert found.errors == ()
    read = {name: found.rows[0].values.get(name) or None for name in values}
    assert read == values


@pytest.mark.parametrize(
    "line", [";;150", "Nombre de lots;1;", "Surface totale;;100", "Page 1/2;;", "Page 2 sur 3;;", "---;---;---"]
)  # fmt: skip
def test_what_stands_between_places_is_left_out_and_said(line: str) -> None:
    table = read_here("a.csv", csv_of("Nom;Adresse;Surface", "A;1 rue du Port;100", line, "B;2 rue du Port;50"))
    assert table.asides == (3,)
    assert any("ligne 3" in note for note in table.notes)


def test_accents_are_not_called_broken_for_a_line_that_names_the_separator() -> None:
    assert not any("abîmées" in note for note in read_here("a.csv", f"sep=;\n{TEXT}".encode()).notes)


def test_a_text_of_one_column_makes_no_address_of_whole_lines() -> None:
    table = read_here("a.csv", TEXT.replace(";", " § ").encode())
    assert Choices.guessed(table, Kind.PREMISES).mapping == {}


def test_lines_among_contours_are_passed_over_and_named() -> None:
    both = {"type": "GeometryCollection", "geometries": [polygon(circle(6)), LINE]}
    table = read_here("a.geojson", geojson(feature(polygon(circle(5)), nom="P"), feature(LINE, nom="Clôture"), feature(both, nom="Z")))
    assert table.asides == (2,)
    assert any("Clôture" in note and "ligne 3" in note for note in table.notes)
    found = review(table, Choices.guessed(table, Kind.ZONE_SITE), Kind.ZONE_SITE).checked
    assert found is not None
    assert [(row.number, row.footprint_l93 is not None) for row in found.rows] == [(1, True), (3, True)]
    assert found.errors == ()


def test_a_file_of_lines_alone_says_what_a_place_is() -> None:
    assert [error.message for error in checked(geojson(feature(LINE))).errors] == ["Un lieu est un point ou un contour fermé."]


def test_an_archive_of_two_maps_is_not_read_by_chance() -> None:
    maps = {name: kml_of(PLACEMARK.format(inside="")) for name in ("a.kml", "b.kml")}
    with pytest.raises(FileError, match="un seul tableau"):
        read_here("a.kmz", rezipped(making.EMPTY_ZIP, maps))
    assert len(read_here("a.kmz", rezipped(making.EMPTY_ZIP, {**maps, "doc.kml": maps["a.kml"]})).rows) == 1


def test_what_is_compressed_is_known_by_how_it_begins() -> None:
    assert [form_of(gzip.compress(data)) for data in (gpkg(), shapefile("A"), TEXT.encode())] == ["gpkg", "shp", ""]
    assert started(b"\x1f\x8bbroken", 100) == b""


# Hidden columns

HIDDEN = [["Nom", "Adresse", "Contact", "Surface"], ["A", "1 rue", "x@y.fr", 100]]
ODS_COLUMNS = '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'


@pytest.mark.parametrize(
    "data",
    [
        xlsx(HIDDEN, lambda _book, sheet: sheet.set_column(2, 2, 10, None, {"hidden": True})),
        ods(HIDDEN, columns=ODS_COLUMNS),
        xls(HIDDEN, hidden_columns=[2]),
    ],
    ids=["xlsx", "ods", "xls"],
)
def test_hidden_columns_are_said_and_left_out_by_one_choice(data: bytes) -> None:
    table = read_here("a.xlsx", data)
    assert any("Colonnes masquées" in note and "Contact" in note for note in table.notes)
    assert ("hidden_columns", "read") in {(way.id, way.chosen) for way in table.ways}
    without = read_here("a.xlsx", data, Wanted(hidden_columns=LEFT))
    assert without.columns == ("Nom", "Adresse", "Surface")
    assert [row[:3] for row in without.rows] == [("A", "1 rue", without.rows[0][2])]
    assert any("laissées de côté" in note and "Contact" in note for note in without.notes)
    assert "hidden_columns" not in {way.id for way in read_here("a.xlsx", xlsx(HIDDEN)).ways}


def test_a_shapefile_without_attributes_says_what_is_missing() -> None:
    table = making.read("a.zip", shapefile("A", parts=("shp", "shx", "prj")))
    assert any(".dbf" in note for note in table.notes)
    assert not any(".dbf" in note for note in making.read("a.zip", shapefile("A")).notes)


def test_a_reference_that_two_places_bear_is_said_and_loses_neither() -> None:
    places = (
        "R1;A;1 rue du Port;43,30;5,37",
        "R1;B;2 rue du Port;43,30;5,37",
        "r1;A;1 rue du Port;43,33;5,37",
        "R2;C;4 rue du Port;43,30;5,38",
    )
    found = checked(csv_of("Référence;Nom;Adresse;Lat;Lon", *places))
    assert len(found.rows) == 4
    said = [(one.row, one.message) for one in found.warnings if one.field == "reference"]
    assert [row for row, _message in said] == [3, 4]
    assert "autre nom" in said[0][1] and " m :" in said[1][1]
    assert [one for one in without_repeats(found).warnings if one.field == "reference"] == []


def test_a_reference_that_tells_no_place_from_another_is_said_once() -> None:
    found = checked(csv_of("Référence;Nom;Adresse", *(f"LOT;Local {n};{n + 1} rue du Port" for n in range(80))))
    assert [(one.row, "79" in one.message) for one in found.warnings if one.field == "reference"] == [(0, True)]
    assert len(found.rows) == 80
