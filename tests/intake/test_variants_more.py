"""More files of the kinds that people send: titles and totals, rents, cells, addresses, positions, encodings, systems, JSON of programs."""

from __future__ import annotations

import json

import pytest
from pyproj import Transformer

from bulk.choices import Choices
from bulk.review import review
from domain.candidate import Kind
from intake.check import Checked, Row
from intake.formats import read_here
from intake.table import Table
from tests.intake.making import LAT, LON, X, Y, feature, geojson, point, polygon, shapefile, xlsx

KIND = Kind.PREMISES


def checked(table: Table) -> Checked:
    found = review(table, Choices.guessed(table, KIND), KIND)
    assert found.checked is not None, found.need
    return found.checked


def rows_of(*lines: str, encoding: str = "utf-8") -> tuple[Row, ...]:
    found = checked(read_here("a.csv", "\n".join(lines).encode(encoding)))
    assert found.errors == ()
    return found.rows


# Titles, totals, groups


@pytest.mark.parametrize(
    "line",
    ["Sous-total Marseille;;180;1600", "Total : 2 locaux;;180;", "TOTAL (2);;180;", "Nombre de locaux : 2;;;", "Max;;100;",
     "Grand total;;9;1", "SECTEUR NORD;;;", "Commune d'Aubagne;;;", "13400 Aubagne;;;"],
)  # fmt: skip
def test_a_total_or_the_title_of_a_group_is_no_place(line: str) -> None:
    table = read_here("a.csv", f"Nom;Adresse;Surface;Loyer\nA;1 rue;100;900\n{line}\nB;2 rue;80;700\n".encode())
    assert table.asides == (3,)
    assert [row.values["name"] for row in checked(table).rows] == ["A", "B"]


@pytest.mark.parametrize("name", ["Total Access Saint-Loup", "Maximum Dépôt", "Moyenne surface Grignan"])
def test_a_place_that_is_called_as_a_total_and_has_an_address_stays(name: str) -> None:
    assert [row.values["name"] for row in rows_of("Nom;Adresse;Surface", f"{name};1 rue;100")] == [name]


@pytest.mark.parametrize("groups", [";Localisation;;Surfaces;;Loyers;", ";Où;;Combien;;Loyers;"])
def test_headings_under_groups_are_read_with_the_group_that_makes_them_known(groups: str) -> None:
    (row,) = rows_of(groups, "Nom;Adresse;CP;RDC;Cave;€/an;€/m²", "A;1 rue du Port;13001;100;20;12000;")
    assert row.values["postcode"] == "13001"
    assert "12000" in str(row.values["notes"])  # a yearly rent without an area


def test_a_sheet_of_figures_by_commune_is_passed_over_for_the_list_of_places() -> None:
    def more(book: object, _sheet: object) -> None:
        listed = book.add_worksheet("Liste")  # type: ignore[attr-defined]
        for at, line in enumerate((("Nom", "Adresse", "Surface"), ("A", "1 rue du Port", 100))):
            listed.write_row(3 + at, 1, line)

    table = read_here("a.xlsx", xlsx([["Commune", "Nombre", "Surface"], ["Marseille", 3, 1000]], more))
    assert [row.values["name"] for row in checked(table).rows] == ["A"]


# Rents


@pytest.mark.parametrize(
    ("heading", "amount", "rent"),
    [("Loyer trimestriel HT", "3000", 120), ("Loyer mensuel HT/HC", "1000", 120), ("Loyer mensuel au m²", "10", 120),
     ("Loyers (€/mois)", "1 000", 120), ("Loyer", "1 000 €/mois", 120), ("Loyer", "12 000 € HT/an", 120), ("Loyer", "10 €/m²/mois", 120),
     ("Loyer", "3 000 € par trimestre", 120)],
)  # fmt: skip
def test_a_rent_is_of_the_period_that_its_heading_or_its_cell_says(heading: str, amount: str, rent: float) -> None:
    first, _second = rows_of(f"Nom;Adresse;Surface;{heading}", f"A;1 rue;100;{amount}", "B;2 rue;100;")
    assert first.values["rent_eur_m2_yr"] == pytest.approx(rent)


