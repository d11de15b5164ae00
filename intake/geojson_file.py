"""GeoJSON files, parsed by Python alone: features become rows, numbered from 1; no bomb."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from geodata.crs import WGS84
from i18n import gettext as _
from intake import encodings
from intake.errors import FileError, RowError
from intake.geometry import vertices_of
from intake.heading_rows import from_records
from intake.json_documents import as_places, crs_name, flat
from intake.line_work import without_lines
from intake.position import declared_system
from intake.reading import FOUND, Wanted
from intake.table import Amount, Cell, Geometry, Table, fitted, headings, refuse_amount, refuse_counts, refuse_size

MAX_CONTAINERS = 2_000_000  # twice what 50,000 contours of real vertices hold; millions of empty lists take seconds
LOOKED_AT = 400_000
GEOMETRIES = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})
ID = "id"
ID_COLUMN = "identifiant"
_FEATURE = re.compile(r'\{\s*"(type|id|properties|geometry)"')


def read(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a FeatureCollection, of one Feature, of one a line, or of bare geometries; that of plain records too.

    Undeclared coordinates are WGS 84 (RFC 7946).

    The identifier of a feature is a column where its properties have none of that name. What is no number is an error of its place.

    Raises
    ------
    FileError
        When it is too big, is not JSON, is nested too deep, or is not a set of features or of records.
    """
    refuse_size(data)
    document = as_places(_document(data))
    if is_records(document):
        return _of_records(document, wanted)
    if isinstance(document, list):
        document = {"type": "FeatureCollection", "features": document}
    features = _features(document)
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise FileError(_("Le fichier n'est pas un GeoJSON de lieux (FeatureCollection)."))
    if not features:
        raise FileError(_("Le fichier est vide."))
    refuse_counts(len(features), 0)
    return _table(features, _crs(document))


def is_records(document: Any) -> bool:
    """Say whether a document is a list of plain records, as the interfaces of programs give them."""
    return isinstance(document, list) and bool(document) and all(isinstance(each, dict) and "type" not in each for each in document)


def _of_records(records: Sequence[dict[str, Any]], wanted: Wanted) -> Table:
    refuse_counts(len(records), 0)
    records = [flat(each) for each in records]
    keys: dict[str, None] = {}
    for each in records:
        keys.update(dict.fromkeys(each))
        refuse_counts(0, len(keys))
    refuse_amount(len(records) * len(keys))
    return _without_infinite(from_records([list(keys), *([_cell(each.get(key)) for key in keys] for each in records)], (), wanted))


def _features(document: Any) -> Any:
    """The features of a document; None when it has none. A bare geometry is that of a place, and so is each of a collection."""
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "FeatureCollection":
        return document.get("features")
    if kind == "GeometryCollection" and isinstance(document.get("geometries"), list):
        return [{"type": "Feature", "properties": None, "geometry": each} for each in document["geometries"]]
    return [document] if kind == "Feature" else [{"type": "Feature", "geometry": document}] if kind in GEOMETRIES else None


