"""Which columns of a sheet its author hid: said, and left out where a person wants it so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from i18n import gettext as _
from i18n import quoted
from intake.errors import listed
from intake.reading import LEFT, READ, Wanted, Way
from intake.table import MAX_COLUMNS, Table
from intake.workbook_xml import attributes_of, is_collapsed, is_hidden, ods_sheet, whole_number, xlsx_sheet

_COLUMN = re.compile(rb"<(?:\w+:)?col(?=[\s/>])([^>]{0,2000})>")
_ODS_COLUMN = re.compile(rb"<table:table-column(?=[\s/>])([^>]{0,2000})>")
NAMED = 8


def in_xlsx(parts: Mapping[str, bytes], sheet: str) -> tuple[int, ...]:
    """Return the ranks, from 0, of the hidden columns of a sheet of an XLSX workbook, by the parts of its archive."""
    return tuple(_xlsx_ranks(xlsx_sheet(parts, sheet)))


def in_ods(content: bytes, sheet: str) -> tuple[int, ...]:
    """Return the ranks, from 0, of the hidden columns of a sheet of an ODS workbook, by its content."""
    return tuple(_ods_ranks(ods_sheet(content, sheet))) if b"visibility" in content else ()


def _xlsx_ranks(content: bytes) -> Iterator[int]:
    for attributes in map(attributes_of, _COLUMN.findall(content.partition(b"sheetData")[0])):
        if is_hidden(attributes):
            first = whole_number(attributes.get("min", ""), 1)
            yield from range(first - 1, min(whole_number(attributes.get("max", ""), first), MAX_COLUMNS))


def _ods_ranks(content: bytes) -> Iterator[int]:
    rank = 0
    for attributes in map(attributes_of, _ODS_COLUMN.findall(content)):
        after = rank + whole_number(attributes.get("table:number-columns-repeated", ""), 1)
        if is_collapsed(attributes):
            yield from range(rank, min(after, MAX_COLUMNS))
        rank = after


def with_hidden_columns(table: Table, ranks: Collection[int], wanted: Wanted) -> Table:
    """Return a table with what is said of its hidden columns, and without them where they are to be left out.

    Parameters
    ----------
    ranks : from 0, in the sheet.
    """
    hidden = {rank for rank in ranks if rank < len(table.columns) and any(row[rank] is not None for row in table.rows)}
    if not hidden or len(hidden) == len(table.columns):
        return table
    names = listed([quoted(table.columns[rank]) for rank in sorted(hidden)], NAMED)
    is_left = wanted.hidden_columns == LEFT
    note = (
        _("Colonnes masquées dans la feuille, laissées de côté : {names}.")
        if is_left
        else _("Colonnes masquées dans la feuille : {names}.")
    )
    way = Way("hidden_columns", LEFT if is_left else READ, ((READ, _("Lues comme les autres")), (LEFT, _("Laissées de côté"))))
    table = replace(table, notes=(*table.notes, note.format(names=names)), ways=(*table.ways, way))
    return _without(table, hidden) if is_left else table


def _without(table: Table, hidden: Collection[int]) -> Table:
    shown = [rank for rank in range(len(table.columns)) if rank not in hidden]
    columns = tuple(table.columns[rank] for rank in shown)
    rows = tuple(tuple(row[rank] for rank in shown) for row in table.rows)
    errors = tuple(error for error in table.errors if error.field in columns or not error.field)
    return replace(table, columns=columns, rows=rows, errors=errors)
