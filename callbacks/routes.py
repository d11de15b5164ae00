"""Plain routes: the data files that the browser fetches once, and the downloads."""

from __future__ import annotations

import gzip
from dataclasses import dataclass

from flask import Flask, Response, abort, make_response, request

from access.headers import FOREVER


@dataclass(frozen=True)
class DataFile:
    """One immutable file, its digest in its name; `packed` is its gzip form."""

    path: str
    mimetype: str
    data: bytes
    packed: bytes

    @classmethod
    def make(cls, path: str, mimetype: str, data: bytes) -> DataFile:
        """Compress once."""
        return cls(path, mimetype, data, gzip.compress(data, 6, mtime=0))


def serve_files(server: Flask, files: list[DataFile]) -> None:
    """Serve the files under ``/data/``, to be kept for ever by the browser."""
    by_path = {file.path: file for file in files}

    @server.get("/data/<path:name>")
    def data(name: str) -> Response:
        file = by_path.get(f"/data/{name}")
        if file is None:
            abort(404)
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        response = make_response(file.packed if packed else file.data)
        response.headers["Content-Type"] = file.mimetype
        response.headers["Cache-Control"] = FOREVER
        response.headers["Vary"] = "Accept-Encoding"
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response
