"""Where the files of the official data come from: the services themselves, a mirror of theirs, or a directory of downloaded files."""

from __future__ import annotations

import hashlib
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geodata.download import DownloadError, Limits, parse_json, read_bytes
from i18n import gettext as _

MAX_PAGES = 60


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
    """

    limits: Limits = field(default_factory=Limits)
    directory: Path | None = None
    mirror: str = ""
    route: Callable[[str], str] = _as_is
    progress: Callable[[str], None] = lambda _name: None
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
        raise DownloadError(_("Lecture impossible : {url} ({reason})").format(url=url, reason=_("trop de pages")))

    def _address(self, name: str, url: str) -> str:
        return f"{self.mirror.rstrip('/')}/{urllib.parse.quote(name)}" if self.mirror else self.route(url)

    def _file(self, name: str) -> bytes:
        path = (self.directory or Path()) / name
        try:
            if path.stat().st_size > self.limits.received_bytes:
                raise DownloadError(_("Lecture impossible : {url} ({reason})").format(url=path, reason=_("fichier trop long")))
            return path.read_bytes()
        except OSError as error:
            reason = _("fichier absent") if isinstance(error, FileNotFoundError) else str(error.strerror)
            raise DownloadError(_("Lecture impossible : {url} ({reason})").format(url=path, reason=reason)) from error
