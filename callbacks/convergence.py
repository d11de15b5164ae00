"""Callbacks and routes of the screen « Convergence »: explanations computed from the address that the browser shows."""

from __future__ import annotations

from typing import Any

from flask import Flask, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from access.turns import heavy
from callbacks.explore import PlaceId, Query
from callbacks.registry import Registry, Value
from domain.person import Action
from domain.selection import Selection
from services.assessor import compared
from services.context import Context
from services.convergence import values_json
from services.editions import HEADER
from views.components import ids
from views.convergence.panels import comparison, robustness
from views.convergence.profile import profile

VALUES_PATH = "/data/values.json"


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    query = Value(ids.PARAMS, "data", Query)

    @registry.server([(ids.PROFILE, "children")], [Value(ids.FOCUS, "data", PlaceId), query], action=Action.READ)
    @heavy
    def show_profile(place_id: str | None, params: str | None) -> Any:
        return profile(context.assessor.assess(params or ""), place_id)

    @registry.server([(ids.ROBUST, "children")], [Value(ids.ROBUST_PARAMS, "data", Query)], action=Action.READ)
    @heavy
    def show_robustness(params: str | None) -> Any:
        # The browser asks only while the panel is open: thousands of weightings are not drawn for nobody.
        if params is None:
            return []
        kept = Selection.from_query(params, context.facets).mask_encoded(context.table.encoded)
        return robustness(context.assessor.assess(params), kept)

    @registry.server([(ids.COMPARE, "children")], [query], action=Action.READ)
    @heavy
    def show_comparison(params: str | None) -> Any:
        return comparison(context.assessor.assess(params or ""), compared(params or ""))

    registry.client("axes", [], [Value(ids.AXIS_X, "value"), Value(ids.AXIS_Y, "value")])
    registry.client("profile", [], [Value(ids.PROFILE, "children")])


def serve_values(server: Flask, context: Context) -> None:
    """Serve the values that the browser scores with, for a role and a set of hypotheses."""

    @server.get(VALUES_PATH)
    @heavy
    def values() -> AnyResponse:
        text = request.query_string.decode("utf-8", "replace")
        response = make_response(values_json(context.assessor.assess(text)))
        response.headers["Content-Type"] = "application/json"
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["Vary"] = f"Cookie, {HEADER}"
        response.add_etag()
        return response.make_conditional(request)
