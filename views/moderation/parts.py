"""Small pieces of the screen « Modérer »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dash import html

from i18n import gettext as _


def block(title: str, *parts: Any) -> html.Section:
    """Return a part of a proposal under its title."""
    return html.Section([html.H3(title), *parts], className="mod-block")


def warning(*parts: Any) -> html.P:
    """Return what should be read before one decides."""
    return html.P(list(parts), className="mod-warning")


def known(value: str | None) -> Any:
    """Return a value, or that it is not known."""
    return html.Span(_("non renseigné"), className="unknown") if value is None else value


def scrolling(label: str, table: html.Table) -> html.Div:
    """Return a table that scrolls sideways, by keyboard too."""
    return html.Div(table, className="mod-scroll", tabIndex=0, role="region", **{"aria-label": label})


def plain_table(heads: Sequence[str], rows: Iterable[Sequence[Any]], class_name: str = "") -> html.Table:
    """Return a table whose first cells are the names of its rows; `heads` are in the current language."""
    lines = [html.Tr([html.Th(name, scope="row"), *(html.Td(cell) for cell in cells)]) for name, *cells in rows]
    head = html.Thead(html.Tr([html.Th(text, scope="col") for text in heads]))
    return html.Table([head, html.Tbody(lines)], className=f"mod-table {class_name}".strip())
