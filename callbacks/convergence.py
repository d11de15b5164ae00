"""Callbacks and routes of the screen « Convergence »: explanations computed from the address that the browser shows."""

from __future__ import annotations

from typing import Any

from flask import Flask
from werkzeug.wrappers import Response as AnyResponse

from access.turns import heavy
from callbacks.explore import PlaceId, Query
from callbacks.forms import query, revalidated
from callbacks.registry import Registry, Value
from domain.person import Action
from services.context import Context
from services.convergence_config import VALUES_PATH
from services.editions import HEADER
from services.profiles import compared_in, opened
from services.robustness import robustness_of
from services.scoring import scoring_values
from views.components import ids
from views.convergence.panels import comparison, robustness
from views.convergence.profile import opened_profile


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    params = Value(ids.PARAMS, "data", Query)

    @registry.server([(ids.PROFILE, "children")], [Value(ids.FOCUS, "data", PlaceId), params], action=Action.READ)
    @heavy
    def show_profile(place_id: str | None, params: str | None) -> Any:
        return opened_profile(opened(context, params or "", place_id))

    @registry.server([(ids.ROBUST, "children")], [Value(ids.ROBUST_PARAMS, "data", Query)], action=Action.READ)
    @heavy
    def show_robustness(params: str | None) -> Any:
        return robustness(robustness_of(context, params))

    @registry.server([(ids.COMPARE, "children")], [params], action=Action.READ)
    @heavy
    def show_comparison(params: str | None) -> Any:
        return comparison(compared_in(context.assessor, params or ""))

    registry.client("axes", [], [Value(ids.AXIS_X, "value"), Value(ids.AXIS_Y, "value")])
    registry.client("profile", [], [Value(ids.PROFILE, "children")])


def serve_values(server: Flask, context: Context) -> None:
    """Serve the values that the browser scores with, for a role and a set of hypotheses."""

    @server.get(VALUES_PATH)
    @heavy
    def values() -> AnyResponse:
        return revalidated(scoring_values(context, query()), f"Cookie, {HEADER}")
