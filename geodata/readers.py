"""Where the files of the official data come from: the services themselves, a mirror of theirs, or a directory of downloaded files."""

from __future__ import annotations

import hashlib
import tempfile
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geodata.download import DownloadError, Limits, parse_json, read_bytes, unreadable
from geodata.large_download import LargeFile, Progress
from i18n import N_

MAX_PAGES = 60
LARGE = Limits(total_s=1_800.0, received_bytes=900_000_000, unpacked_bytes=4_000_000_000)
"""What may be streamed to the disk, unless a data set says less."""
HASHED_BYTES = 1_000_000


def _as_is(url: str) -> str:
    return url


@dataclass
class Reader:
    """Reads the files of one data set, and remembers the hash of what was read.

    Parameters
    ----------
    limits : time and size limits of each request.
    directory : where downloaded files are, under the names that the data sets give; the services are not asked then.
    mirror : address under which the same names are served.
    route : gives the address to ask in place of a service's own.
    progress : told the name of each file before it is read.
    downloads : where large files are received, and stay between two tries; a temporary folder of the machine by default.
    large_progress : told the bytes of a large file as they come.
    """

    limits: Limits = field(default_factory=Limits)
    directory: Path | None = None
    mirror: str = ""
    route: Callable[[str], str] = _as_is
    progress: Callable[[str], None] = lambda _name: None
    downloads: Path | None = None
    large_progress: Progress = lambda _got, _all: None
    _digest: Any = field(default_factory=hashlib.sha256, repr=False)

    @property
    def has_whole_files(self) -> bool:
        """Whether a file holds all the pages of a service's answer."""
        return self.directory is not None or bool(self.mirror)

    @property
    def sha256(self) -> str:
        """The hash of all that was read, in order."""
        return str(self._digest.hexdigest())

    def read(self, name: str, url: str) -> bytes:
        """Return a file, by its name where it was downloaded, by its address at its service.

        Raises
        ------
        DownloadError
            It is not there, or cannot be read within the limits.
        """
        self.progress(name)
        data = self._file(name) if self.directory else read_bytes(self._address(name, url), self.limits)
        self._digest.update(data)
        return data

    def fetch(self, name: str, url: str, limits: Limits = LARGE) -> Path:
        """Return a large file on the disk: streamed there, or where it was downloaded.

        Raises
        ------
        DownloadError
            As `read`; a file beyond the limit of its data set, or too little room on the disk.
        """
        self.progress(name)
        if self.directory:
            path = self._present(name, limits)
        else:
            folder = self.downloads or Path(tempfile.gettempdir()) / "convergence-downloads"
            path = LargeFile(self._address(name, url), folder, limits, self.large_progress).fetch()
        with path.open("rb") as stream:
            while part := stream.read(HASHED_BYTES):
                self._digest.update(part)
        return path

    def json(self, name: str, url: str) -> Any:
        """Return the JSON value of a file; as `read`, and `DownloadError` when it is not JSON."""
        return parse_json(self.read(name, url), self._address(name, url))

    def pages(self, name: str, url: str, following: Callable[[Any], str]) -> Iterator[Any]:
        """Yield the pages of a JSON answer; `following` gives the address of the next one, empty after the last.

        Raises
        ------
        DownloadError
            As `json`, or when the pages do not end.
        """
        for _page in range(MAX_PAGES):
            page = self.json(name, url)
            yield page
            url = "" if self.has_whole_files else following(page)
            if not url:
                return
        raise unreadable(url, N_("trop de pages"))

    def _address(self, name: str, url: str) -> str:
        return f"{self.mirror.rstrip('/')}/{urllib.parse.quote(name)}" if self.mirror else self.route(url)

    def _file(self, name: str) -> bytes:
        path = self._present(name, self.limits)
        try:
            return path.read_bytes()
        except OSError as error:
            raise _absent(path, error) from error

    def _present(self, name: str, limits: Limits) -> Path:
        """Return a downloaded file, that is there and no longer than the limit."""
        path = (self.directory or Path()) / name
        try:
            if path.stat().st_size > limits.received_bytes:
                raise unreadable(str(path), N_("fichier trop long"))
        except OSError as error:
            raise _absent(path, error) from error
        return path


def _absent(path: Path, error: OSError) -> DownloadError:
    return unreadable(str(path), N_("fichier absent") if isinstance(error, FileNotFoundError) else str(error.strerror))
