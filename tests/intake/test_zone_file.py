"""The zone of a file: contours of any map format, read apart, as one ring."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pytest
import shapely

from domain.facet import PolygonFacet
from domain.facet_values import MAX_VERTICES
from intake.errors import FileError
from intake.zone_file import MAX_BYTES, read_zone
from tests.intake.making import circle, csv_of, feature, geojson, kml, point, polygon

ZONE = PolygonFacet("zone", "Zone")
SQUARE = [[5.36, 43.34], [5.38, 43.34], [5.38, 43.36], [5.36, 43.36], [5.36, 43.34]]
HOLE = [[5.365, 43.345], [5.365, 43.35], [5.37, 43.35], [5.37, 43.345], [5.365, 43.345]]
APART = [[5.40, 43.30], [5.41, 43.30], [5.41, 43.31], [5.40, 43.31], [5.40, 43.30]]
INSIDE, IN_HOLE, IN_APART, OUTSIDE = (5.375, 43.355), (5.367, 43.347), (5.405, 43.305), (5.39, 43.32)
FRAME = gpd.GeoDataFrame({"nom": ["A", "B"]}, geometry=[shapely.Polygon(SQUARE, [HOLE]), shapely.Polygon(APART)], crs=4326)


def kept(ring: Sequence[tuple[float, float]], *points: tuple[float, float]) -> list[bool]:
    """Which points the facet keeps, by the ring as the address carries it."""
    value = ZONE.from_json([list(vertex) for vertex in ring])
    assert value is not None
    lon, lat = (np.array(axis, float) for axis in zip(*points, strict=True))
    return ZONE.mask(ZONE.encode({"lon": lon, "lat": lat}), ZONE.parse(ZONE.write(value)) or ()).tolist()


def written(folder: Path, ending: str, frame: gpd.GeoDataFrame = FRAME) -> bytes:
    driver = {"gpkg": "GPKG", "geojson": "GeoJSON", "kml": "KML"}.get(ending, "ESRI Shapefile")
    if ending != "zip":
        frame.to_file(folder / f"zone.{ending}", driver=driver)
        return (folder / f"zone.{ending}").read_bytes()
    frame.to_file(folder / "zone.shp", driver=driver)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for part in folder.glob("zone.*"):
            archive.write(part, part.name)
    return packed.getvalue()


def refusal(name: str, data: bytes) -> str:
    with pytest.raises(FileError) as why:
        read_zone(name, data)
    return why.value.message


@pytest.mark.parametrize("ending", ["geojson", "kml", "gpkg", "zip"])
def test_holes_are_left_out_and_every_contour_counts_in_each_format(ending: str, tmp_path: Path) -> None:
    zone = read_zone(f"zone.{ending}", written(tmp_path, ending))
    assert kept(zone.ring, INSIDE, IN_HOLE, IN_APART, OUTSIDE) == [True, False, True, False]
    assert (zone.contours, zone.tolerance_m) == (2, 0.0)


@pytest.mark.parametrize("crs", [2154, 3943, 32631])
def test_a_declared_projection_is_converted(crs: int, tmp_path: Path) -> None:
    zone = read_zone("zone.gpkg", written(tmp_path, "gpkg", FRAME.to_crs(crs)))
    assert kept(zone.ring, INSIDE, IN_HOLE, IN_APART, OUTSIDE) == [True, False, True, False]


def test_metres_of_the_territory_without_a_declared_system_and_swapped_degrees_are_recognised() -> None:
    own = FRAME.to_crs(2154).geometry.map(lambda shape: {"type": "Polygon", "coordinates": shapely.geometry.mapping(shape)["coordinates"]})
    swapped = [[lat, lon] for lon, lat in SQUARE]
    assert kept(read_zone("zone.geojson", geojson(*map(feature, own))).ring, INSIDE, OUTSIDE) == [True, False]
    assert kept(read_zone("zone.geojson", geojson(feature(polygon(swapped)))).ring, INSIDE, OUTSIDE) == [True, False]


def test_a_contour_of_too_many_vertices_is_simplified_and_the_distance_is_said() -> None:
    zone = read_zone("zone.geojson", geojson(feature(polygon(circle(3_000, 5.37, 43.35, 0.01)))))
    assert 50 < len(zone.ring) <= MAX_VERTICES
    assert 0 < zone.tolerance_m < 20
    assert kept(zone.ring, (5.37, 43.35), (5.3795, 43.35), (5.3805, 43.35)) == [True, True, False]


def test_contours_that_overlap_are_one_area() -> None:
    shifted = [[lon + 0.01, lat] for lon, lat in SQUARE]
    zone = read_zone("zone.geojson", geojson(feature(polygon(SQUARE)), feature(polygon(shifted))))
    assert kept(zone.ring, (5.365, 43.35), (5.375, 43.35), (5.385, 43.35), (5.395, 43.35)) == [True, True, True, False]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("points.geojson", geojson(feature(point())), "aucun contour"),
        ("table.csv", csv_of("Lieu;1 rue;5.37;43.35;10"), "aucun contour"),
        ("points.kml", kml("A"), "aucun contour"),
        ("paris.geojson", geojson(feature(polygon([[2.3, 48.8], [2.4, 48.8], [2.4, 48.9], [2.3, 48.8]]))), "n'est dans le territoire"),
        ("croise.geojson", geojson(feature(polygon([SQUARE[at] for at in (0, 2, 1, 3, 0)]))), "Objet 1"),
        ("abime.gpkg", b"SQLite format 3\x00" + b"\x00" * 400, "abîmé"),
        ("vide.geojson", b"", "vide"),
        ("page.geojson", b"<html><body>non</body></html>", "page web"),
        ("lourd.geojson", b" " * (MAX_BYTES + 1), "Mo"),
    ],
)  # fmt: skip
def test_what_gives_no_zone_is_refused_with_a_sentence(name: str, data: bytes, words: str) -> None:
    assert words in refusal(name, data)


def test_a_zone_in_too_many_pieces_for_an_address_is_refused_with_how_many_vertices_it_may_have() -> None:
    tiles: list[Any] = [
        polygon([[x, y], [x + 0.001, y], [x + 0.001, y + 0.001], [x, y]])
        for x in np.arange(5.3, 5.4, 0.01)
        for y in np.arange(43.25, 43.35, 0.01)
    ]
    assert str(MAX_VERTICES) in refusal("pieces.geojson", geojson(*map(feature, tiles)))
