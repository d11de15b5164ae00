"""How a request is refused before any route hears of it: a sentence in JSON, as `services.answer.Problem` says."""

from __future__ import annotations

from flask import Response, jsonify


def refused(why: object, status: int) -> Response:
    """Return the sentence, with its status."""
    response = jsonify(error=str(why))
    response.status_code = status
    return response
