"""CSV files and texts of fixed width: encoding and separator found and said, every record kept under its number."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from itertools import count

from domain.formula import unguarded
from i18n import gettext as _
from i18n import quoted
from intake import encodings, fixed_width
from intake.errors import FileError
from intake.heading_rows import from_records
from intake.reading import FOUND, Wanted, Way, sample_of
from intake.table import Cell, Table, refuse_amount, refuse_counts, refuse_size

SEPARATORS = (";", ",", "\t", "|", "^", "~")
FIXED = "fixed"
"""Chosen in place of a separator: columns of fixed width."""
HEAD_CHARS = 65_536
HEAD_LINES = 30
_QUOTED = re.compile(r'(?:^|(?<=[;,\t|^~]))"(?:[^"]|"")*+"', re.MULTILINE)
"""A cell between quotes, of several lines maybe."""
_WRAPPED = re.compile(r'"(?:[^"]|"")*+"')
SAMPLED_CHARS = 2_000
SAMPLED_CUTS = 120
MAX_LINES = 1_000_000  # cells may hold several


def read(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a CSV file, every cell as text, unknown cells None.

    Parameters
    ----------
    data : bytes
        The file: UTF-8 or UTF-16 with or without their mark, Windows-1252, CP850 or MacRoman; cells between one of
        `SEPARATORS`.
    wanted : Wanted
        The encoding, the separator and the row of the headings, where a person chose them.

    Raises
    ------
    FileError
        When it is too big, is not text, has no heading, or a quote is never closed.
    """
    refuse_size(data)
    encoding, written = decoded(data, wanted.encoding)
    text = encodings.mended(written)
    doubts = _doubts(encoding, written, text)
    separator, text = _separator(_unwrapped(text), wanted.separator)
    _refuse_bombs(text, separator)
    notes = [
        _("Encodage lu : {encoding}.").format(encoding=_(encodings.NAMES[encoding])),
        *([] if separator == FIXED else [_("Séparateur lu : {separator}.").format(separator=_named(separator))]),
        *doubts,
    ]
    if separator == FIXED:
        return _fixed(data, encoding, text, notes, wanted)
    try:
        table = from_records(_records(text, separator), tuple(notes), wanted)
    except _QuoteError as why:
        sentence = _("Ligne {number} : guillemets mal placés ou jamais fermés, lus comme des signes ordinaires.")
        notes.append(sentence.format(number=why.args[0]))
        table = from_records(_unquoted(text, separator), tuple(notes), wanted)
    return replace(table, ways=(*table.ways, *_separators(text, separator), *_encodings(data, encoding)))


def _named(separator: str) -> str:
    return _("tabulation") if separator == "\t" else quoted(separator)


def _fixed(data: bytes, encoding: str, text: str, notes: list[str], wanted: Wanted) -> Table:
    """The table of a text whose columns have a fixed width, with where each is cut."""
    starts = fixed_width.chosen_starts(text, wanted.cuts)
    sentence = _("Colonnes de largeur fixe, qui commencent aux caractères {cuts}. Si l'une est mal coupée, changez-la par « Coupes ».")
    note = sentence.format(cuts=fixed_width.written(starts).replace(",", ", "))
    table = from_records(fixed_width.records(text, starts), (*notes, note), wanted)
    return replace(table, ways=(*table.ways, *_separators(text, FIXED), _cuts(text, starts), *_encodings(data, encoding)))


def _cuts(text: str, starts: tuple[int, ...]) -> Way:
    """Where the columns begin, without each of these places, and with each place where another may; each with the cells that it makes."""
    longest = max(_lines(text), key=len)

    def option(label: str, at: int, chosen: Sequence[int]) -> tuple[str, str]:
        cells = next(fixed_width.records(longest, chosen), [])
        return fixed_width.written(chosen), label.format(place=at + 1, cells=" | ".join(str(cell or "") for cell in cells)[:SAMPLED_CUTS])

    found = [option(_("Ainsi : {cells}"), 0, starts)]
    found += [
        option(_("Sans la coupe au caractère {place} : {cells}"), at, [start for start in starts if start != at]) for at in starts[1:]
    ]
    more = fixed_width.possible_starts(text, starts)
    found += [option(_("Une coupe de plus au caractère {place} : {cells}"), at, sorted((*starts, at))) for at in more]
    return Way("cuts", fixed_width.written(starts), tuple(found))


def _unwrapped(text: str) -> str:
    """Lines that are each one cell between quotes, which holds the cells of a table: a spreadsheet opened it as a single column."""
    lines = text.strip().splitlines()
    if not lines or not all(_WRAPPED.fullmatch(line) for line in lines[:HEAD_LINES]) or not any(sign in lines[0] for sign in SEPARATORS):
        return text
    return "\n".join(line[1:-1].replace('""', '"') if _WRAPPED.fullmatch(line) else line for line in lines)


class _QuoteError(Exception):
    """A quote is in the wrong place, or never closed; the argument is the number of the record."""


def _unquoted(text: str, separator: str) -> Iterator[list[Cell]]:
    """Yield the records, one a line, of a text whose quotes are signs like others; a pair around a cell is taken off."""
    for line in text.splitlines():
        cells = (cell.strip() for cell in line.split(separator))
        bare = (cell[1:-1] if len(cell) > 1 and cell[0] == cell[-1] == '"' and '"' not in cell[1:-1] else cell for cell in cells)
        yield [unguarded(cell) if cell else None for cell in bare]


