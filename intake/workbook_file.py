"""Workbooks (XLSX, XLSM, ODS, XLS): an archive is measured and made again from its needed parts, then parsed in the process apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial

from i18n import gettext as _
from i18n import quoted
from intake import hidden_columns, hidden_rows, merged_cells, workbook_reader, xls_rows
from intake.archive import parts_of, stored
from intake.errors import FileError, listed
from intake.heading_rows import from_records
from intake.merged_cells import Merge
from intake.reading import FOUND, Wanted, Way
from intake.table import Table, refuse_amount, refuse_size
from intake.turned import TURNED

XLSX_PARTS = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|xl/(_rels/)?[A-Za-z]+\.xml(\.rels)?|xl/worksheets/(_rels/)?[\w-]+\.xml(\.rels)?"
)
ODS_PARTS = re.compile(r"mimetype|content\.xml|styles\.xml|META-INF/manifest\.xml")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
NO_WORKBOOKS = {"WordDocument": "Word", "PowerPoint Document": "PowerPoint"}
CELL = re.compile(rb"<(?:\w+:)?(?:c|table-cell)[ />]")
NAMED = 8
Ranks = Callable[[str], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class _Marks:
    """What is known of a sheet by its name, besides its cells: numbers of its hidden rows, ranks of its hidden columns, merged cells."""

    rows: Ranks
    columns: Ranks
    merged: Callable[[str], tuple[Merge, ...]] | None = None


def read(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of an XLSX or XLSM sheet (see `_table`).

    Raises
    ------
    FileError
        When the archive or the sheet is too big, damaged, protected, or not a workbook.
    """
    refuse_size(data)
    parts = _xlsx_parts(data)
    return _table(stored(parts), wanted, _Marks(partial(hidden_rows.in_xlsx, parts), partial(hidden_columns.in_xlsx, parts)))


def read_ods(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of an ODS sheet; `FileError` as in `read`."""
    refuse_size(data)
    parts = parts_of(data, ODS_PARTS)
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise FileError(_("Le fichier est protégé par un mot de passe : enregistrez-le sans mot de passe."))
    if "content.xml" not in parts:
        raise FileError(_("Le fichier n'est pas un classeur .ods lisible."))
    _refuse_parts(parts)
    content = parts["content.xml"]
    hidden = partial(hidden_rows.in_ods, content), partial(hidden_columns.in_ods, content)
    return _table(stored(parts), wanted, _Marks(*hidden, partial(merged_cells.in_ods, content)))


def read_xls(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a sheet of an old XLS workbook; `FileError` as in `read`."""
    refuse_size(data)
    if ENCRYPTED in data:
        raise FileError(_("Le fichier est protégé par un mot de passe : enregistrez-le sans mot de passe."))
    for stream, program in NO_WORKBOOKS.items():
        if stream.encode("utf-16-le") in data:
            raise FileError(_("C'est un document {program} : copiez son tableau dans un classeur .xlsx.").format(program=program))
    return _table(data, wanted, _Marks(partial(xls_rows.hidden_rows, data), partial(xls_rows.hidden_columns, data)))


def repacked(data: bytes) -> bytes:
    """Return an archive of the needed parts of an XLSX workbook alone (see `read` for what is raised)."""
    return stored(_xlsx_parts(data))


def _xlsx_parts(data: bytes) -> dict[str, bytes]:
    parts = parts_of(data, XLSX_PARTS)
    if not {"xl/workbook.xml", "[Content_Types].xml"} <= parts.keys():
        raise FileError(_("Le fichier n'est pas un classeur .xlsx lisible."))
    _refuse_parts(parts)
    return parts


def _refuse_parts(parts: Mapping[str, bytes]) -> None:
    """Refuse what no workbook holds, and more cells than a file may have, before they are parsed."""
    for name, content in parts.items():
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
            raise FileError(_("Le classeur contient des déclarations XML interdites."))
        if name.startswith(("xl/worksheets/", "content.xml")):
            refuse_amount(len(CELL.findall(content)))


def _table(data: bytes, wanted: Wanted, marks: _Marks) -> Table:
    """Return the table of the sheet that is wanted, or of the first visible one that holds a table of places.

    Numbers, texts and days are as they are, a formula is its last result. Hidden rows and columns are said, and may be left aside; merged
    cells are told in each of their rows.
    """
    found = workbook_reader.read(data, wanted)
    notes = [_("Feuille lue : « {sheet} ».").format(sheet=found.name)]
    if others := [name for name, _sample in found.sheets if name != found.name]:
        names = listed([quoted(name) for name in others], NAMED)
        notes.append(_("Autres feuilles, non lues : {names}.").format(names=names))
    merges = marks.merged(found.name) if marks.merged else found.merges
    table = from_records(found.rows, tuple(notes), wanted, merges)
    options = tuple((name, f"{name} : {sample}" if sample else name) for name, sample in found.sheets)
    ways = (Way("part", found.name, options), *table.ways) if len(options) > 1 else table.ways
    table = replace(table, ways=ways)
    if any(way.chosen == TURNED for way in ways):  # its rows are the columns of the sheet
        return _with_hidden(table, tuple(rank + 1 for rank in marks.columns(found.name)))
    table = hidden_columns.with_hidden_columns(table, marks.columns(found.name), wanted)
    return _with_hidden(table, marks.rows(found.name))


def _with_hidden(table: Table, hidden: tuple[int, ...]) -> Table:
    known = set(table.numbers)
    numbers = tuple(number for number in hidden if number in known)
    if not numbers:
        return table
    note = _("Lignes masquées ou filtrées dans la feuille : {rows}.").format(rows=listed(numbers, NAMED))
    return replace(table, notes=(*table.notes, note), hidden=numbers)
