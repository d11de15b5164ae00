"""Callback of the map beside the form: it goes to the postcode or the commune of the open place while that has no position."""

from __future__ import annotations

from typing import Annotated, Any

from dash.exceptions import PreventUpdate
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.own_place import OpenPlace
from callbacks.registry import Registry, Value
from callbacks.values import REFUSALS
from domain.person import Action
from services.context import Context
from services.place_queue import PlaceQueueService
from services.proposals import ProposalService
from views.components import ids
from views.proposals.import_placing import AREA_ZOOM


class Looked(BaseModel):
    """Where the map went, and for what: it goes there once."""

    model_config = ConfigDict(strict=True, extra="forbid")

    why: Annotated[str, Field(max_length=200)]
    lon: float
    lat: float
    zoom: float


def declare(registry: Registry, context: Context) -> None:
    """Declare it."""
    service = PlaceQueueService(ProposalService(context.proposals, context.editions), context.imports.search)
    opened, looked = [Value(ids.PLACE_OPEN, "data", OpenPlace | None)], [Value(ids.PLACE_VIEWPOINT, "data", Looked | None)]

    @registry.server([(ids.PLACE_VIEWPOINT, "data")], opened, looked, action=Action.PROPOSE, initial=False)
    def show_area(opened: dict[str, Any] | None, looked: dict[str, Any] | None) -> Any:
        found = _area(service, opened["id"]) if opened else None
        if found is None or found["why"] == (looked or {}).get("why"):
            raise PreventUpdate
        return found

    registry.client("lookAt", [], [Value(ids.PLACE_VIEWPOINT, "data")])


def _area(service: PlaceQueueService, place_id: str) -> dict[str, Any] | None:
    """Return where the map goes for a place, and why; None where it stays."""
    try:
        found = service.area_of(current_person(), place_id)
    except REFUSALS:
        return None  # the form says it
    return {"why": f"{place_id} {found.label}", "lon": found.lon, "lat": found.lat, "zoom": AREA_ZOOM} if found else None
