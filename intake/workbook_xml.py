"""The XML of a workbook, read for what its parser does not tell: tags by their attributes, the part of one sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape

_SHEET = re.compile(rb"<(?:\w+:)?sheet(?=[\s/>])([^>]{0,2000})>")
_LINK = re.compile(rb"<(?:\w+:)?Relationship(?=[\s/>])([^>]{0,4000})>")
_TABLE = re.compile(rb"<table:table(?=[\s>])([^>]{0,4000})>")
_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")


def xlsx_sheet(parts: Mapping[str, bytes], sheet: str) -> bytes:
    """Return what an XLSX workbook says of a sheet, by the parts of its archive; empty when it has none of this name."""
    links = {
        link.get("Id"): link.get("Target", "") for link in map(attributes_of, _LINK.findall(parts.get("xl/_rels/workbook.xml.rels", b"")))
    }
    for attributes in map(attributes_of, _SHEET.findall(parts["xl/workbook.xml"])):
        if attributes.get("name") == sheet:
            target = links.get(next((value for key, value in attributes.items() if key.endswith(":id")), ""), "")
            return parts.get(target.removeprefix("/") if target.startswith("/") else f"xl/{target}", b"")
    return b""


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


def is_hidden(attributes: Mapping[str, str]) -> bool:
    """Say whether a row or a column of a sheet of an XLSX workbook is hidden, by its attributes."""
    return attributes.get("hidden") in {"1", "true"}


def is_collapsed(attributes: Mapping[str, str]) -> bool:
    """Say whether a row or a column of a sheet of an ODS workbook is hidden, or filtered out, by its attributes."""
    return attributes.get("table:visibility") in {"collapse", "filter"}


def whole_number(text: str, otherwise: int) -> int:
    """Return the number that an attribute tells, `otherwise` when it tells none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else otherwise
