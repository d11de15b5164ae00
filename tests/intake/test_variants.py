"""Other files of the kinds that people send: each is read as its author meant, or what is doubtful of it is said."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from bulk.choices import Choices
from bulk.review import review
from domain.candidate import Kind
from intake.check import Checked
from intake.formats import read_here
from tests.intake.making import LAT, LON, X, Y, geojson, gpkg, ods, point, wkb_point, xls, xlsx

KIND = Kind.PREMISES
PLACED = "Nom;Adresse;Longitude;Latitude;Surface (m²)"


def checked(*lines: str, name: str = "a.csv") -> Checked:
    table = read_here(name, "\n".join(lines).encode())
    found = review(table, Choices.guessed(table, KIND), KIND)
    assert found.checked is not None, found.need
    return found.checked


@pytest.mark.parametrize(
    ("heading", "amount", "rent"),
    [
        ("Loyer €/an HC", "12000", 120),
        ("Loyer mensuel CC", "1 200", 144),
        ("Loyer annuel (k€)", "12", 120),
        ("Loyer HT €/m²/an", "120", 120),
        ("Loyer mensuel hors charges", "1\u202f000,00\xa0€", 120),
        ("Monthly rent", "1000", 120),
        ("Rent (€/sqm/year)", "120", 120),
        ("Alquiler mensual", "1000", 120),
        ("Canone annuo", "12000", 120),
    ],
)
def test_a_rent_is_in_the_unit_that_its_heading_names_whatever_stands_behind_it(heading: str, amount: str, rent: float) -> None:
    (row,) = checked(f"Nom;Adresse;Surface;{heading}", f"A;1 rue du Port;100;{amount}").rows
    assert row.values["rent_eur_m2_yr"] == rent


@pytest.mark.parametrize(
    "head",
    ["Property name;Street address;Floor area (sq m)", "Nombre;Dirección;Superficie (m²)", "Nome;Indirizzo;Superficie",
     "Name;Anschrift;Fläche (m²)", "Nom 🏠;Adresse 📍;Surface 📐"],
)  # fmt: skip
def test_headings_of_other_languages_are_known(head: str) -> None:
    (row,) = checked(head, "A;1 rue;80").rows
    assert (row.values["name"], row.values["address"], row.values["area_m2"]) == ("A", "1 rue", 80)


def test_days_written_month_first_are_read_so_in_the_whole_column_and_said() -> None:
    found = checked(f"{PLACED};Disponible le", "A;1 rue;5,36;43,34;80;03/27/2027", "B;2 rue;5,37;43,35;80;03/04/2027")
    assert [row.values["available_on"] for row in found.rows] == [dt.date(2027, 3, 27), dt.date(2027, 3, 4)]
    assert [warning.row for warning in found.warnings if warning.field == "available_on"] == [2, 3]


def test_days_of_which_one_is_day_first_are_all_day_first() -> None:
    found = checked(f"{PLACED};Disponible le", "A;1 rue;5,36;43,34;80;27/03/2027", "B;2 rue;5,37;43,35;80;03/04/2027")
    assert [row.values["available_on"] for row in found.rows] == [dt.date(2027, 3, 27), dt.date(2027, 4, 3)]


def test_a_day_that_a_spreadsheet_counted_is_read_and_said() -> None:
    found = checked(f"{PLACED};Disponible le", "A;1 rue;5,36;43,34;80;46447")
    assert found.rows[0].values["available_on"] == dt.date(2027, 3, 1)
    assert any("46447" in warning.message for warning in found.warnings)


@pytest.mark.parametrize(
    ("head", "cells"),
    [
        ("X;Y", f"{X};{Y}"),
        ("X;Y", "892 159,34;6 252 833,64"),
        ("X CC44;Y CC44", "1892159,34;3129833"),
        ("X;Y", "597685,5;5364500,1"),
        ("Longitude;Latitude", "5d22m8.8s E;43d20m55.3s N"),
        ("Längengrad;Breitengrad", f"{LON};{LAT}"),
    ],
)
def test_the_system_that_puts_the_places_in_the_territory_is_taken_where_the_file_names_none(head: str, cells: str) -> None:
    (row,) = checked(f"Nom;Adresse;{head}", f"A;1 rue;{cells}").rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=0.02)


def test_a_number_with_a_comma_is_no_pair_of_coordinates() -> None:
    found = checked("Nom;Adresse;Coordonnées", "A;1 rue;43,3487, 5,3691", "B;2 rue;43,3487")
    assert [row.lon_wgs84 == row.lon_wgs84 for row in found.rows] == [True, False]
    assert any((warning.row, warning.field) == (3, "location") for warning in found.warnings)


def test_a_row_of_units_and_kinds_under_the_headings_is_no_place() -> None:
    (row,) = checked("Nom;Adresse;Surface;Loyer", "(texte);(texte);(m²);(€/mois)", "A;1 rue;100;1000").rows
    assert (row.values["name"], row.values["rent_eur_m2_yr"]) == ("A", 120)


def test_quotes_in_the_wrong_place_are_signs_like_others_and_that_is_said() -> None:
    data = b'Nom;Adresse;Surface\nLocal "A;1 rue;80\nB;2 rue "bis";90\n"C;3 rue;70\n"D";4 rue;60\n'
    table = read_here("a.csv", data)
    assert [row[0] for row in table.rows] == ['Local "A', "B", '"C', "D"]
    assert any("guillemets" in note for note in table.notes)


ROWS = (
    (
        "Nom",
        "Numéro",
        "Type de voie",
        "Libellé de voie",
        "Surface",
        "Hauteur sous plafond",
        "Accès camionnette",
        "Loyer mensuel",
        "Étiquettes",
    ),
    ("Épicerie", "12", "rue", "de la République", "1 250,5 m2", "3m20", "Oui (rampe)", "1 000", "angle, vitrine"),
    ("Halle", "3", "avenue", "du Prado", "env. 80", "320 cm", "peut-être", "436", ""),
)
TEXT = "\r\n".join("|".join(line) for line in ROWS)
FEATURES = [{"type": "Feature", "geometry": point(), "properties": dict(zip(ROWS[0], row, strict=True))} for row in ROWS[1:]]
MADE = {
    "cp850.csv": TEXT.encode("cp850"),
    "macroman.csv": TEXT.encode("mac_roman"),
    "utf-16.csv": b"\xfe\xff" + TEXT.encode("utf-16-be"),
    "xlsx": xlsx(ROWS),
    "xls": xls(ROWS),
    "ods": ods(ROWS),
    "geojson": geojson(*FEATURES),
    "geojsonl": "\n".join(map(json.dumps, FEATURES)).encode(),
    "gpkg": gpkg(ROWS[1:], [wkb_point()] * 2, columns=ROWS[0]),
}


@pytest.mark.parametrize("form", list(MADE))
def test_the_same_cells_mean_the_same_in_every_format(form: str) -> None:
    table = read_here(f"a.{form}", MADE[form])
    found = review(table, Choices.guessed(table, KIND), KIND).checked
    assert found is not None
    assert found.errors == ()
    told = [{key: row.values[key] for key in ("name", "address", "area_m2", "clear_height_m", "van_access", "tags")} for row in found.rows]
    assert told == [
        {"name": "Épicerie", "address": "12 rue de la République", "area_m2": 1250.5, "clear_height_m": 3.2, "van_access": "yes",
         "tags": "angle, vitrine"},
        {"name": "Halle", "address": "3 avenue du Prado", "area_m2": 80, "clear_height_m": 3.2, "van_access": None, "tags": None},
    ]  # fmt: skip
    assert [row.values["rent_eur_m2_yr"] for row in found.rows] == pytest.approx([12_000 / 1250.5, 12 * 436 / 80], abs=0.001)
    assert ["peut-être" in str(row.values["notes"]) for row in found.rows] == [False, True]
