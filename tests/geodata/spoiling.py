"""Files of open data in any form (JSON, GeoJSON, CSV, packed or not) as records that a test spoils, and written back."""

from __future__ import annotations

import csv
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import shapely

Record: TypeAlias = dict[str, Any]
"""The fields of a record; in GeoJSON its geometry is one of them, `GEOMETRY`."""
Change: TypeAlias = Callable[[list[Record]], list[Record]]
GEOMETRY = "geometry"
TEXTS = (".csv", ".txt", ".json", ".geojson", "")
ABOUT = "meta_"
"""How INSEE calls the dictionary of variables beside a table."""


def texts(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """Change the text of a file, or of each file of its archive."""
    if data[:2] == b"\x1f\x8b":
        return gzip.compress(change(gzip.decompress(data)))
    if data[:2] != b"PK":
        return change(data)
    sink = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) if name.startswith(ABOUT) else change(old.read(name)))
    return sink.getvalue()


def records(data: bytes, change: Change) -> bytes:
    """Change the records of a file; one that has none, as an extract of OpenStreetMap, is left as it is."""
    return texts(data, lambda text: _changed(text, change))


def fields(data: bytes) -> list[str]:
    """Return the names of the fields of a file, in order."""
    found: dict[str, None] = {}

    def seen(rows: list[Record]) -> list[Record]:
        found.update(dict.fromkeys(name for row in rows for name in row))
        return rows

    records(data, seen)
    return list(found)


def first(change: Callable[[Record], Record]) -> Change:
    """Return the change of the first record alone."""
    return lambda rows: [change(rows[0]), *rows[1:]] if rows else rows


def each(change: Callable[[Record], Record]) -> Change:
    return lambda rows: [change(row) for row in rows]


def bow_tie(row: Record) -> Record:
    """Return a record whose contour crosses itself, where it was."""
    if row.get(GEOMETRY) is None:
        return row
    lon, lat = shapely.get_coordinates(shapely.geometry.shape(row[GEOMETRY]))[0].tolist()
    ring = [[lon, lat], [lon + 0.01, lat + 0.01], [lon + 0.01, lat], [lon, lat + 0.01], [lon, lat]]
    return {**row, GEOMETRY: {"type": "Polygon", "coordinates": [ring]}}


def _changed(text: bytes, change: Change) -> bytes:
    if text.lstrip()[:1] in {b"{", b"["}:
        return _json(text, change)
    return _csv(text, change) if _is_table(text) else text


def _is_table(text: bytes) -> bool:
    head = text.partition(b"\n")[0]
    return head.isascii() and head.count(b";") + head.count(b",") > 0


def _json(text: bytes, change: Change) -> bytes:
    content = json.loads(text)
    if isinstance(content, list):
        return json.dumps(change(content)).encode()
    if "features" in content:
        rows = change([{**one["properties"], GEOMETRY: one["geometry"]} for one in content["features"]])
        return json.dumps({**content, "features": list(_features(rows))}).encode()
    return json.dumps({**content, "results": change(content["results"])}).encode()


def _features(rows: list[Record]) -> Iterator[dict[str, Any]]:
    for row in rows:
        yield {"type": "Feature", "properties": {k: v for k, v in row.items() if k != GEOMETRY}, "geometry": row.get(GEOMETRY)}


def _csv(text: bytes, change: Change) -> bytes:
    lines = text.decode()
    separator = max(";,", key=lines.partition("\n")[0].count)
    reader = csv.DictReader(io.StringIO(lines), delimiter=separator)
    rows = change(list(reader))
    sink = io.StringIO()
    writer = csv.DictWriter(sink, list(rows[0]) if rows else list(reader.fieldnames or ()), delimiter=separator, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return sink.getvalue().encode()
