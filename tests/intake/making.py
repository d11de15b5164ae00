"""Makes the files that the tests of this room read, good and bad."""

from __future__ import annotations

import json
import math
import sqlite3
import struct
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import geopandas as gpd
import shapely
import xlsxwriter

from domain.candidate import Kind
from intake import read as apart
from intake.check import Checked, check
from intake.column_units import column_units
from intake.formats import ending_of, read_here
from intake.mapping import guess
from intake.table import Table

HERE = {"csv", "tsv", "txt", "json", "geojson"}
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


EMPTY_ZIP = b"PK\x05\x06" + b"\x00" * 18


def ods(rows: Iterable[Sequence[Any]], *, hidden: Sequence[int] = (), before: str = "", name: str = "Lieux", columns: str = "") -> bytes:
    """An OpenDocument workbook with one sheet, some of whose rows (from 1) are hidden; `columns` is the XML of its columns."""
    lines = []
    for rank, row in enumerate(rows, start=1):
        cells = "".join(_ods_cell(cell) for cell in row)
        mark = ' table:visibility="collapse"' if rank in hidden else ""
        lines.append(f"<table:table-row{mark}>{cells}</table:table-row>")
    return ods_of(f'<table:table table:name="{name}">{columns}{"".join(lines)}</table:table>', before)


def ods_of(tables: str, before: str = "") -> bytes:
    """An OpenDocument workbook of some XML."""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    head = f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content xmlns:office="{space}:office:1.0"'
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    content = f'{head} xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0">{body}'
    parts = {
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": content.encode(),
        "META-INF/manifest.xml": b"<m/>",
    }
    return rezipped(EMPTY_ZIP, parts)


def _ods_cell(cell: Any) -> str:
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'


def xls(
    rows: Iterable[Sequence[Any]],
    *,
    hidden: Sequence[int] = (),
    merged: Sequence[tuple[int, int, int, int]] = (),
    hidden_columns: Sequence[int] = (),
) -> bytes:
    """An old binary workbook (BIFF 8 in a compound file) with one sheet: some rows (from 1) and columns (from 0) are hidden, some cells
    merged (from 0: first and last row, first and last column).
    """

    def record(code: int, body: bytes) -> bytes:
        return struct.pack("<HH", code, len(body)) + body

    cells = bytearray(b"".join(record(0x0208, struct.pack("<HHHHHHI", number - 1, 0, 3, 255, 0, 0, 0x120)) for number in hidden))
    cells += b"".join(record(0x007D, struct.pack("<HHHHHH", column, column, 0x900, 15, 1, 0)) for column in hidden_columns)
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            at = struct.pack("<HHH", row, column, 0)
            if isinstance(cell, str):
                cells += record(0x0204, at + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
            else:
                cells += record(0x0203, at + struct.pack("<d", cell))
    cells += record(0x00E5, struct.pack("<H", len(merged)) + b"".join(struct.pack("<HHHH", *each) for each in merged))
    begin, end = (record(0x0809, struct.pack("<HHHHII", 0x0600, sort, 0, 0, 0, 0)) for sort in (0x0005, 0x0010)), record(0x000A, b"")
    book, sheet = begin
    bound = record(0x0085, struct.pack("<IHBB", len(book) + 4 + 13 + len(end), 0, 5, 0) + b"Lieux")
    stream = book + bound + end + sheet + cells + end
    return _compound(stream + b"\x00" * (max(4_096, -(-len(stream) // 512) * 512) - len(stream)))


def _compound(stream: bytes) -> bytes:
    """A compound file that holds one stream, « Workbook »: the table of its sectors, the list of the table, a folder, the stream."""
    sectors = len(stream) // 512
    tables = next(count for count in range(1, sectors + 2) if 127 * count >= sectors + 2 + count)
    more = -(-max(0, tables - 109) // 127)  # the head names 109 sectors of the table
    first = tables + more + 1
    fat = [*[0xFFFFFFFD] * tables, *[0xFFFFFFFC] * more, 0xFFFFFFFE, *range(first + 1, first + sectors), 0xFFFFFFFE]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512 * tables, b"\xff")

    def entry(name: str, sort: int, start: int, size: int, child: int) -> bytes:
        text = name.encode("utf-16-le") + b"\x00\x00"
        links = struct.pack("<HBBIII", len(text) if name else 0, sort, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
        return text.ljust(64, b"\x00") + links + b"\x00" * 36 + struct.pack("<IQ", start, size)

    folder = entry("Root Entry", 5, 0xFFFFFFFE, 0, 1) + entry("Workbook", 2, first, len(stream), 0xFFFFFFFF)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\x00" * 6
    head += struct.pack("<IIIIIIIII", 0, tables, tables + more, 0, 4_096, 0xFFFFFFFE, 0, tables if more else 0xFFFFFFFE, more)
    named = struct.pack(f"<{tables}I", *range(tables))
    head += named[:436].ljust(436, b"\xff")
    for rank in range(more):
        part = named[436 + 508 * rank :][:508].ljust(508, b"\xff")
        table += part + struct.pack("<I", tables + rank + 1 if rank + 1 < more else 0xFFFFFFFE)
    return head + table + folder.ljust(512, b"\x00") + stream


def kml(*names: str, before: str = "", more: str = "") -> bytes:
    """A KML file of points."""
    space = "http://www.opengis.net/kml/2.2"
    data = '<ExtendedData><Data name="adresse"><value>a</value></Data></ExtendedData>'
    places = (f"<Placemark><name>{name}</name>{data}<Point><coordinates>{LON},{LAT},0</coordinates></Point></Placemark>" for name in names)
    return f'<?xml version="1.0"?>{before}<kml xmlns="{space}"><Document>{"".join(places)}{more}</Document></kml>'.encode()


def shapefile(
    *names: str, crs: str = "EPSG:4326", parts: Collection[str] = ("shp", "shx", "dbf", "prj", "cpg"), encoding: str = "UTF-8"
) -> bytes:
    """A zipped Shapefile of points, with some of its parts."""
    frame = gpd.GeoDataFrame({"nom": list(names), "adresse": ["a"] * len(names)}, geometry=[shapely.Point(LON, LAT)] * len(names), crs=4326)
    with tempfile.TemporaryDirectory() as folder:
        frame.to_crs(crs).to_file(Path(folder) / "lieux.shp", driver="ESRI Shapefile", encoding=encoding)
        found = {f"lieux.{part}": (Path(folder) / f"lieux.{part}").read_bytes() for part in parts}
    return rezipped(EMPTY_ZIP, found)


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
    return (
        read_here(filename, data) if ending_of(filename) in HERE and not data.startswith((b"PK", b"SQLite")) else apart.read(filename, data)
    )


def read_xlsx(data: bytes) -> Table:
    """Read a workbook as it is when it is sent."""
    return apart.read("a.xlsx", data)


def read_gpkg(data: bytes) -> Table:
    """Read a GeoPackage as it is when it is sent."""
    return apart.read("a.gpkg", data)


def taken(table: Table, kind: Kind = Kind.PREMISES, crs: str | None = None, accept: Sequence[str] = ()) -> Checked:
    """Check a table by the mapping that is guessed."""
    found = guess(table.columns, kind)
    units = {found.mapping[column]: unit for column, unit in column_units(table, found.mapping, kind).items()}
    return check(table, found.mapping, kind, crs or found.crs, accept, units)


def through(filename: str, data: bytes, kind: Kind = Kind.PREMISES, crs: str | None = None, accept: Sequence[str] = ()) -> Checked:
    """Read a file and check it by the mapping that is guessed."""
    return taken(read(filename, data), kind, crs, accept)
