"""Whether the service answers, for a load balancer; how it does, for whoever runs it. Both are asked by any name, and by no browser."""

from __future__ import annotations

import hmac
from functools import partial

from flask import Flask, Response, request

from access.metrics import measured, requests_of_process
from access.settings import Settings
from store.database import Database, StoreUnavailable
from store.state import is_readable, state_of

HEALTH, METRICS = "/healthz", "/metrics"
SCHEME = "Bearer "


def install_health(server: Flask, settings: Settings, database: Database) -> None:
    """Answer `HEALTH` with 200 or 503, and `METRICS` to whoever bears the token, where one is set; before every other rule."""
    if settings.metrics_token:
        requests_of_process().count(server)

    @server.before_request
    def answer() -> Response | None:
        if request.method not in {"GET", "HEAD"}:
            return None
        if request.path == HEALTH:
            return _health(database)
        if request.path == METRICS and settings.metrics_token:
            return measured(partial(state_of, database)) if _bears(settings.metrics_token) else _text("token\n", 401)
        return None


def _bears(token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return given.startswith(SCHEME) and hmac.compare_digest(given[len(SCHEME) :].encode(), token.encode())


def _health(database: Database) -> Response:
    try:
        is_readable(database)
    except StoreUnavailable:
        return _text("database\n", 503)
    return _text("ok\n", 200)


def _text(words: str, status: int) -> Response:
    answer = Response(words, status, content_type="text/plain; charset=utf-8")
    answer.headers["Cache-Control"] = "no-store"
    if status == 401:
        answer.headers["WWW-Authenticate"] = "Bearer"
    return answer
