"""Which rows of a sheet its author hid or filtered out: read from the XML of the workbook, since its parser does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from intake.workbook_xml import attributes_of, is_collapsed, is_hidden, ods_sheet, whole_number, xlsx_sheet

_ROW = re.compile(rb"<(?:\w+:)?row(?=[\s/>])([^>]{0,2000})>")
_ODS_ROW = re.compile(rb"<table:table-row(?=[\s/>])([^>]{0,2000})>")
MAX_REPEATED = 2_000_000


def in_xlsx(parts: Mapping[str, bytes], sheet: str) -> tuple[int, ...]:
    """Return the numbers of the hidden rows of a sheet of an XLSX workbook, by the parts of its archive."""
    return tuple(_hidden_rows(xlsx_sheet(parts, sheet)))


def in_ods(content: bytes, sheet: str) -> tuple[int, ...]:
    """Return the numbers of the hidden rows of a sheet of an ODS workbook, by its content."""
    if b"visibility" not in content:
        return ()
    return tuple(_collapsed_rows(ods_sheet(content, sheet)))


def _hidden_rows(content: bytes) -> list[int]:
    number, hidden = 0, list[int]()
    if b"hidden" not in content:
        return hidden
    for found in _ROW.finditer(content):
        attributes = attributes_of(found[1])
        number = whole_number(attributes.get("r", ""), number + 1)
        if is_hidden(attributes):
            hidden.append(number)
    return hidden


def _collapsed_rows(content: bytes) -> list[int]:
    number, hidden = 0, list[int]()
    for found in _ODS_ROW.finditer(content):
        attributes = attributes_of(found[1])
        repeated = min(whole_number(attributes.get("table:number-rows-repeated", ""), 1), MAX_REPEATED)
        if is_collapsed(attributes) and repeated < MAX_REPEATED // 100:
            hidden += range(number + 1, number + repeated + 1)
        number += repeated
    return hidden
