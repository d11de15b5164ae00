"""Where the processes of one machine leave each other the published places of past editions: a page may be answered by any of them."""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.candidate import Kind
from domain.published import PublishedPlace
from siting.disk_cache import DiskCache

LOG = logging.getLogger(__name__)
VERSION = re.compile(r"[0-9a-f]{12}", re.ASCII)
MOST_EDITIONS = 6


class EditionCache:
    """A folder with one file of public places for each of the last editions. What cannot be written or read is missing, no more."""

    def __init__(self, folder: Path, most: int = MOST_EDITIONS) -> None:
        self._files = DiskCache(folder, most_files=most)

    def put(self, version: str, places: Sequence[PublishedPlace]) -> None:
        """Leave the places of an edition; the file appears whole or not at all, the oldest beyond the last few go."""
        try:
            content = json.dumps([_plain(place) for place in places], allow_nan=False)
        except ValueError:
            LOG.warning("the places of edition %s could not be left to the other processes", version, exc_info=True)
            return
        self._files.write(f"edition-{version}.json", content.encode())

    def get(self, version: str) -> tuple[PublishedPlace, ...] | None:
        """Return the places of an edition; None when there is no such file, or it is of another form."""
        if not VERSION.fullmatch(version):
            return None
        content = self._files.read(f"edition-{version}.json")
        try:
            return None if content is None else tuple(_place(item) for item in json.loads(content))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None

    def keep(self, is_still_public: Callable[[Sequence[PublishedPlace]], bool]) -> None:
        """Remove the editions whose places are not all `is_still_public`, and every file that cannot be read as one."""
        for name in self._files.names("edition-*.json"):
            places = self.get(Path(name).stem.removeprefix("edition-"))
            if places is None or not is_still_public(places):
                self._files.remove(name)


def _plain(place: PublishedPlace) -> dict[str, Any]:
    return {**asdict(place), "kind": place.kind.value, "updated_on": place.updated_on.isoformat()}


def _place(item: dict[str, Any]) -> PublishedPlace:
    return PublishedPlace(**{**item, "kind": Kind(item["kind"]), "updated_on": dt.date.fromisoformat(item["updated_on"])})
