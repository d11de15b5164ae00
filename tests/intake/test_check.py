"""Rows are checked."""

from __future__ import annotations

import math

import pytest
import shapely

from domain.candidate import Kind
from intake.check import check
from intake.errors import FileError
from intake.mapping import guess
from tests.intake.making import LAT, LON, X, Y, circle, csv_of, feature, geojson, point, polygon, read, through


def test_a_good_row_is_a_place_in_both_systems_and_the_rest_is_unknown_never_zero() -> None:
    found = through("a.csv", csv_of("Laverie;1, rue du Port;5,3691;43,3487;"))
    (row,) = found.rows
    assert found.errors == found.warnings == found.misplacements == ()
    assert (row.lon_wgs84, row.lat_wgs84) == (LON, LAT)
    assert (row.x_l93, row.y_l93) == (X, Y)
    assert row.values["name"] == "Laverie"
    assert math.isnan(row.values["area_m2"])  # type: ignore[arg-type]
    assert 0 not in row.values.values()
    assert row.values["van_access"] is None


def test_an_error_names_the_row_the_field_and_what_was_received() -> None:
    found = through("a.csv", csv_of("A;a;5,3691;43,3487;80", "B;b;5,37;43,3O;120"))
    (error,) = found.errors
    assert (error.row, error.field, error.value) == (3, "y", "43,3O")
    assert error.message == "Latitude : nombre attendu, reçu «\u00a043,3O\u00a0»"


def test_a_row_is_never_lost_for_a_cell_that_it_may_lack_and_the_text_is_kept() -> None:
    found = through("a.csv", csv_of("A;a;5,3691;43,3487;80", "B;b;5,37;43,35;12O"))
    assert found.errors == ()
    (warning,) = found.warnings
    assert (warning.row, warning.field, warning.value) == (3, "area_m2", "12O")
    assert warning.message == "Surface attendue entre 5 et 20\u202f000\u202f000 m², reçu «\u00a012O\u00a0» ; gardé dans les remarques"
    assert math.isnan(found.rows[1].values["area_m2"])  # type: ignore[arg-type]
    assert found.rows[1].values["notes"] == "Surface : 12O"


def test_all_or_nothing_and_valid_rows_only_are_both_there() -> None:
    mixed = through("a.csv", csv_of("A;a;5,3691;43,3487;80", "B;b;2,37;48,35;120"))
    assert [row.number for row in mixed.rows] == [2]
    assert mixed.all_or_nothing == ()
    good = through("a.csv", csv_of("A;a;5,3691;43,3487;80"))
    assert good.all_or_nothing == good.rows != ()


def test_every_error_of_a_row_is_said_at_once() -> None:
    found = through("a.csv", csv_of(";a;2,35;48,85;3", "B;b;x;y;-1", "C;c;5,37;;80"))
    assert [(error.row, error.field) for error in found.errors] == [(2, "x"), (2, "name"), (3, "x"), (3, "y"), (4, "y")]


def test_a_place_has_a_position_or_an_address() -> None:
    found = through("a.csv", csv_of("A;1, rue du Port;;;80", "B;;;;80", "C;;5,37;43,35;80"))
    assert [row.number for row in found.rows] == [2, 4]
    assert math.isnan(found.rows[0].x_l93)
    assert [(warning.row, warning.field) for warning in found.warnings] == [(2, "x")]
    assert [(error.row, error.field) for error in found.errors] == [(3, "address")]
    assert through("a.csv", b"Nom;Adresse\nA;1, rue du Port\n").rows_n == 1


def test_coordinates_without_a_declared_system_are_refused() -> None:
    data = csv_of(f"A;a;{X};{Y};80", head="Nom;Adresse;X;Y;Surface")
    with pytest.raises(FileError, match="WGS 84"):
        through("a.csv", data)
    with pytest.raises(FileError, match="WGS 84"):
        through("a.csv", data, crs="EPSG:2056")
    with pytest.raises(FileError, match="WGS 84"):
        through("a.geojson", geojson(feature(point()), crs={"properties": {"name": "EPSG:2056"}}))
    assert through("a.csv", data, crs="EPSG:2154").rows[0].x_l93 == X


def test_the_same_place_twice_is_an_error_of_the_second() -> None:
    lines = [
        "Laverie;a;5,3691;43,3487;80",
        "LAVERIE;b;5,36925;43,3487;80",
        "Laverie;c;5,3696;43,3487;80",
        "Autre;d;5,3691;43,3487;80",
        "X;1, rue;;;",
        "x;1 rue;;;",
    ]
    found = through("a.csv", csv_of(*lines))
    assert [(error.row, error.message) for error in found.errors] == [
        (3, "Même nom que la ligne 2, à 12 m"),
        (7, "Même nom et même adresse que la ligne 6"),
    ]


def test_a_part_is_never_larger_than_the_whole_and_unknown_is_not_compared() -> None:
    head = "Nom;Adresse;Surface;Surface de vente;Surface de stockage"
    found = through("a.csv", csv_of("A;a;80;90;", "B;b;;90;", "C;c;80;80;81", head=head))
    parted = [warning for warning in found.warnings if warning.field != "x"]
    assert [(warning.row, warning.field) for warning in parted] == [(2, "sales_area_m2"), (4, "storage_area_m2")]
    assert [row.values["notes"] for row in found.rows] == ["Surface de vente : 90", None, "Surface de stockage : 81"]
    assert math.isnan(found.rows[0].values["sales_area_m2"])  # type: ignore[arg-type]


