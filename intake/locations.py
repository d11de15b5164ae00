"""Positions and contours told in one column: « lat, lon », degrees-minutes-seconds, WKT, WKB, GeoJSON; made geometries of their rows."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

import shapely

from domain.place_fields import PlaceField
from geodata.crs import WGS84
from geodata.systems import code_of
from i18n import gettext as _
from intake.errors import RowError, shown
from intake.fields import IN_ONE_COLUMN, LOCATION, OUTLINE
from intake.geometry import with_point
from intake.table import Cell, Geometry, Table, text_of
from intake.values import number_of

MOST_CHARS = 200_000
Located = tuple[Geometry, str | None]
"""A geometry, and its system where that is known."""
_ANGLE = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>[-+−])?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:[°º˚]|deg|d)\s*"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*(?:['′’‘´]|min|m)(?!['′’])\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"″”“]|['′’]{2}|se?c?)\s*)?(?P<after>[NSEWO])?(?![a-z])",
    re.IGNORECASE,
)
_SPACED = re.compile(
    r"(?P<before>[NSEWO])?\s*(?P<sign>)(?P<degrees>\d{1,3}(?:\.\d+)?)(?:[ :]+(?P<minutes>\d{1,2}(?:[.,]\d+)?))?"
    r"(?:[ :]+(?P<seconds>\d{1,2}(?:[.,]\d+)?))?(?(before)|\s*(?P<after>[NSEWO])(?![a-z]))",
    re.IGNORECASE | re.ASCII,
)
"""Degrees, minutes and seconds parted by spaces, where letters say the side: « N 43 20.921 E 5 22.146 »."""
_LETTERED = re.compile(r"[NS]?[\d\s.,:]+[NS]?[\s,;]*[EWO]?[\d\s.,:]+[EWO]?", re.IGNORECASE | re.ASCII)
_LINK = re.compile(
    r"(?:geo:|@|!3d|[?&](?:q|ll|query|center)=(?:loc:)?|mlat=|#map=\d+/)(-?\d{1,2}\.\d+)(?:,|%2C|!4d|&mlon=|/)\+?(-?\d{1,3}\.\d+)", re.ASCII
)
"""A position within the address of a map, latitude first."""
_PAIR = re.compile(r"[\[(]?\s*([-+]?\d+(?:[.,]\d+)?)\s*[;,/|\s]\s*([-+]?\d+(?:[.,]\d+)?)\s*[\])]?", re.ASCII)
_WORDS = re.compile(r"\b(?:latitude|longitude|lat|lng|long|lon|gps|x|y)\b\s*[:=]?|[{}\"]", re.IGNORECASE)
_KINDS = r"(?:MULTI)?(?:POINT|POLYGON|LINESTRING|CURVE|SURFACE)|GEOMETRYCOLLECTION"
_WKT = re.compile(rf"(?:SRID=(\d{{1,6}});)?\s*(?:{_KINDS})\b.*", re.IGNORECASE | re.DOTALL)
_WKB = re.compile(r"(?:[0-9a-fA-F]{2}){21,}", re.ASCII)
CONTOUR_TYPES = ("Polygon", "MultiPolygon")
LATITUDES, LONGITUDES = (41.0, 52.0), (-6.0, 11.0)
"""Of France: they tell « lat, lon » from « lon, lat »."""


def angle_of(text: str) -> float | None:
    """Return the degrees of « 43°20'55"N », « 5° 22,5' E » or « 43.3487° »; None for anything else."""
    found = _ANGLE.fullmatch(text.strip())
    return None if found is None else _degrees(found)


def _degrees(found: re.Match[str]) -> float:
    degrees, minutes, seconds = (float((found[part] or "0").replace(",", ".")) for part in ("degrees", "minutes", "seconds"))
    is_negative = found["sign"] in ("-", "−") or (found["before"] or found["after"] or "").upper() in {"S", "W", "O"}
    return (-1 if is_negative else 1) * (degrees + minutes / 60 + seconds / 3600)


def located(table: Table, mapping: Mapping[str, str], typed: Collection[int] = ()) -> Table:
    """Return a table whose geometries are read in the columns that tell them; the same table when none does.

    Thousands of texts of any length are parsed: for the process apart, or for a few rows (see `bulk.review.rows_checked`).
    A row whose cell is empty has the point of its two coordinates, if it has them, and so has one of `typed`, numbers of the rows whose
    coordinates a person typed. A contour has the point that stands beside it as its position. A cell that cannot be read is an error of
    its column.
    """
    at = {field: table.columns.index(column) for column, field in mapping.items() if column in table.columns}
    fields = [field for field in IN_ONE_COLUMN if field.id in at]
    if table.geometries or not fields:
        return table
    shapes, errors, systems = list[Geometry](), list[RowError](), set[str | None]()
    for row, number in zip(table.rows, table.numbers, strict=True):
        found = dict[str, Located]()
        for field in fields if number not in typed else ():
            try:
                found[field.id] = geometry_of(text_of(row[at[field.id]]))
            except (ValueError, RecursionError, shapely.errors.ShapelyError):
                errors.append(_unread(number, field, text_of(row[at[field.id]])))
        shape, system = _of_row(found, _point(row, at))
        shapes.append(shape)
        if any(geometry for geometry, _system in found.values()):
            systems.add(system)
    crs = table.crs or (systems.pop() if len(systems) == 1 else None)
    return replace(table, geometries=tuple(shapes), crs=crs, errors=(*table.errors, *errors))


def beside_contours(table: Table, mapping: Mapping[str, str]) -> Table:
    """Return a map in degrees whose contours have the position that its columns tell beside them, where they tell one."""
    at = {field: table.columns.index(column) for column, field in mapping.items() if column in table.columns}
    if table.crs != WGS84 or not table.geometries or not {"x", "y"} <= at.keys():
        return table
    shapes = (
        with_point(shape, point) if shape and shape.get("type") in CONTOUR_TYPES and (point := _point(row, at)) else shape
        for shape, row in zip(table.geometries, table.rows, strict=True)
    )
    return replace(table, geometries=tuple(shapes))


def _unread(number: int, field: PlaceField, text: str) -> RowError:
    message = _("{label} : « lat, lon », degrés-minutes-secondes, WKT ou GeoJSON attendu")
    return RowError(number, field.id, message.format(label=_(field.label)), shown(text.strip()))


def _of_row(found: Mapping[str, Located], typed: Geometry) -> Located:
    """The contour of a row with the point beside it, or what it has of them, and the system of what it is read in."""
    each_of = [found[name] for name in (LOCATION.id, OUTLINE.id) if name in found and found[name][0]]
    contour = next((each for each in reversed(each_of) if each[0] and each[0].get("type") != "Point"), None)
    point, system = next((each for each in each_of if each is not contour), (typed, None))
    if contour is None:
        return point, system
    shape, system = contour
    return (with_point(shape, point) if shape and point else shape), system


def _point(row: tuple[Cell, ...], at: Mapping[str, int]) -> Geometry:
    pair = [number_of(row[at[name]]) if name in at else None for name in ("x", "y")]
    return None if None in pair else {"type": "Point", "coordinates": pair}


def geometry_of(text: str) -> Located:
    """Return the geometry that a cell tells, and its system when that is known; no geometry for an empty one.

    Raises
    ------
    ValueError
        When it tells none.
    """
    text = text.strip()
    if not text or len(text) > MOST_CHARS:
        return None, None
    if text.startswith("{") and '"type"' in text:
        found = json.loads(text)
        shape = found.get("geometry") if found.get("type") == "Feature" else found
        return shape if isinstance(shape, dict) else None, WGS84
    if match := _WKT.fullmatch(text):
        return _shape(shapely.from_wkt(match[0].partition(";")[2] if match[1] else text), match[1])
    if _WKB.fullmatch(text):
        shape = shapely.from_wkb(text)
        return _shape(shape, str(shapely.get_srid(shape) or ""))
    return _pair(text)


def point_of(text: str) -> tuple[float, float] | None:
    """Return the two numbers of « 43.3487, 5.3691 », « 43°20'55"N 5°22'9"E » or « 892531 6247440 »: longitude and latitude first.

    None for what tells no position by itself.
    """
    try:
        shape, _system = _pair(text.strip())
    except ValueError:
        return None
    return (float(shape["coordinates"][0]), float(shape["coordinates"][1])) if shape else None


def _shape(shape: Any, srid: str | None) -> tuple[Geometry, str | None]:
    if shapely.is_empty(shape):
        return None, None
    plain = json.loads(shapely.to_geojson(shapely.force_2d(shape)))
    bounds = shapely.bounds(shape)
    in_degrees = abs(bounds[0]) <= 180 and abs(bounds[2]) <= 180 and abs(bounds[1]) <= 90 and abs(bounds[3]) <= 90
    return plain, code_of(f"EPSG:{srid}") if srid else WGS84 if in_degrees else None


def _pair(text: str) -> tuple[Geometry, str | None]:
    if link := _LINK.search(text):
        return _placed(float(link[1]), float(link[2]), is_lon_first=False)
    angles = list(_ANGLE.finditer(text)) or _lettered(text)
    if len(angles) == 2 and not re.search(r"\w", (_ANGLE if angles[0].re is _ANGLE else _SPACED).sub("", text)):
        first, second = (_degrees(angle) for angle in angles)
        letter = (angles[0]["before"] or angles[0]["after"] or "").upper()
        return _placed(first, second, is_lon_first=letter in {"E", "W", "O"} or (not letter and _is_lon_first(first, second)))
    found = _PAIR.fullmatch(_bare(text))
    if found is None:
        raise ValueError(text)
    if re.fullmatch(r"[-+]?\d{1,3},\d+", text):
        raise ValueError(text)  # one number with a decimal comma
    first, second = (float(part.replace(",", ".")) for part in found.groups())
    if abs(first) > 180 or abs(second) > 180:
        return {"type": "Point", "coordinates": [first, second]}, None
    says = re.search(r"lat|lon|lng", text.lower())
    return _placed(first, second, is_lon_first=says[0] != "lat" if says else _is_lon_first(first, second))


def _lettered(text: str) -> list[re.Match[str]]:
    """The two angles of a text that names both sides, « 43 20 55 N, 5 22 09 E »; none of any other."""
    if not (re.search("[NS]", text, re.IGNORECASE) and re.search("[EWO]", text, re.IGNORECASE) and _LETTERED.fullmatch(text)):
        return []
    return list(_SPACED.finditer(text))


def _bare(text: str) -> str:
    """The two numbers and what parts them: names and colons are left out."""
    return re.sub(r"\s+([,;])\s*|\s+", lambda found: found[1] or " ", _WORDS.sub(" ", text).replace(":", " ")).strip()


def _is_lon_first(first: float, second: float) -> bool:
    return LONGITUDES[0] <= first <= LONGITUDES[1] and LATITUDES[0] <= second <= LATITUDES[1]


def _placed(first: float, second: float, *, is_lon_first: bool) -> tuple[Geometry, str | None]:
    return {"type": "Point", "coordinates": [first, second] if is_lon_first else [second, first]}, WGS84
