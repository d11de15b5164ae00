"""The table of a file is kept as it was read."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from intake.errors import RowError
from intake.packed import pack, unpack
from intake.table import Table
from tests.intake.making import circle, feature, geojson, gpkg, polygon, read, xlsx

cells = (
    st.none()
    | st.booleans()
    | st.integers(-(10**12), 10**12)
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
)


@given(st.lists(st.tuples(cells, cells), max_size=6), st.text(max_size=9))
def test_what_is_packed_comes_back_value_for_value(rows: list[tuple[object, object]], word: str) -> None:
    table = Table(("a", "b"), tuple(rows), tuple(range(2, len(rows) + 2)), notes=(word,), errors=(RowError(2, "a", word, word),))  # type: ignore[arg-type]
    found = unpack(pack(table))
    assert found == table
    assert [[type(cell) for cell in row] for row in found.rows] == [[type(cell) for cell in row] for row in rows]


def test_what_the_readers_give_comes_back() -> None:
    book = xlsx([["Nom", "Libre le"], ["A", 46082], ["\u202eB", True]])
    for name, data in (("a.xlsx", book), ("a.geojson", geojson(feature(polygon(circle(5))), feature(None, n=1.5))), ("a.gpkg", gpkg())):
        table = read(name, data)
        assert unpack(pack(table)) == table
