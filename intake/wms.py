"""What a WMS says that it has (GetCapabilities, 1.1.1 and 1.3.0): the layers that have a name, and how a map of them is requested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit
from xml.etree.ElementTree import Element

from intake.service_xml import NotAServiceError, box, text

ROOTS = frozenset({"WMS_Capabilities", "WMT_MS_Capabilities"})
WEB_MERCATOR = "EPSG:3857"
IMAGES = ("image/png", "image/webp", "image/jpeg")
OF_REQUESTS = frozenset(
    {"service", "request", "version", "layers", "styles", "format", "transparent", "crs", "srs", "bbox", "width", "height", "exceptions"}
)
"""Parameters that a map is requested with: whoever pastes an address may have left some in it."""
NO_WORDS = frozenset({"none", "aucun", "aucune", "n/a", "-", "null", "no", "unknown"})


def read_wms(root: Element, url: str) -> Iterator[dict[str, Any]]:
    """Yield the layers of a WMS, as `intake.map_service.ServiceLayer` has them; `url` is where the document was read.

    Raises
    ------
    NotAServiceError
        It does not say by which address a map is requested.
    """
    get_map = root.find("Capability/Request/GetMap")
    resource = None if get_map is None else get_map.find("DCPType/HTTP/Get/OnlineResource")
    first = root.find("Capability/Layer")
    if get_map is None or resource is None or first is None:
        raise NotAServiceError("no_map")
    formats = [(one.text or "").strip() for one in get_map.findall("Format")]
    image = next((name for wanted in IMAGES for name in formats if name.split(";")[0].strip() == wanted), "")
    service = {
        "kind": "wms",
        "url": secured(base_of(urljoin(url, resource.get("href", ""))), url),
        "version": "1.1.1" if root.get("version", "").startswith("1.1") else "1.3.0",
        "format": image,
        "refusal": "" if image else "image",
        "attribution": credit_of(root),
    }
    yield from _layers(first, service, frozenset())


def _layers(layer: Element, inherited: Mapping[str, Any], systems: frozenset[str]) -> Iterator[dict[str, Any]]:
    """Yield a layer and those below it, to which it gives its systems of coordinates, its attribution and its box."""
    names = " ".join(one.text or "" for tag in ("CRS", "SRS") for one in layer.findall(tag))
    systems = systems | set(names.upper().split())
    own = {"attribution": text(layer, "Attribution/Title") or inherited["attribution"], "bounds": _bounds(layer) or inherited.get("bounds")}
    values = {**inherited, **own}
    if name := text(layer, "Name"):
        refusal = inherited["refusal"] or ("" if WEB_MERCATOR in systems else "projection")
        yield {**values, "id": name, "title": text(layer, "Title") or name, "layers": name, "refusal": refusal}
    for below in layer.findall("Layer"):
        yield from _layers(below, values, systems)


def _bounds(layer: Element) -> list[float] | None:
    new, old = layer.find("EX_GeographicBoundingBox"), layer.find("LatLonBoundingBox")
    if new is not None:
        names = ("westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude")
        return box([new.findtext(name) for name in names])
    return None if old is None else box([old.get(name) for name in ("minx", "miny", "maxx", "maxy")])


def credit_of(root: Element) -> str:
    """Return whom a service names as its producer, or what it demands to be written; empty where it says neither."""
    paths = (
        "Service/ContactInformation/ContactPersonPrimary/ContactOrganization",
        "ServiceProvider/ProviderName",
        "Service/AccessConstraints",
        "ServiceIdentification/AccessConstraints",
    )
    found = (text(root, path) for path in paths)
    return next((words for words in found if words and words.lower() not in NO_WORDS), "")


def base_of(url: str) -> str:
    """Return the address of a service without what one request of it says."""
    parts = urlsplit(url)
    own = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key.lower() not in OF_REQUESTS]
    return urlunsplit(parts._replace(query=urlencode(own), fragment=""))


def secured(url: str, read_at: str) -> str:
    """Return an address by https where the service, that was read so at the same host, names itself by http (behind a proxy, many do)."""
    one, other = urlsplit(url), urlsplit(read_at)
    if one.scheme == "http" and other.scheme == "https" and one.hostname == other.hostname:
        return urlunsplit(one._replace(scheme="https", netloc=other.netloc))
    return url
