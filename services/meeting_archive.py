"""What freezes a meeting: one archive of plain files, each with its SHA-256 in a manifest, whose own SHA-256 is the fingerprint."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from domain.meeting import Option, OptionKind
from i18n import gettext as _
from scenarios.saving import view_of_result
from services.meeting_gains import as_projected, option_gains

FORMAT = 1
MANIFEST, MEETING, GAINS, MINUTES = "manifest.json", "meeting.json", "gains.json", "minutes.html"
PERIMETER, SOURCES, SHOWN, GROUND = "perimeter.json", "sources.json", "shown.json", "ground.json"
"""What the minutes in PDF add, what was projected, and what its map lay on; archives of before do not hold them all."""
AUTHORITY = "authority.json"
"""Whose meeting it was; only where the settings say it."""
EPOCH = (1980, 1, 1, 0, 0, 0)
MOST_BYTES, MOST_FILES = 200_000_000, 2_000
Files = Mapping[str, bytes]
Frozen = Mapping[str, Any]


class ArchiveChanged(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """An archive is not what was closed; the message names the file, in the current language."""


@dataclass(frozen=True)
class Archive:
    """An archive: its bytes, and its fingerprint (SHA-256 of its manifest, in hexadecimal)."""

    data: bytes
    fingerprint: str


def canonical(value: Any) -> bytes:
    """Return JSON whose bytes depend on nothing but the value."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False) + "\n").encode()


def gains_table(
    frozen: Frozen, scenarios: Mapping[str, Frozen], places: Mapping[str, Frozen], shown: Frozen = MappingProxyType({})
) -> list[Frozen]:
    """Return what each option brings to each actor, from the plans as they were saved; nothing is worked out again.

    Parameters
    ----------
    scenarios, places : what was saved of each scenario and place that is an option, by id.
    shown : what was projected of each decision, as `services.meeting_shown.frozen_shown` freezes it; nothing of archives of before.
    """
    rows = []
    of_language = shown.get("options", {}).get(frozen["language"], {})
    for decision in frozen["meeting"]["decisions"]:
        projected = of_language.get(decision["id"], {}).get("options", ())
        for at, given in enumerate(decision["options"]):
            option = Option(OptionKind(given["kind"]), given["ref"], given["words"])
            saved = scenarios.get(option.ref) if option.kind is OptionKind.SCENARIO else None
            is_example = bool(places.get(option.ref, {}).get("is_example"))
            found = option_gains(option, view_of_result(saved["result"]) if saved else None, is_example)
            row = {key: value for key, value in asdict(found).items() if key != "option"}
            row = {"decision": decision["id"], "option": option.id, **row}
            rows.append(as_projected(row, projected[at]["found"]) if at < len(projected) else row)
    return json.loads(json.dumps(rows))


def tables(frozen: Frozen) -> dict[str, pa.Table]:
    """Return positions and commitments as tables, by the name of their file; a table that would have no row is left out."""
    positions = [
        {"decision": decision["id"], "question": decision["question"], "actor": actor, "stance": one["stance"], "words": one["words"]}
        for decision in frozen["meeting"]["decisions"]
        for actor, one in sorted(decision["positions"].items())
    ]
    found = {"positions.parquet": positions, "commitments.parquet": list(frozen["commitments"])}
    return {name: pa.Table.from_pylist([dict(sorted(row.items())) for row in rows]) for name, rows in found.items() if rows}


def files_of(
    frozen: Frozen,
    scenarios: Mapping[str, Frozen],
    places: Mapping[str, Frozen],
    gains: list[Frozen],
    minutes: str,
    around: Mapping[str, Any] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Return the files of an archive, but its manifest; `gains` are those of `gains_table`, `around` what is frozen beside, by file."""
    files = {MEETING: canonical(frozen), GAINS: canonical(gains), MINUTES: minutes.encode()}
    files |= {name: canonical(value) for name, value in around.items()}
    files |= {f"scenarios/{key}.json": canonical(value) for key, value in scenarios.items()}
    files |= {f"places/{key}.json": canonical(value) for key, value in places.items()}
    return files | {name: _parquet(table) for name, table in tables(frozen).items()}


def packed(files: Files) -> Archive:
    """Return an archive of some files: the same files always make the same bytes."""
    manifest = canonical({"format": FORMAT, "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in sorted({**files, MANIFEST: manifest}.items()):
            archive.writestr(zipfile.ZipInfo(name, EPOCH), data)
    return Archive(stream.getvalue(), hashlib.sha256(manifest).hexdigest())


def folder(files: Files, name: str) -> dict[str, Frozen]:
    """Return what the files of a folder of an archive hold, by their name without its ending."""
    start = f"{name}/"
    return {path.removeprefix(start).removesuffix(".json"): json.loads(data) for path, data in files.items() if path.startswith(start)}


def unpacked(data: bytes) -> tuple[dict[str, bytes], str]:
    """Return the files of an archive, but its manifest, and its fingerprint.

    Raises
    ------
    ArchiveChanged
        A byte of it was changed, or a file is missing or too many.
    """
    files = _entries(data)
    manifest = files.pop(MANIFEST, b"")
    try:
        digests = dict(json.loads(manifest)["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveChanged(_("Archive refusée : {file} manque ou a été changé.").format(file=MANIFEST)) from error
    for name in sorted({*digests, *files}):
        if name not in files or hashlib.sha256(files[name]).hexdigest() != digests.get(name):
            raise ArchiveChanged(_("Archive refusée : {file} manque ou a été changé.").format(file=name))
    if packed(files).data != data:
        raise ArchiveChanged(_("Archive refusée : {file} manque ou a été changé.").format(file=MANIFEST))
    return files, hashlib.sha256(manifest).hexdigest()


def _entries(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
                raise ArchiveChanged(_("Archive refusée : elle est trop grande pour être celle d'une séance."))
            return {info.filename: _entry(archive, info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise ArchiveChanged(_("Archive refusée : ce n'est pas une archive de séance, ou elle est abîmée.")) from error


def _entry(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Return one file; its own check of the zip names it where its bytes were changed."""
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ArchiveChanged(_("Archive refusée : {file} manque ou a été changé.").format(file=info.filename[:80])) from error


def _parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream)
    return stream.getvalue()
