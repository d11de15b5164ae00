"""Callbacks of the place that is open in « Proposer » or « Identifier »: what it would be worth, its messages, its history."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.moderate import REFUSALS, Step, Words, step
from callbacks.proposals import ProposalId
from callbacks.registry import Registry, Value, pressed_once
from callbacks.values import Clicks, answer
from domain.person import Action
from i18n import gettext as _
from services.context import Context
from services.proposals import ProposalService
from views.components import ids
from views.proposals.own_place import PLACE_SHOWN, place_shown, place_unread


class OpenPlace(BaseModel):
    """The place that is open, as it was last stored."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId
    version: Annotated[int, Field(ge=1)]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = ProposalService(context.proposals, context.editions)
    _declare_around(registry, service)
    _declare_message(registry, service)
    registry.client("ownAssessed", [], [Value(ids.PLACE_ASSESSED, "data")])


def _declare_around(registry: Registry, service: ProposalService) -> None:
    inputs = [Value(ids.PLACE_OPEN, "data", OpenPlace | None), Value(ids.PLACE_STEP, "data", Step)]

    @registry.server(PLACE_SHOWN, inputs, action=Action.PROPOSE, initial=False)
    def around(opened: dict[str, Any] | None, _step: str | None) -> Any:
        return answer(PLACE_SHOWN, found_around(service, opened["id"]) if opened else {})


def found_around(service: ProposalService, place_id: str) -> Any:
    """Return what stands around a place, or why it cannot be read."""
    try:
        return place_shown(service.around(current_person(), place_id), place_id)
    except REFUSALS as why:
        return place_unread(str(why))


def _declare_message(registry: Registry, service: ProposalService) -> None:
    targets = [(ids.PLACE_MESSAGE, "value"), (ids.PLACE_MESSAGE, "error"), (ids.PLACE_STATUS, "children"), (ids.PLACE_STEP, "data")]
    state = [Value(ids.PLACE_OPEN, "data", OpenPlace | None), Value(ids.PLACE_MESSAGE, "value", Words)]
    state.append(Value(ids.PLACE_INTERNAL, "checked", bool | None))

    @registry.server(targets, [Value(ids.PLACE_SEND, "n_clicks", Clicks)], state, action=Action.PROPOSE, initial=False,
                     running=pressed_once(ids.PLACE_SEND))  # fmt: skip
    def say(clicks: int | None, opened: dict[str, Any] | None, text: str | None, internal: bool | None) -> Any:
        is_sent = clicks and opened
        return answer(targets, send_message(service, opened["id"], text or "", bool(internal)) if is_sent and opened else {})


def send_message(service: ProposalService, place_id: str, text: str, is_internal: bool) -> dict[tuple[str, str], Any]:
    """Send a message; what is refused stays in the field, with the reason."""
    try:
        if not text.strip():
            raise ValueError(_("Écrivez d'abord le message."))
        service.say(current_person(), place_id, text.strip(), is_internal)
    except REFUSALS as why:
        return {(ids.PLACE_MESSAGE, "error"): str(why), (ids.PLACE_STATUS, "children"): ""}
    status = _("Note enregistrée.") if is_internal else _("Message envoyé.")
    emptied = {(ids.PLACE_MESSAGE, "value"): "", (ids.PLACE_MESSAGE, "error"): ""}
    return {**emptied, (ids.PLACE_STATUS, "children"): status, (ids.PLACE_STEP, "data"): step()}
