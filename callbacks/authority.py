"""The logos of the authority, each under a name that changes with it."""

from __future__ import annotations

from flask import Flask, Response, make_response

from access.headers import FOREVER
from callbacks.forms import present
from domain.authority import LOGO_PATH
from services.context import Context

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""Of a logo that is opened by itself: it is a picture, whatever it holds."""


def serve(server: Flask, context: Context) -> None:
    """Serve them."""

    @server.get(f"{LOGO_PATH}/<name>")
    def authority_logo(name: str) -> Response:
        logo = present(context.settings.authority.logos.get(name))
        response = make_response(logo.data)
        response.headers.update({"Content-Type": logo.mimetype, "Content-Security-Policy": POLICY, "Cache-Control": FOREVER})
        return response
