"""GeoPackage files."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from domain.candidate import Kind
from intake import geopackage
from intake.errors import FileError
from intake.packed import unpack
from intake.read import examine
from intake.sandbox import Busy
from tests.intake.making import LAT, LON, X, Y, circle, gpkg, wkb_point, wkb_polygon
from tests.intake.making import read_gpkg as read


def test_rows_geometries_and_system_are_read_from_what_gis_tools_write(tmp_path: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"nom": ["a", None], "surface": [80.5, None], "le": ["2026-03-01", None]},
        geometry=[shapely.Point(X, Y), shapely.box(X, Y, X + 9, Y + 9)],
        crs="EPSG:2154",
    )
    frame.to_file(tmp_path / "a.gpkg", driver="GPKG")
    table = read((tmp_path / "a.gpkg").read_bytes())
    assert table.columns == ("nom", "surface", "le")
    assert table.rows == (("a", 80.5, "2026-03-01"), ("Lieu 2", None, None))
    assert table.crs == "EPSG:2154"
    assert [geometry["type"] for geometry in table.geometries if geometry] == ["Point", "Polygon"]


@pytest.mark.parametrize(("srs", "crs"), [(4326, "EPSG:4326"), (2154, "EPSG:2154"), (-1, None), (0, None)])
def test_the_system_is_the_files_own_or_unknown(srs: int, crs: str | None) -> None:
    assert read(gpkg(srs=srs)).crs == crs


def test_a_shape_that_is_too_big_or_missing_does_not_stop_the_others() -> None:
    table = read(gpkg([("a", "b")] * 3, [wkb_point(), wkb_polygon(circle(5_000)), None]))
    assert [geometry and geometry["type"] for geometry in table.geometries] == ["Point", "too_many_vertices", None]
    assert table.geometries[0] == {"type": "Point", "coordinates": [LON, LAT]}


@pytest.mark.parametrize(("form", "left"), [("gpkg", {"GPKG"}), ("shp", {"ESRI Shapefile"}), ("", set())])
def test_every_driver_but_that_of_the_format_is_switched_off(form: str, left: set[str]) -> None:
    skipped = geopackage.environment(form)["OGR_SKIP"].split(",")
    assert "OGR_VRT" in skipped
    assert {"GPKG", "ESRI Shapefile"} - set(skipped) == left
    assert len(set(skipped)) == len(skipped) > 170


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "vide"),
        (b"<OGRVRTDataSource/>", "XML"),
        (b"PK\x03\x04", "archive"),
        (geopackage.MAGIC, "abîmé"),
        (gpkg()[:5_000], "abîmé"),
        (gpkg(geometries=[b"\x01\x63\x00\x00\x00"]), "abîmé"),
        (gpkg(sql=["DELETE FROM gpkg_contents"]), "couche|abîmé"),
        (gpkg(columns=[f"c{n}" for n in range(201)], rows=[[1] * 201]), "colonnes"),
        (gpkg([("a", "b")] * 50_001, [wkb_point()] * 50_001), "lignes"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        read(data)


TWO_LAYERS = [
    "CREATE TABLE b AS SELECT * FROM lieux",
    "UPDATE b SET nom = 'Autre'",
    "INSERT INTO gpkg_contents SELECT 'b','features','b','','2026-01-01T00:00:00Z',0,0,9,9,4326",
    "INSERT INTO gpkg_geometry_columns VALUES ('b','geom','GEOMETRY',4326,0,0)",
]


def test_of_several_layers_the_first_of_places_is_read_the_others_are_named_and_one_may_be_chosen() -> None:
    data = gpkg(sql=TWO_LAYERS)
    table = read(data)
    assert table.rows[0][0] == "Lieu"
    assert table.notes == ("Couche lue : «\u00a0lieux\u00a0».", "Autres couches, non lues : «\u00a0b\u00a0».")
    (way,) = table.ways
    assert (way.id, way.chosen, [value for value, _label in way.options]) == ("part", "lieux", ["lieux", "b"])
    other = unpack(examine("a.gpkg", data, Kind.PREMISES, {"part": "b"}).table)
    assert "Autre" in other.rows[0]


ENDLESS = (
    "CREATE VIEW lieux AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c)"
    " SELECT x AS fid, NULL AS geom, x AS nom FROM c WHERE x < 0"
)


def test_a_layer_that_never_ends_is_stopped() -> None:
    with pytest.raises((FileError, Busy), match=r"temps|abîmé|attente"):  # a machine with much else to do ends it by the clock
        read(gpkg(sql=["DROP TABLE lieux", ENDLESS]))


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        stop = threading.Event()

        def accept() -> None:
            while not stop.is_set():
                try:
                    peer, _address = server.accept()
                except OSError:
                    continue
                came.append(repr(peer.recv(100)))
                peer.close()

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1], came
        stop.set()
        thread.join()


def test_what_a_file_names_is_neither_opened_nor_asked_for(listener: tuple[int, list[str]], tmp_path: Path) -> None:
    port, came = listener
    secret = tmp_path / "secret.csv"
    secret.write_text("nom\ncanari\n")
    url = f"http://127.0.0.1:{port}/a"
    virtual = "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING VirtualOGR(''{}'')')"
    view = "CREATE VIEW lieux AS SELECT 1 AS fid, NULL AS geom, {} AS nom"
    spoilt = [
        [f"CREATE VIEW v AS SELECT load_extension('{secret}')"],
        [f"UPDATE lieux SET nom = '/vsicurl/{url}'", f"UPDATE gpkg_contents SET description = 'VRT:{secret}'"],  # noqa: S608
        ["PRAGMA writable_schema = 1", virtual.format(secret)],
        ["PRAGMA writable_schema = 1", virtual.format(f"/vsicurl/{url}")],
        ["DROP TABLE lieux", view.format(f"ogr_geocode('{url}')")],
        ["DROP TABLE lieux", view.format(f"gdal_get_pixel_value('{secret}', 1, 'georef', 0, 0)")],
    ]
    for sql in spoilt:
        try:
            assert "canari" not in repr(read(gpkg(sql=sql)))
        except FileError as refused:
            assert str(tmp_path) not in refused.message
    assert came == []
