"""GeoJSON files, parsed by Python alone: features become rows, numbered from 1; no NaN, no bomb."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from i18n import gettext as _
from intake.errors import FileError, RowError
from intake.geometry import vertices_of
from intake.table import Amount, Cell, Geometry, Table, fitted, headings, refuse_amount, refuse_counts, refuse_size

WGS84, L93 = "EPSG:4326", "EPSG:2154"
MAX_CONTAINERS = 1_000_000  # twice what 10 MB of real vertices hold; millions of empty lists take seconds
_CODE = re.compile(r"(?:urn:ogc:def:crs:)?(?:EPSG:[\d.]*:|EPSG:)(\d{4,6})|(?:urn:ogc:def:crs:)?OGC:[\d.]*:?(CRS84)", re.ASCII)


def read(data: bytes) -> Table:
    """Return the table of a FeatureCollection, or of one Feature. Without a declared system, coordinates are WGS 84 (RFC 7946).

    Raises
    ------
    FileError
        When it is too big, is not UTF-8 JSON, holds NaN or infinity, is nested too deep, or is not a set of features.
    """
    refuse_size(data)
    document = _document(data)
    kind = document.get("type") if isinstance(document, dict) else None
    features = document.get("features") if kind == "FeatureCollection" else [document] if kind == "Feature" else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise FileError(_("Le fichier n'est pas un GeoJSON de lieux (FeatureCollection)."))
    if not features:
        raise FileError(_("Le fichier est vide."))
    refuse_counts(len(features), 0)
    return _table(features, _crs(document))


def _document(data: bytes) -> Any:
    if data.count(b"[") + data.count(b"{") > MAX_CONTAINERS:
        raise FileError(_("Le fichier a trop de sommets ou d'éléments."))
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except RecursionError:
        raise FileError(_("Le fichier est imbriqué trop profondément.")) from None
    except UnicodeDecodeError:
        raise FileError(_("Un fichier GeoJSON s'écrit en UTF-8.")) from None
    except json.JSONDecodeError as error:
        raise FileError(_("Le JSON est mal formé à la ligne {line}.").format(line=error.lineno)) from None
    except ValueError:
        raise FileError(_("Un nombre du fichier est démesuré.")) from None


def _refuse_constant(name: str) -> NoReturn:
    raise FileError(_("Le fichier contient {name}, qui n'est pas un nombre.").format(name=name))


def _crs(document: dict[str, Any]) -> str | None:
    """What the file says of its coordinates; unknown when it names a system that is none of the two."""
    if document.get("crs") is None:
        return WGS84
    crs = document["crs"]
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    found = _CODE.fullmatch(name) if isinstance(name, str) and len(name) < 80 else None
    code = "" if found is None else "4326" if found[2] else found[1]
    return {"4326": WGS84, "2154": L93}.get(code)


def _table(features: Sequence[dict[str, Any]], crs: str | None) -> Table:
    properties = [feature.get("properties") for feature in features]
    known = [each if isinstance(each, dict) else {} for each in properties]
    keys: dict[str, None] = {}
    for each in known:
        keys.update(dict.fromkeys(each))
        refuse_counts(0, len(keys))
    refuse_amount(len(known) * len(keys))
    shapes: list[Geometry] = [_geometry(feature.get("geometry")) for feature in features]
    columns = headings(list(keys), keep_all=True)
    return of_places(columns, ([_cell(each.get(key)) for key in keys] for each in known), shapes, crs)


def of_places(columns: tuple[str, ...], records: Iterable[Sequence[Cell]], shapes: Sequence[Geometry], crs: str | None) -> Table:
    """Return the table of the places of a map file, numbered from 1.

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
    return Table(columns, tuple(rows), tuple(range(1, len(rows) + 1)), tuple(shapes), crs, errors=tuple(errors))


def _cell(value: Any) -> Cell:
    if isinstance(value, (dict, list)):
        try:
            return json.dumps(value, ensure_ascii=False)
        except RecursionError:
            raise FileError(_("Le fichier est imbriqué trop profondément.")) from None
    return value


def _geometry(value: Any) -> Geometry:
    return value if value is None or isinstance(value, dict) else {"type": "unreadable"}