def test_a_line_of_example_is_left_out_and_said() -> None:
    found = through("a.csv", csv_of("exemple;A;a", ";B;b", "non;C;c", head="Exemple;Nom;Adresse"))
    assert [row.values["name"] for row in found.rows] == ["B", "C"]
    assert found.rows_n == 2
    assert found.warnings[0].message == "Lignes d'exemple laissées de côté : 1."


def test_decimals_that_may_be_thousands_are_said() -> None:
    found = through("a.csv", csv_of("A;a;5,3691;43,348;12.500", "B;b;5,369;43,34;12.500"))
    assert [(row.values["area_m2"]) for row in found.rows] == [12.5, 12.5]
    assert [(warning.row, warning.field) for warning in found.warnings] == [(2, "area_m2"), (3, "area_m2")]


def test_what_could_not_be_read_makes_its_row_wrong() -> None:
    found = through("a.csv", csv_of("A;a;5,3691;43,3487;80;trop", "B;b;5,37;43,35;80"))
    assert [row.number for row in found.rows] == [3]
    assert found.errors[0].row == 2


def test_a_map_file_gives_contours_in_lambert_93_and_a_point_inside() -> None:
    found = through("a.geojson", geojson(feature(polygon(circle(20)), nom="A"), feature(point(), nom="B")), Kind.ZONE_SITE)
    contour, plain = found.rows
    assert contour.footprint_l93 is not None
    assert contour.footprint_l93.area == pytest.approx(27_700, rel=0.05)
    assert contour.footprint_l93.bounds[0] > 860_000
    assert contour.footprint_l93.contains_properly(shapely.Point(contour.x_l93, contour.y_l93))
    assert plain.footprint_l93 is None


def test_a_contour_with_swapped_axes_is_said_and_put_right_when_accepted() -> None:
    swapped = [[lat, lon] for lon, lat in circle(12)]
    data = geojson(feature(polygon(swapped)))
    assert [slip.id for slip in through("a.geojson", data).misplacements] == ["degrees-swapped"]
    (row,) = through("a.geojson", data, accept=["degrees-swapped"]).rows
    assert (row.x_l93, row.y_l93) == pytest.approx((X, Y), abs=60)


def test_a_contour_that_leaves_the_territory_is_refused() -> None:
    found = through(
        "a.geojson", geojson(feature(polygon([[5.3, 43.3], [9, 43.3], [5.3, 43.31], [5.3, 43.3]])), feature(polygon(circle(9, radius=2))))
    )
    assert {error.row for error in found.errors} == {1, 2}


def test_a_bad_geometry_is_said_with_its_feature_and_once() -> None:
    found = through(
        "a.geojson", geojson(feature(point(), nom="A"), feature({"type": "LineString", "coordinates": [[5, 43], [6, 44]]}, nom="B"))
    )
    assert [(error.row, error.field) for error in found.errors] == [(2, "geometry")]


BOW_TIE = [[LON, LAT], [LON + 0.002, LAT + 0.002], [LON + 0.002, LAT], [LON, LAT + 0.002], [LON, LAT]]


def test_a_contour_that_crosses_itself_is_repaired_when_that_is_asked_and_its_areas_are_said() -> None:
    data = geojson(feature(polygon(BOW_TIE), nom="A"), feature(polygon(circle(9, LON + 0.01)), nom="B"))
    found = through("a.geojson", data)
    assert [row.values["name"] for row in found.rows] == ["B"]
    assert [(error.row, error.field) for error in found.errors] == [(1, "geometry")]
    (offered,) = found.misplacements
    assert (offered.id, offered.rows_n) == ("repair", 1)
    assert "comme tracé à 18\u202f0" in offered.sentence
    again = through("a.geojson", data, accept=["repair"])
    assert again.errors == again.misplacements == ()
    assert again.rows[0].footprint_l93 is not None and again.rows[0].footprint_l93.area == pytest.approx(18_000, rel=0.02)
    assert "réparé" in again.warnings[0].message


def test_an_empty_geometry_leaves_the_address_and_a_ring_left_open_is_closed() -> None:
    empty = {"type": "Polygon", "coordinates": []}
    found = through("a.geojson", geojson(feature(empty, nom="A"), feature(polygon(circle(9)[:-1]), nom="B")))
    assert found.errors == ()
    assert math.isnan(found.rows[0].x_l93)
    assert found.rows[1].footprint_l93 is not None


def test_the_mapping_is_the_persons_own() -> None:
    table = read("a.csv", csv_of("A;B;5,3691;43,3487;80"))
    mapping = guess(table.columns, Kind.PREMISES).mapping | {"Nom": "reference", "Adresse": "name", "Surface (m²)": "rent_eur_m2_yr"}
    (row,) = check(table, mapping, Kind.PREMISES, "EPSG:4326").rows
    assert (row.values["name"], row.values["reference"], row.values["rent_eur_m2_yr"]) == ("B", "A", 80)
    assert math.isnan(row.values["area_m2"])  # type: ignore[arg-type]


def test_errors_beyond_counting_are_one_sentence() -> None:
    lines = ["A;a;x;x;x"] * 50_000
    with pytest.raises(FileError, match="100000 erreurs"):
        through("a.csv", csv_of(*lines, head="Nom;Adresse;Longitude;Latitude;Surface").replace(b"A;a", b"\xe2\x80\x8b;a"))
