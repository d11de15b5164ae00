"""XLSX export: a sheet of places, a sheet of sources and filter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter

from i18n import gettext as _
from reports.columns import Column, columns_of, values_of
from reports.extract import Extract
from reports.provenance import SOURCE_HEADINGS, TITLE, facts, source_row, sources_of

MAX_CELL_CHARS = 32_767
# Text stays text: nothing that a person typed becomes a formula, a number or a link.
OPTIONS = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
WIDTHS = {"name": 46, "address": 42, "qpv_name": 28, "area_name": 26, "kind_label": 26, "landlord_name": 34, "source": 34}


def write(extract: Extract) -> bytes:
    """Return the workbook of an extract."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    book.set_properties({"title": _(TITLE), "created": dt.datetime.combine(extract.on, dt.time()), "comments": extract.address[:255]})
    _places(book, extract)
    _sources(book, extract)
    book.close()
    return buffer.getvalue()


def _places(book: Any, extract: Extract) -> None:
    sheet = book.add_worksheet(_("Lieux"))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#eef1f3"})
    values, columns = values_of(extract), columns_of(extract)
    for position, column in enumerate(columns):
        sheet.set_column(position, position, WIDTHS.get(column.id, 16))
        sheet.write_string(0, position, column.heading, head)
        _fill(sheet, position, column, values[column.id], book.add_format({"num_format": _number_format(column)}))
    sheet.set_row(0, 48)
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, max(len(extract.rows), 1), len(columns) - 1)


def _fill(sheet: Any, position: int, column: Column, values: pd.Series, style: Any) -> None:
    """Write a column; an unknown value leaves its cell empty."""
    known = values.notna().to_numpy()
    for row, (value, is_known) in enumerate(zip(values.tolist(), known, strict=True), start=1):
        if not is_known:
            continue
        if column.kind == "text":
            sheet.write_string(row, position, cell(str(value)))
        elif column.kind == "day":
            sheet.write_datetime(row, position, value.to_pydatetime(), style)
        else:
            sheet.write_number(row, position, value, style)


def _number_format(column: Column) -> str:
    if column.kind == "day":
        return "dd/mm/yyyy"
    if column.kind == "text":
        return "General"
    whole = "0" if column.id in {"lon", "lat", "x_l93", "y_l93", "x_m", "y_m"} else "#,##0"
    return whole + ("." + "0" * column.decimals if column.decimals else "")


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
