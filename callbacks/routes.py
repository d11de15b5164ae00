"""Plain routes: the data files that the browser fetches once, and the downloads."""

from __future__ import annotations

import gzip
import re
from dataclasses import dataclass

from flask import Flask, Response, abort, make_response, request

from access.headers import FOREVER
from domain.selection import Selection
from reports.export import UnknownFormat, export
from views.view import Context

DIGEST = re.compile(r"-[0-9a-f]{12}\.\w+$")


@dataclass(frozen=True)
class DataFile:
    """One file that stays as it is while the service runs; `packed` is its gzip form."""

    path: str
    mimetype: str
    data: bytes
    packed: bytes

    @classmethod
    def make(cls, path: str, mimetype: str, data: bytes) -> DataFile:
        """Compress once."""
        return cls(path, mimetype, data, gzip.compress(data, 6, mtime=0))


def serve_files(server: Flask, files: list[DataFile]) -> None:
    """Serve the files under ``/data/``; the browser keeps for ever those whose digest is in their name."""
    by_path = {file.path: file for file in files}

    @server.get("/data/<path:name>")
    def data(name: str) -> Response:
        file = by_path.get(f"/data/{name}")
        if file is None:
            abort(404)
        packed = request.accept_encodings["gzip"] > 0
        response = make_response(file.packed if packed else file.data)
        response.headers["Content-Type"] = file.mimetype
        response.headers["Cache-Control"] = FOREVER if DIGEST.search(name) else "no-cache"
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def serve_exports(server: Flask, context: Context) -> None:
    """Serve ``/export/lieux.<format>?<selection>``: exactly the places that the address shows."""

    @server.get("/export/lieux.<fmt>")
    def download(fmt: str) -> Response:
        query = request.query_string.decode("utf-8", "replace")
        selection = Selection.from_query(query, context.facets)
        shown = selection.to_query()
        address = request.host_url + (f"?{shown}" if shown else "")
        try:
            made = export(context.territory, context.facets, selection, fmt, address)
        except UnknownFormat:
            abort(404)
        response = make_response(made.data)
        response.headers["Content-Type"] = made.mimetype
        response.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
        response.headers["Cache-Control"] = "no-store"
        return response
