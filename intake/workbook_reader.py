"""Reads one sheet of a workbook, in the process apart: the one that is wanted, or the first that holds a table of places."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

import python_calamine

from intake.child import RefusedError
from intake.dates import day_of
from intake.heading_rows import heading_sample, score
from intake.merged_cells import Merge
from intake.reading import Wanted
from intake.table import MAX_CELLS, MAX_COLUMNS, Cell, refuse_amount

MAX_SHEETS = 40
MAX_SPARSE_CELLS = 1_200_000
"""Cells of a sheet, the empty ones included that a stray mark far below its table makes."""
SAMPLED_BYTES = 2 * 1024 * 1024
"""A workbook that is heavier tells the headings of no other sheet than the one that is read."""
HEAD_ROWS = 60
Row = list[Cell]


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet: its name, its rows from the first, (name, headings) of every visible sheet, and its merged cells (none known of ODS)."""

    name: str
    rows: Iterator[Row]
    sheets: tuple[tuple[str, str], ...]
    merges: Sequence[Merge] = ()


def read(data: bytes, wanted: Wanted) -> Found:
    """Return a sheet.

    Raises
    ------
    RefusedError, intake.errors.FileError
        When there is nothing to read, or too much: this is known before a cell is made.
    """
    try:
        book = python_calamine.load_workbook(BytesIO(data))
    except python_calamine.PasswordError:
        raise RefusedError("password") from None
    names = [
        sheet.name
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ][:MAX_SHEETS]
    if not names:
        raise RefusedError("empty")
    heads = _Heads(book, wanted)
    name = wanted.part if wanted.part in names else _first_table(names, heads)
    is_light = len(data) <= SAMPLED_BYTES
    sheets = tuple((each, heads.sample(each) if is_light or each in heads.known else "") for each in names)
    sheet = _sane_sheet(book, name)
    rows = (_plain_row(row) for row in iter(sheet.to_python(skip_empty_area=False)))
    return Found(name, rows, sheets if len(sheets) > 1 else ((name, ""),), sheet.merged_cell_ranges or ())


class _Heads:
    """The first rows of the sheets that were looked at."""

    def __init__(self, book: python_calamine.CalamineWorkbook, wanted: Wanted) -> None:
        self._book = book
        self._kind = wanted.kind
        self.known: dict[str, list[Row]] = {}
        self.cells = 0

    def rows(self, name: str) -> list[Row]:
        """Return the first rows of a sheet; none where it is too big."""
        if name not in self.known:
            sheet = self._book.get_sheet_by_name(name)
            self.cells += sheet.total_width * sheet.total_height
            is_sane = sheet.total_width <= MAX_COLUMNS
            rows = islice(sheet.iter_rows(), HEAD_ROWS) if is_sane else ()
            self.known[name] = [_plain_row(row) for row in rows]
        return self.known[name]

    def score(self, name: str) -> tuple[int, int]:
        """Say how much a sheet looks like a table of places (see `heading_rows.score`)."""
        return score(self.rows(name), self._kind)

    def sample(self, name: str) -> str:
        """Return the first headings of a sheet."""
        return heading_sample(self.rows(name), self._kind)


def _first_table(names: list[str], heads: _Heads) -> str:
    """The first sheet with headings that are known; else the first with a table; else the first that is not empty."""
    scores: dict[str, tuple[int, int]] = {}
    for name in names:
        scores[name] = heads.score(name)
        if (scores[name][0] > 1 and scores[name][1] > 1) or heads.cells > MAX_CELLS:
            break
    for known, shape in ((2, 2), (2, 1), (1, 2), (0, 2), (0, 1)):
        if found := next((name for name in scores if scores[name][0] >= known and scores[name][1] >= shape), None):
            return found
    return names[0]


def _sane_sheet(book: python_calamine.CalamineWorkbook, name: str) -> python_calamine.CalamineSheet:
    sheet = book.get_sheet_by_name(name)
    if sheet.total_width > MAX_COLUMNS:
        raise RefusedError("columns")
    if sheet.total_width * sheet.total_height > MAX_SPARSE_CELLS:
        refuse_amount(sheet.total_width * sheet.total_height)
    return sheet


def _plain_row(row: list[Any]) -> Row:
    return [_plain(cell) for cell in row]


def _plain(cell: Any) -> Cell:
    if isinstance(cell, dt.date):  # a moment is one too
        return day_of(cell) or (cell.date() if isinstance(cell, dt.datetime) else cell).isoformat()
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    return None if cell == "" else cell
