"""CSV export: one heading line, one line a place, for a French spreadsheet as for a program.

Choices: UTF-8 with a byte-order mark, « ; » between cells, decimal comma, ISO dates, CRLF lines: a French Excel or
LibreOffice opens it by a double click, and pandas reads it with ``sep=";", decimal=","``. Nothing stands above the headings
or below the rows; sources, filter, address and version are columns.
"""

from __future__ import annotations

import pandas as pd

from i18n import gettext as _
from reports.columns import COLUMNS, values_of
from reports.extract import Extract
from reports.filter_words import filter_sentence
from reports.formula import neutralised, neutralised_column
from reports.provenance import ROW_SOURCES, citation, sources_of

SEPARATOR = ";"
DECIMAL = ","
ENCODING = "utf-8-sig"
MAX_REPEATED_CHARS = 2_000_000


def write(extract: Extract) -> bytes:
    """Return the CSV file of an extract."""
    values = values_of(extract)
    cells = {column.heading: neutralised_column(values[column.id]) if column.kind == "text" else values[column.id] for column in COLUMNS}
    frame = pd.DataFrame({**cells, **_constants(extract)})
    text = frame.to_csv(sep=SEPARATOR, decimal=DECIMAL, index=False, date_format="%Y-%m-%d", float_format="%.12g", lineterminator="\r\n")
    return text.encode(ENCODING)


def _constants(extract: Extract) -> dict[str, pd.Series]:
    """Columns that say the same of every row."""
    rows = len(extract.rows)
    others = " ; ".join(citation(source) for source in sources_of(extract) if source.id in ROW_SOURCES)
    short = {_("Version des données"): extract.territory.version, _("Exporté le"): extract.on.isoformat()}
    long = {_("Autres sources"): others, _("Filtre"): filter_sentence(extract.selection), _("Adresse de la vue"): extract.address}
    return {heading: _repeated(text, rows) for heading, text in {**short, **long}.items()}


def _repeated(text: str, rows: int) -> pd.Series:
    """The text on every row, or on the first only when repeating it would make the file grow out of measure."""
    times = rows if rows * len(text) <= MAX_REPEATED_CHARS else 1
    return pd.Series([neutralised(text)] * times + [None] * (rows - times), dtype=object)
