"""Routes of the interface for programs: read-only, the rights of whoever asks, refusals in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask, Response, request

from access.identity import current_person
from access.turns import heavy
from callbacks.forms import private, problem
from callbacks.refusals import refusals_answered
from i18n import gettext as _
from reports.api import reading
from reports.api.openapi import openapi
from reports.ogc.query import BadParameter
from services.answer import Answer
from services.context import Context

refused_in_sentences = refusals_answered({BadParameter: lambda why: problem(why, 400)})
"""A parameter that is unknown or not valid is answered by its sentence."""


def serve(server: Flask, context: Context) -> None:
    """Serve it under ``/api``."""

    @server.get("/api")
    @refused_in_sentences
    def api_description() -> Response:
        return private(openapi(context))

    @server.get("/api/places")
    @heavy
    @refused_in_sentences
    def api_places() -> Response:
        return private(reading.places(context, current_person(), _parameters()))

    @server.get("/api/places/<name>")
    @heavy
    @refused_in_sentences
    def api_place(name: str) -> Response:
        return _present(reading.place(context, current_person(), name, _parameters()), _("Aucun lieu ne porte cet identifiant."))

    @server.get("/api/scores")
    @heavy
    @refused_in_sentences
    def api_scores() -> Response:
        return private(reading.scores(context, _parameters()))

    @server.get("/api/scenarios")
    @refused_in_sentences
    def api_scenarios() -> Response:
        return private(reading.scenarios(context, _parameters()))

    @server.get("/api/scenarios/<name>")
    @heavy
    @refused_in_sentences
    def api_scenario(name: str) -> Response:
        return _present(reading.scenario(context, current_person(), name, _parameters()), _("Ce scénario n'existe pas, ou plus."))


def _parameters() -> Mapping[str, str]:
    return request.args.to_dict()


def _present(found: Answer | None, missing: str) -> Response:
    return problem(missing, 404) if found is None else private(found)
