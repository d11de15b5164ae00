"""Any table of texts as a CSV file, in the form of the other exports (see `reports.csv_file`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from domain.formula import neutralised
from reports.csv_file import ENCODING, SEPARATOR


def plain_csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return the file; a cell that a spreadsheet would run is made a text."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([neutralised(cell) for cell in row] for row in rows)
    return out.getvalue().encode(ENCODING, "replace")
