"""A small validator of a CSV by its Table Schema (frictionlessdata.io/specs/table-schema), for what the standards ask."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

GEOMETRIES = {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}


def faults(data: bytes, schema: Mapping[str, Any], delimiter: str) -> list[str]:
    """Return what is wrong with a CSV by its schema, a sentence each; none when it is valid."""
    head, *rows = csv.reader(io.StringIO(data.decode("utf-8"), newline=""), delimiter=delimiter)
    fields = schema["fields"]
    if head != [field["name"] for field in fields]:
        return [f"headings: {head}"]
    found = [fault for line, row in enumerate(rows, 2) for fault in _row_faults(line, row, fields, schema["missingValues"])]
    key = head.index(schema["primaryKey"])
    keys = [row[key] for row in rows]
    return [*found, *(f"twice: {each}" for each in set(keys) if keys.count(each) > 1)]


def _row_faults(line: int, row: list[str], fields: list[dict[str, Any]], missing: list[str]) -> Iterator[str]:
    if len(row) != len(fields):
        yield f"{line}: {len(row)} cells"
    for field, text in zip(fields, row, strict=False):
        constraints = field.get("constraints", {})
        allowed = field.get("enum", constraints.get("enum"))
        if text in missing:
            if constraints.get("required"):
                yield f"{line}, {field['name']}: required"
        elif not _is_of_type(text, field["type"], field.get("format", "")):
            yield f"{line}, {field['name']}: {text!r} is no {field['type']}"
        elif (allowed and text not in allowed) or not re.search(constraints.get("pattern", ""), text):
            yield f"{line}, {field['name']}: {text!r} is not allowed"


def _is_of_type(text: str, kind: str, form: str) -> bool:
    try:
        if kind == "number":
            float(text)
            return re.fullmatch(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", text) is not None
        if kind == "date":
            return dt.datetime.strptime(text, form).strftime(form) == text
        if kind == "geojson":
            return json.loads(text)["type"] in GEOMETRIES
        if kind == "geopoint":
            lon, lat = map(float, text.split(","))
            return abs(lon) <= 180 and abs(lat) <= 90
    except (ValueError, KeyError, TypeError):
        return False
    return kind == "string"
