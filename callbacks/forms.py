"""Bodies of the routes: a strict form each, and one sentence for what does not fit."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Flask, Response, abort, request
from pydantic import BaseModel, ConfigDict, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from domain.address import MAX_QUERY_LENGTH
from i18n import gettext as _
from intake.errors import FileError
from intake.sandbox import Busy
from services.answer import Answer, Problem

MAX_BYTES = 64_000
RETRY_AFTER_S = 2
"""When to send a file again: about what the one that is being read takes."""


class Body(BaseModel):
    """What a request may hold, and nothing else."""

    model_config = ConfigDict(strict=True, extra="forbid")


Form = TypeVar("Form", bound=Body)
Found = TypeVar("Found")
Route = TypeVar("Route", bound=Callable[..., Any])


class BadBody(Exception):  # noqa: N818 - an answer, not a fault of ours
    """A body that is not what the route expects."""


def body(form: type[Form]) -> Form:
    """Return the request's body as its form.

    Raises
    ------
    BadBody
        It is too long, no JSON, or holds anything else than the form.
    """
    if request.content_length is None or request.content_length > MAX_BYTES:
        raise BadBody
    try:
        return form.model_validate_json(request.get_data())
    except ValidationError as error:
        raise BadBody from error


def raw_body(most: int, sentence: str) -> bytes:
    """Return the body of a request that sends a file, no longer than `most` bytes.

    Raises
    ------
    FileError
        With `sentence`: it is longer, or does not say how long it is; nothing more of it is read.
    """
    if request.content_length is None or request.content_length > most:
        raise FileError(sentence)
    request.max_content_length = most
    try:
        return request.get_data(cache=False)
    except RequestEntityTooLarge:
        raise FileError(sentence) from None


def query() -> str:
    """Return the query text of the request's address, of bounded length."""
    return request.query_string.decode("utf-8", "replace")[:MAX_QUERY_LENGTH]


def present(found: Found | None) -> Found:
    """Return what a service found; answer 404 when there is none."""
    if found is None:
        abort(404)
    return found


def private(answer: Answer, status: int = 200) -> Response:
    """Return an answer as JSON that no cache keeps: the one way by which a route answers."""
    response = Response(answer.to_json() + "\n", status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


def revalidated(answer: Answer, vary: str) -> AnyResponse:
    """Return an answer that the browser keeps for itself, and asks each time whether it still stands; `vary` names what it depends on."""
    response = private(answer)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Vary"] = vary
    response.add_etag()
    return response.make_conditional(request)


def problem(why: object, status: int) -> Response:
    """Return the sentence that says why a request is refused or cannot be answered."""
    return private(Problem(error=str(why)), status)


def refusable(route: Route) -> Route:
    """Answer 422 with its sentence when the store or the domain refuses a value of the request, or a file cannot be read."""

    @wraps(route)
    def answer(*args: Any, **kwargs: Any) -> Any:
        try:
            return route(*args, **kwargs)
        except ValidationError:
            raise  # an answer that does not fit its model: a fault of ours, not of the request
        except (FileError, ValueError) as why:
            return problem(why, 422)

    return cast("Route", answer)


def serve_refusals(server: Flask) -> None:
    """Answer a sentence: 400 to a body that is not what its route expects, 503 to a file for which the machine has no time now."""

    @server.errorhandler(BadBody)
    def refused(_error: BadBody) -> Response:
        return problem(_("Requête inattendue : contenu refusé."), 400)

    @server.errorhandler(Busy)
    def busy(why: Busy) -> Response:
        answer = problem(why, 503)
        answer.headers["Retry-After"] = str(RETRY_AFTER_S)
        return answer
