"""Routes of the OGC API – Features: read-only, what every visitor may see; refusals are sentences with a code."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request

from access.turns import heavy
from callbacks.forms import private
from callbacks.refusals import refusals_answered
from reports.ogc import documents
from reports.ogc.documents import GEOJSON, SCHEMA, Missing, OgcProblem
from reports.ogc.query import BadParameter
from services.answer import Answer
from services.context import Context

refusals_coded = refusals_answered(
    {
        BadParameter: lambda why: private(OgcProblem(code="InvalidParameterValue", description=str(why)), 400),
        Missing: lambda why: private(OgcProblem(code="NotFound", description=str(why)), 404),
    }
)
"""Refusals are answered as the standard says: a code and a sentence."""


def serve(server: Flask, context: Context) -> None:
    """Serve it under ``/ogc``."""

    @server.get("/ogc/", strict_slashes=False)
    @refusals_coded
    def ogc_landing() -> Response:
        return private(documents.landing(context, _parameters()))

    @server.get("/ogc/conformance")
    @refusals_coded
    def ogc_conformance() -> Response:
        return private(documents.conformance(_parameters()))

    @server.get("/ogc/collections")
    @heavy
    @refusals_coded
    def ogc_collections() -> Response:
        return private(documents.collections(context, _parameters()))

    @server.get("/ogc/collections/<name>")
    @heavy
    @refusals_coded
    def ogc_collection(name: str) -> Response:
        return private(documents.collection(context, name, _parameters()))

    @server.get("/ogc/collections/<name>/queryables")
    @heavy
    @refusals_coded
    def ogc_queryables(name: str) -> Response:
        return _typed(documents.queryables(context, name, _parameters()), SCHEMA)

    @server.get("/ogc/collections/<name>/items")
    @heavy
    @refusals_coded
    def ogc_items(name: str) -> Response:
        return _typed(*_geojson(documents.items(context, name, _parameters())))

    @server.get("/ogc/collections/<name>/items/<feature>")
    @heavy
    @refusals_coded
    def ogc_item(name: str, feature: str) -> Response:
        return _typed(*_geojson(documents.item(context, name, feature, _parameters())))


def _parameters() -> Mapping[str, str]:
    return request.args.to_dict()


def _geojson(found: tuple[Answer, str]) -> tuple[Answer, str, str]:
    answer, crs = found
    return answer, GEOJSON, crs


def _typed(answer: Answer, mimetype: str, crs: str = "") -> Response:
    """Return an answer under its own type, with the system of its coordinates."""
    response = private(answer)
    response.headers["Content-Type"] = mimetype
    if crs:
        response.headers["Content-Crs"] = f"<{crs}>"
    return response
