"""Reads a page of features of an OGC API (GeoJSON) as what a map layer shows of them, in the process apart (`intake.child`)."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import shapely

from intake.service_xml import plain

DECIMALS = 5
TOLERANCE_DEGREES = 4e-5
"""By how much lines and contours are simplified: about four metres."""
MOST_VERTICES = 400_000
KINDS = frozenset({"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon"})
NAMES = ("nom", "name", "libelle", "libellé", "label", "titre", "title", "intitule", "designation")
MOST_FACTS, MAX_FACT = 4, 80


def prepare(_request: Mapping[str, Any]) -> None:
    """Load what may be needed once no file opens any more."""
    codecs.lookup("utf-8-sig")


def read(data: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the features that meet a box, the ``next`` page ("" for none), and how many features were not drawn.

    Parameters
    ----------
    request
        ``url`` where the page was read; ``bounds``: west, south, east, north of what is kept, degrees.

    Returns
    -------
    dict
        Or ``reason`` alone: a key of `intake.map_service.SENTENCES`.
    """
    try:
        content = json.loads(data.decode("utf-8-sig"))
        members = content["features"]
    except (ValueError, RecursionError, KeyError, TypeError):
        return {"reason": "not_features"}
    if not isinstance(members, list):
        return {"reason": "not_features"}
    window = shapely.box(*request["bounds"])
    features, left, vertices = [], 0, 0
    for one in members:
        shape = _shape(one)
        if shape is None:
            left += 1
        elif shape.intersects(window):
            vertices += int(shapely.get_num_coordinates(shape))
            features.append({"type": "Feature", "properties": _words(one.get("properties")), "geometry": _geometry(shape)})
        if vertices > MOST_VERTICES:
            return {"reason": "features_long"}
    return {"features": features, "left": left, "next": _next(content, request["url"])}


def _shape(one: Any) -> shapely.Geometry | None:
    geometry = one.get("geometry") if isinstance(one, dict) else None
    if not isinstance(geometry, dict) or geometry.get("type") not in KINDS:
        return None
    try:
        shape = shapely.force_2d(shapely.from_geojson(json.dumps(geometry)))
        if shape.is_empty or not all(map(_is_in_degrees, shape.bounds)):
            return None
        return shape if shape.is_valid else shapely.make_valid(shape, method="structure")
    except (shapely.errors.GEOSException, ValueError):
        return None


def _is_in_degrees(value: float) -> bool:
    return abs(value) <= 180


def _geometry(shape: shapely.Geometry) -> Any:
    simple = shapely.simplify(shape, TOLERANCE_DEGREES)
    found = json.loads(shapely.to_geojson(shape if simple.is_empty else simple))
    return found | {"coordinates": _rounded(found["coordinates"])} if "coordinates" in found else found


def _rounded(value: Any) -> Any:
    return [_rounded(part) for part in value] if isinstance(value, list) else round(value, DECIMALS)


def _words(properties: Any) -> dict[str, str]:
    """Return the name of a feature and a few facts about it, as a tooltip shows them."""
    given = {str(key): value for key, value in properties.items()} if isinstance(properties, dict) else {}
    texts = {
        plain(key)[:MAX_FACT]: plain(value)[:MAX_FACT]
        for key, value in given.items()
        if isinstance(value, (str, int, float)) and value != ""
    }
    name = next((key for wanted in NAMES for key in texts if key.lower() == wanted), next(iter(texts), ""))
    facts = [f"{key} : {value}" for key, value in texts.items() if key != name][:MOST_FACTS]
    return {"label": texts.get(name, ""), "detail": " · ".join(facts)}


def _next(content: Mapping[str, Any], url: str) -> str:
    links = content.get("links")
    found = [link for link in links if isinstance(link, dict) and link.get("rel") == "next"] if isinstance(links, list) else []
    return urljoin(url, str(found[0].get("href", ""))) if found else ""
