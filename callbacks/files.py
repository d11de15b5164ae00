"""Files that a route answers."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

from flask import Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from services.attachments import AttachmentFile

MIMETYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
SANDBOX = "default-src 'none'; sandbox"


def download(data: bytes | str, name: str) -> Response:
    """Return a file to download that no cache keeps; the end of its name says what it is."""
    response = make_response(data)
    response.headers["Content-Type"] = MIMETYPES[name.rpartition(".")[2]]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def shown(file: AttachmentFile) -> AnyResponse:
    """Return a photograph to show, or a document to download; nothing in it runs.

    The browser keeps it, but asks about it each time: rights change, and whoever signs out leaves nothing to see.
    """
    response = make_response(file.data)
    response.headers["Content-Type"] = file.media_type
    response.headers["Content-Disposition"] = disposition("inline" if file.is_photo else "attachment", file.name)
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "private, no-cache"
    response.set_etag(file.digest)
    return response.make_conditional(request)


def disposition(kind: str, name: str) -> str:
    """Return the header that names a file: plain letters for old programs, all of them for others (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
