"""Callbacks of the queue « À placer »: a place is put by a click, an answer of the search or where one is, and the next one comes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from dash import ctx, dcc
from dash.exceptions import PreventUpdate
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks import own_place_area
from callbacks.decisions import Items
from callbacks.import_placing import Point, Rank, searched
from callbacks.own_places import submit_many
from callbacks.proposals import ProposalId
from callbacks.registry import Registry, Value, every
from callbacks.values import REFUSALS, Clicks, Text, answer, step
from domain.person import Action
from i18n import gettext as _
from services.context import Context
from services.import_placing import HAND
from services.place_queue import MOST_QUEUED, PlaceQueueService
from services.proposals import ProposalService
from services.words.proposals import proposal_texts
from store.proposals import Conflict
from views.components import ids, import_ids
from views.proposals.own_places import many_label
from views.proposals.place_queue import QUEUE_SHOWN, queue_closed, queue_over, queue_refused, queue_shown, queue_submitted

GEO_MS = 15_000
DENIED = 1  # GeolocationPositionError.PERMISSION_DENIED
BEGINNING = (ids.OWN_PLACE, import_ids.PUT)
CLICKS = (
    *BEGINNING,
    ids.TO_PLACE_AGAIN,
    ids.TO_PLACE_SUBMIT,
    ids.TO_PLACE_SKIP,
    ids.TO_PLACE_BACK,
    ids.TO_PLACE_ON_MAP,
    ids.TO_PLACE_CLOSE,
)
STEPS = {ids.TO_PLACE_SKIP: 1, ids.TO_PLACE_BACK: -1, ids.TO_PLACE_ON_MAP: 0}
Put = tuple[float, float, str]
"""Longitude, latitude (degrees) and how precise they are."""


class QueueState(BaseModel):
    """The places of the queue, which one is shown, and the version of it that is seen; at its end, the drafts that may be submitted."""

    model_config = ConfigDict(strict=True, extra="forbid")

    ids: Annotated[list[ProposalId], Field(max_length=MOST_QUEUED)]
    at: Annotated[int, Field(ge=0, le=MOST_QUEUED)]
    version: Annotated[int, Field(ge=0)]
    ready: Items = None


class DevicePosition(BaseModel):
    """Where a device is: degrees, WGS 84."""

    model_config = ConfigDict(strict=True, extra="ignore")

    lon: Annotated[float, Field(ge=-180, le=180)]
    lat: Annotated[float, Field(ge=-90, le=90)]


class DeviceError(BaseModel):
    """Why a device does not say where it is."""

    model_config = ConfigDict(strict=True, extra="ignore")

    code: int


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = PlaceQueueService(ProposalService(context.proposals, context.editions), context.imports.search)
    _declare_queue(registry, service)
    _declare_search(registry, service)
    _declare_device(registry)
    own_place_area.declare(registry, context)
    registry.client("lookAt", [], [Value(ids.TO_PLACE_VIEWPOINT, "data")])
    registry.client("takePoint", [], [Value(ids.TO_PLACE_TAKE, "data")])
    registry.client("focus", [], [Value(ids.TO_PLACE_FOCUS, "data")])
    registry.client("mapCentre", [(ids.TO_PLACE_POINT, "data")], [Value(ids.TO_PLACE_CENTRE, "n_clicks")])
    registry.client("ownActed", [], [Value(ids.TO_PLACE_DONE, "data")])


def _declare_queue(registry: Registry, service: PlaceQueueService) -> None:
    inputs = [
        *(Value(name, "n_clicks", Clicks) for name in CLICKS),
        *(every(kind, Rank, "n_clicks", Clicks) for kind in (ids.TO_PLACE_SPOT, ids.TO_PLACE_SEARCHED)),
        Value(ids.TO_PLACE_POINT, "data", Point | None),
        every(ids.TO_PLACE_GEO, Rank, "position", DevicePosition | None),
    ]
    state = [Value(ids.TO_PLACE_STATE, "data", QueueState | None), Value(ids.TO_PLACE_SEARCH, "value", Text)]

    @registry.server(QUEUE_SHOWN, inputs, state, action=Action.PROPOSE, initial=False)
    def queue(*values: Any) -> Any:
        *_inputs, stored, text = values
        if not ctx.triggered[0]["value"] or (stored is None and ctx.triggered_id not in BEGINNING):
            raise PreventUpdate
        return answer(QUEUE_SHOWN, queue_after(service, ctx.triggered_id, ctx.triggered[0]["value"], stored, text or ""))


def queue_after(service: PlaceQueueService, trigger: Any, given: Any, stored: Any, text: str) -> dict[tuple[str, str], Any]:
    """Return the queue after what a person did, or why it cannot be done."""
    try:
        return _after(service, trigger, given, QueueState.model_validate(stored or {"ids": [], "at": 0, "version": 0}), text)
    except (*REFUSALS, Conflict) as why:
        return queue_refused(str(why), step())


def _after(service: PlaceQueueService, trigger: Any, given: Any, now: QueueState, text: str) -> dict[tuple[str, str], Any]:
    """Do what a person did, and return the queue then."""
    person = current_person()
    if trigger == ids.TO_PLACE_CLOSE:
        return queue_closed()
    if trigger == ids.TO_PLACE_SUBMIT:
        return queue_submitted(*submit_many(service.proposals, [one.model_dump() for one in now.ready or []]))
    if trigger in (*BEGINNING, ids.TO_PLACE_AGAIN):
        return shown_at(service, service.waiting(person), 0)
    if isinstance(trigger, str) and trigger in STEPS:
        return shown_at(service, now.ids, max(now.at + STEPS[trigger], 0))
    if now.at >= len(now.ids):
        return shown_at(service, now.ids, now.at)
    place_id = now.ids[now.at]
    lon, lat, precision = _position(service, trigger, given, place_id, text)
    service.put(person, place_id, now.version, (lon, lat), precision)
    return shown_at(service, now.ids, now.at + 1, _("Enregistré."), step())


def _position(service: PlaceQueueService, trigger: Any, given: Any, place_id: str, text: str) -> Put:
    """Return the position that was chosen."""
    if not isinstance(trigger, Mapping) or trigger["type"] == ids.TO_PLACE_GEO:
        return given["lon"], given["lat"], HAND
    is_own = trigger["type"] == ids.TO_PLACE_SPOT
    spots = service.place(current_person(), place_id).spots if is_own else service.search.search(text).answers
    rank = int(trigger["index"])
    if rank >= len(spots):
        raise ValueError(_("Cette réponse n'est plus là : cherchez à nouveau."))
    return spots[rank].lon, spots[rank].lat, spots[rank].precision


def shown_at(service: PlaceQueueService, queued: list[str], at: int, status: str = "", done: str = "") -> dict[tuple[str, str], Any]:
    """Return the queue at one of its places, or its end after the last."""
    person = current_person()
    if at < len(queued):
        return queue_shown(service.place(person, queued[at]), queued, at, status, done)
    waiting = set(service.waiting(person))
    left = [one for one in queued if one in waiting]
    found = service.proposals.own(person, most=0)
    ready = [{"id": one.id, "version": one.version} for one in found.ready]
    return queue_over(len(queued) - len(left), left, ready, many_label(found.kind, len(ready)), status, done)


def _declare_search(registry: Registry, service: PlaceQueueService) -> None:
    found = [(ids.TO_PLACE_FOUND, "children")]

    @registry.server(found, [Value(ids.TO_PLACE_SEARCH, "value", Text)], action=Action.PROPOSE, initial=False)
    def search(text: str | None) -> Any:
        return searched(service.search, text or "", ids.TO_PLACE_SEARCHED)


def _declare_device(registry: Registry) -> None:
    """The device is asked where it is only once one presses: Dash's component asks as soon as it is there."""
    box = [(ids.TO_PLACE_GEO_BOX, "children")]

    @registry.server(box, [Value(ids.TO_PLACE_HERE, "n_clicks", Clicks)], action=Action.PROPOSE, initial=False)
    def here(clicks: int | None) -> Any:
        if not clicks:
            raise PreventUpdate
        device = dcc.Geolocation(id=ids.one_of(ids.TO_PLACE_GEO, str(clicks % 100)), high_accuracy=True, timeout=GEO_MS)
        return [device, _("Recherche de votre position…")]

    lost = [(ids.TO_PLACE_LOST, "children")]

    @registry.server(lost, [every(ids.TO_PLACE_GEO, Rank, "position_error", DeviceError | None)], action=Action.PROPOSE, initial=False)
    def nowhere(errors: list[Any]) -> Any:
        code = next((one["code"] for one in errors if one), None)
        return "" if code is None else proposal_texts()["here_refused" if code == DENIED else "here_none"]
