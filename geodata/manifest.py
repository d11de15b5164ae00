"""The snapshot's manifest: what each file is, its hash and its number of rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
FORMAT = 1


def beside(path: Path) -> Path:
    """Return the temporary name of a file of a snapshot, under which it is written before the manifest names it."""
    return path.with_suffix(path.suffix + ".part")


@dataclass(frozen=True)
class Entry:
    """One file of the snapshot: name, SHA-256 of its bytes, number of rows, sources it is made from."""

    name: str
    sha256: str
    rows: int
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Refreshed:
    """A data set that a snapshot holds as its official service gave it.

    Attributes
    ----------
    id : str
        Its entry of the catalogue.
    vintage : str
        What date it speaks of.
    at : str
        When it was read, UTC.
    sha256 : str
        The hash of all that was read.
    rows : int
        How many rows it gave.
    replaces, kind : str
        The example of the catalogue whose rows of that kind it took the place of; empty where it brings its own entry up to date.
    credit : str
        Whom its licence asks to name beside the producer.
    """

    id: str
    vintage: str
    at: str
    sha256: str
    rows: int
    replaces: str = ""
    kind: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Manifest:
    """All the files of a snapshot, the pinned packages they come from, the tools that wrote them, and what was refreshed since."""

    entries: tuple[Entry, ...]
    packages: Mapping[str, str]
    tools: Mapping[str, str]
    refreshed: tuple[Refreshed, ...] = ()

    def entry(self, name: str) -> Entry:
        """Return the entry of a file; raises ``KeyError`` when the manifest does not have it."""
        for entry in self.entries:
            if entry.name == name:
                return entry
        raise KeyError(name)

    @property
    def version(self) -> str:
        """Short content hash: changes when, and only when, a file of the snapshot changes."""
        lines = "\n".join(f"{entry.name} {entry.sha256}" for entry in self.entries)
        return hashlib.sha256(lines.encode()).hexdigest()[:12]

    def to_json(self) -> str:
        """Return the manifest as stable, readable JSON."""
        data = {"format": FORMAT, "version": self.version, "packages": dict(self.packages), "tools": dict(self.tools)}
        data |= {"refreshed": [asdict(one) for one in self.refreshed]} if self.refreshed else {}
        return json.dumps({**data, "files": [asdict(entry) for entry in self.entries]}, indent=2, ensure_ascii=False) + "\n"


def bytes_of(path: Path, sha256: str) -> bytes | None:
    """Return the bytes of a file of a snapshot, of this hash; None where they have another.

    A process that ended between the manifest and the last file left it under its temporary name.

    Raises
    ------
    OSError
        There is no such file.
    """
    found = [one for one in (path, beside(path)) if one.is_file()] or [path]
    contents = (one.read_bytes() for one in found)
    return next((data for data in contents if hashlib.sha256(data).hexdigest() == sha256), None)


def read_manifest(directory: Path) -> Manifest:
    """Read a snapshot's manifest.

    Raises
    ------
    OSError, ValueError, KeyError, TypeError
        When the file is absent, or not a manifest of this format.
    """
    data: dict[str, Any] = json.loads((directory / MANIFEST).read_text(encoding="utf-8"))
    if data["format"] != FORMAT:
        raise ValueError(f"manifest format {data['format']}")
    entries = tuple(Entry(item["name"], item["sha256"], int(item["rows"]), tuple(item["sources"])) for item in data["files"])
    refreshed = tuple(Refreshed(**one) for one in data.get("refreshed", ()))
    return Manifest(entries, data["packages"], data["tools"], refreshed)
