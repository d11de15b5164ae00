"""Callbacks of decisions on the screen « Modérer »: on the proposal that is open, and on all that are ticked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from dash import ctx
from pydantic import Field

from access.identity import current_person
from callbacks.explore import Query
from callbacks.moderate import Seen
from callbacks.proposals import Item
from callbacks.registry import Registry, Target, Value, pressed_once
from callbacks.values import REFUSALS, Clicks, answer, is_pressed, step
from domain.person import Action
from domain.proposal import REASONED, Act
from i18n import gettext as _
from services.context import Context
from services.moderation import DecisionOutcome, DecisionOutcomes, DecisionRefusal, ModerationService, Overtaken
from views.components import ids
from views.moderation.decided import begun, closed, decided, failed, late, many_decided, no_notice, unexplained
from views.moderation.decision import ticked_label
from views.moderation.fields import DECISION_FIELDS, MANY, ONE, message_of

MOST_AT_ONCE = 200
Begun = Literal["ask", "refuse"] | None
Items = Annotated[list[Item], Field(max_length=5_000)] | None
PRESSED = {ONE: ("accept", "ask", "refuse", "reopen", "undo", "send", "cancel", "latest"),
           MANY: ("accept", "ask", "refuse", "undo", "send", "cancel", "close")}  # fmt: skip


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    _declare_one(registry, context.moderation)
    _declare_many(registry, context.moderation)


def _pressed(scope: str) -> list[Value]:
    return [Value(ids.decision(scope, name), "n_clicks", Clicks) for name in PRESSED[scope]]


def _typed(scope: str) -> list[Value]:
    """Return the state of the form: the decision that was begun, then each field."""
    fields = [Value(*one.target(scope, "value"), one.type) for one in DECISION_FIELDS]
    return [Value(ids.decision(scope, "act"), "data", Begun), *fields]


def _form(scope: str) -> list[Target]:
    """Return what shows the form of a decision."""
    props = [one.target(scope, prop) for one in DECISION_FIELDS for prop in ("value", "label", "error", "display")]
    parts = [("act", "data"), ("form", "hidden"), ("send", "children"), ("ready-ask", "hidden"), ("ready-refuse", "hidden")]
    parts += [("focus", "data"), ("step", "data"), ("notice", "className"), ("undo", "hidden")]
    return [*((ids.decision(scope, part), prop) for part, prop in parts), *props]


def _declare_one(registry: Registry, service: ModerationService) -> None:
    own = [
        ("status", "children"),
        ("conflict", "hidden"),
        ("late", "children"),
        ("next", "hidden"),
        ("all-done", "hidden"),
        ("done", "data"),
    ]
    targets = [*_form(ONE), *((ids.decision(ONE, part), prop) for part, prop in own)]
    state = [Value(name, "data", Seen | None) for name in (ids.REVIEW_SEEN, ids.decision(ONE, "done"))] + _typed(ONE)
    once = pressed_once(*(ids.decision(ONE, name) for name in ("accept", "ask", "refuse", "reopen", "undo", "send")))
    inputs = [*_pressed(ONE), Value(ids.PARAMS, "data", Query)]

    @registry.server(targets, inputs, state, action=Action.MODERATE, initial=False, running=once)
    def decide(*values: Any) -> Any:
        seen, done, act, *typed = values[len(inputs) :]
        return answer(targets, pressed_of_one(service, latest_of(seen, done), act, typed))


def latest_of(seen: dict[str, Any] | None, done: dict[str, Any] | None) -> dict[str, Any] | None:
    """Return the proposal as the person knows it: as it is shown, or as they have just made it, before it is shown anew."""
    is_newer = seen is not None and done is not None and seen["id"] == done["id"] and seen["version"] < done["version"]
    return done if is_newer else seen


def pressed_of_one(
    service: ModerationService, seen: dict[str, Any] | None, begun_act: str | None, typed: list[Any]
) -> Mapping[Target, Any]:
    """Return what changes once a button was pressed, or another proposal opened."""
    if ctx.triggered_id == ids.PARAMS:
        return {**closed(ONE), **no_notice()}
    name, values = _name(ONE), _values(typed)
    if seen is None or not name:
        return {}
    if name == "latest":
        return {**closed(ONE), **no_notice(), (ids.decision(ONE, "step"), "data"): step(), **_focus(ONE, "moderation-title")}
    if name in {"ask", "refuse", "cancel"}:
        return _toggled(ONE, name, begun_act)
    act = Act(begun_act or "") if name == "send" and begun_act else Act.REOPEN if name in {"reopen", "undo"} else Act.ACCEPT
    if act in REASONED and not message_of(act, values):
        return unexplained(ONE)
    return _decide(service, seen, act, message_of(act, values) if act in REASONED else "")


def _decide(service: ModerationService, seen: dict[str, Any], act: Act, reason: str) -> Mapping[Target, Any]:
    try:
        version = service.decide(current_person(), seen["id"], seen["version"], act, reason).version
        waiting = service.waiting(current_person())
    except Overtaken as why:
        return {**late(seen["name"], why.answer.changes), **_focus(ONE, ids.decision(ONE, "latest"))}
    except REFUSALS as why:
        return failed(ONE, str(why))
    following = ids.decision(ONE, "accept") if act is Act.REOPEN else ids.decision(ONE, "next" if waiting else "all-done")
    return {**closed(ONE, is_sent=act in REASONED), **decided(act, {**seen, "version": version}, waiting, step()), **_focus(ONE, following)}


def _toggled(scope: str, name: str, begun_act: str | None) -> Mapping[Target, Any]:
    """Open the form of a decision, or close it."""
    if name == "cancel" or name == begun_act:
        return {**closed(scope), **_focus(scope, ids.decision(scope, begun_act or "ask"))}
    return {**begun(scope, Act(name)), **_focus(scope, ids.decision(scope, DECISION_FIELDS[0].id))}


def _name(scope: str) -> str:
    """Return which button was pressed; "" for none."""
    name = str(ctx.triggered_id or "").removeprefix(ids.decision(scope, ""))
    return name if is_pressed() and name in PRESSED[scope] else ""


def _values(typed: list[Any]) -> dict[str, Any]:
    return {one.id: value for one, value in zip(DECISION_FIELDS, typed, strict=True)}


def _focus(scope: str, name: str) -> dict[Target, Any]:
    return {(ids.decision(scope, "focus"), "data"): {"id": name, "at": step()}}


# Many


def _declare_many(registry: Registry, service: ModerationService) -> None:
    labels = [(ids.decision(MANY, "accept"), "children"), *((ids.decision(MANY, act), "disabled") for act in ("accept", "ask", "refuse"))]

    @registry.server(labels, [Value(ids.QUEUE_TICKED, "data", Items)], action=Action.MODERATE)
    def count(ticked: list[Any] | None) -> Any:
        n = len(ticked or ())
        return ticked_label(n), not n, not n, not n

    own = (("outcome", "children"), ("notice", "hidden"), ("undo", "children"), ("done", "data"))
    targets = [*_form(MANY), *((ids.decision(MANY, part), prop) for part, prop in own), (ids.QUEUE, "selectedRows")]
    state = [Value(ids.QUEUE_TICKED, "data", Items), Value(ids.decision(MANY, "done"), "data", Items), *_typed(MANY)]
    inputs = _pressed(MANY)

    @registry.server(targets, inputs, state, action=Action.MODERATE, initial=False)
    def decide_many(*values: Any) -> Any:
        ticked, done, act, *typed = values[len(inputs) :]
        return answer(targets, pressed_of_many(service, ticked or [], done or [], act, typed))


def pressed_of_many(
    service: ModerationService, ticked: list[Any], done: list[Any], begun_act: str | None, typed: list[Any]
) -> Mapping[Target, Any]:
    """Return what changes once a button was pressed."""
    name, values = _name(MANY), _values(typed)
    if name == "close":
        return {(ids.decision(MANY, "notice"), "hidden"): True}
    if not name or not (done if name == "undo" else ticked or name == "cancel"):
        return {}
    if name in {"ask", "refuse", "cancel"}:
        return _toggled(MANY, name, begun_act)
    act = Act(begun_act) if name == "send" and begun_act else Act.REOPEN if name == "undo" else Act.ACCEPT
    if act in REASONED and not message_of(act, values):
        return unexplained(MANY)
    return _decide_many(service, done if name == "undo" else ticked, act, message_of(act, values) if act in REASONED else "")


def _decide_many(service: ModerationService, items: list[Any], act: Act, reason: str) -> Mapping[Target, Any]:
    if len(items) > MOST_AT_ONCE:
        return failed(MANY, _("Décidez de {n} lieux au plus à la fois.").format(n=MOST_AT_ONCE))
    try:
        found = service.decide_many(current_person(), [(item["id"], item["version"]) for item in items], act, reason)
    except REFUSALS as why:
        return failed(MANY, str(why))
    done, left = _parted(found)
    undoable = [] if act is Act.REOPEN else [{"id": one.id, "version": one.version} for one in done]
    shown = many_decided(act, len(done), left, undoable, step())
    return {**closed(MANY, is_sent=act in REASONED and bool(done)), **shown, **_focus(MANY, ids.decision(MANY, "notice"))}


def _parted(found: DecisionOutcomes) -> tuple[list[DecisionOutcome], list[DecisionRefusal]]:
    done = [one for one in found.outcomes if isinstance(one, DecisionOutcome)]
    return done, [one for one in found.outcomes if isinstance(one, DecisionRefusal)]
