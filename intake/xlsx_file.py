"""XLSX files: the archive is measured and made again from its needed parts, then parsed in a process apart."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from io import BytesIO
from typing import Any

from i18n import gettext as _
from intake import xlsx_reader
from intake.dates import day_of
from intake.errors import FileError
from intake.table import Cell, Table, from_records, refuse_amount, refuse_size

MAX_ENTRIES = 200
MAX_INFLATED_BYTES = 40 * 1024 * 1024
MAX_RATIO = 100
SMALL_BYTES = 1024 * 1024  # under this an entry may shrink as much as it likes: an empty sheet does
NEEDED = re.compile(r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/)?[A-Za-z]+\.xml(\.rels)?|xl/worksheets/(_rels/)?[\w-]+\.xml(\.rels)?")
CELL = re.compile(rb"<c[ />]")
STEP_BYTES = 256 * 1024


def read(data: bytes) -> Table:
    """Return the table of the first visible sheet: numbers, texts and days as they are, a formula by its last result.

    Raises
    ------
    FileError
        When the archive or the sheet is too big, damaged, protected, or not a workbook.
    """
    refuse_size(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise FileError(_("C'est un ancien fichier .xls, ou un fichier protégé : enregistrez-le en .xlsx, sans mot de passe."))
    answer = xlsx_reader.read(repacked(data))
    notes = [_("Feuille lue : « {sheet} ».").format(sheet=answer["sheet"])]
    if answer["others"]:
        notes.append(_("Les autres feuilles ne sont pas lues."))
    return from_records(([_cell(cell) for cell in row] for row in answer["rows"]), tuple(notes))


def _cell(cell: Any) -> Cell:
    return (day_of(cell["day"]) or str(cell["day"])) if isinstance(cell, dict) else cell


def repacked(data: bytes) -> bytes:
    """Return an archive of the needed entries alone, inflated under caps; what its directory pretends is not believed.

    Raises
    ------
    FileError
        When it is not a plain archive, or grows too much.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _repacked(archive)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError, struct.error):
        raise FileError(_("Le fichier n'est pas un classeur .xlsx lisible.")) from None


def _repacked(archive: zipfile.ZipFile) -> bytes:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise FileError(_("Le classeur contient trop de parties."))
    if not {"xl/workbook.xml", "[Content_Types].xml"} <= {entry.filename for entry in entries}:
        raise FileError(_("Le fichier n'est pas un classeur .xlsx lisible."))
    left = MAX_INFLATED_BYTES
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for entry in entries:
            if not NEEDED.fullmatch(entry.filename) or entry.filename in copy.NameToInfo:
                continue
            content = _inflated(archive, entry, left)
            left -= len(content)
            if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
                raise FileError(_("Le classeur contient des déclarations XML interdites."))
            if entry.filename.startswith("xl/worksheets/"):
                refuse_amount(len(CELL.findall(content)))
            copy.writestr(entry.filename, content)
    return made.getvalue()


def _inflated(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, left: int) -> bytes:
    """Inflate an entry step by step, and stop as soon as it grows too much."""
    pieces: list[bytes] = []
    size = 0
    with archive.open(entry) as stream:
        while piece := stream.read(STEP_BYTES):
            size += len(piece)
            if size > left or size > max(SMALL_BYTES, MAX_RATIO * entry.compress_size):
                raise FileError(_("Le classeur est trop gros une fois décompressé."))
            pieces.append(piece)
    return b"".join(pieces)
