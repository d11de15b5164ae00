"""Routes of photographs and documents: sent as raw bytes, and shown."""

from __future__ import annotations

from functools import partial
from urllib.parse import unquote

from flask import Flask, Response, request
from werkzeug.wrappers import Response as AnyResponse

from access.identity import current_person
from callbacks.files import shown
from callbacks.forms import private, raw_body, refusable
from intake import document, photo
from services.attachments import AttachmentService

NAME_HEADER = "X-File-Name"
MAX_HEADER = 1_000


def serve(server: Flask, service: AttachmentService) -> None:
    """Serve them; what is not a person's to see is answered as if it did not exist."""
    _serve_adding(server, service)
    _serve_showing(server, service)


def _serve_adding(server: Flask, service: AttachmentService) -> None:
    @server.post("/proposals/<name>/photo")
    @refusable
    def photo_add(name: str) -> Response:
        sent = partial(raw_body, photo.MAX_UPLOAD_BYTES, photo.too_big())
        return private(service.add_photo(current_person(), name, _file_name(), sent), 201)

    @server.post("/proposals/<name>/document")
    @refusable
    def document_add(name: str) -> Response:
        sent = partial(raw_body, document.MAX_BYTES, document.too_big())
        return private(service.add_document(current_person(), name, _file_name(), sent), 201)


def _file_name() -> str:
    return unquote(request.headers.get(NAME_HEADER, "")[:MAX_HEADER], errors="replace")


def _serve_showing(server: Flask, service: AttachmentService) -> None:
    @server.get("/attachment/<key>")
    @refusable
    def attachment(key: str) -> AnyResponse:
        return shown(service.file(current_person(), key))
