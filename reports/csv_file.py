"""CSV export: one heading line, one line a place, for a French spreadsheet as for a program.

Choices: UTF-8 with a byte-order mark, « ; » between cells, decimal comma, ISO dates, CRLF lines: a French Excel or
LibreOffice opens it by a double click, and pandas reads it with ``sep=";", decimal=","``. Nothing stands above the headings
or below the rows; sources, filter, address and version are columns.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from domain.formula import guarded
from i18n import gettext as _
from reports.columns import Column, cell_columns_of, values_of
from reports.extract import Extract
from reports.filter_words import filter_sentence
from reports.provenance import ROW_SOURCES, citation, screen_facts, sources_of

SEPARATOR = ";"
DECIMAL = ","
ENCODING = "utf-8-sig"
SPECIAL = (SEPARATOR, '"', "\r", "\n")
MAX_REPEATED_CHARS = 2_000_000


def write(extract: Extract) -> bytes:
    """Return the CSV file of an extract."""
    columns = cell_columns_of(extract)
    values = values_of(extract, columns)
    cells = {column.heading: _texts(column, values[column.id]) for column in columns} | _constants(extract)
    head = SEPARATOR.join(_quoted(heading) for heading in cells)
    lines = [head, *map(SEPARATOR.join, zip(*cells.values(), strict=True))]
    return ("\r\n".join(lines) + "\r\n").encode(ENCODING, "replace")


def _texts(column: Column, values: pd.Series) -> list[str]:
    """Return a column as it is written, empty where unknown; each different value is worked out once."""
    words = {value: _written(column, value) for value in values.dropna().unique()}
    return [words[value] if known else "" for value, known in zip(values.tolist(), values.notna().to_numpy(), strict=True)]


def _written(column: Column, value: Any) -> str:
    if column.kind == "number":
        return f"{value:.12g}".replace(".", DECIMAL)
    return value.strftime("%Y-%m-%d") if column.kind == "day" else _quoted(guarded(str(value)))


def _quoted(text: str) -> str:
    """Quote a cell that holds the separator, a quote or a line end (RFC 4180)."""
    return '"' + text.replace('"', '""') + '"' if any(char in text for char in SPECIAL) else text


def _constants(extract: Extract) -> dict[str, list[str]]:
    """Columns that say the same of every row."""
    rows = len(extract.rows)
    others = " ; ".join(citation(source) for source in sources_of(extract) if source.id in {*ROW_SOURCES, *extract.screen.sources})
    short = {_("Version des données"): extract.territory.version, _("Exporté le"): extract.on.isoformat()}
    long = {_("Autres sources"): others, _("Filtre"): filter_sentence(extract.selection), _("Adresse de la vue"): extract.address}
    return {heading: _repeated(text, rows) for heading, text in {**short, **long, **dict(screen_facts(extract))}.items()}


def _repeated(text: str, rows: int) -> list[str]:
    """The text on every row, or on the first only when repeating it would make the file grow out of measure."""
    times = rows if rows * len(text) <= MAX_REPEATED_CHARS else 1
    return [_quoted(guarded(text))] * min(times, rows) + [""] * (rows - times)
