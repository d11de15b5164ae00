"""Makes the files that the tests of this room read, good and bad."""

from __future__ import annotations

import json
import math
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from domain.candidate import Kind
from intake import read as apart
from intake.check import Checked, check
from intake.formats import ending_of, read_here
from intake.mapping import guess
from intake.table import Table

HEAD = "Nom;Adresse;Longitude;Latitude;Surface (m²)"
LON, LAT = 5.3691, 43.3487  # in Marseille
X, Y = 892_159.34, 6_252_833.64  # the same place


def csv_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines)).encode()


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": {"nom": "Lieu", "adresse": "1, rue du Port"} | properties}


def point(x: Any = LON, y: Any = LAT) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [x, y]}


def polygon(*rings: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def circle(vertices: int, x: float = LON, y: float = LAT, radius: float = 0.001) -> list[list[float]]:
    turns = [2 * math.pi * step / vertices for step in range(vertices)]
    ring = [[x + radius * math.cos(turn), y + radius * math.sin(turn)] for turn in turns]
    return [*ring, ring[0]]


def geojson(*features: Any, **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)} | members).encode()


def xlsx(rows: Iterable[Sequence[Any]], change: Callable[[Any, Any], None] | None = None) -> bytes:
    """A workbook with one sheet; `change` may do more to (book, sheet)."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Lieux")
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            sheet.write(row, column, cell)
    if change is not None:
        change(book, sheet)
    book.close()
    return buffer.getvalue()


def rezipped(data: bytes, parts: Mapping[str, bytes | None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive whose parts are replaced, added, or left out (None)."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", method) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def sheet_xml(cells: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>{cells}</sheetData></worksheet>'.encode()


def wkb_point(x: float = LON, y: float = LAT) -> bytes:
    return struct.pack("<BIdd", 1, 1, x, y)


def wkb_polygon(ring: Sequence[Sequence[float]]) -> bytes:
    return struct.pack("<BIII", 1, 3, 1, len(ring)) + b"".join(struct.pack("<dd", *pair) for pair in ring)


def gpkg(
    rows: Iterable[Sequence[Any]] = (("Lieu", "1, rue du Port"),),
    geometries: Iterable[bytes | None] = (wkb_point(),),
    *,
    columns: Sequence[str] = ("nom", "adresse"),
    srs: int = 4326,
    sql: Iterable[str] = (),
    table: str = "lieux",
) -> bytes:
    """A GeoPackage with one layer; `sql` is run at the end, to spoil it."""
    header = b"GP\x00\x01" + struct.pack("<i", srs)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.gpkg"
        with closing(sqlite3.connect(path)) as base:
            base.executescript(_GPKG_TABLES)
            names = ", ".join(f'"{name}"' for name in columns)
            base.execute(f'CREATE TABLE "{table}" (fid INTEGER PRIMARY KEY, geom BLOB, {names})')
            base.execute(
                "INSERT INTO gpkg_contents VALUES (?, 'features', ?, '', '2026-01-01T00:00:00Z', 0, 0, 9, 9, ?)", (table, table, srs)
            )
            base.execute("INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'GEOMETRY', ?, 0, 0)", (table, srs))
            marks = ", ".join("?" * (len(columns) + 1))
            lines = [(None if wkb is None else header + wkb, *row) for row, wkb in zip(rows, geometries, strict=True)]
            base.executemany(f'INSERT INTO "{table}" (geom, {names}) VALUES ({marks})', lines)  # noqa: S608
            for statement in sql:
                base.execute(statement)
            base.commit()
        return path.read_bytes()


_WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)
_L93 = (
    'PROJCS["RGF93 v1 / Lambert-93",GEOGCS["RGF93 v1",DATUM["Reseau_Geodesique_Francais_1993_v1",'
    'SPHEROID["GRS 1980",6378137,298.257222101]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4171"]],PROJECTION["Lambert_Conformal_Conic_2SP"],'
    'PARAMETER["latitude_of_origin",46.5],PARAMETER["central_meridian",3],PARAMETER["standard_parallel_1",49],'
    'PARAMETER["standard_parallel_2",44],PARAMETER["false_easting",700000],PARAMETER["false_northing",6600000],UNIT["metre",1],'
    'AUTHORITY["EPSG","2154"]]'
)
_GPKG_TABLES = """
PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT, organization_coordsys_id INTEGER,
  definition TEXT, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '%1', ''), ('L93', 2154, 'EPSG', 2154, '%2', ''),
  ('undefined', -1, 'NONE', -1, 'undefined', ''), ('undefined', 0, 'NONE', 0, 'undefined', '');
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT, description TEXT, last_change TEXT, min_x DOUBLE,
  min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER, z INTEGER, m INTEGER);
""".replace("%1", _WGS84).replace("%2", _L93)


def read(filename: str, data: bytes) -> Table:
    """Read a file; here what takes no parser of another house, so that thousands of examples take no thousands of processes."""
    return read_here(filename, data) if ending_of(filename) in {"csv", "tsv", "txt", "json", "geojson"} else apart.read(filename, data)


def read_xlsx(data: bytes) -> Table:
    """Read a workbook as it is when it is sent."""
    return apart.read("a.xlsx", data)


def read_gpkg(data: bytes) -> Table:
    """Read a GeoPackage as it is when it is sent."""
    return apart.read("a.gpkg", data)


def taken(table: Table, kind: Kind = Kind.PREMISES, crs: str | None = None, accept: Sequence[str] = ()) -> Checked:
    """Check a table by the mapping that is guessed."""
    found = guess(table.columns, kind)
    return check(table, found.mapping, kind, crs or found.crs, accept)


def through(filename: str, data: bytes, kind: Kind = Kind.PREMISES, crs: str | None = None, accept: Sequence[str] = ()) -> Checked:
    """Read a file and check it by the mapping that is guessed."""
    return taken(read(filename, data), kind, crs, accept)