def _document(data: bytes) -> Any:
    if data.count(b"[") + data.count(b"{") > MAX_CONTAINERS:
        raise FileError(_("Le fichier a trop de sommets ou d'éléments."))
    try:
        text = text_of_json(data)
        return _by_line(text) if _is_by_line(text) else json.loads(text)
    except RecursionError:
        raise FileError(_("Le fichier est imbriqué trop profondément.")) from None
    except UnicodeDecodeError:
        raise FileError(_("Un fichier GeoJSON s'écrit en UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise FileError(_("Le JSON est mal formé à la ligne {line}.").format(line=error.lineno)) from None
    except ValueError:
        raise FileError(_("Un nombre du fichier est démesuré.")) from None


def text_of_json(data: bytes) -> str:
    """Return the text of a document: UTF-8 as it should be, or as programs of old write it; `UnicodeDecodeError` when it is none."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        encoding = encodings.of_bytes(data)
        if not encoding or encodings.is_noise(data):
            raise
        return encodings.text_in(data, encoding)


def _is_by_line(text: str) -> bool:
    """Whether each line is a feature, or a record, of its own (GeoJSON text sequence, « .geojsonl », « .ndjson »)."""
    lines = [line.lstrip("\x1e").strip() for line in text[:LOOKED_AT].split("\n", 3)[:3]]
    whole = [line for line in lines if line]
    if len(whole) > 1 and whole[0].endswith("}") and whole[1].startswith("{") and _is_whole(whole[0]):
        return True
    return text.startswith("\x1e") or (len(whole) > 1 and all(_FEATURE.match(line) for line in whole[:2]) and whole[0].endswith("}"))


def _is_whole(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _by_line(text: str) -> list[Any]:
    features = []
    for number, line in enumerate(text.replace("\x1e", "").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            features.append(json.loads(line))
        except json.JSONDecodeError:
            raise FileError(_("Le JSON est mal formé à la ligne {line}.").format(line=number)) from None
        refuse_counts(len(features), 0)
    return features


def _crs(document: dict[str, Any]) -> str:
    """What the file says of its coordinates, as it says it; empty when it cannot be understood."""
    if document.get("crs") is None:
        return WGS84
    return crs_name(document["crs"])


def _table(features: Sequence[dict[str, Any]], declared: str) -> Table:
    properties = [feature.get("properties") for feature in features]
    known = [flat(each) if isinstance(each, dict) else {} for each in properties]
    keys: dict[str, None] = {}
    for each in known:
        keys.update(dict.fromkeys(each))
        refuse_counts(0, len(keys))
    if not {ID, ID_COLUMN} & keys.keys() and any(isinstance(feature.get(ID), (str, int, float)) for feature in features):
        known = [{**each, ID_COLUMN: feature.get(ID)} for each, feature in zip(known, features, strict=True)]
        keys[ID_COLUMN] = None
    refuse_amount(len(known) * len(keys))
    shapes: list[Geometry] = [_geometry(feature.get("geometry")) for feature in features]
    columns = headings(list(keys), keep_all=True)
    table = of_places(columns, ([_cell(each.get(key)) for key in keys] for each in known), shapes, declared)
    return _without_infinite(table)


def _without_infinite(table: Table) -> Table:
    """NaN and infinity, which JSON has not and some programs write, are an error of their place and column."""
    if not any(_is_infinite(cell) for row in table.rows for cell in row):
        return table
    message = _("« {column} » : {value} n'est pas un nombre.")
    wrong = [
        RowError(number, column, message.format(column=column, value=json.dumps(cell)), json.dumps(cell))
        for number, row in zip(table.numbers, table.rows, strict=True)
        for column, cell in zip(table.columns, row, strict=True)
        if _is_infinite(cell)
    ]
    rows = tuple(tuple(None if _is_infinite(cell) else cell for cell in row) for row in table.rows)
    return replace(table, rows=rows, errors=(*table.errors, *wrong))


def _is_infinite(cell: Cell) -> bool:
    return isinstance(cell, float) and not math.isfinite(cell)


def of_places(columns: tuple[str, ...], records: Iterable[Sequence[Cell]], shapes: Sequence[Geometry], declared: str) -> Table:
    """Return the table of the places of a map file, numbered from 1; `declared` is what the file says of its coordinates.

    Raises
    ------
    FileError
        When there is too much of them together.
    """
    refuse_amount(0, 0, sum(map(vertices_of, shapes)))
    rows: list[tuple[Cell, ...]] = []
    errors: list[RowError] = []
    amount = Amount()
    for rank, record in enumerate(records, start=1):
        row, problems = fitted(rank, record, columns)
        amount.add(row)
        rows.append(row)
        errors += problems
    crs, notes = declared_system(declared)
    return without_lines(Table(columns, tuple(rows), tuple(range(1, len(rows) + 1)), tuple(shapes), crs, notes, tuple(errors)))


def _cell(value: Any) -> Cell:
    if isinstance(value, list) and value and all(isinstance(each, str) for each in value):
        return ", ".join(value)
    if isinstance(value, (dict, list)):
        try:
            return json.dumps(value, ensure_ascii=False)
        except RecursionError:
            raise FileError(_("Le fichier est imbriqué trop profondément.")) from None
    return value


def _geometry(value: Any) -> Geometry:
    return value if value is None or isinstance(value, dict) else {"type": "unreadable"}
