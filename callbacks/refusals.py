"""Routes whose refusals are answered, each in the form that its interface promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from flask import Response

Route = TypeVar("Route", bound=Callable[..., Any])
Answers = Mapping[type[Exception], Callable[[Exception], Response]]


def refusals_answered(answers: Answers) -> Callable[[Route], Route]:
    """Return a decorator: what a route raises of these kinds is answered as each says."""

    def decorated(route: Route) -> Route:
        @wraps(route)
        def answer(*args: Any, **kwargs: Any) -> Any:
            try:
                return route(*args, **kwargs)
            except tuple(answers) as why:
                return next(make for kind, make in answers.items() if isinstance(why, kind))(why)

        return cast("Route", answer)

    return decorated
