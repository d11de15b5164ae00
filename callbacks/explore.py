"""Callbacks of the screen « Explorer »: wires from controls to the browser's store, and the sheet."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from pydantic import Field

from access.identity import current_person
from access.turns import heavy, heavy_unless
from callbacks.registry import Registry, Value
from domain.address import MAX_ID_LENGTH, MAX_QUERY_LENGTH
from domain.person import Action
from services.best_scores import best_scores
from services.context import Context
from services.place_sheet import drawn_sheet, has_drawn_sheet
from views.components import ids
from views.explore.charts import charts
from views.explore.facet_panel import SEARCHED
from views.explore.sheet import place_sheet, with_photos

Query = Annotated[str, Field(max_length=MAX_QUERY_LENGTH)] | None
PlaceId = Annotated[str, Field(max_length=MAX_ID_LENGTH)] | None


def register(registry: Registry, context: Context) -> None:
    """Declare them."""

    @registry.server([(ids.SHEET, "children")], [Value(ids.FOCUS, "data", PlaceId)], [Value(ids.PARAMS, "data", Query)], action=Action.READ)
    @heavy_unless(partial(has_drawn_sheet, context), quick=True)
    def sheet(place_id: str | None, params: str | None) -> Any:
        parts = drawn_sheet(context, place_id, params, place_sheet)
        return with_photos(parts, context.attachments.of_place(current_person(), place_id)) if place_id else parts

    @registry.server([(ids.BEST_SCORES, "data")], [Value(ids.PARAMS, "data", Query)], action=Action.READ)
    @heavy
    def scores(params: str | None) -> Any:
        return best_scores(context.assessor, params or "").model_dump()

    @registry.server([(ids.CHARTS, "children")], [Value(ids.MAP_SHOWN, "data", bool | None)], action=Action.READ, initial=False)
    def show_charts(_shown: bool | None) -> Any:
        return charts(context)

    registry.client("searched", [], [Value(ids.searched(facet), "value") for facet in SEARCHED])
    registry.client("charts", [], [Value(ids.CHARTS, "children")])
    registry.client("sheet", [], [Value(ids.SHEET, "children")])
    registry.client("scores", [], [Value(ids.BEST_SCORES, "data")])
    registry.client("rows", [(ids.TABLE, "getRowsResponse")], [Value(ids.TABLE, "getRowsRequest")])
    registry.client("selected", [], [Value(ids.TABLE, "selectedRows")])
    registry.client("columns", [(ids.TABLE, "columnDefs")], [Value(ids.COLUMNS, "value")], [Value(ids.TABLE, "columnDefs")], initial=True)
    registry.client("layers", [], [Value(ids.LAYERS, "value")], initial=True)
    drawn = Value(ids.EXTERNAL_DRAWN, "data")
    registry.client("external", [], [drawn, Value(ids.EXTERNAL_LAYERS, "value")], initial=True)
    registry.client("base", [], [Value(ids.BASE, "value")])
    registry.client("others", [], [Value(ids.OTHERS, "checked")])
    registry.client("search", [], [Value(ids.SEARCH, "value")])
