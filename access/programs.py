"""Programs that read: as whom, by the token that a request bears, and how many requests each may make, whichever worker is asked."""

from __future__ import annotations

from flask import Flask, Response, g, request

from access.client_address import client_address
from access.identity import current_person
from access.refusal import refused
from access.settings import Settings
from domain.person import VISITOR
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from store.attempts import Attempts
from store.tokens import Tokens

PATHS = ("/api", "/ogc", "/export")
"""Where a token counts: what reads, and changes nothing."""
COUNTED = ("/api", "/ogc")
MOST, WINDOW_S = 300, 60
SCHEME = "bearer "


def install_programs(server: Flask, settings: Settings, tokens: Tokens, attempts: Attempts) -> None:
    """Let requests for what programs read be those of the account of their token: 401 for a token that opens nothing, 429 for too many."""

    @server.before_request
    def read_as() -> Response | None:
        given = request.headers.get("Authorization", "")
        if not _is_under(PATHS) or not given.lower().startswith(SCHEME):
            return None
        person = tokens.owner(given[len(SCHEME) :].strip())
        if person is None:
            answer = refused(_("Jeton inconnu, révoqué ou expiré : faites-en un autre sur « Mon compte »."), 401)
            answer.headers["WWW-Authenticate"] = "Bearer"
            return answer
        g.person = person
        return None

    @server.before_request
    def count() -> Response | None:
        if not _is_under(COUNTED):
            return None
        person = current_person()
        who = client_address(settings) if person is VISITOR else person.id
        wait = attempts.claim_request("program", who, MOST, WINDOW_S)
        return _too_many(wait) if wait else None


def _is_under(paths: tuple[str, ...]) -> bool:
    return any(request.path == path or request.path.startswith(f"{path}/") for path in paths)


def _too_many(wait: int) -> Response:
    sentence = ngettext(
        "Trop de requêtes : {most} par minute au plus. Réessayez dans {n} seconde.",
        "Trop de requêtes : {most} par minute au plus. Réessayez dans {n} secondes.",
        wait,
    )
    answer = refused(sentence.format(most=number(MOST), n=number(wait)), 429)
    answer.headers["Retry-After"] = str(wait)
    return answer
