"""The dossier, for everybody: the page on which its parts are ticked, the file, and the map alone as a picture."""

from __future__ import annotations

import datetime as dt

from flask import Flask, Response

from access.identity import current_person
from access.turns import heavy
from callbacks.files import download
from callbacks.forms import present, query
from callbacks.plain_pages import plain_answer, unless_unavailable
from reports.dossier import Dossier
from reports.dossier_page import PATH, dossier_form, dossier_pdf
from reports.map_picture import map_picture
from services.context import Context


def serve(server: Flask, context: Context) -> None:
    """Serve the page and the file."""

    @server.get(PATH)
    @heavy
    def dossier_page() -> Response:
        return unless_unavailable(lambda: _form(context, 200))

    @server.get(f"{PATH}.pdf")
    @heavy
    def dossier_file() -> Response:
        return unless_unavailable(lambda: _made(context))

    @server.get("/export/carte.<ending>")
    @heavy
    def map_file(ending: str) -> Response:
        return unless_unavailable(lambda: _picture(context, ending))


def _form(context: Context, status: int) -> Response:
    page = dossier_form(Dossier(context, current_person(), query()), context.scenarios.page().items)
    return plain_answer(page, status, has_form=True)


def _made(context: Context) -> Response:
    dossier, at = Dossier(context, current_person(), query()), dt.datetime.now(dt.UTC)
    if not dossier.parts:
        return _form(context, 422)
    return download(dossier_pdf(dossier, at), f"dossier-convergence-{at.date().isoformat()}.pdf")


def _picture(context: Context, ending: str) -> Response:
    today = dt.datetime.now(dt.UTC).date()
    made = present(map_picture(Dossier(context, current_person(), query()), ending, today))
    return download(made, f"convergence-carte-{today.isoformat()}.{ending}")
