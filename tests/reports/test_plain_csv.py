"""Any table of texts as a CSV file: read back as it was, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from reports.plain_csv import plain_csv

CELLS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc",)), max_size=20)
RUN = ("=", "+", "-", "@", "\t", "\r")


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


@given(st.lists(st.tuples(CELLS, CELLS), max_size=6))
def test_every_cell_is_read_back_and_none_is_run(rows: list[tuple[str, str]]) -> None:
    found = read(plain_csv(["Un", "Deux"], rows))
    assert found[0] == ["Un", "Deux"]
    assert len(found) == len(rows) + 1
    for row, told in zip(found[1:], rows, strict=True):
        for cell, text in zip(row, told, strict=True):
            assert not cell.startswith(RUN)
            assert cell.endswith(text)


def test_a_cell_with_a_separator_a_quote_or_a_line_end_stays_one_cell() -> None:
    assert read(plain_csv(["x"], [('a;"b"\nc',)]))[1] == ['a;"b"\nc']