def test_each_row_has_the_period_of_its_own_column() -> None:
    rows = rows_of("Nom;Adresse;Surface;Loyer;Périodicité", "A;1 rue;100;1000;Mensuel", "B;2 rue;100;12000;Annuel")
    assert [row.values["rent_eur_m2_yr"] for row in rows] == pytest.approx([120, 120])


def test_an_amount_out_of_bounds_is_kept_as_a_remark_whatever_its_unit() -> None:
    (row,) = rows_of("Nom;Adresse;Surface;Loyer", "A;1 rue;100;5 000 €/m²/an")
    assert row.values["rent_eur_m2_yr"] != row.values["rent_eur_m2_yr"]
    assert "5 000" in str(row.values["notes"])


# Cells


@pytest.mark.parametrize(
    ("heading", "field", "text", "value"),
    [("Durée", "tenure_months", "bail précaire de 23 mois", 23), ("Durée", "tenure_months", "9 ans fermes", 108),
     ("Durée", "tenure_months", "6 ans (3/6)", 72), ("Hauteur", "clear_height_m", "3.2m (rdc)", 3.2),
     ("Hauteur", "clear_height_m", "H=3,2 m", 3.2),
     ("Surface", "area_m2", "100 m² (dont 20 de réserve)", 100), ("CP", "postcode", "13015 Marseille", "13015")],
)  # fmt: skip
def test_a_value_with_words_beside_it_is_read_and_the_whole_is_kept(heading: str, field: str, text: str, value: object) -> None:
    (row,) = rows_of(f"Nom;Adresse;Commune;{heading}", f"A;1 rue;Marseille;{text}")
    assert row.values[field] == value
    assert text in str(row.values["notes"])


@pytest.mark.parametrize(("text", "day"), [("1/3/2027 00:00", "2027-03-01"), ("lundi 1er mars 2027", "2027-03-01")])
def test_a_day_with_an_hour_or_a_weekday_is_that_day(text: str, day: str) -> None:
    (row,) = rows_of("Nom;Adresse;Disponible le", f"A;1 rue;{text}")
    assert str(row.values["available_on"]) == day


# Addresses


@pytest.mark.parametrize(
    ("head", "cells"),
    [("N°;Adresse", "12;rue du Port"), ("adr_num_voie;adr_typ_voie;adr_nom_voie", "12.0;rue;du Port"),
     ("N° voie;Libellé voie", "12;rue du Port"),
     ("Adresse complète", "12 rue du Port"), ("Localisation", "12 rue du Port"), ("Où", "12 rue du Port")],
)  # fmt: skip
def test_an_address_is_found_however_it_is_told(head: str, cells: str) -> None:
    (row,) = rows_of(f"Nom;{head}", f"A;{cells}")
    assert row.values["address"] == "12 rue du Port"


def test_ranks_are_no_numbers_of_streets() -> None:
    rows = rows_of("N°;Nom;Adresse", "1;A;rue du Port", "2;B;rue du Port")
    assert [row.values["address"] for row in rows] == ["rue du Port"] * 2


def test_a_coded_repetition_is_written_out() -> None:
    (row,) = rows_of("Nom;N° voie;BTQ;Nature voie;Libellé voie", "A;12;B;rue;du Port")
    assert row.values["address"] == "12 bis rue du Port"


def test_a_postcode_and_a_town_in_one_column_are_parted() -> None:
    rows = rows_of("Nom;Adresse;CP Ville", "A;1 rue;13002 Marseille", "B;2 rue;13400 - Aubagne")
    assert [(row.values["postcode"], row.values["town"]) for row in rows] == [("13002", "Marseille"), ("13400", "Aubagne")]


def test_a_name_that_is_an_address_is_one_too() -> None:
    (row,) = rows_of("Désignation;Surface", "12 rue du Port 13002 Marseille;100")
    assert row.values["name"] == row.values["address"] == "12 rue du Port 13002 Marseille"


# Positions


