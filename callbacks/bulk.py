"""Routes of the imports: a file is sent, its choices changed, its rows made drafts, undone or submitted, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from flask import Flask, Response, abort, jsonify, make_response, request
from pydantic import Field

from access.identity import current_person
from bulk.service import Bulk
from callbacks.forms import Body, body, private, raw_body, refusable
from domain.candidate import Kind
from domain.proposal import kind_of
from i18n import gettext as _
from intake.table import MAX_BYTES, MAX_CELL_CHARS
from intake.template import template_csv, template_xlsx
from services.imports import begin_json, import_json, progress_json
from store.proposals import NotFound

MIMETYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
TEMPLATES = {"csv": template_csv, "xlsx": template_xlsx}
Name = Annotated[str, Field(max_length=200)]
FieldId = Annotated[str, Field(max_length=40)]
RowNumber = Annotated[str, Field(pattern=r"^\d{1,7}$")]
Cells = dict[FieldId, Annotated[str, Field(max_length=MAX_CELL_CHARS)]]
Numbers = Annotated[list[int], Field(max_length=2_000)]
ProposalId = Annotated[str, Field(max_length=12)]
Answer = Response | tuple[Response, int]


class Choose(Body):
    """A change to what is chosen for an import; what is absent stays. `field` keeps the errors of one field in the answer."""

    mapping: dict[Name, FieldId] | None = None
    crs: Literal["EPSG:4326", "EPSG:2154"] | None = None
    accept: Annotated[list[FieldId], Field(max_length=8)] | None = None
    corrections: dict[RowNumber, Cells] | None = None
    leave: Numbers | None = None
    take_back: Numbers | None = None
    leave_twins: bool = False
    field: FieldId = ""


class Commit(Body):
    """Which rows are made drafts."""

    mode: Literal["valid", "all"]


class After(Body):
    """From where a long action goes on: the id of the last proposal that was tried."""

    after: ProposalId = ""


def serve(server: Flask, bulk: Bulk) -> None:
    """Serve the imports of whoever is signed in; those of others are not found."""
    _serve_files(server, bulk)
    _serve_steps(server, bulk)


def _missing_import_in_words(route: Callable[..., Answer]) -> Callable[..., Answer]:
    """Answer a sentence to what cannot be done: an import that is not there is no place that is not."""

    @wraps(route)
    def answer(**arguments: Any) -> Answer:
        try:
            return refusable(route)(**arguments)
        except NotFound as why:
            return jsonify(error=str(why)), 404

    return answer


def _kind() -> Kind:
    return kind_of(current_person()) or Kind.PREMISES


def _download(data: bytes, name: str, fmt: str) -> Response:
    response = make_response(data)
    response.headers["Content-Type"] = MIMETYPES[fmt]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{fmt}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _serve_files(server: Flask, bulk: Bulk) -> None:
    @server.get("/import")
    def import_begin() -> Answer:
        return private(begin_json(_kind(), bulk.list(current_person()), bulk.quota_warning(current_person())))

    @server.post("/import")
    @_missing_import_in_words
    def import_send() -> Answer:
        sent = raw_body(MAX_BYTES, _("Le fichier dépasse {limit} Mo.").format(limit=MAX_BYTES // 1024 // 1024))
        import_id = bulk.begin(current_person(), request.args.get("name", "")[:200], sent)
        return private(import_json(bulk.look(current_person(), import_id)))

    @server.get("/import/template.<fmt>")
    def import_template(fmt: str) -> Answer:
        if fmt not in TEMPLATES:
            abort(404)
        return _download(TEMPLATES[fmt](_kind()), _("modele-locaux") if _kind() is Kind.PREMISES else _("modele-sites"), fmt)

    @server.get("/import/<import_id>/corrected.<fmt>")
    @_missing_import_in_words
    def import_corrected(import_id: str, fmt: str) -> Answer:
        if fmt not in MIMETYPES:
            abort(404)
        only_wrong = request.args.get("rows") != "all"
        return _download(bulk.corrected_file(current_person(), import_id, fmt, only_wrong), _("a-corriger"), fmt)


def _serve_steps(server: Flask, bulk: Bulk) -> None:
    @server.get("/import/<import_id>")
    @_missing_import_in_words
    def import_look(import_id: str) -> Answer:
        return private(import_json(bulk.look(current_person(), import_id), request.args.get("field", "")[:40]))

    @server.post("/import/<import_id>/check")
    @_missing_import_in_words
    def import_check(import_id: str) -> Answer:
        given = body(Choose)
        corrections = None if given.corrections is None else {int(row): cells for row, cells in given.corrections.items()}
        changed = bulk.choose(
            current_person(),
            import_id,
            mapping=given.mapping,
            crs=given.crs,
            accept=given.accept,
            corrections=corrections,
            leave=given.leave or (),
            take_back=given.take_back or (),
            leave_twins=given.leave_twins,
        )
        return private(import_json(changed, given.field))

    @server.post("/import/<import_id>/commit")
    @_missing_import_in_words
    def import_commit(import_id: str) -> Answer:
        return private(progress_json(bulk.commit(current_person(), import_id, body(Commit).mode == "valid")))

    @server.post("/import/<import_id>/cancel")
    @_missing_import_in_words
    def import_cancel(import_id: str) -> Answer:
        return private(progress_json(bulk.cancel(current_person(), import_id, body(After).after)))

    @server.post("/import/<import_id>/submit")
    @_missing_import_in_words
    def import_submit(import_id: str) -> Answer:
        return private(progress_json(bulk.submit(current_person(), import_id, body(After).after)))

    @server.post("/import/<import_id>/forget")
    @_missing_import_in_words
    def import_forget(import_id: str) -> Answer:
        body(Body)
        bulk.forget(current_person(), import_id)
        return private({})
