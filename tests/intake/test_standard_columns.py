"""Files of the CNIG standards come in without preparing: small ones in their true format, and their published examples."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest
import shapely

from bulk.choices import Choices
from bulk.review import rows_checked
from domain.candidate import Kind
from intake import read as apart
from intake.check import Checked
from intake.formats import read_here
from intake.packed import unpack
from intake.reading import Wanted
from intake.table import Table
from tests.intake.making import LAT, LON, X, Y, circle, csv_of, gpkg, wkb_polygon
from tests.reference import CNIG, needs_cnig

SITE, PREMISES = Kind.ZONE_SITE, Kind.PREMISES
SQUARE = [[X, Y], [X + 100, Y], [X + 100, Y + 100], [X, Y + 100], [X, Y]]
SITE_HEAD = (
    "site_id;pole_id;site_nom;site_type;site_vocadomi;site_etat;site_surf_brute;site_surf_utile;site_creation_date;site_identif_date;"
    "site_actu_date;site_description;site_comm_nom;site_comm_insee;site_moa_nom;site_geomsurf;site_geompoint"
)
FRICHE_HEAD = (
    "site_id,site_nom,site_type,site_adresse,site_identif_date,site_actu_date,site_statut,comm_nom,comm_insee,bati_surface,bati_etat,"
    "proprio_nom,unite_fonciere_surface,unite_fonciere_refcad,source_nom,geompoint,geomsurf"
)


def read(name: str, data: bytes, kind: Kind = SITE) -> tuple[Table, Choices, Checked]:
    """A file as it is read when it is sent, by what is guessed."""
    table = read_here(name, data, Wanted(kind))
    choices = Choices.guessed(table, kind)
    return table, choices, rows_checked(table, choices, kind)


def quoted(shape: dict[str, Any]) -> str:
    return '"' + json.dumps(shape).replace('"', '""') + '"'


def site(contour: str, point: str = f"{LON}, {LAT}", *, state: str = "existant et actif", name: str = "ZAC des Figuiers") -> str:
    return (
        f'13055_SITE-ECO_00007;sans objet;{name};zone d\'activité économique;"entrepôts, logistique";{state};12.5;11;2015;2016-03-26;'
        f"2023-08-29;Près du port;Marseille;13055;Régie du Figuier;{contour};{point}"
    )


def test_an_economic_site_comes_in_by_the_names_of_the_standard() -> None:
    table, choices, checked = read("sites.csv", csv_of(site(quoted({"type": "Polygon", "coordinates": [SQUARE]})), head=SITE_HEAD))
    assert "Standard CNIG sites économiques (version 1.0.1)" in " ".join(table.notes)
    assert checked.errors == checked.misplacements == ()
    (row,) = checked.rows
    told = {name: row.values[name] for name in ("cnig_id", "name", "area_m2", "town", "contact", "status")}
    assert told == {
        "cnig_id": "13055_SITE-ECO_00007",
        "name": "ZAC des Figuiers",
        "area_m2": 125_000.0,
        "town": "Marseille",
        "contact": "Régie du Figuier",
        "status": None,
    }
    assert row.footprint_l93 is not None and math.isclose(shapely.area(row.footprint_l93), 10_000)
    assert choices.units["site_surf_brute"] == "ha"
    assert str(row.values["notes"]).splitlines() == [
        "Type de site : zone d'activité économique",
        "Vocation dominante : entrepôts, logistique",
        "État du site : existant et actif",
        "Superficie utile : 11",
        "Date d'actualisation : 2023-08-29",
        "Commentaire libre : Près du port",
    ]


def test_a_list_of_the_standard_is_read_into_ours_where_it_means_the_same() -> None:
    contour = quoted({"type": "Polygon", "coordinates": [SQUARE]})
    _table, choices, checked = read("sites.csv", csv_of(site(contour), site(contour, state="Déclassé", name="Autre"), head=SITE_HEAD))
    assert [row.values["status"] for row in checked.rows] == [None, "unavailable"]
    assert choices.mapping["Avancement (site_etat)"] == "status"


@pytest.mark.parametrize("ring", [circle(8), SQUARE], ids=["degrees", "metres"])
def test_a_contour_that_is_lacking_or_cannot_be_read_leaves_the_point_beside_it(ring: list[list[float]]) -> None:
    lines = (
        site(quoted({"type": "Polygon", "coordinates": [ring]})),
        site("", name="Sans contour"),
        site('"POLYGON((5.3 43.3, ...))"', f"{LAT}, {LON}", name="Abrégé"),
    )
    table, _choices, checked = read("sites.csv", csv_of(*lines, head=SITE_HEAD))
    assert checked.errors == checked.misplacements == ()
    assert [row.footprint_l93 is not None for row in checked.rows] == [True, False, False]
    assert all(math.isclose(row.x_l93, X, abs_tol=100) and math.isclose(row.y_l93, Y, abs_tol=100) for row in checked.rows)
    assert any("aux lignes 3, 4 : la position de «\u00a0site_geompoint\u00a0»" in note for note in table.notes)


@pytest.mark.parametrize(("built", "land", "area"), [("2400", "16750", 2400.0), ("", "16750", 16750.0), ("NA", "", None)])
def test_a_brownfield_has_the_area_of_its_buildings_else_of_its_land(built: str, land: str, area: float | None) -> None:
    line = (
        f"13055_11974,Ancienne huilerie,friche industrielle,1 rue du Port,2003-05-18,2019-06-23,friche sans projet,MARSEILLE,13055,{built},"
        f"dégradation très importante,Ville,{land},13215904AB0012|13215904AB0013,BASIAS,POINT({LAT} {LON}),"
    )
    table, _choices, checked = read("friches.csv", csv_of(line, head=FRICHE_HEAD))
    assert "Standard CNIG friches" in " ".join(table.notes)
    (row,) = checked.rows
    told = [row.values[name] for name in ("cnig_id", "name", "address", "status", "condition", "owner", "parcels")]
    assert told == ["13055_11974", "Ancienne huilerie", "1 rue du Port", "spotted", "renovate", "Ville", "13215904AB0012, 13215904AB0013"]
    assert row.values["area_m2"] == area or (area is None and math.isnan(float(str(row.values["area_m2"]))))
    assert math.isclose(row.lon_wgs84, LON) and math.isclose(row.lat_wgs84, LAT)
    assert ("Surface de l'unité foncière (m²) : 16750" in str(row.values["notes"])) == (area == 2400.0)


def test_a_parcel_of_an_economic_zone_is_named_by_its_identifier() -> None:
    head = "terr_id;site_id;terr_refcad;terr_surf_brute;terr_actu_date;terr_maitrise_fonc;terr_stade_comm;terr_etat_occup;terr_geomsurf"
    contour = quoted({"type": "Polygon", "coordinates": [SQUARE]})
    line = (
        f"13055_TERRAIN-ECO_1;13055_SITE-ECO_00007;13215904AB0012;1.2;2023-08-29;commune;"
        f'"vendu, commercialisation achevée";friche;{contour}'
    )
    _table, _choices, checked = read("terrains.csv", csv_of(line, head=head))
    (row,) = checked.rows
    told = [row.values[name] for name in ("name", "reference", "cnig_id", "parcels", "area_m2", "owner", "status")]
    assert told == ["13055_TERRAIN-ECO_1"] * 2 + ["13055_SITE-ECO_00007", "13215904AB0012", 12_000.0, "commune", "unavailable"]


def test_an_establishment_is_the_place_of_its_first_point_with_its_siret() -> None:
    head = "SIRET;SIREN;terr_id;etab_adresse;etab_raison_sociale;etab_nom;comm_nom;etab_actif;etab_geompoint"
    points = quoted({"type": "MultiPoint", "coordinates": [[LON, LAT], [5.4, 43.3]]})
    _table, _choices, checked = read(
        "etab.csv", csv_of(f"34749951900010;347499519;T1;2 rue du Port;SAS Figue;;Marseille;oui;{points}", head=head), PREMISES
    )
    (row,) = checked.rows
    told = [row.values[name] for name in ("siret", "name", "address", "town")]
    assert told == ["34749951900010", "SAS Figue", "2 rue du Port", "Marseille"]
    assert math.isclose(row.lon_wgs84, LON)


def test_the_layer_of_sites_of_a_geopackage_is_read_before_its_parts() -> None:
    columns = ("site_id", "pole_id", "site_nom", "site_surf_brute", "site_actu_date", "site_comm_nom", "site_etat")
    parts = "CREATE TABLE etablissement (fid INTEGER PRIMARY KEY, geom BLOB, siret, siren, terr_id, etab_nom, etab_adresse, comm_nom)"
    declared = (
        "INSERT INTO gpkg_contents VALUES ('etablissement', 'features', 'e', '', '2026-01-01T00:00:00Z', 0, 0, 9, 9, 2154)",
        "INSERT INTO gpkg_geometry_columns VALUES ('etablissement', 'geom', 'GEOMETRY', 2154, 0, 0)",
        "INSERT INTO etablissement (siret, etab_nom) VALUES ('1', 'Premier de la liste')",
    )
    data = gpkg(
        [("13055_SITE-ECO_00007", "x", "ZAC des Figuiers", 12.5, "2023-08-29", "Marseille", "création")],
        [wkb_polygon(SQUARE)],
        columns=columns,
        srs=2154,
        table="site_eco",
        sql=(parts, *declared),
    )
    answer = apart.examine("sites_economiques.gpkg", data, SITE)
    assert answer.checked is not None and answer.checked.errors == ()
    (row,) = answer.checked.rows
    assert (row.values["cnig_id"], row.values["area_m2"]) == ("13055_SITE-ECO_00007", 125_000.0)
    assert row.footprint_l93 is not None
    assert any("«\u00a0site_eco\u00a0»" in note for note in unpack(answer.table).notes)


@pytest.mark.parametrize(
    "shape", ['{"type": "Point", "coordinates": "x"}', '{"type": ["Point"]}', "POINT(1e40 2)", "[[[[", "0" * 50, "nan, nan"]
)
def test_a_geometry_that_is_none_is_an_error_of_its_row(shape: str) -> None:
    good = quoted({"type": "Polygon", "coordinates": [SQUARE]})
    lines = (site(good), site('"' + shape.replace('"', '""') + '"', '"' + shape.replace('"', '""') + '"', name="Autre"))
    _table, _choices, checked = read("sites.csv", csv_of(*lines, head=SITE_HEAD))
    assert [row.number for row in checked.rows] == [2] and {error.row for error in checked.errors} == {3}


def test_a_few_columns_that_are_called_alike_are_anybodys() -> None:
    head = "site_id,site_nom,site_adresse,site_statut,site_etat,longitude,latitude"
    table, choices, _checked = read("f.csv", csv_of("13055_1,Ancien dépôt,1 rue X,friche sans projet,logistique,5.38,43.30", head=head))
    assert not any("Standard" in note for note in table.notes)
    assert "status" not in choices.mapping.values()


@needs_cnig
@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("site-eco_exemple-valide", {"name": "ZAC Les Bornes du Temps", "cnig_id": "80024_SITE-ECO_00001", "area_m2": 372_000.0}),
        ("terrain-eco_exemple-valide", {"cnig_id": "80024_SITE-ECO_00001", "area_m2": 99_000.0, "status": "unavailable"}),
        ("etablissement_exemple-valide", {"name": "MAN TRUCK", "siret": "34749951900010", "town": "Saint-Sauveur"}),
        ("friches_fichier-valide", {"name": "Centre médical thermal", "cnig_id": "12083_22-12.0017", "condition": "refresh"}),
    ],
)
def test_a_published_example_is_read_whole_but_for_its_place_which_is_elsewhere(name: str, wanted: dict[str, Any]) -> None:
    table, _choices, checked = read(f"{name}.csv", (CNIG / f"{name}.csv").read_bytes())
    assert any(note.startswith("Fichier reconnu : Standard CNIG") for note in table.notes)
    (row,) = checked.wrong
    assert {key: row.values[key] for key in wanted} == wanted
    assert {(error.field, error.message) for error in checked.errors} == {("x", "Position hors du territoire")}


@needs_cnig
def test_the_published_geopackage_opens_on_its_sites() -> None:
    answer = apart.examine("sites_economiques.gpkg", (CNIG / "sites_economiques.gpkg").read_bytes(), SITE)
    assert answer.choices["mapping"]["site_surf_brute"] == "area_m2" and answer.choices["units"]["site_surf_brute"] == "ha"
    assert any("«\u00a0site_eco\u00a0»" in note for note in unpack(answer.table).notes)
