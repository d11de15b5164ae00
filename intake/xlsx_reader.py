"""Reads the first sheet of an XLSX file, in the process apart."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import python_calamine

from intake.child import RefusedError
from intake.table import MAX_COLUMNS, MAX_ROWS, refuse_amount


def read(data: bytes) -> dict[str, Any]:
    """Return the sheet's name, how many other sheets are left out, and its rows from the first.

    Raises
    ------
    RefusedError, intake.errors.FileError
        When there is nothing to read, or too much: this is known before a cell is made.
    """
    try:
        book = python_calamine.load_workbook(BytesIO(data))
    except python_calamine.PasswordError:
        raise RefusedError("password") from None
    sheets = [
        sheet
        for sheet in book.sheets_metadata
        if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet and sheet.visible == python_calamine.SheetVisibleEnum.Visible
    ]
    if not sheets:
        raise RefusedError("empty")
    sheet = book.get_sheet_by_name(sheets[0].name)
    if sheet.total_width > MAX_COLUMNS:
        raise RefusedError("columns")
    if sheet.total_height > MAX_ROWS + 1:
        raise RefusedError("rows")
    refuse_amount(sheet.total_width * (sheet.total_height - 1))
    rows = sheet.to_python(skip_empty_area=False)
    return {"sheet": sheets[0].name, "others": len(sheets) - 1, "rows": ([_plain(cell) for cell in row] for row in rows)}


def _plain(cell: Any) -> Any:
    """A cell as JSON can say it; a day is a dictionary, since a text may look like one."""
    if isinstance(cell, dt.datetime):
        return {"day": cell.date().isoformat()}
    if isinstance(cell, dt.date):
        return {"day": cell.isoformat()}
    if isinstance(cell, (dt.time, dt.timedelta)):
        return str(cell)
    return None if cell == "" else cell
