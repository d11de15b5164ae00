"""Cells that are merged over several rows: what they hold is that of each of these rows."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from i18n import gettext as _
from intake.errors import listed, shown
from intake.reading import LEFT, Wanted, Way
from intake.table import Cell, Table, is_filled, refuse_amount, text_of
from intake.workbook_xml import attributes_of, ods_sheet, whole_number

CARRIED = "carried"
MOST_COLUMNS = 1_000
_ODS_TAG = re.compile(rb"<(/?)table:(table-row|table-cell|covered-table-cell)(?=[\s/>])([^>]{0,4000})>")
Merge = tuple[tuple[int, int], tuple[int, int]]
"""The first and the last of the cells that are merged: (row, column) each, from 0."""


def in_ods(content: bytes, sheet: str) -> tuple[Merge, ...]:
    """Return the cells that are merged over several rows in a sheet of an ODS workbook, by its content."""
    if b"rows-spanned" not in content:
        return ()
    found: list[Merge] = []
    row, column, repeated = -1, 0, 1
    for end, tag, text in _ODS_TAG.findall(ods_sheet(content, sheet)):
        if end:
            continue
        attributes = attributes_of(text)
        if tag == b"table-row":
            row, column, repeated = row + repeated, 0, whole_number(attributes.get("table:number-rows-repeated", ""), 1)
            continue
        rows_n = whole_number(attributes.get("table:number-rows-spanned", ""), 1)
        columns_n = whole_number(attributes.get("table:number-columns-spanned", ""), 1)
        if rows_n > 1 and column < MOST_COLUMNS:
            found.append(((row, column), (row + rows_n - 1, column + columns_n - 1)))
        column += whole_number(attributes.get("table:number-columns-repeated", ""), 1)
    return tuple(found)


def with_merged(table: Table, merges: Sequence[Merge], wanted: Wanted) -> Table:
    """Return a table whose merged cells are told in each of their rows, which is said, unless they are wanted in the first alone.

    Merged headings are none of its rows: they stay as they are.
    """
    rows, carried = _carried(table, merges) if merges else (table.rows, [])
    if not carried:
        return table
    options = ((CARRIED, _("Reprises dans chacune de leurs lignes")), (LEFT, _("Lues dans leur première ligne seulement")))
    is_left = wanted.merged == LEFT
    way = Way("merged", LEFT if is_left else CARRIED, options)
    ways = (*table.ways, way)
    if is_left:
        return replace(table, ways=ways)
    note = _("Cellules fusionnées, reprises dans chacune de leurs lignes : {cells}.").format(cells=listed(carried))
    return replace(table, rows=rows, ways=ways, notes=(*table.notes, note))


def _carried(table: Table, merges: Sequence[Merge]) -> tuple[tuple[tuple[Cell, ...], ...], list[str]]:
    """The rows with the merged cells in each, and a sample of each of those that tell something."""
    index, changed, samples = {number: at for at, number in enumerate(table.numbers)}, dict[int, list[Cell]](), list[str]()
    cells = chars = 0
    for (top, column), (bottom, _last) in sorted(merges):
        first = index.get(top + 1)
        if bottom == top or first is None or column >= len(table.columns) or not is_filled(table.rows[first][column]):
            continue
        value, end = table.rows[first][column], bisect_right(table.numbers, bottom + 1)
        below = [at for at in range(first + 1, end) if not is_filled(table.rows[at][column])]
        cells, chars = cells + end - first, chars + len(below) * len(text_of(value))
        refuse_amount(cells, chars)
        for at in below:
            changed.setdefault(at, list(table.rows[at]))[column] = value
        if below:
            sentence = _("« {text} » (lignes {first} à {last})")
            samples.append(sentence.format(text=shown(text_of(value)), first=top + 1, last=table.numbers[below[-1]]))
    rows = tuple(tuple(changed[at]) if at in changed else row for at, row in enumerate(table.rows))
    return rows, samples
