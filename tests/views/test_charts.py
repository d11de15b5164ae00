"""The charts of Explore, as figures."""

from __future__ import annotations

from services.browser_config import table_columns
from services.context import Context
from tests.components import of_type
from views.explore.charts import ROW_PX, charts

TARGET_PX = 24  # WCAG 2.2, 2.5.8


def test_the_rows_of_names_are_targets_that_a_finger_hits(context: Context) -> None:
    """A press anywhere on the row of a bar counts: the rows, and not the bars, are the targets."""
    figures = [graph.figure for graph in of_type(charts(context), "Graph") if graph.figure["data"][0]["orientation"] == "h"]
    assert figures and ROW_PX >= TARGET_PX
    for layout in (figure["layout"] for figure in figures):
        first, last = layout["yaxis"]["range"]
        room = layout["height"] - layout["margin"]["t"] - layout["margin"]["b"]
        assert room / abs(last - first) >= TARGET_PX


def test_what_one_compares_first_is_at_the_left_of_the_table(context: Context) -> None:
    """The name, whether it suits, the surface and the rent, before all others."""
    shown = [name for name in table_columns(context.facets) if name != "id"]
    assert shown[:5] == ["name", "suits_hub", "suits_shop", "area", "rent"]
