"""A position or a contour told in one column is read."""

from __future__ import annotations

import json

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Transformer

from bulk.choices import Choices, applied
from bulk.review import rows_checked
from domain.candidate import Kind
from geodata.crs import WGS84
from intake.check import Checked
from intake.locations import angle_of, geometry_of
from tests.intake.making import LAT, LON, circle, csv_of, polygon, read, through

PLACE = shapely.Point(LON, LAT)
RING = polygon(circle(20))


def checked(head: str, *lines: str) -> Checked:
    table = read("a.csv", csv_of(*lines, head=head))
    return rows_checked(table, Choices.guessed(table, Kind.PREMISES), Kind.PREMISES)


@pytest.mark.parametrize(
    "text",
    [
        "43.3487, 5.3691",
        "43.3487,5.3691",
        "43,3487 ; 5,3691",
        "43,3487 5,3691",
        "5.3691, 43.3487",
        "(43.3487, 5.3691)",
        "[5.3691, 43.3487]",
        "lat: 43.3487, lon: 5.3691",
        '{"lon": 5.3691, "lat": 43.3487}',
        "43°20'55.32\"N 5°22'8.76\"E",
        "43° 20′ 55,32″ N, 5° 22′ 8,76″ E",
        "5°22'8.76''E ; 43°20'55.32''N",
        "N 43°20.922' E 5°22.146'",
        "POINT (5.3691 43.3487)",
        "Point Z (5.3691 43.3487 12)",
        "SRID=4326;POINT(5.3691 43.3487)",
        '{"type": "Point", "coordinates": [5.3691, 43.3487]}',
        shapely.to_wkb(PLACE, hex=True),
        shapely.to_wkb(shapely.set_srid(PLACE, 4326), hex=True, include_srid=True),
    ],
)
def test_a_position_however_it_is_written_is_that_position(text: str) -> None:
    shape, system = geometry_of(text)
    assert shape is not None and shape["type"] == "Point"
    assert shape["coordinates"][:2] == pytest.approx([LON, LAT], abs=1e-6)
    assert system == WGS84


@pytest.mark.parametrize("heading", ["Geo Point", "geo_point_2d", "Coordonnées GPS", "geom", "the_geom", "WKT", "Contour"])
def test_its_column_is_found_by_its_heading_and_places_the_rows(heading: str) -> None:
    quoted = '"43.3487, 5.3691"'
    found = checked(f"Nom;{heading}", f"A;{quoted}")
    (row,) = found.rows
    assert found.errors == ()
    assert (row.lon_wgs84, row.lat_wgs84) == (LON, LAT)


def test_a_contour_in_wkt_or_geojson_is_kept_as_one() -> None:
    text = json.dumps(RING).replace('"', '""')
    wkt = shapely.from_geojson(json.dumps(RING)).wkt
    found = checked("Nom;geom", f'A;"{text}"', f"B;{wkt}")
    assert [error.message for error in found.errors] == []
    for row in found.rows:
        assert row.footprint_l93 is not None and row.footprint_l93.area == pytest.approx(27_700, rel=0.05)


@pytest.mark.parametrize("head", ["Nom;Geo Point;Geo Shape", "Nom;geom;geo_point_2d"])
def test_a_contour_and_a_point_in_two_columns_are_both_those_of_the_place(head: str) -> None:
    shape, point = json.dumps(RING).replace('"', '""'), "43.3489, 5.3693"
    cells = [f'"{point}"', f'"{shape}"'] if head.endswith("Shape") else [f'"{shape}"', f'"{point}"']
    found = checked(head, f"A;{';'.join(cells)}", f'B;;"{shape}"' if head.endswith("Shape") else f'B;"{shape}";')
    assert (found.errors, found.warnings) == ((), ())
    both, alone = found.rows
    assert (both.lon_wgs84, both.lat_wgs84) == (5.3693, 43.3489)
    assert both.footprint_l93 is not None and both.footprint_l93.equals(alone.footprint_l93)
    assert (alone.lon_wgs84, alone.lat_wgs84) != (5.3693, 43.3489)


def test_a_point_beside_a_contour_that_is_far_from_it_is_said_and_left() -> None:
    shape = json.dumps(RING).replace('"', '""')
    found = checked("Nom;Geo Point;Geo Shape", f'A;"43.40, 5.37";"{shape}"')
    (row,) = found.rows
    assert row.footprint_l93 is not None and row.footprint_l93.contains(shapely.Point(row.x_l93, row.y_l93))
    assert [warning.message for warning in found.warnings] == ["La position donnée est hors du contour : un point du contour est pris"]


def test_metres_are_read_in_the_system_that_the_cell_names_or_that_is_declared() -> None:
    x, y = Transformer.from_crs("EPSG:4326", "EPSG:3944", always_xy=True).transform(LON, LAT)
    (row,) = checked("Nom;geom", f'A;"SRID=3944;POINT({x} {y})"').rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-6)


def test_an_empty_cell_leaves_the_two_coordinates_and_one_that_cannot_be_read_leaves_the_address() -> None:
    found = checked("Nom;Adresse;Longitude;Latitude;Geo Point", "A;;5,3691;43,3487;", "B;1, rue;;;là-bas", "C;;;;là-bas")
    placed, addressed = found.rows
    assert (placed.lon_wgs84, placed.lat_wgs84) == (LON, LAT)
    assert addressed.values["notes"] == "Position ou contour en une colonne : là-bas"
    assert [(error.row, error.field) for error in found.errors] == [(4, "address")]


def test_degrees_minutes_and_seconds_are_read_in_two_columns_too() -> None:
    (row,) = through("a.csv", csv_of('A;"43°20\'55.32""N";"5°22\'8.76""E"', head="Nom;Latitude;Longitude")).rows
    assert (row.lon_wgs84, row.lat_wgs84) == pytest.approx((LON, LAT), abs=1e-6)
    assert angle_of("5°22'8.76\"O") == pytest.approx(-LON, abs=1e-6)


def test_a_correction_of_the_cell_moves_the_place() -> None:
    table = read("a.csv", csv_of('A;"2.35, 48.85"', head="Nom;Geo Point"))
    choices = Choices.guessed(table, Kind.PREMISES).corrected({2: {"location": "43.3487, 5.3691"}})
    (row,) = rows_checked(table, choices, Kind.PREMISES).rows
    assert (row.lon_wgs84, row.lat_wgs84) == (LON, LAT)
    assert applied(table, choices, Kind.PREMISES)[0].rows[0][1] == "43.3487, 5.3691"


@given(st.text(max_size=40) | st.from_regex(r"(POINT|POLYGON|SRID=|\{).{0,30}"))
def test_any_text_is_a_geometry_or_is_refused(text: str) -> None:
    try:
        shape, _system = geometry_of(text)
    except (ValueError, RecursionError, shapely.errors.ShapelyError):
        return
    assert shape is None or isinstance(shape, dict)
