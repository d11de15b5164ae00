"""Where the processes of one machine leave each other the published places of past editions: a page may be answered by any of them."""

from __future__ import annotations

import datetime as dt
import json
import logging
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from domain.candidate import Kind
from domain.published import PublishedPlace

LOG = logging.getLogger(__name__)
VERSION = re.compile(r"[0-9a-f]{12}", re.ASCII)
KEPT = 6


class Shelf:
    """A folder with one file of public places for each of the last editions. What cannot be written or read is missing, no more."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        self._folder, self._most = folder, kept

    def put(self, version: str, places: Sequence[PublishedPlace]) -> None:
        """Leave the places of an edition; the file appears whole or not at all, the oldest beyond the last few go."""
        path = self._folder / f"edition-{version}.json"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump([_plain(place) for place in places], stream, allow_nan=False)
            Path(name).replace(path)
            for old in sorted(self._folder.glob("edition-*.json"), key=lambda file: file.stat().st_mtime, reverse=True)[self._most :]:
                old.unlink(missing_ok=True)
        except (OSError, ValueError):
            LOG.warning("the places of edition %s could not be left to the other processes", version, exc_info=True)

    def get(self, version: str) -> tuple[PublishedPlace, ...] | None:
        """Return the places of an edition; None when there is no such file, or it is of another form."""
        if not VERSION.fullmatch(version):
            return None
        try:
            told = json.loads((self._folder / f"edition-{version}.json").read_text(encoding="utf-8"))
            return tuple(_place(item) for item in told)
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _plain(place: PublishedPlace) -> dict[str, Any]:
    return {**asdict(place), "kind": place.kind.value, "updated_on": place.updated_on.isoformat()}


def _place(item: dict[str, Any]) -> PublishedPlace:
    return PublishedPlace(**{**item, "kind": Kind(item["kind"]), "updated_on": dt.date.fromisoformat(item["updated_on"])})
