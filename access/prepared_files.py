"""The browser's files compressed as small as can be, once for all starts of the service, in the forms that browsers read."""

from __future__ import annotations

import fcntl
import os
import re
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import brotli
from flask import Flask, Response, request

from access.compression import FILES
from access.headers import SUITES
from processes.memory_cache import MemoryCache

GZIP_WINDOW = 16 + zlib.MAX_WBITS


def smallest_gzip(content: bytes) -> bytes:
    """Return the smallest of what gzip makes of a content with as much memory as it may take, and with less: its blocks are others."""

    def made(memory: int) -> bytes:
        compressor = zlib.compressobj(9, zlib.DEFLATED, GZIP_WINDOW, memory)
        return compressor.compress(content) + compressor.flush()

    return min((made(memory) for memory in (6, 7, 8, 9)), key=len)


FORMS: dict[str, Callable[[bytes], bytes]] = {"br": lambda content: bytes(brotli.compress(content, quality=11)), "gzip": smallest_gzip}
FEWEST_BYTES = 500
MOST_BYTES = 6_000_000
NAMED = re.compile(rf'(?:src|href|content)="((?:{"|".join(FILES)})[^"]+\.(?:m?js|css)(?:\?[^"]*)?)"')


class PreparedFiles:
    """Compressed contents in a folder, each by the hash of what was compressed: a file that changed is another.

    Parameters
    ----------
    folder : where they stay from one start to the next; made when the first is prepared.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._contents: MemoryCache[bytes] = MemoryCache(MOST_BYTES, len)

    def known(self, content: bytes, form: str) -> bytes | None:
        """Return what a file's content was compressed to; None where it is not prepared."""
        path = self._path(content, form)
        found = self._contents.known(path.name)
        if found is None and path.is_file():
            found = path.read_bytes()
            self._contents.put(path.name, found)
        return found

    def prepare(self, contents: Iterator[bytes]) -> None:
        """Compress what is not yet; at once nothing, where another process is at it or the folder cannot be written."""
        with suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with (self._folder / "lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                for content in contents:
                    self._compress(content)

    def _compress(self, content: bytes) -> None:
        for form, compress in FORMS.items():
            path = self._path(content, form)
            if len(content) >= FEWEST_BYTES and not path.exists():
                part = path.with_suffix(f".{os.getpid()}")
                part.write_bytes(compress(content))
                part.replace(path)

    def _path(self, content: bytes, form: str) -> Path:
        return self._folder / f"{sha256(content).hexdigest()}.{form}"


def answer_prepared(server: Flask, files: PreparedFiles, is_file: Callable[[], bool]) -> None:
    """Answer what is prepared in its smallest form; to be called after what compresses, which leaves alone what is compressed.

    Parameters
    ----------
    is_file : whether the request is for a file of the browser.
    """

    @server.after_request
    def give(response: Response) -> Response:
        form = _form() if response.status_code == 200 and request.method == "GET" and is_file() else None
        if form is None:
            return response
        response.direct_passthrough = False  # a server's own way of sending files does not compress them
        found = files.known(response.get_data(), form)
        if found is None:
            return response
        response.set_data(found)
        response.headers["Content-Encoding"] = form
        tag, is_weak = response.get_etag()
        if tag and not is_weak:
            response.set_etag(f"{tag}:{form}")
            response.make_conditional(request)
        return response


def _form() -> str | None:
    accepted = request.accept_encodings
    return next((form for form in FORMS if accepted[form] > 0), None)


def files_of_page(server: Flask, base_url: str, page: str, others: tuple[str, ...]) -> Iterator[bytes]:
    """Yield the content of the files that a page names, and of others by their path under the components' own."""
    client = server.test_client()
    named = NAMED.findall(client.get(page, base_url=base_url).text)
    for path in dict.fromkeys([*named, *(f"{SUITES}{other}" for other in others)]):
        answer = client.get(path, base_url=base_url)
        if answer.status_code == 200:
            yield answer.data
