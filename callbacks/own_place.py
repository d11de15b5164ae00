"""Callbacks of the place that is open in « Proposer » or « Identifier »: its head, what it would be worth, its messages, its history."""

from __future__ import annotations

from typing import Annotated, Any

from dash import no_update
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.messages import MessageForm
from callbacks.messages import declare as declare_sending
from callbacks.proposals import ProposalId
from callbacks.registry import Registry, Value
from callbacks.values import REFUSALS, Step, answer, step
from domain.candidate import Kind
from domain.person import Action
from domain.proposal import kind_of
from services.context import Context
from services.proposals import ProposalService
from views.components import ids
from views.proposals.own_place import PLACE_SHOWN, place_new, place_shown, place_unread
from views.proposals.place_head import HEAD_SHOWN, head_new, head_shown, head_unread


class OpenPlace(BaseModel):
    """The place that is open, as it was last stored; no id for one that is not yet, version 0 for one that is being read."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId | None
    version: Annotated[int, Field(ge=0)]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = ProposalService(context.proposals, context.editions)
    _declare_head(registry, service)
    _declare_around(registry, service)
    _declare_message(registry, service)
    _declare_reading(registry, service)
    registry.client("ownHead", [], [Value(ids.PLACE_HEAD, "data")])
    registry.client("ownAssessed", [], [Value(ids.PLACE_ASSESSED, "data")])


def _declare_head(registry: Registry, service: ProposalService) -> None:
    @registry.server(HEAD_SHOWN, [Value(ids.PLACE_OPEN, "data", OpenPlace | None)], action=Action.PROPOSE, initial=False)
    def head(opened: dict[str, Any] | None) -> Any:
        return answer(HEAD_SHOWN, found_head(service, opened["id"]) if opened else {})


def found_head(service: ProposalService, place_id: str | None) -> Any:
    """Return the head of a place, or why it cannot be read."""
    person = current_person()
    if place_id is None:
        return head_new(kind_of(person) or Kind.PREMISES)
    try:
        return head_shown(service.page(person, place_id))
    except REFUSALS as why:
        return head_unread(place_id, str(why))


def _declare_reading(registry: Registry, service: ProposalService) -> None:
    """Note that what others said of a place is read: apart, for looking alone writes nothing, and never waits for what does."""

    @registry.server([(ids.PLACE_READ, "data")], [Value(ids.PLACE_UNREAD, "data", OpenPlace | None)], action=Action.PROPOSE, initial=False)
    def read(opened: dict[str, Any] | None) -> Any:
        return marked_read(service, opened["id"]) if opened and opened["id"] else no_update

    registry.client("ownRead", [], [Value(ids.PLACE_READ, "data")])


def marked_read(service: ProposalService, place_id: str) -> Any:
    """Note it, and return a step; nothing where it cannot be noted now: it will be the next time."""
    try:
        service.mark_seen(current_person(), place_id)
    except REFUSALS:
        return no_update
    return step()


def _declare_around(registry: Registry, service: ProposalService) -> None:
    inputs = [Value(ids.PLACE_WORTH, "data", OpenPlace | None), Value(ids.PLACE_STEP, "data", Step)]

    @registry.server(PLACE_SHOWN, inputs, action=Action.PROPOSE, initial=False)
    def around(opened: dict[str, Any] | None, _step: str | None) -> Any:
        return answer(PLACE_SHOWN, found_around(service, opened["id"]) if opened else {})


def found_around(service: ProposalService, place_id: str | None) -> Any:
    """Return what stands around a place, or why it cannot be read."""
    if place_id is None:
        return place_new()
    try:
        return place_shown(service.around(current_person(), place_id), place_id)
    except REFUSALS as why:
        return place_unread(str(why))


def _declare_message(registry: Registry, service: ProposalService) -> None:
    form = MessageForm(ids.PLACE_MESSAGE, ids.PLACE_INTERNAL, ids.PLACE_SEND, ids.PLACE_STATUS, ids.PLACE_STEP)
    opened = Value(ids.PLACE_OPEN, "data", OpenPlace | None)
    declare_sending(registry, form, opened, Action.PROPOSE, lambda *message: service.say(current_person(), *message))
