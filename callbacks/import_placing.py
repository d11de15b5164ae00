"""Callbacks of the addresses of an import: the doubtful ones are confirmed one by one, or placed elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from dash import ctx, html, no_update
from dash.exceptions import PreventUpdate
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.import_forms import At
from callbacks.registry import Registry, Value, every
from callbacks.values import Clicks, Text, answer, step
from domain.person import Action
from intake.sandbox import Busy
from services.context import Context
from services.import_placing import GestureName, ImportPlacingService, PlacingGesture
from services.imports import REFUSALS
from services.place_search import MIN_SEARCHED, PlaceSearch
from views.components import import_ids
from views.proposals.import_placing import PLACING_SHOWN, placing_props
from views.proposals.spots import ShownSpot, nothing_found, spot_buttons

Rank = Annotated[str, Field(pattern=r"^\d{1,2}$")]
RowNumber = Annotated[int, Field(ge=0, le=10_000_000)]
CLICKS: Mapping[str, GestureName] = {
    import_ids.CONFIRM: "confirm",
    import_ids.UNPLACED: "leave",
    import_ids.DOUBT_NEXT: "next",
    import_ids.DOUBT_BACK: "previous",
    import_ids.UNPLACE: "undo",
}
CLOSING = (import_ids.CLOSE, import_ids.LIST, import_ids.PUT)
SHOWN = [*PLACING_SHOWN, (import_ids.PLACED, "data"), (import_ids.PLACING_ALERT, "children")]


class Point(BaseModel):
    """A point of the map that was clicked: degrees, WGS 84."""

    model_config = ConfigDict(strict=True, extra="forbid")

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


def declare(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = ImportPlacingService(context.imports.bulk, context.imports.search)
    _declare_panel(registry, service)
    _declare_search(registry, service)
    registry.client("lookAt", [], [Value(import_ids.VIEWPOINT, "data")])
    registry.client("takePoint", [], [Value(import_ids.TAKE, "data")])


def _declare_panel(registry: Registry, service: ImportPlacingService) -> None:
    """What is shown follows each answer of the panel; what is decided here makes the panel show its rows again."""
    spots = [every(kind, Rank, "n_clicks", Clicks) for kind in (import_ids.SPOT, import_ids.SEARCHED)]
    inputs = [Value(import_ids.AT, "data", At | None), *(Value(name, "n_clicks", Clicks) for name in CLICKS), *spots]
    inputs += [Value(import_ids.POINT, "data", Point | None), *(Value(name, "n_clicks", Clicks) for name in CLOSING)]
    state = [Value(import_ids.DOUBT_ROW, "data", RowNumber | None), Value(import_ids.SPOT_SEARCH, "value", Text)]

    @registry.server(SHOWN, inputs, state, action=Action.PROPOSE, initial=False)
    def placing(at: dict[str, Any] | None, *values: Any) -> Any:
        if at is None or not ctx.triggered[0]["value"]:
            raise PreventUpdate
        return answer(SHOWN, placed(service, at, ctx.triggered_id, values))

    taken = [Value(import_ids.DOUBT_ROW, "data", RowNumber | None)]

    pressed = [Value(import_ids.ON_MAP, "n_clicks", Clicks)]

    @registry.server([(import_ids.TAKE, "data")], pressed, taken, action=Action.PROPOSE, initial=False)
    def take(clicks: int | None, row: int | None) -> Any:
        return {"into": import_ids.POINT, "turn": clicks} if clicks and row else no_update


def placed(service: ImportPlacingService, at: dict[str, Any], trigger: Any, values: tuple[Any, ...]) -> dict[tuple[str, str], Any]:
    """Return what is shown after what a person did; elsewhere than in the check of an import, nothing stands on the map."""
    *_clicks, point, _closed, _listed, row, text = values
    if at["step"] != "check" or not at["id"] or trigger in CLOSING:
        return {(import_ids.MARKS, "children"): []}
    return decided(service, gesture_of(service, trigger, PlacingGesture("look", at["id"], row or 0), point, text or ""))


def gesture_of(
    service: ImportPlacingService, trigger: Any, gesture: PlacingGesture, point: dict[str, float] | None, text: str
) -> PlacingGesture:
    """Return what a person did, from what the browser sent."""
    if trigger == import_ids.POINT and point:
        return service.at_point(gesture, point["lon"], point["lat"])
    if isinstance(trigger, str):
        return replace(gesture, name=CLICKS.get(trigger, "look"))
    rank = int(trigger["index"])
    is_searched = trigger["type"] == import_ids.SEARCHED
    return service.searched(gesture, rank, text) if is_searched else replace(gesture, name="choose", rank=rank)


def decided(service: ImportPlacingService, gesture: PlacingGesture) -> dict[tuple[str, str], Any]:
    """Do what was decided, and return what is shown then; what cannot be done is a sentence above the panel."""
    try:
        found = service.after(current_person(), gesture)
    except (*REFUSALS, Busy) as why:
        return {(import_ids.PLACING_ALERT, "children"): html.P(str(why), className="import-alert")}
    shown = placing_props(found)
    is_changed = gesture.name in {"confirm", "choose", "leave", "undo"}
    shown[import_ids.PLACING_ALERT, "children"] = []
    return {**shown, **({(import_ids.PLACED, "data"): step()} if is_changed else {})}


def _declare_search(registry: Registry, service: ImportPlacingService) -> None:
    found = [(import_ids.SPOT_FOUND, "children")]

    @registry.server(found, [Value(import_ids.SPOT_SEARCH, "value", Text)], action=Action.PROPOSE, initial=False)
    def search(text: str | None) -> Any:
        return searched(service.search, text or "", import_ids.SEARCHED)


def searched(search: PlaceSearch, text: str, kind: str) -> list[Any]:
    """Return a button for each position that a text may mean, or why there is none; nothing for less than three letters."""
    if len(text.strip()) < MIN_SEARCHED:
        return []
    found = search.search(text)
    spots = [ShownSpot(one.label, one.words, one.lon, one.lat) for one in found.answers]
    return spot_buttons(kind, spots, is_numbered=False) if spots else nothing_found(found.note)
