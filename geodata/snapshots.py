"""Dated snapshots of the territory beside the embedded one: landed, put in use, gone back from. Nothing that was landed is written over."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from geodata.build import SNAPSHOT, write_whole
from geodata.manifest import MANIFEST, Manifest, Refreshed, read_manifest
from i18n import gettext as _

IN_USE = "in_use.json"
REPORT = "report.json"
EMBEDDED = ""
"""The name of the snapshot that one starts from: that which comes with the product, or which a setting names."""
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z-[0-9a-f]{12}", re.ASCII)
"""The name of a dated one: when it landed (UTC), and its version."""


class SnapshotGone(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """The snapshot that somebody wants to use is not there, or there is none to go back to."""


@dataclass(frozen=True)
class Use:
    """Which snapshot is in use (`EMBEDDED` for the product's own), since when (UTC), by whose choice."""

    snapshot: str
    at: str
    by: str


class Snapshots:
    """A folder of dated snapshots, and the history of which is in use. Another process may read it at any time.

    `first` is the directory of the snapshot that they start from; None for the product's own.
    """

    def __init__(self, folder: Path, first: Path | None = None) -> None:
        self.folder, self.first = folder, first
        self._seen: tuple[int, tuple[Use, ...]] = (0, ())

    def history(self) -> tuple[Use, ...]:
        """Return what was put in use, oldest first; what cannot be read is no history: the embedded snapshot is in use."""
        path = self.folder / IN_USE
        try:
            stamp = path.stat().st_mtime_ns
            if self._seen[0] != stamp:
                content = json.loads(path.read_text(encoding="utf-8"))["history"]
                self._seen = stamp, tuple(Use(str(one["snapshot"]), str(one["at"]), str(one["by"])) for one in content)
            return self._seen[1]
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    @property
    def in_use(self) -> str:
        """The name of the snapshot in use."""
        history = self.history()
        return history[-1].snapshot if history and self.has(history[-1].snapshot) else EMBEDDED

    @property
    def path(self) -> Path | None:
        """The directory of the snapshot in use; None for the product's own."""
        return self.path_of(self.in_use)

    def path_of(self, name: str) -> Path | None:
        """Return the directory of a snapshot; None for the product's own."""
        return self.folder / name if name else self.first

    def has(self, name: str) -> bool:
        """Return whether a snapshot is there."""
        return name == EMBEDDED or (NAME.fullmatch(name) is not None and (self.folder / name / MANIFEST).is_file())

    def names(self) -> list[str]:
        """Return the names of the dated snapshots, newest first."""
        try:
            return sorted((one.name for one in self.folder.iterdir() if self.has(one.name)), reverse=True)
        except OSError:
            return []

    def refreshed(self) -> dict[str, Refreshed]:
        """Return what official services gave of the snapshot in use, by data set; nothing where it cannot be read."""
        try:
            return {one.id: one for one in read_manifest(self.path or SNAPSHOT).refreshed}
        except (OSError, ValueError, KeyError, TypeError):
            return {}

    def report(self, name: str) -> dict[str, Any]:
        """Return what the refresh that landed a snapshot said of it."""
        return read_plain(self.folder / name / REPORT)

    def land(self, write: Callable[[Path], Manifest], report: dict[str, Any], now: dt.datetime) -> str:
        """Write a new snapshot and its report beside the others, whole or not at all; return its name.

        Raises
        ------
        OSError
            The folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for half in self.folder.glob(".landing-*"):
            shutil.rmtree(half, ignore_errors=True)
        landing = self.folder / f".landing-{now:%Y%m%dT%H%M%S}"
        manifest = write(landing)
        write_plain(landing / REPORT, report)
        name = f"{now:%Y-%m-%dT%H%M%SZ}-{manifest.version}"
        landing.rename(self.folder / name)
        return name

    def use(self, name: str, by: str, now: dt.datetime) -> None:
        """Put a snapshot in use.

        Raises
        ------
        SnapshotGone
            There is no such snapshot.
        """
        if not self.has(name):
            raise SnapshotGone(_("Ces données ne sont plus là : {name}.").format(name=name))
        history = [*self.history(), Use(name, f"{now:%Y-%m-%dT%H:%M:%SZ}", by)]
        write_plain(self.folder / IN_USE, {"history": [asdict(one) for one in history]})

    def back(self, by: str, now: dt.datetime) -> str:
        """Put in use again what was in use before; return its name.

        Raises
        ------
        SnapshotGone
            Nothing else was ever in use.
        """
        name = self.before
        if name is None:
            raise SnapshotGone(_("Aucunes données n'ont été en service avant celles-ci."))
        self.use(name, by, now)
        return name

    @property
    def before(self) -> str | None:
        """The snapshot that was in use before this one; None when none was."""
        earlier = [EMBEDDED, *(one.snapshot for one in self.history())]
        others = [name for name in earlier if name != self.in_use and self.has(name)]
        return others[-1] if others else None


def read_plain(path: Path) -> dict[str, Any]:
    """Return the object of a JSON file; empty where there is none, or it cannot be read."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write_plain(path: Path, content: dict[str, Any]) -> None:
    """Write an object as JSON, whole or not at all; its folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode())
