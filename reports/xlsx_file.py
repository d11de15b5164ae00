"""XLSX export: a sheet of places, one a table of the screen that they are exported from, a sheet of sources and filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from i18n import gettext as _
from reports.columns import Column, cell_columns_of, values_of
from reports.extract import Extract
from reports.provenance import SOURCE_HEADINGS, TITLE, facts, source_row, sources_of
from reports.side_table import ColumnKind, SideField, SideTable

MAX_CELL_CHARS = 32_767
LONG = 24
# Text stays text: nothing that a person typed becomes a formula, a number or a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = {"name": 46, "address": 42, "qpv_name": 28, "area_name": 26, "kind_label": 26, "landlord_name": 34, "source": 34}


def write(extract: Extract) -> bytes:
    """Return the workbook of an extract."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": _(TITLE), "created": dt.datetime.combine(extract.on, dt.time()), "comments": extract.address[:255]})
    _places(book, extract)
    for table in extract.screen.tables:
        if table.in_sheets:
            side_sheet(book, table)
    _sources(book, extract)
    book.close()
    return buffer.getvalue()


def workbook(title: str, tables: Iterable[SideTable], on: dt.date) -> bytes:
    """Return a workbook of tables alone, a sheet each, in their order."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": title, "created": dt.datetime.combine(on, dt.time())})
    for table in tables:
        side_sheet(book, table)
    book.close()
    return buffer.getvalue()


def _places(book: Any, extract: Extract) -> None:
    columns = cell_columns_of(extract)
    sheet, values = _sheet(book, _("Lieux"), [column.heading for column in columns], 3), values_of(extract, columns)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, WIDTHS.get(column.id, 16))
        whole = column.id in {"lon", "lat", "x_l93", "y_l93", "x_m", "y_m"}
        _fill(sheet, position, column.kind, values[column.id], book.add_format({"num_format": _number_format(column, whole)}))
    sheet.autofilter(0, 0, max(len(extract.rows), 1), len(columns) - 1)


def side_sheet(book: Any, table: SideTable) -> None:
    """Write a table: numbers are numbers, an unknown value leaves its cell empty."""
    sheet = _sheet(book, table.title, [field.heading for field in table.fields], 0)
    for position, field in enumerate(table.fields):
        is_long = field.kind == "text" and any(len(str(row[position])) > LONG for row in table.rows)
        sheet.set_column(position, position, 46 if is_long else 16)
        dtype = float if field.kind == "number" else object
        values = pd.Series([row[position] for row in table.rows], dtype=dtype)
        _fill(sheet, position, field.kind, values, book.add_format({"num_format": _number_format(field)}))
    sheet.autofilter(0, 0, max(len(table.rows), 1), len(table.fields) - 1)


def _sheet(book: Any, title: str, headings: Iterable[str], fixed: int) -> Any:
    """Add a sheet with its headings, which stay in sight with the first `fixed` columns."""
    sheet = book.add_worksheet(title)
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef1f3"})
    for position, heading in enumerate(headings):
        sheet.write_string(0, position, cell(heading), head)
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, fixed)
    return sheet


def _fill(sheet: Any, position: int, kind: ColumnKind, values: pd.Series, style: Any) -> None:
    """Write a column; an unknown value leaves its cell empty."""
    known = values.notna().to_numpy()
    for row, (value, is_known) in enumerate(zip(values.tolist(), known, strict=True), start=1):
        if not is_known:
            continue
        if kind == "text":
            sheet.write_string(row, position, cell(str(value)))
        elif kind == "day":
            sheet.write_datetime(row, position, value.to_pydatetime(), style)
        else:
            sheet.write_number(row, position, value, style)


def _number_format(column: Column | SideField, whole: bool = False) -> str:
    """Return how a column is written; `whole` has no separator of thousands, as coordinates."""
    if column.kind == "day":
        return "dd/mm/yyyy"
    if column.kind == "text":
        return "General"
    return ("0" if whole else "#,##0") + ("." + "0" * column.decimals if column.decimals else "")


def cell(text: str) -> str:
    """Text that fits a cell: a longer one would be dropped whole by the format."""
    return text if len(text.encode("utf-16-le")) // 2 <= MAX_CELL_CHARS else text[: MAX_CELL_CHARS // 2 - 1] + "…"


def _sources(book: Any, extract: Extract) -> None:
    sheet = book.add_worksheet(_("Sources et filtre"))
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    bold = book.add_format({"bold": True, "valign": "top"})
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, len(SOURCE_HEADINGS) - 1, 36)
    write = _writer(sheet)
    row = 0
    for label, value in facts(extract):
        write(row, 0, [label], bold)
        write(row, 1, [value], wrap)
        row += 1
    write(row + 1, 0, [_(heading) for heading in SOURCE_HEADINGS], bold)
    for offset, source in enumerate(sources_of(extract), start=row + 2):
        write(offset, 0, source_row(source), wrap)


def _writer(sheet: Any) -> Callable[[int, int, Iterable[str], Any], None]:
    def write(row: int, first: int, texts: Iterable[str], style: Any) -> None:
        for position, text in enumerate(texts, start=first):
            sheet.write_string(row, position, cell(text), style)

    return write
