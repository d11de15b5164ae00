"""Answers travel compressed; files that never change under their address are compressed once."""

from __future__ import annotations

from flask import Flask, Request, Response, request

from access.headers import SUITES
from processes.memory_cache import MemoryCache

FILES = ("/assets/", "/modules/", SUITES)
MOST_BYTES = 12_000_000


def name_of_file(request: Request) -> str:
    """Return the name of an installed file and of its version; "" for anything that is made for who asks."""
    return f"{request.path}?{request.args.get('m', '')}" if request.path.startswith(FILES) else ""


class CompressedFiles:
    """What Flask-Compress asks for the compressed content of a key, "algorithm;name", before it compresses, and gives it after."""

    def __init__(self) -> None:
        self._contents: MemoryCache[bytes] = MemoryCache(MOST_BYTES, len)

    def get(self, key: str) -> bytes | None:
        """Return a file's compressed content; None where it is not known."""
        return self._contents.known(key)

    def set(self, key: str, content: bytes) -> None:
        """Remember the content of a file."""
        if not key.endswith(";") and self._contents.known(key) is None:
            self._contents.put(key, content)


def compress_files_once(server: Flask) -> None:
    """Have the files of a server compressed once; to be called before what compresses (Dash's `compress`) is installed."""
    server.config["COMPRESS_CACHE_BACKEND"] = CompressedFiles
    server.config["COMPRESS_CACHE_KEY"] = name_of_file


def answer_files_whole(server: Flask) -> None:
    """Have small files answered whole, not by pieces, since pieces are compressed at each request; to be called after what compresses."""

    @server.after_request
    def read(response: Response) -> Response:
        if response.status_code == 200 and response.is_streamed and name_of_file(request) and request.method == "GET":
            response.direct_passthrough = False
            response.get_data()
        return response
