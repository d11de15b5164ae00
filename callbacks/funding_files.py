"""The funding files of a place, for everybody: the page that lists them, and each in PDF and as a workbook."""

from __future__ import annotations

import datetime as dt

from flask import Flask, Response

from access.identity import current_person
from access.turns import heavy
from callbacks.files import download
from callbacks.forms import query
from callbacks.plain_pages import not_found, plain_answer, unless_unavailable
from i18n import gettext as _
from reports.funding_file import FundingFile, funding_files
from reports.funding_pages import file_list, file_pdf, file_workbook
from services.context import Context
from services.funding import PATH

WRITERS = {"pdf": file_pdf, "xlsx": lambda file, at: file_workbook(file, at.date())}


def serve(server: Flask, context: Context) -> None:
    """Serve the page and the files."""

    @server.get(f"{PATH}/<place_id>")
    @heavy
    def funding_page(place_id: str) -> Response:
        return unless_unavailable(lambda: _listed(context, place_id))

    @server.get(f"{PATH}/<place_id>/<scheme>.<ending>")
    @heavy
    def funding_file(place_id: str, scheme: str, ending: str) -> Response:
        return unless_unavailable(lambda: _made(context, place_id, scheme, ending))


def _listed(context: Context, place_id: str) -> Response:
    files = funding_files(context, current_person(), place_id, query())
    return plain_answer(file_list(files, query(), context.scenarios.page().items), has_form=True) if files else _not_found()


def _made(context: Context, place_id: str, scheme: str, ending: str) -> Response:
    files = funding_files(context, current_person(), place_id, query())
    file: FundingFile | None = next((one for one in files or () if one.found.scheme.id == scheme), None)
    if file is None or ending not in WRITERS:
        return _not_found()
    return download(WRITERS[ending](file, dt.datetime.now(dt.UTC)), f"dossier-{scheme}-{file.id}.{ending}")


def _not_found() -> Response:
    return not_found(_("Aucun lieu ne porte cet identifiant, ou aucun financement celui-ci : il a pu être retiré."))
