"""What a WMTS says that it has (GetCapabilities 1.0.0): the layers whose tiles are those of web maps, and the address of a tile."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlencode, urljoin
from xml.etree.ElementTree import Element

from intake.service_xml import box, text
from intake.wms import IMAGES, base_of, credit_of, secured

WEB_MERCATOR_CODES = frozenset({"3857", "900913", "102100"})
FIRST_SCALE = 559082264.0287178
"""Denominator of the scale at zoom 0, with pixels of 0.28 mm (OGC 07-057r7, annex E.4, GoogleMapsCompatible)."""
CORNER_M = 20037508.342789244
TILE_PX = 256
FURTHEST_ZOOM = 22
SLACK_M = 20.0


class Matrices(NamedTuple):
    """A set of tiles that is the web's: each level is named by `prefix` and its zoom, down to `max_zoom`."""

    name: str
    prefix: str
    max_zoom: int


def read_wmts(root: Element, url: str) -> Iterator[dict[str, Any]]:
    """Yield the layers of a WMTS, as `intake.map_service.ServiceLayer` has them; `url` is where the document was read."""
    found = (_matrices(one) for one in root.findall("Contents/TileMatrixSet"))
    known = {one.name: one for one in found if one}
    operation = root.find("OperationsMetadata/Operation[@name='GetTile']/DCP/HTTP/Get")
    base = secured(base_of(urljoin(url, operation.get("href", ""))), url) if operation is not None else ""
    for layer in root.findall("Contents/Layer"):
        if name := text(layer, "Identifier"):
            own = {"id": name, "title": text(layer, "Title") or name, "attribution": credit_of(root), "bounds": _bounds(layer)}
            yield {"kind": "tiles", **own, **_tiles(layer, name, known, base, url)}


def _tiles(layer: Element, name: str, known: Mapping[str, Matrices], base: str, url: str) -> dict[str, Any]:
    """Return the template of a layer's tiles and their last zoom; or why there is none."""
    links = [one for one in layer.findall("TileMatrixSetLink") if text(one, "TileMatrixSet") in known]
    if not links:
        return {"refusal": "projection"}
    formats = [(one.text or "").strip() for one in layer.findall("Format")]
    image = next((wanted for wanted in IMAGES if wanted in formats), "")
    if not image:
        return {"refusal": "image"}
    matrices = known[text(links[0], "TileMatrixSet")]
    limits = [text(one, "TileMatrix") for one in links[0].findall("TileMatrixSetLimits/TileMatrixLimits")]
    zooms = [int(level.removeprefix(matrices.prefix)) for level in limits if level.removeprefix(matrices.prefix).isdecimal()]
    template = _rest(layer, image, matrices, url) or (_key_values(layer, name, image, matrices, base) if base else "")
    if not template:
        return {"refusal": "no_map"}
    return {"url": template, "max_zoom": min(max(zooms, default=matrices.max_zoom), matrices.max_zoom), "refusal": ""}


def _style(layer: Element) -> str:
    styles = layer.findall("Style")
    chosen = next((one for one in styles if one.get("isDefault", "").lower() == "true"), styles[0] if styles else None)
    return text(chosen, "Identifier")


def _rest(layer: Element, image: str, matrices: Matrices, url: str) -> str:
    """Return the template by which a layer gives its tiles as files; empty where it has none."""
    resources = [one for one in layer.findall("ResourceURL") if one.get("resourceType") == "tile"]
    template = next((one.get("template", "") for one in resources if one.get("format") == image), "")
    values = {"TileMatrixSet": matrices.name, "TileMatrix": f"{matrices.prefix}{{z}}", "TileRow": "{y}", "TileCol": "{x}"}
    values |= {"Style": _style(layer), "style": _style(layer)}
    values |= {text(one, "Identifier"): text(one, "Default") for one in layer.findall("Dimension")}
    for key, value in values.items():
        template = template.replace(f"{{{key}}}", value)
    return secured(urljoin(url, template), url) if template else ""


def _key_values(layer: Element, name: str, image: str, matrices: Matrices, base: str) -> str:
    """Return the template by which a service gives tiles for parameters."""
    dimensions = {text(one, "Identifier"): text(one, "Default") for one in layer.findall("Dimension")}
    given = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0", "LAYER": name, "STYLE": _style(layer), "FORMAT": image}
    given |= {"TILEMATRIXSET": matrices.name, **dimensions}
    tile = f"TILEMATRIX={matrices.prefix}{{z}}&TILEROW={{y}}&TILECOL={{x}}"
    return f"{base.rstrip('?&')}{'&' if '?' in base.rstrip('?') else '?'}{urlencode(given)}&{tile}"


def _matrices(one: Element) -> Matrices | None:
    """Return a set of tiles; None where it is not that of web maps, level by level."""
    name, system = text(one, "Identifier"), text(one, "SupportedCRS")
    if not name or system.replace("/", ":").rpartition(":")[2] not in WEB_MERCATOR_CODES:
        return None
    levels = [_level(matrix) for matrix in one.findall("TileMatrix")]
    prefixes = {prefix for prefix, _zoom in filter(None, levels)}
    if not levels or None in levels or len(prefixes) != 1:
        return None
    return Matrices(name, prefixes.pop(), max(zoom for _prefix, zoom in filter(None, levels)))


def _level(matrix: Element) -> tuple[str, int] | None:
    """Return what stands before its zoom in the name of a level, and that zoom; None where it is not one of web maps."""
    try:
        scale = float(text(matrix, "ScaleDenominator"))
        left, top = map(float, text(matrix, "TopLeftCorner").split())
        size = {int(text(matrix, side)) for side in ("TileWidth", "TileHeight")}
        zoom = round(math.log2(FIRST_SCALE / scale))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    name = text(matrix, "Identifier")
    is_exact = 0 <= zoom <= FURTHEST_ZOOM + 8 and math.isclose(scale * 2**zoom, FIRST_SCALE, rel_tol=1e-3)
    is_there = size == {TILE_PX} and abs(left + CORNER_M) < SLACK_M and abs(top - CORNER_M) < SLACK_M
    return (name.removesuffix(str(zoom)), zoom) if is_exact and is_there and name.endswith(str(zoom)) else None


def _bounds(layer: Element) -> list[float] | None:
    corners = [text(layer, f"WGS84BoundingBox/{corner}").split() for corner in ("LowerCorner", "UpperCorner")]
    return box([*corners[0], *corners[1]]) if [len(one) for one in corners] == [2, 2] else None
