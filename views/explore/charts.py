"""Facet charts: all places in pale, those kept by the other filters in full."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
import plotly.graph_objects as go
from dash import dcc, html

from domain.facet import CategoryFacet, Choices, FlagFacet, RangeFacet
from domain.selection import FacetSet
from i18n import gettext as _
from i18n.numbers import number
from services.context import Context
from views.components.awaited import Shape, awaited
from views.components.pictures import noted, picture_buttons, pictured

Charted: TypeAlias = CategoryFacet | FlagFacet | RangeFacet
# The order of the first charts; the other facets that have one come after them.
FIRST = ("area", "rent", "qpv", "status", "communes", "role", "kinds", "available", "landlord", "height", "transit", "van")
ROW_PX = 24
"""From one bar of names to the next: what a finger, or an unsure hand, hits (a press anywhere on the row counts)."""
AXIS_PX = 22
FONT = "'Source Sans 3', sans-serif"  # quoted: a bare family name may not hold a number
ALL_LABELS = {"ticklabeloverflow": "allow"}
"""Of an axis whose margins hold its labels: Plotly else measures each of them, for most of the time that a page takes to draw."""
CONFIG = {"displayModeBar": False, "responsive": True, "showTips": False}


def charts(context: Context) -> html.Div:
    """Return one chart for each facet that has one, in order of use."""
    return html.Div([_chart(context, facet) for facet in charted(context.facets)], className="charts", **noted(context))


def charted(facets: FacetSet) -> list[Charted]:
    """Return the facets that have a chart (`chart` of their declaration), in order of use."""
    ids = tuple(dict.fromkeys((*FIRST, *facets.by_id)))
    return [facet for facet in map(facets.by_id.get, ids) if isinstance(facet, Charted) and facet.chart]


def _chart(context: Context, facet: Charted) -> html.Section:
    totals = _totals(context, facet)
    if isinstance(facet, RangeFacet):
        order, figure = list(range(len(totals))), _histogram(facet, totals)
        unit = f", {_(facet.unit)}" if facet.unit else ""
    else:
        order = _bars_worth_showing(facet, totals)
        figure, unit = _bars(facet, order, totals), ""
    title = html.H2([_(facet.label), html.Span(unit, className="unit"), picture_buttons(_(facet.label))])
    text = html.P(className="visually-hidden", **{"data-chart-text": facet.id})
    shape: Shape = "bars" if isinstance(facet, RangeFacet) else "rows"
    drawn = awaited(f'[data-chart="{facet.id}"] .barlayer .trace', shape)
    height = {"height": figure["layout"]["height"]}
    graph = html.Div(dcc.Graph(figure=figure, config=CONFIG, style=height), style=height, **drawn)
    return html.Section(
        [title, graph, text],
        className="chart",
        **{"data-chart": facet.id, "data-order": ",".join(str(i) for i in order), "aria-label": _(facet.label)},
        **pictured(_(facet.label) + unit),
    )


def _totals(context: Context, facet: Charted) -> list[int]:
    """Places in each bar when nothing is filtered: what the pale bars show."""
    encoded = context.table.encoded[facet.id]
    return facet.counts(encoded, np.ones(len(encoded), dtype=bool)).tolist()


def _bars_worth_showing(facet: Choices, totals: list[int]) -> list[int]:
    """Options in declared order, or largest first when they are many; options that no place has are left out."""
    present = [i for i, total in enumerate(totals) if total]
    return sorted(present, key=lambda i: (-totals[i], i)) if len(present) > 8 else present


def _layout(height: int, **more: Any) -> dict[str, Any]:
    base = {
        "height": height,
        "template": "none",
        "barmode": "overlay",
        "bargap": 0.16,
        "showlegend": False,
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": FONT, "size": 11, "color": "#55606a"},
        "dragmode": "select",
        "clickmode": "event",
        "hovermode": "closest",
        "hoverlabel": {"font": {"family": FONT}},
        "separators": _(", "),
        "newselection": {"line": {"color": "#0072B2", "width": 1}},
    }
    return base | more


def _trace(values: list[int], positions: list[int], names: list[str], horizontal: bool, colour: str) -> dict[str, Any]:
    """One set of bars. Plain lists: arrays in `customdata` do not come back in click events."""
    along, across = ("x", "y") if horizontal else ("y", "x")
    return {
        "type": "bar",
        along: values,
        across: positions,
        "orientation": "h" if horizontal else "v",
        "width": 0.84,
        "marker": {"color": colour, "line": {"width": 0}},
        "customdata": names,
        "hovertemplate": "%{customdata}<br>%{" + along + "}<extra></extra>",
    }


def _pair(totals: list[int], names: list[str], horizontal: bool) -> list[dict[str, Any]]:
    positions = list(range(len(totals)))
    behind = _trace(totals, positions, names, horizontal, "#dfe4e8") | {"hoverinfo": "skip", "hovertemplate": None}
    return [behind, _trace(totals, positions, names, horizontal, "#3a6ea5")]


def _histogram(facet: RangeFacet, totals: list[int]) -> dict[str, Any]:
    edges = [_edge(facet, edge) for edge in facet.edges]
    names = [f"< {edges[0]}", *[f"{a} – {b}" for a, b in pairwise(edges)], f"≥ {edges[-1]}", _(facet.unknown_label)]
    step = 2 if facet.is_date and len(edges) > 5 else 1
    ticks = [(i + 0.5, edge) for i, edge in enumerate(edges)][::step]
    axis = {
        **ALL_LABELS,
        "tickvals": [at for at, _text in ticks] + [len(edges) + 1],
        "ticktext": [text for _at, text in ticks] + [_("inconnu")],
        "range": [-0.6, len(edges) + 1.6],
        "fixedrange": True,
        "tickangle": 0,
        "ticks": "outside",
        "ticklen": 3,
        "zeroline": False,
        "showgrid": False,
    }
    layout = _layout(118, margin={"l": 26, "r": 12, "t": 4, "b": 22}, xaxis=axis, yaxis=_count_axis(totals), selectdirection="h")
    return go.Figure({"data": _pair(totals, names, False), "layout": layout}).to_plotly_json()


def _count_axis(totals: list[int]) -> dict[str, Any]:
    top = max([*totals, 1])
    grid = {"nticks": 3, "gridcolor": "rgba(128,140,150,.22)", "zeroline": False}
    return ALL_LABELS | grid | {"range": [0, top * 1.06], "fixedrange": True}


def _edge(facet: RangeFacet, edge: float) -> str:
    if not facet.is_date:
        return number(edge, facet.decimals) if edge < 1000 else _("{n} k").format(n=number(edge / 1000, 1))
    date = dt.date(1970, 1, 1) + dt.timedelta(days=int(edge))
    return _("T{quarter} {year}").format(quarter=(date.month + 2) // 3, year=f"{date:%y}")


def _bars(facet: Choices, order: list[int], totals: list[int]) -> dict[str, Any]:
    options = [facet.all_options[i] for i in order]
    names = [option.label if option.is_proper_noun else _(option.label) for option in options]
    shown = [totals[i] for i in order]
    axis = {
        **ALL_LABELS,
        "tickvals": list(range(len(order))),
        "ticktext": [name if len(name) <= 24 else name[:23] + "…" for name in names],
        "range": [len(order) - 0.4, -0.6],
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
    }
    layout = _layout(
        round(ROW_PX * (len(order) + 0.2)) + AXIS_PX,
        margin={"l": 142, "r": 8, "t": 2, "b": AXIS_PX - 2},
        yaxis=axis,
        xaxis=_count_axis(shown),
        selectdirection="v",
    )
    return go.Figure({"data": _pair(shown, names, True), "layout": layout}).to_plotly_json()
