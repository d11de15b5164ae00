"""GeoJSON export (RFC 7946): places in WGS 84, with what the file says of itself in the member ``metadata``."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import shapely

from geodata.catalogue import estimate_words
from i18n import gettext as _
from reports.columns import Column, columns_of, values_of
from reports.extract import Extract
from reports.filter_words import filter_sentence
from reports.provenance import TITLE, citation, count_words, notes, screen_facts, sources_of
from reports.side_table import SideTable


def write(extract: Extract) -> bytes:
    """Return the GeoJSON file of an extract: unknown values are null, days ISO 8601."""
    values = values_of(extract)
    columns = columns_of(extract)
    names = [column.id for column in columns]
    cells = [plain_values(column, values[column.id]) for column in columns]
    features = [
        {
            "type": "Feature",
            "id": row[0],
            "geometry": _geometry(extract, row[0], lon, lat),
            "properties": dict(zip(names, row, strict=True)),
        }
        for row, lon, lat in zip(zip(*cells, strict=True), extract.rows["lon"].tolist(), extract.rows["lat"].tolist(), strict=True)
    ]
    layers = {table.id: _layer(table) for table in extract.screen.tables if table.geometry_type}
    more = {"layers": layers} if layers else {}
    document = {"type": "FeatureCollection", "name": "lieux", "metadata": metadata(extract), "features": features, **more}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8", "replace")


def _geometry(extract: Extract, place: str, lon: float, lat: float) -> Any:
    """Return the contour of a place where it has one, else its position, which `lon` and `lat` tell in any case."""
    contour = extract.contours.get(place)
    return shapely.geometry.mapping(contour) if contour is not None else {"type": "Point", "coordinates": [lon, lat]}


def _layer(table: SideTable) -> dict[str, Any]:
    """Return a layer beside the places: a member of its own, which a program that knows the places alone passes over (RFC 7946, 6.1)."""
    names = [field.id for field in table.fields]
    features = [
        {"type": "Feature", "geometry": shapely.geometry.mapping(shape), "properties": dict(zip(names, row, strict=True))}
        for row, shape in zip(table.rows, table.shapes, strict=True)
    ]
    return {"type": "FeatureCollection", "name": table.id, "title": table.title, "features": features}


def _table(table: SideTable) -> dict[str, Any]:
    names = [field.id for field in table.fields]
    labels = {field.id: field.heading for field in table.fields}
    return {"title": table.title, "fields": labels, "rows": [dict(zip(names, row, strict=True)) for row in table.rows]}


def plain_values(column: Column, values: pd.Series) -> list[Any]:
    """Return a column as plain values: text, float, ISO day, or None where unknown."""
    shown = values.dt.strftime("%Y-%m-%d") if column.kind == "day" else values
    return [value if known else None for value, known in zip(shown.tolist(), values.notna().to_numpy(), strict=True)]


def metadata(extract: Extract) -> dict[str, Any]:
    """Return what the export says of itself, as data."""
    return {
        "title": _(TITLE),
        "count": count_words(extract),
        "filter": filter_sentence(extract.selection),
        "screen": dict(screen_facts(extract)) or None,
        "tables": {table.id: _table(table) for table in extract.screen.tables if not table.geometry_type} or None,
        "address": extract.address,
        "exported_on": extract.on.isoformat(),
        "data_version": extract.territory.version,
        "crs": "WGS 84 (EPSG:4326)",
        "notes": notes(extract),
        "fields": [{"name": column.id, "label": _(column.label), "unit": column.unit_words or None} for column in columns_of(extract)],
        "sources": [
            {
                "id": source.id,
                "citation": citation(source),
                "producer": source.producer,
                "vintage": _(source.vintage),
                "licence": _(source.licence),
                "licence_url": source.licence_url,
                "url": source.url or None,
                "example": source.is_example,
                "estimate": source.is_estimate,
                "measured_error": estimate_words([source]) or None,
            }
            for source in sources_of(extract)
        ],
    }