def _doubts(encoding: str, written: str, text: str) -> list[str]:
    """What is to be checked of the words: letters that were broken before, or that the encoding may break."""
    if text != written:
        mended = ", ".join(quoted(word) for word in encodings.accented_words(text))
        sentence = _("Des lettres accentuées étaient abîmées dans le fichier (« Ã© ») ; remises, vérifiez ces mots : {words}.")
        return [sentence.format(words=mended)]
    if "\ufffd" in text:
        return [_("Des lettres sont perdues dans le fichier (« \ufffd ») : reprenez-le à sa source, ou corrigez-les ici.")]
    if encoding not in encodings.ONE_BYTE:
        return []
    words = encodings.accented_words(text, only_doubtful=encoding == encodings.ONE_BYTE[0])
    doubtful = ", ".join(quoted(word) for word in words)
    return [_("Encodage incertain, vérifiez ces mots : {words}.").format(words=doubtful)] if words else []


def _encodings(data: bytes, encoding: str) -> tuple[Way, ...]:
    """The encodings that the file may be in, each with the words that it makes."""
    if encoding not in encodings.ONE_BYTE:
        return ()
    options = []
    for other in encodings.ONE_BYTE:
        words = encodings.accented_words(data[: encodings.LOOKED_AT].decode(other, "replace"))
        name = _(encodings.NAMES[other])
        options.append((other, f"{name} : {', '.join(words)}" if words else name))
    return (Way("encoding", encoding, tuple(options)),)


def _refuse_bombs(text: str, separator: str) -> None:
    """Refuse, before it is parsed, a text that would make millions of empty cells or lines."""
    head = next(iter(_lines(text)), "")
    refuse_counts(0, head.count(separator) + 1 if '"' not in head else 0)
    refuse_amount(text.count(separator))
    if max(text.count("\n"), text.count("\r")) > MAX_LINES:
        raise FileError(_("Le fichier a trop de lignes vides : retirez-les."))


def decoded(data: bytes, wanted: str = "") -> tuple[str, str]:
    """Return the encoding and the text.

    Raises
    ------
    FileError
        When the bytes are not text.
    """
    encoding = wanted if wanted in encodings.ONE_BYTE else encodings.of_bytes(data)
    if not encoding or encodings.is_noise(data):
        raise FileError(_("Ce n'est pas un fichier texte : enregistrez le tableau en « CSV UTF-8 » ou en .xlsx."))
    try:
        return encoding, encodings.text_in(data, encoding)
    except UnicodeDecodeError:
        raise FileError(_("Le fichier n'est pas écrit dans l'encodage choisi : choisissez-en un autre.")) from None


def _lines(text: str) -> list[str]:
    """The first lines that are not empty."""
    return [line for line in text[:HEAD_CHARS].splitlines() if line.strip()][:HEAD_LINES]


def _separator(text: str, wanted: str) -> tuple[str, str]:
    """Return the separator, and the text without the line « sep=; » that some spreadsheets write first.

    Where nothing else is chosen or named, columns of fixed width are found whose headings hold no separator.
    """
    line, _end, rest = text.partition("\n")
    named = line.strip()[4:] if line.strip()[:4].lower() == "sep=" else ""
    if named in SEPARATORS:
        text = "\n" + rest
    found = next((sign for sign in (wanted, named) if sign in SEPARATORS), None)
    outside = _outside(text)
    if not named and wanted in {"", FIXED} and fixed_width.starts_in(text):
        head = next((line for line in outside if fixed_width.GAP in line.strip()), "")
        if wanted == FIXED or not any(sign in head for sign in SEPARATORS):
            return FIXED, text
    return found or max(SEPARATORS, key=lambda separator: _regularity(separator, outside)), text


def _outside(text: str) -> list[str]:
    """The first lines without what is between quotes: a separator there separates nothing."""
    return ["".join(each.split('"')[::2]) for each in _lines(_QUOTED.sub("", text[:HEAD_CHARS]))]


def _separators(text: str, separator: str) -> tuple[Way, ...]:
    """The separators that the first lines hold, each with the cells that it makes of the widest of them."""
    outside = _outside(text)
    starts = fixed_width.starts_in(text)
    offered = [sign for sign in SEPARATORS if sign == separator or any(sign in line for line in outside)]
    if len(offered) + bool(starts) < 2:
        return ()
    options = []
    if starts:
        widest = next(fixed_width.records(max(_lines(text), key=len), starts), [])
        options.append((FIXED, _("largeur fixe : {cells}").format(cells=sample_of([str(cell or "") for cell in widest]))))
    for sign in offered:
        line = max(_lines(text), key=lambda line: line.count(sign), default="")
        cells = next(csv.reader([line[:SAMPLED_CHARS]], delimiter=sign), [])
        options.append((sign, f"{_named(sign)} : {sample_of([cell.strip() for cell in cells])}"))
    return (Way("separator", separator, tuple(options)),)


def _regularity(separator: str, lines: list[str]) -> tuple[int, int, int]:
    """How many lines have a separator, how many of them as many as most have, and how many that is; a title or a comment has none."""
    counts = Counter(n for line in lines if (n := line.count(separator)))
    number, alike = max(counts.items(), key=lambda found: (found[1], found[0]), default=(0, 0))
    is_first = bool(lines) and separator in lines[0]
    return (counts.total(), alike, number) if counts.total() > 1 or is_first else (0, 0, 0)


def _records(text: str, separator: str) -> Iterator[list[Cell]]:
    """Yield the records, empty ones too, so that their rank is the number a spreadsheet shows."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    for number in count(1):
        try:
            record = next(reader, None)
        except csv.Error:
            raise _QuoteError(number) from None
        if record is None:
            return
        yield [unguarded(cell) if cell else None for cell in record]
