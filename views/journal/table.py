"""A table whose rows are cards on a phone; roles are said, since its style there would take them away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from i18n import gettext as _


def card_table(name: str, label: str, heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> html.Div:
    """Return a table that scrolls under its label; `heads` are French labels (gettext message ids)."""
    head = html.Tr([html.Th(_(text), scope="col", role="columnheader") for text in heads], role="row")
    body = [html.Tr([html.Td(cell, role="cell") for cell in row], role="row") for row in rows]
    table = html.Table([html.Thead(head, role="rowgroup"), html.Tbody(body, role="rowgroup")], className=f"mod-table {name}", role="table")
    return html.Div(table, className="mod-scroll", tabIndex=0, role="region", **{"aria-label": label})
