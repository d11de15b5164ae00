"""Large files streamed to the disk: what was received before a cut is gone on from, what is too large is refused before it is read."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import IO

import requests

from geodata.download import CHUNK_BYTES, Limits, is_packed, opened, promised_bytes, reason_of, unreadable
from i18n import N_

RESERVE_BYTES = 200_000_000
"""What must stay free on the disk."""
MOST_CUTS = 5
MEGABYTE = 1_000_000
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class _Begun:
    """What was received of a file before: its first bytes, and the mark by which the service knows whether it is still the same."""

    size: int = 0
    mark: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """What asks for the rest, of the same file only."""
        return {"Range": f"bytes={self.size}-", "If-Range": self.mark} if self.size and self.mark else {}


class LargeFile:
    """One file of a service, in a folder where it stays between two tries.

    Parameters
    ----------
    url : the address.
    folder : where it is received.
    limits : as in `geodata.download.Limits`; the time in all counts from one cut to the next.
    progress : told the bytes received and, where the service says it, how many there are.
    """

    def __init__(self, url: str, folder: Path, limits: Limits, progress: Progress = lambda _got, _all: None) -> None:
        self.url, self.limits, self.progress = url, limits, progress
        self.path = folder / sha256(url.encode()).hexdigest()[:16]
        self._part, self._note = self.path.with_suffix(".part"), self.path.with_suffix(".json")

    def fetch(self) -> Path:
        """Return the whole file on the disk; a connection that is cut is opened again, from where it was.

        Raises
        ------
        DownloadError
            An HTTP error, a file or a promise beyond the limit, too little room, a service that goes on being cut.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        for cuts in range(MOST_CUTS + 1):
            before = self._begun().size
            try:
                self._receive()
            except requests.RequestException as error:
                has_stopped = self._begun().size <= before and cuts > 0
                if cuts == MOST_CUTS or has_stopped:
                    raise unreadable(self.url, reason_of(error)) from error
                continue
            self._part.replace(self.path)
            self._note.unlink(missing_ok=True)
            return self.path
        raise AssertionError("not reached")

    def _begun(self) -> _Begun:
        try:
            mark = str(json.loads(self._note.read_text(encoding="utf-8"))["mark"])
            return _Begun(self._part.stat().st_size, mark)
        except (OSError, ValueError, KeyError, TypeError):
            return _Begun()

    def _receive(self) -> None:
        """Receive what is lacking; `requests.RequestException` when it was cut."""
        begun = self._begun()
        with requests.Session() as session, opened(session, self.url, self.limits, begun.headers) as response:
            is_rest = response.status_code == HTTPStatus.PARTIAL_CONTENT
            is_other = is_rest and not response.headers.get("Content-Range", "").startswith(f"bytes {begun.size}-")
            if is_other or response.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
                self.forget()
                raise requests.ConnectionError(N_("réponse interrompue"))
            start = begun.size if is_rest else 0
            promised = promised_bytes(response.headers)
            whole = None if promised is None else start + promised
            self._check_size(start if whole is None else whole, start)
            self._remember(response.headers)
            with self._part.open("ab" if is_rest else "wb") as sink:
                size = self._copy(response, sink, start, whole)
            if whole is not None and size != whole:
                raise requests.ConnectionError(N_("réponse interrompue"))

    def _copy(self, response: requests.Response, sink: IO[bytes], size: int, whole: int | None) -> int:
        deadline = time.monotonic() + self.limits.total_s
        for chunk in response.iter_content(CHUNK_BYTES):
            size += len(chunk)
            if size > self.limits.received_bytes:
                raise unreadable(self.url, N_("réponse trop longue"))
            if time.monotonic() > deadline:
                raise unreadable(self.url, N_("réponse trop lente"))
            try:
                sink.write(chunk)
            except OSError as error:
                raise unreadable(self.url, N_("écriture impossible : {reason}"), reason=str(error.strerror)) from error
            self.progress(size, whole)
        return size

    def _check_size(self, whole: int, received: int) -> None:
        """Refuse what is beyond the limit, or has no room on the disk, before a byte of it is read."""
        if whole > self.limits.received_bytes:
            self.forget()
            words = N_("fichier annoncé de {size} Mo, au-delà de la limite de {limit} Mo")
            raise unreadable(self.url, words, size=_megabytes(whole), limit=_megabytes(self.limits.received_bytes))
        free = shutil.disk_usage(self.path.parent).free
        if whole - received + RESERVE_BYTES > free:
            words = N_("place insuffisante sur le disque (en Mo) : libre {free}, à recevoir {size}, à garder {reserve}")
            sizes = {"free": _megabytes(free), "size": _megabytes(whole - received), "reserve": _megabytes(RESERVE_BYTES)}
            raise unreadable(self.url, words, **sizes)

    def _remember(self, headers: Mapping[str, str]) -> None:
        mark = headers.get("ETag", "")
        mark = headers.get("Last-Modified", "") if not mark or mark.startswith("W/") else mark
        mark = "" if is_packed(headers) else mark
        self._note.write_text(json.dumps({"url": self.url, "mark": mark}), encoding="utf-8")

    def forget(self) -> None:
        """Remove what was received."""
        for path in (self.path, self._part, self._note):
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _megabytes(size: int) -> int:
    return round(size / MEGABYTE)
