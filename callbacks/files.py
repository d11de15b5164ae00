"""Files that a route answers."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from flask import Response, make_response, request
from werkzeug.wrappers import Response as AnyResponse

from access.headers import FOREVER
from reports.export import MIMETYPES
from services.attachments import AttachmentFile
from services.data_files import DataFile

TYPES = {**MIMETYPES, "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml"}
DIGEST = re.compile(r"-[0-9a-f]{12}\.\w+$")
SANDBOX = "default-src 'none'; sandbox"


def cacheable(file: DataFile) -> AnyResponse:
    """Return a data file, packed for who reads that.

    The browser keeps for ever one whose digest is in its name, except what may be taken back: it asks each time if that still stands.
    """
    packed = request.accept_encodings["gzip"] > 0
    response = make_response(file.packed if packed else file.data)
    response.headers["Content-Type"] = file.mimetype
    response.headers["Cache-Control"] = "private, no-cache" if file.revocable else FOREVER if DIGEST.search(file.path) else "no-cache"
    response.headers["Vary"] = "Accept-Encoding"
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.add_etag()
    return response.make_conditional(request)


def download(data: bytes | str, name: str) -> Response:
    """Return a file to download that no cache keeps; the end of its name says of which of `TYPES` it is."""
    response = make_response(data)
    response.headers["Content-Type"] = TYPES[name.rpartition(".")[2]]
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
