"""What map services answer: WMS 1.1.1 (MapServer) and 1.3.0 (GeoServer), WMTS (Géoplateforme), OGC API (Features and Tiles)."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
PNG = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaPj/HwAFBQIAX8jx0gAAAABJRU5ErkJggg==")
JSON, GEOJSON = "application/json", "application/geo+json"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
MERCATOR = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
LICENCE = "Licence ouverte 2.0, Métropole d'Exemple"


def document(name: str, base: str) -> bytes:
    """Return a document of this folder, whose service is at `base`."""
    path = FOLDER / f"{name}.xml"
    text = path.read_text(encoding="utf-8").replace("@BASE@", base)
    return text.encode("latin-1" if "ISO-8859-1" in text[:80] else "utf-8")


def landing(base: str) -> dict[str, Any]:
    links = [_link(f"{base}/ogc?f=json", "self", JSON), _link(f"{base}/ogc/conformance", "conformance", JSON)]
    links += [_link(f"{base}/ogc/collections", "data", JSON), _link(f"{base}/ogc/collections?f=html", "data", "text/html")]
    return {"title": "Données ouvertes", "description": "OGC API", "attribution": "© Métropole d'Exemple", "links": links}


def collections(base: str) -> dict[str, Any]:
    return {"links": [_link(f"{base}/ogc/collections", "self", JSON)], "collections": [collection(base), _coverage(base)]}


def collection(base: str) -> dict[str, Any]:
    at = f"{base}/ogc/collections/points"
    links = [_link(f"{at}/items?f=json", "items", GEOJSON), _link(f"{at}/items?f=html", "items", "text/html")]
    links += [{**_link("https://example.org/licence", "license", "text/html"), "title": LICENCE}]
    extent = {"spatial": {"bbox": [[4.9, 43.1, 5.9, 43.8]], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    return {"id": "points", "title": "Points d'apport volontaire", "extent": extent, "itemType": "feature", "links": links}


def _coverage(base: str) -> dict[str, Any]:
    links = [_link(f"{base}/ogc/collections/bruit/map/tiles", f"{REL}tilesets-map", JSON)]
    return {"id": "bruit", "title": "Carte du bruit", "links": links}


def tile_sets(base: str, media: str = "image/png") -> dict[str, Any]:
    at = f"{base}/ogc/collections/bruit/map/tiles/WebMercatorQuad"
    item = {**_link(f"{at}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?f=png", "item", media), "templated": True}
    mercator = {"title": "Carte du bruit", "dataType": "map", "tileMatrixSetURI": MERCATOR, "links": [item]}
    return {"tilesets": [{"dataType": "map", "tileMatrixSetId": "WGS1984Quad", "links": []}, mercator]}


def items(lon: float, lat: float, following: str = "") -> dict[str, Any]:
    """Return a page of features around a place, one of them far from it and one without geometry."""
    near = [_feature(f"PAV-{i}", {"type": "Point", "coordinates": [lon + i / 1000, lat]}) for i in range(3)]
    ring = [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat]]
    near += [
        _feature("Zone", {"type": "Polygon", "coordinates": [ring]}),
        _feature("Loin", {"type": "Point", "coordinates": [-60.0, 14.0]}),
    ]
    near += [_feature("Nulle part", None)]
    links = [_link(following, "next", GEOJSON)] if following else []
    return {"type": "FeatureCollection", "features": near, "links": links, "numberReturned": len(near)}


def _feature(name: str, geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "id": name, "properties": {"code": f"C {name}", "nom": name, "flux": "verre"}, "geometry": geometry}


def _link(href: str, relation: str, media: str) -> dict[str, Any]:
    return {"href": href, "rel": relation, "type": media}


def encoded(content: Any) -> bytes:
    """Return a document as it is sent."""
    return json.dumps(content, ensure_ascii=False).encode()
