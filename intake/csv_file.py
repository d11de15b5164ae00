"""CSV files: encoding and separator found and said, every record kept under its number."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO
from itertools import count

from domain.formula import unguarded
from i18n import N_
from i18n import gettext as _
from intake.errors import FileError
from intake.table import Cell, Table, from_records, refuse_amount, refuse_counts, refuse_size

SEPARATORS = {";": "« ; »", ",": "« , »", "\t": N_("tabulation")}
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
ENCODINGS = {"utf-8-sig": "UTF-8", "utf-8": "UTF-8", "cp1252": "Windows-1252"}
HEAD_CHARS = 65_536
MAX_LINES = 1_000_000  # cells may hold several


def read(data: bytes) -> Table:
    """Return the table of a CSV file, every cell as text, unknown cells None.

    Parameters
    ----------
    data : bytes
        The file: UTF-8 with or without its mark, or Windows-1252; cells between « ; », « , » or tabulations.

    Raises
    ------
    FileError
        When it is too big, is not text, has no heading, or a quote is never closed.
    """
    refuse_size(data)
    encoding, text = decoded(data)
    separator, text = _separator(text)
    _refuse_bombs(text, separator)
    notes = [
        _("Encodage lu : {encoding}.").format(encoding=ENCODINGS[encoding]),
        _("Séparateur lu : {separator}.").format(separator=_(SEPARATORS[separator])),
    ]
    if "\u00c3\u00a9" in text or "\u00c3\u00a8" in text:
        notes.append(_("Des lettres accentuées semblent déjà abîmées dans le fichier (« Ã© ») : vérifiez-le."))
    return from_records(_records(text, separator), tuple(notes))


def _refuse_bombs(text: str, separator: str) -> None:
    """Refuse, before it is parsed, a text that would make millions of empty cells or lines."""
    head = _head(text)
    refuse_counts(0, head.count(separator) + 1 if '"' not in head else 0)
    refuse_amount(text.count(separator))
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise FileError(_("Le fichier a trop de lignes vides : retirez-les."))


def decoded(data: bytes) -> tuple[str, str]:
    """Return the encoding and the text.

    Raises
    ------
    FileError
        When the bytes are not text, or another form of it.
    """
    if data.startswith(UTF_16):
        raise FileError(_("Le fichier est en UTF-16 : enregistrez-le en « CSV UTF-8 »."))
    if b"\x00" in data or data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        raise FileError(_("Ce n'est pas un fichier texte."))
    if data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        raise FileError(_("C'est un fichier XML ou HTML, pas un tableau."))
    for encoding in ENCODINGS:
        if encoding == "utf-8-sig" and not data.startswith(b"\xef\xbb\xbf"):
            continue
        try:
            return encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileError(_("L'encodage du fichier n'est ni UTF-8 ni Windows-1252."))


def _head(text: str) -> str:
    """The first line that is not empty."""
    return next((line for line in text[:HEAD_CHARS].splitlines() if line.strip()), "")


def _separator(text: str) -> tuple[str, str]:
    """Return the separator, and the text without the line « sep=; » that some spreadsheets write first."""
    line, _end, rest = text.partition("\n")
    if line.strip()[:4].lower() == "sep=" and line.strip()[4:] in SEPARATORS:
        return line.strip()[4:], "\n" + rest
    outside = "".join(_head(text).split('"')[::2])  # a separator between quotes separates nothing
    return max(SEPARATORS, key=outside.count), text


def _records(text: str, separator: str) -> Iterator[list[Cell]]:
    """Yield the records, empty ones too, so that their rank is the number a spreadsheet shows."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in count(1):
        try:
            record = next(reader, None)
        except csv.Error:
            message = _("Ligne {number} : guillemets mal placés ou jamais fermés.").format(number=number)
            raise FileError(message) from None
        if record is None:
            return
        yield [unguarded(cell) if cell else None for cell in record]
