"""What unpacks without end is refused at its first bytes too many; what is within bounds is read as it is."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.bounded_lines import MOST_LINE_BYTES, bounded


class Counted(io.BufferedIOBase):
    """Zeros without end, and how many were read."""

    count = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        self.count += size
        return b"0" * size


@given(st.binary(max_size=400), st.integers(1, 50))
def test_what_is_within_bounds_is_read_as_it_is(data: bytes, size: int) -> None:
    stream = bounded(io.BytesIO(data), len(data))
    assert b"".join(iter(lambda: stream.read(size), b"")) == data
    stream.seek(0)
    assert stream.readlines() == io.BytesIO(data).readlines()


def test_a_line_without_end_stops_before_it_fills_the_memory() -> None:
    endless = Counted()
    with pytest.raises(csv.Error):
        bounded(endless).readline()
    assert endless.count < 2 * MOST_LINE_BYTES


def test_many_lines_stop_at_the_most_bytes() -> None:
    with pytest.raises(csv.Error):
        bounded(io.BytesIO(b"a\n" * 200_000), 100_000).read()
