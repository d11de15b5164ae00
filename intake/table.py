"""What a file holds before any of it is believed: headings, rows of cells, and how they were read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from i18n import gettext as _
from i18n.numbers import number
from intake.errors import FileError, RowError, shown
from intake.reading import Way

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 50_000
MAX_COLUMNS = 200
MAX_CELL_CHARS = 2_000
MAX_VERTICES = 5_000
MAX_CONTOUR_CHARS = 200_000
CONTOURS = ("{", "POLYGON", "MULTIPOLYGON", "SRID=", "GEOMETRYCOLLECTION", "01")
"""How a cell begins that tells a contour, which is longer than any other text."""
MAX_CELLS = 1_250_000
"""Cells of a whole file, empty ones included: 50,000 places of 25 columns."""
MAX_CHARS = 30_000_000
"""Characters of all cells: a workbook says a long text once and shows it in as many cells as it likes."""
MAX_FILE_VERTICES = 500_000
"""Vertices of all contours: 50,000 contours of 10."""
MAX_EXACT = 2**53
"""From here on a whole number is kept as its digits: no figure of a place is one, and no spreadsheet holds it."""

Cell = str | float | int | bool | dt.date | None
Geometry = Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file, as they were found.

    `numbers` are the rows' numbers in the file, `geometries` a GeoJSON geometry a row (empty for a spreadsheet), `crs` what
    the file says of their coordinates (``"EPSG:4326"``, ``"EPSG:2154"`` or unknown), `notes` what was guessed, said in
    sentences (encoding, separator, sheet), `errors` what could not be read, `ways` what of its reading may be chosen otherwise,
    `asides` the numbers of the rows that are no places: they are proposed to be left out; `hidden` those that its author hid, `shape` what
    files of the same format and headings have in common.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[int, ...]
    geometries: tuple[Geometry, ...] = ()
    crs: str | None = None
    notes: tuple[str, ...] = ()
    errors: tuple[RowError, ...] = field(default=())
    ways: tuple[Way, ...] = ()
    asides: tuple[int, ...] = ()
    hidden: tuple[int, ...] = ()
    shape: str = ""

    def part(self, numbers: Collection[int]) -> Table:
        """Return the table with the rows of these numbers alone."""
        at = [index for index, rank in enumerate(self.numbers) if rank in numbers]
        return replace(
            self,
            rows=tuple(self.rows[index] for index in at),
            numbers=tuple(self.numbers[index] for index in at),
            geometries=tuple(self.geometries[index] for index in at) if self.geometries else (),
            errors=tuple(error for error in self.errors if error.row in numbers),
        )


def too_big() -> str:
    """Say how heavy a file may be."""
    return _("Le fichier dépasse {limit} Mo.").format(limit=MAX_BYTES // 1024 // 1024)


def refuse_size(data: bytes) -> None:
    """Refuse a file that is empty or too big.

    Raises
    ------
    FileError
        With the size allowed.
    """
    if not data:
        raise FileError(_("Le fichier est vide."))
    if len(data) > MAX_BYTES:
        raise FileError(too_big())


def refuse_counts(rows: int, columns: int) -> None:
    """Refuse too many rows or columns.

    Raises
    ------
    FileError
        With the number allowed.
    """
    if columns > MAX_COLUMNS:
        raise FileError(_("Le fichier a plus de {limit} colonnes.").format(limit=MAX_COLUMNS))
    if rows > MAX_ROWS:
        raise FileError(_("Le fichier a plus de {limit} lignes : partagez-le en plusieurs.").format(limit=MAX_ROWS))


def refuse_amount(cells: int, chars: int = 0, vertices: int = 0) -> None:
    """Refuse a file whose parts are each of a sane size, and are too much together.

    Raises
    ------
    FileError
        With the amount allowed and what to do.
    """
    if cells > MAX_CELLS:
        sentence = _("Le fichier a plus de {limit} cellules : partagez-le en plusieurs, ou retirez les colonnes inutiles.")
        raise FileError(sentence.format(limit=number(MAX_CELLS)))
    if chars > MAX_CHARS:
        sentence = _("Le fichier a plus de {limit} caractères : raccourcissez ses textes, ou partagez-le en plusieurs.")
        raise FileError(sentence.format(limit=number(MAX_CHARS)))
    if vertices > MAX_FILE_VERTICES:
        sentence = _("Les contours du fichier ont plus de {limit} sommets en tout : simplifiez-les, ou partagez le fichier en plusieurs.")
        raise FileError(sentence.format(limit=number(MAX_FILE_VERTICES)))


class Amount:
    """Counts the cells and characters of a file as its rows come."""

    def __init__(self) -> None:
        self._cells = self._chars = 0

    def add(self, row: Sequence[Cell]) -> None:
        """Count a row; `FileError` as soon as there is too much."""
        self._cells += len(row)
        self._chars += sum(len(cell) for cell in row if isinstance(cell, str))
        refuse_amount(self._cells, self._chars)


def is_filled(cell: Cell) -> bool:
    """Say whether a cell holds more than blanks."""
    return not cell.isspace() if isinstance(cell, str) and cell else cell is not None and cell != ""


def text_of(cell: Cell) -> str:
    """Return a cell as text, empty when unknown; a whole number is written without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)


def headings(texts: Sequence[str], *, keep_all: bool = False) -> tuple[str, ...]:
    """Return headings that are all different and never empty; empty cells at the end make none, unless all are kept."""
    texts_shown = [" ".join(shown(text).split()) for text in texts]
    while texts_shown and not texts_shown[-1] and not keep_all:
        texts_shown.pop()
    taken: set[str] = set()
    result = []
    for position, text in enumerate(texts_shown, start=1):
        name = text or _("Colonne {number}").format(number=position)
        wanted, copy = name, 2
        while name in taken:
            name, copy = f"{wanted} ({copy})", copy + 1
        taken.add(name)
        result.append(name)
    return tuple(result)


def _is_odd(cell: Cell) -> bool:
    """Whether a cell may have to be cut or written otherwise."""
    return len(cell) > MAX_CELL_CHARS if isinstance(cell, str) else isinstance(cell, int)


def fitted(rank: int, record: Sequence[Cell], columns: tuple[str, ...]) -> tuple[tuple[Cell, ...], list[RowError]]:
    """Return the record of a rank with one cell a column, and what is wrong with it: cells too long, or more cells than headings."""
    if len(record) == len(columns) and not any(map(_is_odd, record)):
        return tuple(record), []
    errors = []
    cells: list[Cell] = list(record[: len(columns)]) + [None] * (len(columns) - len(record))
    for position, cell in enumerate(cells):
        if isinstance(cell, int) and abs(cell) >= MAX_EXACT:
            cells[position] = cell = str(cell)
        if isinstance(cell, str) and len(cell) > (MAX_CONTOUR_CHARS if cell.lstrip()[:1024].startswith(CONTOURS) else MAX_CELL_CHARS):
            message = _("« {column} » : plus de {limit} caractères.").format(column=columns[position], limit=MAX_CELL_CHARS)
            errors.append(RowError(rank, columns[position], message, shown(cell)))
            cells[position] = None
    extra = next((cell for cell in record[len(columns) :] if is_filled(cell)), None)
    if extra is not None:
        message = _("La ligne a plus de cellules que d'en-têtes : un séparateur est peut-être de trop.")
        errors.append(RowError(rank, "", message, shown(extra)))
    return tuple(cells), errors