@pytest.mark.parametrize(
    ("heading", "text"),
    [("Localisation", f"lat: {LAT}, lng: {LON}"), ("Lat/Long", f"{LAT} / {LON}"), ("GPS", "N43 20.922 E5 22.146"),
     ("GPS", "43 20 55.3 N 5 22 8.8 E"),
     ("XY", f"{X} {Y}"), ("Lien", f"https://www.google.com/maps/@{LAT},{LON},17z"),
     ("Carte", f"https://www.openstreetmap.org/?mlat={LAT}&mlon={LON}#map=17/{LAT}/{LON}"), ("Colonne 4", f"geo:{LAT},{LON}"),
     ("Repère", f"POINT({LON} {LAT})")],
)  # fmt: skip
def test_a_position_in_one_column_is_known_by_what_it_holds(heading: str, text: str) -> None:
    (row,) = rows_of(f"Nom;{heading}", f'A;"{text}"')
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=2e-5)


@pytest.mark.parametrize("code", [27563, 27573, 3035, 27562])
def test_the_old_zones_and_that_of_europe_are_converted(code: int) -> None:
    x, y = Transformer.from_crs("EPSG:4326", f"EPSG:{code}", always_xy=True).transform(LON, LAT)
    crs = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    (row,) = checked(read_here("a.geojson", geojson(feature(point(x, y)), crs=crs))).rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-4)


@pytest.mark.parametrize("crs", ["EPSG:2154", "EPSG:3944", "EPSG:3857", "EPSG:4326"])
def test_a_map_that_says_nothing_of_its_system_is_read_in_the_one_that_puts_it_here(crs: str) -> None:
    (row,) = checked(read_here("a.zip", shapefile("A", crs=crs, parts=("shp", "shx", "dbf")))).rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-4)


# Encodings


def test_letters_that_were_encoded_twice_are_mended_and_said_line_by_line() -> None:
    twice = "École;12 allée\n".encode().decode("cp1252").encode()
    table = read_here("a.csv", b"Nom;Adresse\n" + twice + "Forêt;13 allée\n".encode())
    assert [row[0] for row in table.rows] == ["École", "Forêt"]
    assert any("abîmées" in note for note in table.notes)


def test_lines_in_two_encodings_are_each_read_in_theirs() -> None:
    table = read_here("a.csv", "Nom;Adresse\nÉcole;12 allée\n".encode() + "Forêt;13 allée\n".encode("cp1252"))
    assert [row[0] for row in table.rows] == ["École", "Forêt"]


def test_letters_that_are_lost_are_said() -> None:
    assert any("perdues" in note for note in read_here("a.csv", "Nom;Adresse\n\ufffdcole;12 rue\n".encode()).notes)


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_map_is_read_in_the_encodings_of_programs_of_old(encoding: str) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": [feature(point(), nom="Été")]}, ensure_ascii=False)
    assert read_here("a.geojson", text.encode(encoding)).rows[0][0] == "Été"


# JSON and geometries


RING = [[5.38, 43.3], [5.381, 43.3], [5.381, 43.301], [5.38, 43.301], [5.38, 43.3]]


@pytest.mark.parametrize(
    "geometry",
    [{"type": "LineString", "coordinates": RING}, {"type": "MultiLineString", "coordinates": [RING]}, polygon(RING),
     {"type": "GeometryCollection", "geometries": [polygon(RING)]}],
)  # fmt: skip
def test_a_closed_line_is_a_contour(geometry: dict[str, object]) -> None:
    (row,) = checked(read_here("a.geojson", geojson(feature(geometry)))).rows
    assert row.footprint_l93 is not None


def test_bare_geometries_are_places() -> None:
    bare = {"type": "GeometryCollection", "geometries": [point(), polygon(RING)]}
    assert len(checked(read_here("a.json", json.dumps(bare).encode())).rows) == 2
    assert len(checked(read_here("a.json", json.dumps(point()).encode())).rows) == 1


def test_records_of_a_program_are_a_table() -> None:
    records = [{"nom": "A", "adresse": "1 rue", "lat": LAT, "lon": LON, "tags": ["angle", "vitrine"]}]
    (row,) = checked(read_here("a.json", json.dumps(records).encode())).rows
    assert (row.values["name"], row.values["tags"]) == ("A", "angle, vitrine")
    assert row.lon_wgs84 == pytest.approx(LON)
