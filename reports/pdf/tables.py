"""Tables as the templates read them: a title, headings, rows of strings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from i18n.numbers import number
from reports.side_table import SideCell, SideField, SideTable

Table = dict[str, Any]
NOTHING = "–"


def plain_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of texts."""
    return {"title": title, "heads": list(heads), "rows": [list(row) for row in rows]}


def side_table(table: SideTable, *names: str, most: int | None = None) -> Table:
    """Return some fields of a table (all by default), and at most `most` of its rows; what is unknown is a dash."""
    wanted = [at for at, field in enumerate(table.fields) if not names or field.id in names]
    fields = [table.fields[at] for at in wanted]
    rows = ([_written(field, row[at]) for field, at in zip(fields, wanted, strict=True)] for row in table.rows[:most])
    return plain_table(table.title, [field.heading for field in fields], rows)


def _written(field: SideField, value: SideCell) -> str:
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else number(value, field.decimals)
