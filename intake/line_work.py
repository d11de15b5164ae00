"""Lines among the places of a map: neither points nor contours, they are passed over, and named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from i18n import gettext as _
from intake.asides import first_text
from intake.errors import listed, shown
from intake.table import Geometry, Table

LINES = frozenset({"LineString", "MultiLineString"})
PLACES = frozenset({"Point", "MultiPoint", "Polygon", "MultiPolygon"})


def without_lines(table: Table) -> Table:
    """Return a table whose rows that are lines are proposed to be left out, where others are points or contours.

    Of a collection of contours and lines, the contours stay.
    """
    shapes = [_without_lines(shape) for shape in table.geometries]
    if not any(_tells_place(shape) for shape in shapes):
        return table
    lines = {number for number, shape in zip(table.numbers, shapes, strict=True) if _kind(shape) in LINES and not _is_ring(shape)}
    cut = {number for number, old, new in zip(table.numbers, table.geometries, shapes, strict=True) if old is not new}
    if not lines | cut:
        return table
    named = [(number, first_text(row)) for number, row in zip(table.numbers, table.rows, strict=True) if number in lines | cut]
    texts = [_("ligne {row} (« {text} »)").format(row=number, text=shown(text)) for number, text in named]
    note = _("Tracés laissés de côté, car un lieu est un point ou un contour : {rows}.").format(rows=listed(texts))
    return replace(table, geometries=tuple(shapes), asides=(*table.asides, *sorted(lines)), notes=(*table.notes, note))


def _kind(shape: Geometry) -> str:
    kind = (shape or {}).get("type")
    return kind if isinstance(kind, str) else ""


def _tells_place(shape: Geometry) -> bool:
    members = (shape or {}).get("geometries")
    inner = members if _kind(shape) == "GeometryCollection" and isinstance(members, list) else [shape]
    return any(_kind(each) in PLACES for each in inner if isinstance(each, dict))


def _is_ring(shape: Geometry) -> bool:
    """Whether a line is closed: it is a contour (see `intake.geometry.shape_of`)."""
    line = (shape or {}).get("coordinates")
    if _kind(shape) == "MultiLineString" and isinstance(line, list) and len(line) == 1:
        line = line[0]
    return isinstance(line, list) and len(line) > 3 and line[0] == line[-1]


def _without_lines(shape: Geometry) -> Geometry:
    """A collection of contours and lines as its contours."""
    members = shape.get("geometries") if shape and _kind(shape) == "GeometryCollection" else None
    if not isinstance(members, list) or not all(isinstance(member, dict) for member in members):
        return shape
    kinds = {_kind(member) for member in members}
    if not kinds & LINES or not kinds & {"Polygon", "MultiPolygon"} or kinds - LINES - {"Polygon", "MultiPolygon"}:
        return shape
    parts = [part for member in members if _kind(member) not in LINES for part in _parts(member)]
    return (
        {"type": "MultiPolygon", "coordinates": parts} if len(parts) > 1 else {"type": "Polygon", "coordinates": parts[0] if parts else []}
    )


def _parts(member: Mapping[str, Any]) -> list[Any]:
    coordinates = member.get("coordinates")
    whole = coordinates if isinstance(coordinates, list) else []
    return whole if _kind(member) == "MultiPolygon" else [whole]
