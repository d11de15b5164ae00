"""The documents of the OGC API, as typed answers: landing page, conformance, collections, queryables, features."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from urllib.parse import quote, urlencode

import numpy as np
import shapely
from pydantic import Field, JsonValue

from i18n import gettext as _
from reports.ogc.collections import Cell, Collection, collections_of
from reports.ogc.crs import CRS84, known_crs, storage_crs
from reports.ogc.query import ItemsQuery, check_plain, crs_of, items_query
from services.answer import Answer
from services.context import Context

GEOJSON, JSON, SCHEMA = "application/geo+json", "application/json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
_SPEC = "http://www.opengis.net/spec/"
CONFORMANCE = (
    f"{_SPEC}ogcapi-features-1/1.0/conf/core",
    f"{_SPEC}ogcapi-features-1/1.0/conf/geojson",
    f"{_SPEC}ogcapi-features-2/1.0/conf/crs",
    f"{_SPEC}ogcapi-features-3/1.0/conf/queryables",
    f"{_SPEC}ogcapi-features-3/1.0/conf/queryables-query-parameters",
)
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
ONE_FEATURE = frozenset({"f", "lang", "crs"})


class Missing(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """There is no such collection or feature; the message says so, in the current language."""


class Link(Answer):
    """A link (RFC 8288)."""

    href: str
    rel: str
    type: str
    title: str = ""


class OgcProblem(Answer):
    """Why a request is refused: a code for programs, a sentence for people."""

    code: str
    description: str


class LandingPage(Answer):
    """What the service is, and where everything is."""

    title: str
    description: str
    links: list[Link]


class Conformance(Answer):
    """The conformance classes that hold here."""

    conformsTo: list[str]  # noqa: N815 - as the standard names it


class SpatialExtent(Answer):
    """Boxes of west, south, east, north, in degrees."""

    bbox: list[list[float]]


class Extent(Answer):
    """Where features are."""

    spatial: SpatialExtent


class CollectionDocument(Answer):
    """A collection, its systems and its links."""

    id: str
    title: str
    description: str
    attribution: str
    item_type: str = Field("", alias="itemType", serialization_alias="itemType")
    links: list[Link]
    extent: Extent | None = None
    crs: list[str]
    storageCrs: str  # noqa: N815


class CollectionsDocument(Answer):
    """Every collection."""

    links: list[Link]
    collections: list[CollectionDocument]
    crs: list[str]


class Feature(Answer):
    """A feature (RFC 7946)."""

    type: str
    id: str
    geometry: dict[str, JsonValue] | None
    properties: dict[str, Cell]


class FeatureDocument(Feature):
    """One feature with its links."""

    links: list[Link]


class FeaturePage(Answer):
    """A page of features; `numberMatched` counts those of every page."""

    type: str
    features: list[Feature]
    links: list[Link]
    timeStamp: str  # noqa: N815
    numberMatched: int  # noqa: N815
    numberReturned: int  # noqa: N815


class QueryablesDocument(Answer):
    """The properties by which features may be filtered (JSON Schema)."""

    schema_: str = Field(alias="$schema")
    id_: str = Field(alias="$id")
    type: str
    title: str
    additionalProperties: bool | None  # noqa: N815
    properties: dict[str, dict[str, str]]


Parameters = Mapping[str, str]


def landing(context: Context, parameters: Parameters) -> LandingPage:
    """Return the landing page."""
    check_plain(parameters)
    root = _root(context)
    links = [
        Link(href=root, rel="self", type=JSON, title=_("Cette page")),
        Link(href=f"{context.settings.address}/api", rel="service-desc", type=OPENAPI, title=_("Description de l'interface (OpenAPI 3.1)")),
        Link(href=f"{root}/conformance", rel="conformance", type=JSON, title=_("Classes de conformité")),
        Link(href=f"{root}/collections", rel="data", type=JSON, title=_("Collections")),
    ]
    words = _("Lieux candidats, couches et scénarios retenus, en lecture : ce que tout le monde voit à l'écran.")
    return LandingPage(title=context.settings.authority.title, description=words, links=links)


def conformance(parameters: Parameters) -> Conformance:
    """Return the conformance classes."""
    check_plain(parameters)
    return Conformance(conformsTo=list(CONFORMANCE))


def collections(context: Context, parameters: Parameters) -> CollectionsDocument:
    """Return every collection."""
    check_plain(parameters)
    links = [Link(href=f"{_root(context)}/collections", rel="self", type=JSON)]
    known = [_collection(context, make()) for make in collections_of(context).values()]
    return CollectionsDocument(links=links, collections=known, crs=list(known_crs()))


def collection(context: Context, name: str, parameters: Parameters) -> CollectionDocument:
    """Return one collection.

    Raises
    ------
    Missing
    """
    check_plain(parameters)
    return _collection(context, _found(context, name))


def queryables(context: Context, name: str, parameters: Parameters) -> QueryablesDocument:
    """Return by which properties the features of a collection may be filtered.

    Raises
    ------
    Missing
    """
    check_plain(parameters)
    found = _found(context, name)
    properties = {key: {"title": found.headings.get(key, key), "type": found.type_of(key)} for key in found.columns}
    return QueryablesDocument.model_validate(
        {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"{_root(context)}/collections/{name}/queryables",
            "type": "object",
            "title": found.title,
            "additionalProperties": False,
            "properties": properties,
        }
    )


def items(context: Context, name: str, parameters: Parameters) -> tuple[FeaturePage, str]:
    """Return a page of the features of a collection, and the address of the system they are in.

    Raises
    ------
    Missing, BadParameter
    """
    found = _found(context, name)
    wanted = items_query(parameters, found)
    rows = np.flatnonzero(wanted.mask(found))
    page = rows[wanted.offset : wanted.offset + wanted.limit].tolist()
    answer = FeaturePage(
        type="FeatureCollection",
        features=list(_features(found, page, wanted.crs)),
        links=list(_page_links(f"{_root(context)}/collections/{name}", parameters, wanted, len(rows))),
        timeStamp=dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        numberMatched=len(rows),
        numberReturned=len(page),
    )
    return answer, wanted.crs


def item(context: Context, name: str, feature: str, parameters: Parameters) -> tuple[FeatureDocument, str]:
    """Return one feature, and the address of the system it is in.

    Raises
    ------
    Missing, BadParameter
    """
    found = _found(context, name)
    check_plain(parameters, ONE_FEATURE)
    crs, row = crs_of(parameters, "crs"), found.row_of.get(feature)
    if row is None:
        raise Missing(_("Aucun objet « {name} » dans cette collection.").format(name=feature))
    (drawn,) = _features(found, [row], crs)
    root = f"{_root(context)}/collections/{name}"
    links = [
        Link(href=f"{root}/items/{quote(feature, safe='')}", rel="self", type=GEOJSON),
        Link(href=root, rel="collection", type=JSON, title=found.title),
    ]
    return FeatureDocument(**drawn.given(), links=links), crs


def _root(context: Context) -> str:
    return f"{context.settings.address}/ogc"


def _found(context: Context, name: str) -> Collection:
    make = collections_of(context).get(name)
    if make is None:
        raise Missing(_("Aucune collection « {name} ».").format(name=name))
    return make()


def _collection(context: Context, found: Collection) -> CollectionDocument:
    root, bounds = f"{_root(context)}/collections/{found.id}", found.extent()
    links = [
        Link(href=root, rel="self", type=JSON),
        Link(href=f"{root}/items", rel="items", type=GEOJSON, title=found.title),
        Link(href=f"{root}/queryables", rel=QUERYABLES, type=SCHEMA, title=_("Propriétés par lesquelles filtrer")),
    ]
    return CollectionDocument(
        id=found.id,
        title=found.title,
        description=found.description,
        attribution=found.attribution,
        itemType="feature",
        links=links,
        extent=Extent(spatial=SpatialExtent(bbox=[bounds])) if bounds else None,
        crs=list(known_crs()),
        storageCrs=storage_crs(),
    )


def _features(found: Collection, rows: list[int], crs: str) -> Iterator[Feature]:
    shapes = found.shapes_in(crs)[rows]
    for row, text in zip(rows, shapely.to_geojson(shapes), strict=True):
        yield Feature(type="Feature", id=found.ids[row], geometry=json.loads(text), properties=found.properties(row))


def _page_links(root: str, parameters: Parameters, wanted: ItemsQuery, matched: int) -> Iterator[Link]:
    def page(offset: int) -> str:
        paged = {**parameters, "limit": str(wanted.limit), "offset": str(offset)}
        return f"{root}/items?{urlencode(paged)}"

    yield Link(href=page(wanted.offset), rel="self", type=GEOJSON)
    if wanted.offset + wanted.limit < matched:
        yield Link(href=page(wanted.offset + wanted.limit), rel="next", type=GEOJSON, title=_("Page suivante"))
    if wanted.offset:
        yield Link(href=page(max(0, wanted.offset - wanted.limit)), rel="prev", type=GEOJSON, title=_("Page précédente"))
    yield Link(href=root, rel="collection", type=JSON)


__all__ = ["CRS84", "GEOJSON", "SCHEMA", "Missing", "OgcProblem"]
