"""One correction for all the cells that hold the same text."""

from __future__ import annotations

from bulk.choices import Corrections, applied
from bulk.import_view import ImportView
from intake.table import text_of


def alike(view: ImportView, given: Corrections) -> Corrections:
    """Return corrections, each made in every row whose cell of that field holds the same text; what is imported stays."""
    table, mapping = applied(view.table, view.choices, view.kind)
    at = {field_id: table.columns.index(column) for column, field_id in mapping.items() if column in table.columns}
    index_of = {number: index for index, number in enumerate(table.numbers)}
    found: dict[int, dict[str, str]] = {row: dict(cells) for row, cells in given.items()}
    for row, cells in given.items():
        for name, typed in cells.items():
            if name not in at or row not in index_of:
                continue
            before = text_of(table.rows[index_of[row]][at[name]])
            for number, others in zip(table.numbers, table.rows, strict=True):
                if number not in view.done and text_of(others[at[name]]) == before:
                    found.setdefault(number, {}).setdefault(name, typed)
    return found
