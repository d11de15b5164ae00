"""Archives that people send: measured, and made again from their needed parts, before any parser sees them."""

from __future__ import annotations

import gzip
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from i18n import gettext as _
from intake.errors import FileError
from intake.table import MAX_BYTES

MAX_ENTRIES = 200
MAX_INFLATED_BYTES = 160 * 1024 * 1024
MAX_RATIO = 100
SMALL_BYTES = 1024 * 1024  # under this an entry may shrink as much as it likes: an empty sheet does
STEP_BYTES = 256 * 1024
GZIP = b"\x1f\x8b"
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, struct.error)


def started(data: bytes, most: int) -> bytes:
    """Return how a file compressed by gzip begins, at most so many bytes; empty when it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(data, most)
    except zlib.error:
        return b""


def names_in(data: bytes) -> tuple[str, ...]:
    """Return the names of the parts of an archive.

    Raises
    ------
    FileError
        When it is damaged, or has too many parts.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return tuple(entry.filename for entry in _entries(archive))
    except BROKEN:
        raise _damaged() from None


def parts_of(data: bytes, needed: re.Pattern[str]) -> dict[str, bytes]:
    """Return the needed parts of an archive, inflated under caps; what its directory pretends is not believed.

    Raises
    ------
    FileError
        When it is damaged, protected, has too many parts, or grows too much.
    """
    left, parts = MAX_INFLATED_BYTES, dict[str, bytes]()
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for entry in _entries(archive):
                if needed.fullmatch(entry.filename) and entry.filename not in parts:
                    parts[entry.filename] = _inflated(archive, entry, left)
                    left -= len(parts[entry.filename])
    except BROKEN:
        raise _damaged() from None
    return parts


def _entries(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FileError(_("L'archive contient trop de parties."))
    return entries


def stored(parts: Mapping[str, bytes]) -> bytes:
    """Return an archive of some parts, not compressed."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def gunzipped(data: bytes) -> bytes:
    """Return what a gzip file holds; `FileError` when it is damaged or grows too much."""
    try:
        with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
            content = stream.read(MAX_BYTES + 1)
    except BROKEN:
        raise _damaged() from None
    if len(content) > MAX_BYTES:
        raise FileError(_("Le fichier dépasse {limit} Mo une fois décompressé.").format(limit=MAX_BYTES // 1024 // 1024))
    return content


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Inflate an entry step by step, and stop as soon as it grows too much."""
    if entry.flag_bits & 1:
        raise FileError(_("L'archive est protégée par un mot de passe : envoyez-la sans."))
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(STEP_BYTES):
            size += len(piece)
            if size > left or size > max(SMALL_BYTES, MAX_RATIO * entry.compress_size):
                raise FileError(_("Le fichier est trop gros une fois décompressé."))
            pieces.append(piece)
    return b"".join(pieces)


def _damaged() -> FileError:
    return FileError(_("L'archive est abîmée ou incomplète : enregistrez le fichier à nouveau, puis renvoyez-le."))
