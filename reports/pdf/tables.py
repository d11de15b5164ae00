"""Tables as the templates read them: a title, headings, rows of strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from i18n.numbers import number
from reports.side_table import SideCell, SideField, SideTable

Table = dict[str, Any]
NOTHING = "–"


def plain_table(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table of texts."""
    return {"title": title, "heads": list(heads), "rows": [list(row) for row in rows]}


def shared_table(table: SideTable, shares: Mapping[str, int]) -> Table:
    """Return the fields of a table that `shares` names, with the share of the width that each takes; what is unknown is a dash."""
    wanted = [(at, field) for at, field in enumerate(table.fields) if field.id in shares]
    rows = ([_written(field, row[at]) for at, field in wanted] for row in table.rows)
    made = plain_table(table.title, [field.heading for _at, field in wanted], rows)
    return {**made, "widths": [shares[field.id] for _at, field in wanted]}


def _written(field: SideField, value: SideCell) -> str:
    if value is None:
        return NOTHING
    return value if isinstance(value, str) else number(value, field.decimals)
