"""The page of a landlord, for everybody: as a page to print, and in PDF."""

from __future__ import annotations

import datetime as dt

from flask import Flask, Response, make_response, request

from access.headers import public_policy
from access.turns import heavy
from callbacks.files import download
from i18n import gettext as _
from reports.landlord_page import PATH, landlord_html, landlord_pdf
from reports.public_page import no_page
from services.context import Context
from services.landlord_page import landlord_page


def serve(server: Flask, context: Context) -> None:
    """Serve the page and its PDF."""

    @server.get(f"{PATH}/<place_id>")
    @heavy
    def landlord(place_id: str) -> Response:
        page = landlord_page(context, place_id, _query())
        return _page(_no_page(), 404) if page is None else _page(landlord_html(page, _query()), 200)

    @server.get(f"{PATH}/<place_id>.pdf")
    @heavy
    def landlord_file(place_id: str) -> Response:
        page = landlord_page(context, place_id, _query())
        return _page(_no_page(), 404) if page is None else download(landlord_pdf(page, dt.datetime.now(dt.UTC)), f"bailleur-{page.id}.pdf")


def _query() -> str:
    return request.query_string.decode(errors="replace")


def _no_page() -> str:
    return no_page(_("Page introuvable"), _("Aucun local qui ait un bailleur ne porte cet identifiant : il a pu être retiré."))


def _page(page: str, status: int) -> Response:
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = public_policy()
    response.headers["Cache-Control"] = "no-cache"
    return response
