"""Rows become contents of proposals."""

from __future__ import annotations

import shapely

from domain.candidate import Kind
from domain.proposal import clean_content, has_position
from intake.content import MAX_RING_VERTICES, content_of, losing
from tests.intake.making import LAT, LON, circle, csv_of, feature, geojson, point, polygon, through

HEAD = "Nom;Adresse;Longitude;Latitude;Surface (m²);Disponible à partir du;Accès camionnette"


def test_a_row_tells_plain_values_and_nothing_of_what_is_unknown() -> None:
    (row,) = through("a.csv", csv_of("Laverie;1, rue du Port;5,3691;43,3487;120;01/03/2027;oui", head=HEAD)).rows
    assert content_of(row) == {
        "name": "Laverie",
        "address": "1, rue du Port",
        "area_m2": 120.0,
        "available_on": "2027-03-01",
        "van_access": "yes",
        "lon": LON,
        "lat": LAT,
    }
    assert clean_content(content_of(row)) == content_of(row)


def test_a_row_with_an_address_alone_is_still_to_be_placed() -> None:
    (row,) = through("a.csv", csv_of("Laverie;1, rue du Port;;;;;", head=HEAD)).rows
    assert content_of(row) == {"name": "Laverie", "address": "1, rue du Port"}
    assert not has_position(content_of(row))


def test_a_contour_is_kept_in_degrees_around_its_point() -> None:
    (row,) = through("a.geojson", geojson(feature(polygon(circle(40)))), Kind.ZONE_SITE).rows
    told = content_of(row)
    ring = told["footprint"]
    assert len(ring) == 41
    assert ring[0] == ring[-1]
    assert max(abs(a - b) for pair, given in zip(ring, circle(40), strict=True) for a, b in zip(pair, given, strict=True)) < 2e-7
    assert shapely.intersects_xy(shapely.Polygon(ring), told["lon"], told["lat"])
    assert row.footprint_l93 is not None
    assert not losing([row.footprint_l93]).all()


def test_a_huge_contour_is_simplified_so_that_it_can_be_kept() -> None:
    (row,) = through("a.geojson", geojson(feature(polygon(circle(4_000)))), Kind.ZONE_SITE).rows
    ring = content_of(row)["footprint"]
    assert 20 < len(ring) <= MAX_RING_VERTICES
    drawn, kept = shapely.Polygon(circle(4_000)), shapely.Polygon(ring)
    assert drawn.symmetric_difference(kept).area < 0.02 * drawn.area
    assert clean_content(content_of(row))["footprint"] == ring
    assert row.footprint_l93 is not None
    assert losing([row.footprint_l93]).all()


def test_of_several_parts_the_largest_is_kept_and_that_is_known() -> None:
    parts = {"type": "MultiPolygon", "coordinates": [[circle(8, LON + 0.01, radius=0.0005)], [circle(8, radius=0.002)]]}
    (row,) = through("a.geojson", geojson(feature(parts)), Kind.ZONE_SITE).rows
    told = content_of(row)
    assert shapely.Polygon(told["footprint"]).contains(shapely.Point(LON, LAT))
    assert row.footprint_l93 is not None
    assert losing([row.footprint_l93]).all()


def test_a_hole_is_known_to_be_lost() -> None:
    (row,) = through("a.geojson", geojson(feature(polygon(circle(8, radius=0.003), circle(8)))), Kind.ZONE_SITE).rows
    assert row.footprint_l93 is not None
    assert losing([row.footprint_l93]).all()
    assert content_of(through("a.geojson", geojson(feature(point()))).rows[0])["lon"] == LON
