"""JSON that other programs give for places, made GeoJSON or plain records: Esri, answers of open data portals, nested attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import shapely

ESRI_CODES: Mapping[int, int] = {102100: 3857, 102113: 3857, 102110: 2154}
"""Codes of Esri's own that are systems of EPSG."""


def as_places(document: Any) -> Any:
    """Return a document as GeoJSON or a list of records where it is one of those that are known; as it is elsewhere."""
    if not isinstance(document, dict):
        return [_of_portal(each) for each in document] if isinstance(document, list) else document
    features = document.get("features")
    if isinstance(features, list) and features and all(isinstance(each, dict) and "attributes" in each for each in features):
        return _of_esri(document, features)
    lists = [value for value in document.values() if isinstance(value, list) and value and all(isinstance(each, dict) for each in value)]
    if "type" in document or len(lists) != 1:
        return document
    return [_of_portal(each) for each in lists[0]]


def _of_portal(record: Any) -> Any:
    """A record of an open data portal is what its « fields » tell."""
    return record["fields"] if isinstance(record, dict) and "type" not in record and isinstance(record.get("fields"), dict) else record


def flat(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record whose attributes of several parts are one a part, « adresse rue »; a geometry stays whole."""
    found: dict[str, Any] = {}
    for key, value in record.items():
        if isinstance(value, dict) and value and "coordinates" not in value:
            found |= {f"{key} {part}": inner for part, inner in value.items()}
        else:
            found[key] = value
    return found


def crs_name(crs: Any) -> str:
    """Return the system that the member « crs » of a document names; empty when it cannot be understood."""
    properties = crs.get("properties") if isinstance(crs, dict) else None
    if not isinstance(properties, dict):
        return ""
    name = properties.get("name", properties.get("code"))
    is_code = isinstance(name, int) or (isinstance(name, str) and name.strip().isdigit())
    return f"EPSG:{str(name).strip()}" if is_code else name if isinstance(name, str) else ""


def _of_esri(document: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    reference = document.get("spatialReference")
    codes = [reference.get(key) for key in ("latestWkid", "wkid")] if isinstance(reference, dict) else []
    code = next((each for each in codes if isinstance(each, int)), 4326)
    places = [{"type": "Feature", "properties": each["attributes"], "geometry": _esri_shape(each.get("geometry"))} for each in features]
    crs = {"type": "name", "properties": {"name": f"EPSG:{ESRI_CODES.get(code, code)}"}}
    return {"type": "FeatureCollection", "features": places, "crs": crs}


def _esri_shape(shape: Any) -> Any:
    if not isinstance(shape, dict):
        return None
    if "rings" in shape:
        return {"type": "MultiPolygon", "coordinates": _areas(shape["rings"])}
    if "paths" in shape:
        return {"type": "MultiLineString", "coordinates": shape["paths"]}
    return {"type": "Point", "coordinates": [shape.get("x"), shape.get("y")]} if shape.get("x") is not None else None


def _areas(rings: Any) -> Any:
    """Rings that turn clockwise are outlines, the others holes of the outline around them."""
    try:
        shapes = [shapely.Polygon(ring) for ring in rings]
    except (TypeError, ValueError, shapely.errors.ShapelyError):
        return [[ring] for ring in rings] if isinstance(rings, list) else rings
    outer = [at for at, shape in enumerate(shapes) if not shape.exterior.is_ccw] or list(range(len(shapes)))
    areas = {at: [rings[at]] for at in outer}
    for at in set(range(len(shapes))) - set(outer):
        around = next((each for each in outer if shapes[each].contains(shapes[at].representative_point())), outer[0])
        areas[around].append(rings[at])
    return list(areas.values())
