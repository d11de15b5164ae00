"""Routes of the interface for programs: read-only, the rights of whoever asks, refusals in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, request

from access.identity import current_person
from access.turns import heavy
from callbacks.forms import private, problem
from i18n import gettext as _
from reports.api import reading
from reports.api.openapi import openapi
from reports.ogc.query import BadParameter
from services.answer import Answer
from services.context import Context

Route = TypeVar("Route", bound=Callable[..., Any])


def serve(server: Flask, context: Context) -> None:
    """Serve it under ``/api``."""

    @server.get("/api")
    @refusals_answered
    def api_description() -> Response:
        return private(openapi(context))

    @server.get("/api/places")
    @heavy
    @refusals_answered
    def api_places() -> Response:
        return private(reading.places(context, current_person(), _parameters()))

    @server.get("/api/places/<name>")
    @heavy
    @refusals_answered
    def api_place(name: str) -> Response:
        return _present(reading.place(context, current_person(), name, _parameters()), _("Aucun lieu ne porte cet identifiant."))

    @server.get("/api/scores")
    @heavy
    @refusals_answered
    def api_scores() -> Response:
        return private(reading.scores(context, _parameters()))

    @server.get("/api/scenarios")
    @refusals_answered
    def api_scenarios() -> Response:
        return private(reading.scenarios(context, _parameters()))

    @server.get("/api/scenarios/<name>")
    @heavy
    @refusals_answered
    def api_scenario(name: str) -> Response:
        return _present(reading.scenario(context, current_person(), name, _parameters()), _("Ce scénario n'existe pas, ou plus."))


def _parameters() -> Mapping[str, str]:
    return request.args.to_dict()


def _present(found: Answer | None, missing: str) -> Response:
    return problem(missing, 404) if found is None else private(found)


def refusals_answered(route: Route) -> Route:
    """Answer 400 with its sentence to a parameter that is unknown or not valid."""

    @wraps(route)
    def answer(*args: Any, **kwargs: Any) -> Any:
        try:
            return route(*args, **kwargs)
        except BadParameter as why:
            return problem(why, 400)

    return cast("Route", answer)
