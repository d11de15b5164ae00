"""One tile of an external layer: its address, as the map's own program writes it, and whether an image came."""

from __future__ import annotations

import math
from urllib.parse import urlencode

from domain.external_layer import ExternalKind, ExternalSource

ZOOM = 12
TILE_PX = 256
HALF_M = 20037508.342789244
SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")


def is_image(data: bytes) -> bool:
    """Say whether bytes are an image that browsers show: PNG, JPEG, GIF or WebP, by how they begin."""
    return data.startswith(SIGNATURES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")


def one_tile(source: ExternalSource, lon: float, lat: float) -> str:
    """Return the address of the tile around a point (degrees, WGS 84), at the scale of a town."""
    zoom = min(ZOOM, source.max_zoom)
    count = 2**zoom
    x = int((lon + 180) / 360 * count)
    y = int((1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2 * count)
    if source.kind is ExternalKind.WMS:
        return _wms(source, x, y, count)
    values = {"{z}": zoom, "{x}": x, "{y}": y, "{-y}": count - 1 - y}
    url = source.url
    for name, value in values.items():
        url = url.replace(name, str(value))
    return url


def _wms(source: ExternalSource, x: int, y: int, count: int) -> str:
    side = 2 * HALF_M / count
    west, north = x * side - HALF_M, HALF_M - y * side
    box = ",".join(f"{value:.4f}" for value in (west, north - side, west + side, north))
    given = {
        "SERVICE": "WMS",
        "REQUEST": "GetMap",
        "VERSION": source.version,
        "LAYERS": source.layers,
        "STYLES": "",
        "FORMAT": source.format,
    }
    given |= {"TRANSPARENT": "true" if "png" in source.format else "false", "WIDTH": str(TILE_PX), "HEIGHT": str(TILE_PX)}
    given |= {"SRS" if source.version.startswith("1.1") else "CRS": "EPSG:3857", "BBOX": box}
    return f"{source.url}{'&' if '?' in source.url else '?'}{urlencode(given, safe=',:/')}"
