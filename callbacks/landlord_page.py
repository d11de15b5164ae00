"""The page of a landlord, for everybody: as a page to print, and in PDF."""

from __future__ import annotations

import datetime as dt

from flask import Flask, Response

from access.turns import heavy
from callbacks.files import download
from callbacks.forms import query
from callbacks.plain_pages import not_found, plain_answer
from i18n import gettext as _
from reports.landlord_page import PATH, landlord_html, landlord_pdf
from services.context import Context
from services.landlord_page import landlord_page


def serve(server: Flask, context: Context) -> None:
    """Serve the page and its PDF."""

    @server.get(f"{PATH}/<place_id>")
    @heavy
    def landlord(place_id: str) -> Response:
        page = landlord_page(context, place_id, query())
        return _not_found() if page is None else plain_answer(landlord_html(page, query()))

    @server.get(f"{PATH}/<place_id>.pdf")
    @heavy
    def landlord_file(place_id: str) -> Response:
        page = landlord_page(context, place_id, query())
        return _not_found() if page is None else download(landlord_pdf(page, dt.datetime.now(dt.UTC)), f"bailleur-{page.id}.pdf")


def _not_found() -> Response:
    return not_found(_("Aucun local qui ait un bailleur ne porte cet identifiant : il a pu être retiré."))
