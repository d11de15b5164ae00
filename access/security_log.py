"""What whoever watches the service must be able to find again: who signed in, or tried to, and what was refused to whom, from where.

One line of JSON an event, on the standard error, where the rest of the log goes. Nothing that was typed is in it: a login is a digest,
and an address of the service its route, since a link may carry a secret. Who changed what is in the journal of the product, not here.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from access.card import form_fields
from access.identity import asking_address
from domain.person import SECURITY_LOG, VISITOR
from store.sessions import digest

LOG = logging.getLogger(SECURITY_LOG)
AUTHENTICATION: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("POST", "sign_in"): "sign in",
        ("POST", "sign_out"): "sign out",
        ("POST", "demonstration"): "sign in as an example person",
        ("GET", "single_sign_on_return"): "single sign-on",
        ("POST", "forgotten"): "link to a password asked for",
        ("POST", "password_set"): "password set by a link",
        ("POST", "session_close"): "session closed",
        ("POST", "token_revoke"): "token revoked",
    }
)
"""What each route does of an identity; the answer says whether it did."""
REFUSALS = frozenset({400, 401, 403, 413, 421, 429})
"""Statuses by which the rules of `access` refuse."""
DIGEST_SIGNS = 12


class EventFormatter(logging.Formatter):
    """Write an event as a line of JSON in ASCII: what was asked can add neither a line nor a field."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: moment (UTC), level, what happened, details, and the request during which it did."""
        at = dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds")
        event = {"at": at, "level": record.levelname, "event": record.getMessage(), **getattr(record, "details", {}), **_request()}
        return json.dumps(event, ensure_ascii=True, default=str)


def _request() -> dict[str, Any]:
    if not has_request_context():
        return {}
    person = g.get("person", VISITOR)
    route = request.url_rule.rule if request.url_rule else ""
    return {"person": person.id, "role": str(person.role), "from": asking_address(), "method": request.method, "route": route}


def install_security_log(server: Flask) -> None:
    """Tell of every answer of `server` that signs in or out, and of every one that refuses; to be called before the rules."""
    if not any(isinstance(handler.formatter, EventFormatter) for handler in LOG.handlers):
        handler = logging.StreamHandler()
        handler.setFormatter(EventFormatter())
        LOG.addHandler(handler)
        LOG.setLevel(logging.INFO)

    @server.after_request
    def tell(response: Response) -> Response:
        status = response.status_code
        event = AUTHENTICATION.get((request.method, request.endpoint or ""))
        if event is not None:
            LOG.log(logging.INFO if status < 400 else logging.WARNING, event, extra={"details": {"status": status} | _who()})
        elif status in REFUSALS:
            LOG.warning("refused", extra={"details": {"status": status}})
        return response


def _who() -> dict[str, str]:
    """Say who signed in, by the account's id, and the digest of the login that was given: attempts on one login are found together."""
    found = {"account": g.signed_in} if g.get("signed_in") else {}
    login = form_fields("login")[0].strip().lower() if request.method == "POST" else ""
    return found | ({"login": digest(login)[:DIGEST_SIGNS]} if login else {})
