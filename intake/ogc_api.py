"""What an OGC API says that it has (landing page, collections, one collection, tile sets): features, and tiles that are images."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

from intake.service_xml import NotAServiceError, box, plain
from intake.wms import IMAGES, secured

GEOJSON = "application/geo+json"
REL = "http://www.opengis.net/def/rel/ogc/1.0/"
COLLECTIONS = ("data", f"{REL}data")
TILES = (f"{REL}tilesets-map", "tilesets-map")
WEB_MERCATOR_TILES = "WebMercatorQuad"
MOST_COLLECTIONS = 1_000


def read_ogc(content: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Return the ``layers`` of a document; or in ``next`` the address of the one that lists them.

    Raises
    ------
    NotAServiceError
        It is no document of an OGC API with features or tiles.
    """
    if isinstance(content.get("collections"), list):
        some = [one for one in content["collections"][:MOST_COLLECTIONS] if isinstance(one, dict)]
        return {"layers": [layer for one in some for layer in _collection(one, content, url)]}
    if isinstance(content.get("tilesets"), list) or "tileMatrixSetURI" in content or "tileMatrixSetId" in content:
        return _tile_sets(content, url)
    if isinstance(content.get("id"), str) and (layers := list(_collection(content, {}, url))):
        return {"layers": layers}
    following = _link(content, COLLECTIONS, ("application/json", ""))
    if not following:
        raise NotAServiceError("unknown")
    return {"next": secured(urljoin(url, following), url), "attribution": plain(content.get("attribution") or "")}


def _collection(one: Mapping[str, Any], around: Mapping[str, Any], url: str) -> Iterator[dict[str, Any]]:
    """Yield what a collection gives: its features, its tiles."""
    name = plain(one.get("id") or "")
    own = {
        "title": plain(one.get("title") or name),
        "attribution": plain(one.get("attribution") or around.get("attribution") or _licence(one) or _licence(around)),
        "bounds": _bounds(one),
        "refusal": "",
    }
    items, tiles = _link(one, ("items",), (GEOJSON, "application/json", "")), _link(one, TILES, ("application/json", ""))
    if name and items:
        yield {"kind": "features", "id": f"features:{name}", "url": secured(urljoin(url, items), url), **own}
    if name and tiles:
        yield {"kind": "tile_sets", "id": f"tiles:{name}", "url": secured(urljoin(url, tiles), url), **own}


def _tile_sets(content: Mapping[str, Any], url: str) -> dict[str, Any]:
    """Return the tiles of web maps among the sets of a document, or where the set that has them is told."""
    sets = content.get("tilesets", [content])
    of_web = [one for one in sets if isinstance(one, dict) and _is_web(one)]
    for one in of_web:
        templates = [(link, _template(str(link.get("href", "")))) for link in _links(one) if link.get("rel") == "item"]
        found = [template for wanted in IMAGES for link, template in templates if link.get("type") == wanted and template]
        if found:
            title = plain(one.get("title") or content.get("title") or "")
            words = plain(one.get("attribution") or content.get("attribution") or _licence(content))
            own = {"title": title, "attribution": words, "bounds": None, "refusal": ""}
            return {"layers": [{"kind": "tiles", "id": "tiles", "url": secured(urljoin(url, found[0]), url), **own}]}
    if of_web and "tilesets" in content and (detail := _link(of_web[0], ("self", "tileset"), ("application/json", ""))):
        return {"next": secured(urljoin(url, detail), url)}
    raise NotAServiceError("image" if of_web else "projection")


def _is_web(one: Mapping[str, Any]) -> bool:
    names = (str(one.get("tileMatrixSetURI", "")), str(one.get("tileMatrixSetId", "")))
    return any(name.rpartition("/")[2] == WEB_MERCATOR_TILES for name in names)


def _template(href: str) -> str:
    """Return the address of a tile as web maps write it; empty where it has other variables."""
    for theirs, ours in (("{tileMatrix}", "{z}"), ("{tileRow}", "{y}"), ("{tileCol}", "{x}"), ("{tileMatrixSetId}", WEB_MERCATOR_TILES)):
        href = href.replace(theirs, ours)
    return href if all(part in href for part in ("{z}", "{y}", "{x}")) and href.count("{") == 3 else ""


def _links(one: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    links = one.get("links")
    return [link for link in links if isinstance(link, dict)] if isinstance(links, list) else []


def _link(one: Mapping[str, Any], relations: Sequence[str], types: Sequence[str]) -> str:
    """Return the address of the first link of a relation, in the types that are preferred; empty where there is none."""
    found = [link for link in _links(one) if link.get("rel") in relations]
    return next((str(link.get("href", "")) for kind in types for link in found if str(link.get("type", "")).split(";")[0] == kind), "")


def _licence(one: Mapping[str, Any]) -> str:
    return next((plain(link.get("title") or "") for link in _links(one) if link.get("rel") == "license"), "")


def _bounds(one: Mapping[str, Any]) -> list[float] | None:
    try:
        found = one["extent"]["spatial"]["bbox"][0]
        flat = found if len(found) == 4 else [found[0], found[1], found[3], found[4]]
    except (KeyError, TypeError, IndexError):
        return None
    return box([str(value) for value in flat])
