"""Callbacks of the screen « Modérer »: the queue, one proposal, its messages; decisions are in `callbacks.decisions`."""

from __future__ import annotations

from typing import Annotated, Any

from dash import ctx, no_update
from dash.exceptions import PreventUpdate
from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.explore import Query
from callbacks.messages import MessageForm
from callbacks.messages import declare as declare_sending
from callbacks.registry import Registry, Value
from callbacks.values import REFUSALS, Clicks, Step, Text, answer
from domain.address import Address, Key
from domain.person import Action
from domain.proposal import MAX_TEXT
from i18n import gettext as _
from services.context import Context
from services.moderation import ModerationService
from services.moderation_queue import PAGE, QueueFilters
from views.components import ids
from views.components.parts import trouble
from views.components.talk import messages
from views.moderation.fields import MANY, ONE
from views.moderation.queue_shown import QUEUE_SHOWN, queue_shown
from views.moderation.review import REVIEW, nothing_open, review, unread

STEPS = tuple(Value(ids.decision(scope, "step"), "data", Step) for scope in (ONE, MANY))


class Seen(BaseModel):
    """The proposal that the person looks at, as it was then."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: Annotated[str, Field(pattern=r"^(LP|SZ)-\d{6,9}$")]
    version: Annotated[int, Field(ge=1)]
    name: Annotated[str, Field(max_length=MAX_TEXT)]


class Order(BaseModel):
    """The column by which the grid puts its rows in order."""

    model_config = ConfigDict(strict=True, extra="forbid")

    column: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,40}$")] = "since"
    descending: bool = False


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    _declare_queue(registry, context.moderation)
    _declare_review(registry, context.moderation)
    _declare_messages(registry, context.moderation)
    registry.client("ticked", [(ids.QUEUE_TICKED, "data")], [Value(ids.QUEUE, "selectedRows")])
    registry.client("queue", [], [Value(ids.QUEUE, "rowData")])
    registry.client("review", [], [Value(ids.REVIEW_BACK, "n_clicks"), Value(ids.decision(ONE, "next"), "n_clicks")])
    for scope in (ONE, MANY):
        registry.client("focus", [], [Value(ids.decision(scope, "focus"), "data")])
        registry.client("decided", [], [Value(ids.decision(scope, "step"), "data")])


def reviewed(params: str | None) -> str:
    """Return the id of the proposal that an address opens; "" where it opens none."""
    return Address.parse(params or "").text(Key.REVIEWED)


def _declare_queue(registry: Registry, service: ModerationService) -> None:
    fields = (ids.QUEUE_TAB, ids.QUEUE_SEARCH, ids.QUEUE_ORGANISATION, ids.QUEUE_KIND)
    shown = [Value(ids.QUEUE_ORDER, "data", Order | None), Value(ids.QUEUE_MORE, "n_clicks", Clicks)]
    inputs = [*(Value(field, "value", Text) for field in fields), *shown, *STEPS]

    @registry.server(QUEUE_SHOWN, inputs, [Value(ids.QUEUE_MORE, "hidden", bool | None)], action=Action.MODERATE)
    def show_queue(*values: Any) -> Any:
        if ctx.triggered_id == ids.QUEUE_ORDER and values[-1]:
            raise PreventUpdate  # the grid has all the rows, and put them in order
        return found_queue(service, filters_of(*values[:5]), PAGE * (1 + (values[5] or 0)))

    cleared = [(field, "value") for field in fields[1:]]

    @registry.server(cleared, [Value(ids.QUEUE_CLEAR, "n_clicks", Clicks)], action=Action.MODERATE, initial=False)
    def clear(_clicks: int | None) -> Any:
        return "", None, None

    opened = [Value(ids.PARAMS, "data", Query)]

    @registry.server([(ids.QUEUE_TAB, "value")], opened, [Value(ids.QUEUE_TAB, "value", Text)], action=Action.MODERATE)
    def follow(params: str | None, tab: str | None) -> Any:
        return tab_to_open(service, reviewed(params), tab)


def filters_of(
    tab: str | None, search: str | None, organisation: str | None, kind: str | None, order: dict[str, Any] | None
) -> QueueFilters:
    """Return what is looked for, from the values of the screen."""
    chosen = Order.model_validate(order or {})
    return QueueFilters(
        tab=(tab or "")[:20],
        search=search or "",
        organisation=organisation or "",
        kind=(kind or "")[:20],
        order=chosen.column,
        is_descending=chosen.descending,
    )


def found_queue(service: ModerationService, filters: QueueFilters, most: int = PAGE) -> tuple[Any, ...]:
    """Return the queue, or why it cannot be read."""
    try:
        queue = service.queue(current_person(), filters, most)
    except REFUSALS as why:
        return answer(QUEUE_SHOWN, {(ids.QUEUE_NOTHING, "children"): str(why), (ids.QUEUE_EMPTY, "hidden"): False})
    return answer(QUEUE_SHOWN, queue_shown(queue, filters))


def tab_to_open(service: ModerationService, name: str, tab: str | None) -> Any:
    """Return the tab where a proposal is that was come to by a link; the open one stays where it has it, or where there is none."""
    try:
        found = service.tab(current_person(), name) if name else tab
    except REFUSALS:
        return no_update
    return no_update if found == tab else found


def _declare_review(registry: Registry, service: ModerationService) -> None:
    @registry.server(REVIEW, [Value(ids.PARAMS, "data", Query), *STEPS], action=Action.MODERATE)
    def show_review(params: str | None, *_steps: str | None) -> Any:
        return answer(REVIEW, found_review(service, reviewed(params)))


def found_review(service: ModerationService, name: str) -> dict[tuple[str, str], Any]:
    """Return a proposal, or why it cannot be read."""
    if not name:
        return nothing_open()
    try:
        return review(service.detail(current_person(), name))
    except REFUSALS as why:
        return unread(str(why))


def _declare_messages(registry: Registry, service: ModerationService) -> None:
    inputs = [Value(ids.REVIEW_SEEN, "data", Seen | None), Value(ids.MESSAGE_STEP, "data", Step)]

    @registry.server([(ids.MESSAGES, "children")], inputs, action=Action.MODERATE, initial=False)
    def show_messages(seen: dict[str, Any] | None, _step: str | None) -> Any:
        return found_messages(service, seen)

    form = MessageForm(ids.MESSAGE, ids.MESSAGE_INTERNAL, ids.MESSAGE_SEND, ids.MESSAGE_STATUS, ids.MESSAGE_STEP)
    opened = Value(ids.REVIEW_SEEN, "data", Seen | None)
    declare_sending(registry, form, opened, Action.MODERATE, lambda *message: service.say(current_person(), *message))


def found_messages(service: ModerationService, seen: dict[str, Any] | None) -> Any:
    """Return what was said of the proposal that is open, or why it cannot be read."""
    if seen is None:
        return no_update
    try:
        return messages(service.messages(current_person(), seen["id"]).messages, _("Aucun message."))
    except REFUSALS as why:
        return trouble(str(why))
