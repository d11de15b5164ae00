"""Routes of the imports: a file is sent, its choices changed, its rows made drafts, undone or submitted, step by step."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Literal

from flask import Flask, Response, abort, request
from pydantic import Field

from access.identity import current_person
from callbacks.files import download
from callbacks.forms import Body, body, private, problem, raw_body, refusable
from i18n import gettext as _
from intake.table import MAX_BYTES, MAX_CELL_CHARS
from services.imports import TEMPLATES, ImportChanges, ImportService
from store.proposals import NotFound

Name = Annotated[str, Field(max_length=200)]
FieldId = Annotated[str, Field(max_length=40)]
RowNumber = Annotated[str, Field(pattern=r"^\d{1,7}$")]
Cells = dict[FieldId, Annotated[str, Field(max_length=MAX_CELL_CHARS)]]
Numbers = Annotated[list[int], Field(max_length=2_000)]
ProposalId = Annotated[str, Field(max_length=12)]


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

    def changes(self) -> ImportChanges:
        """Return what is to be changed."""
        corrections = None if self.corrections is None else {int(row): cells for row, cells in self.corrections.items()}
        leave, take_back = self.leave or (), self.take_back or ()
        return ImportChanges(self.mapping, self.crs, self.accept, corrections, leave, take_back, self.leave_twins)


class Commit(Body):
    """Which rows are made drafts."""

    mode: Literal["valid", "all"]


class After(Body):
    """From where a long action goes on: the id of the last proposal that was tried."""

    after: ProposalId = ""


def serve(server: Flask, service: ImportService) -> None:
    """Serve the imports of whoever is signed in; those of others are not found."""
    _serve_files(server, service)
    _serve_choices(server, service)
    _serve_steps(server, service)


def _importing(route: Callable[..., Response]) -> Callable[..., Response]:
    """Answer a sentence to what cannot be done: an import that is not there is no place that is not."""

    @wraps(route)
    def answer(**arguments: Any) -> Response:
        try:
            return refusable(route)(**arguments)
        except NotFound as why:
            return problem(why, 404)

    return answer


def _serve_files(server: Flask, service: ImportService) -> None:
    @server.post("/import")
    @_importing
    def import_send() -> Response:
        sent = raw_body(MAX_BYTES, _("Le fichier dépasse {limit} Mo.").format(limit=MAX_BYTES // 1024 // 1024))
        return private(service.send(current_person(), request.args.get("name", "")[:200], sent))

    @server.get("/import/template.<fmt>")
    def import_template(fmt: str) -> Response:
        if fmt not in TEMPLATES:
            abort(404)
        file = service.template(current_person(), fmt)
        return download(file.data, f"{file.name}.{fmt}")

    @server.get("/import/<import_id>/corrected.<fmt>")
    @_importing
    def import_corrected(import_id: str, fmt: str) -> Response:
        if fmt not in TEMPLATES:
            abort(404)
        file = service.corrected(current_person(), import_id, fmt, request.args.get("rows") != "all")
        return download(file.data, f"{file.name}.{fmt}")


def _serve_choices(server: Flask, service: ImportService) -> None:
    @server.get("/import")
    def import_begin() -> Response:
        return private(service.start(current_person()))

    @server.get("/import/<import_id>")
    @_importing
    def import_look(import_id: str) -> Response:
        return private(service.state(current_person(), import_id, request.args.get("field", "")[:40]))

    @server.post("/import/<import_id>/check")
    @_importing
    def import_check(import_id: str) -> Response:
        given = body(Choose)
        return private(service.change(current_person(), import_id, given.changes(), given.field))


def _serve_steps(server: Flask, service: ImportService) -> None:
    @server.post("/import/<import_id>/commit")
    @_importing
    def import_commit(import_id: str) -> Response:
        return private(service.commit(current_person(), import_id, body(Commit).mode == "valid"))

    @server.post("/import/<import_id>/cancel")
    @_importing
    def import_cancel(import_id: str) -> Response:
        return private(service.cancel(current_person(), import_id, body(After).after))

    @server.post("/import/<import_id>/submit")
    @_importing
    def import_submit(import_id: str) -> Response:
        return private(service.submit(current_person(), import_id, body(After).after))

    @server.post("/import/<import_id>/forget")
    @_importing
    def import_forget(import_id: str) -> Response:
        body(Body)
        return private(service.forget(current_person(), import_id))
