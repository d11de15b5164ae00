"""The XML of a workbook, read for what its parser does not tell: tags by their attributes, the part of one sheet."""

from __future__ import annotations

import re
from html import unescape

_TABLE = re.compile(rb"<table:table(?=[\s>])([^>]{0,4000})>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def ods_sheet(content: bytes, sheet: str) -> bytes:
    """Return what the content of an ODS workbook says of a sheet, by its name; empty when it has none."""
    tables = list(_TABLE.finditer(content))
    for rank, found in enumerate(tables):
        if attributes_of(found[1]).get("table:name") == sheet:
            return content[found.end() : tables[rank + 1].start() if rank + 1 < len(tables) else len(content)]
    return b""


def attributes_of(text: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {
        key.decode("ascii", "replace"): unescape((one or other).decode("utf-8", "replace")) for key, one, other in _ATTRIBUTE.findall(text)
    }


def whole_number(text: str, otherwise: int) -> int:
    """Return the number that an attribute tells, `otherwise` when it tells none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
