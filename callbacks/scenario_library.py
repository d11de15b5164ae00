"""Callbacks of the panel « Mes scénarios »: the list, what is done to one of it, and which of them are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from dash import ctx, no_update
from pydantic import BaseModel, ConfigDict, Field

from access.gate import name_of
from access.identity import allowed, current_person
from callbacks.registry import Registry, Target, Value, every
from callbacks.values import Clicks, Step, Text, answer, is_pressed, step
from domain.limits import MAX_REASON, MOST_COMPARED
from domain.person import Action, NotAllowed
from domain.saved import ReasonNeeded, Status
from i18n import gettext as _
from services.context import Context
from services.scenario_library import LibraryQuery, comparable, listed_scenarios
from services.scenario_writing import ScenarioChange, change_scenario, copy_scenario
from store.database import StoreUnavailable
from store.scenarios import Conflict, NotFound
from views.components import ids
from views.components.parts import trouble
from views.scenarios.library import LISTED, act_id, compare_label, library, name_id

CHANGES: Mapping[str, ScenarioChange] = {
    "star": ScenarioChange(starred=True),
    "unstar": ScenarioChange(starred=False),
    "archive": ScenarioChange(archived=True),
    "restore": ScenarioChange(archived=False),
    **{status.value: ScenarioChange(status=status) for status in Status},
}
AFTERWARDS = {"star": "unstar", "unstar": "star"}
"""The act of the button that takes the place of the one that was pressed."""
Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Act = Annotated[str, Field(pattern=rf"^({'|'.join([*CHANGES, 'copy'])})\.[A-Za-z0-9_-]{{1,64}}\.[1-9][0-9]{{0,8}}$")]
Ticked = Annotated[list[Id], Field(max_length=MOST_COMPARED + 1)] | None
Query = LibraryQuery | None
REFUSALS = (NotFound, NotAllowed, StoreUnavailable, ValueError)
"""What is said in a sentence."""


class Redrawn(BaseModel):
    """That the list is to be read again, and the id of what the keyboard then goes to."""

    model_config = ConfigDict(strict=True, extra="forbid")

    at: Annotated[str, Field(max_length=80)]
    focus: Annotated[str, Field(max_length=200)] = ""


class Unexplained(BaseModel):
    """A change that waits for its reason; `id` is the field that takes it."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: Annotated[str, Field(max_length=80)]
    act: Act


def declare(registry: Registry, context: Context) -> None:
    """Declare them. The list is read once the panel is opened, which the browser tells."""
    _declare_list(registry, context)
    _declare_query(registry)
    _declare_changes(registry, context)
    _declare_ticks(registry, context)
    registry.client("library", [], [Value(ids.shown("library"), "children")], [Value(ids.LIBRARY_FOCUS, "data")])
    registry.client("focus", [], [Value(ids.REASON_FOR, "data")])
    registry.client("compare", [], [Value(ids.LIBRARY_COMPARE, "n_clicks")], [Value(ids.LIBRARY_TICKED, "value")])


def _declare_list(registry: Registry, context: Context) -> None:
    inputs = [Value(ids.ask("library"), "data", Step), Value(ids.LIBRARY_QUERY, "data", Query)]
    inputs += [Value(ids.LIBRARY_STEP, "data", Redrawn | None), Value(ids.SAVED, "data", dict[str, str] | None)]

    @registry.server(LISTED, inputs, action=Action.READ)
    def show_library(opened: str | None, query: dict[str, Any] | None, redrawn: dict[str, str] | None, _saved: Any) -> Any:
        return listed(context, opened, LibraryQuery.model_validate(query or {}), redrawn)


def listed(context: Context, opened: str | None, query: LibraryQuery, redrawn: Mapping[str, str] | None) -> tuple[Any, ...]:
    """Return the page that is looked for, or why it cannot be read; nothing while nobody looks at it."""
    if opened is None:
        return answer(LISTED, {LISTED[0]: []})
    try:
        shown = listed_scenarios(context, query)
    except StoreUnavailable as why:
        return answer(LISTED, {LISTED[0]: trouble(str(why))})
    focus = str((redrawn or {}).get("focus", "")) if ctx.triggered_id == ids.LIBRARY_STEP else ""
    if ctx.triggered_id == ids.LIBRARY_QUERY and query.turned == "next" and shown.page.number >= shown.page.pages:
        focus = ids.LIBRARY_PREVIOUS
    if ctx.triggered_id == ids.LIBRARY_QUERY and query.turned == "previous" and shown.page.number <= 1:
        focus = ids.LIBRARY_NEXT
    return answer(LISTED, library(shown, allowed, focus))


def _declare_query(registry: Registry) -> None:
    fields = [Value(name, "value", Text) for name in (ids.LIBRARY_SEARCH, ids.LIBRARY_SHOW, ids.LIBRARY_ORDER)]
    pressed = [Value(name, "n_clicks", Clicks) for name in (ids.LIBRARY_PREVIOUS, ids.LIBRARY_NEXT, ids.LIBRARY_ARCHIVED)]
    state = [Value(ids.LIBRARY_QUERY, "data", Query)]

    @registry.server([(ids.LIBRARY_QUERY, "data")], [*fields, *pressed], state, action=Action.READ, initial=False)
    def filter_list(search: str | None, show: str | None, order: str | None, *rest: Any) -> Any:
        return query_after(search, show, order, LibraryQuery.model_validate(rest[-1] or {})).to_data()


def query_after(search: str | None, show: str | None, order: str | None, query: LibraryQuery) -> LibraryQuery:
    """Return what is looked for after a press, or once what is looked for has changed, from its first page on."""
    if ctx.triggered_id == ids.LIBRARY_ARCHIVED:
        return query.switched()
    if ctx.triggered_id in (ids.LIBRARY_PREVIOUS, ids.LIBRARY_NEXT):
        return query.to_page("next" if ctx.triggered_id == ids.LIBRARY_NEXT else "previous")
    return LibraryQuery.of(search, show, order, query.archived)


# What is done to one


CHANGED = [
    (ids.LIBRARY_NOTICE, "children"),
    (ids.LIBRARY_STEP, "data"),
    (ids.REASON_FOR, "data"),
    (ids.REASON_FORM, "hidden"),
    (ids.REASON, "value"),
    (ids.REASON, "error"),
]
Changed = Mapping[Target, Any]


def _declare_changes(registry: Registry, context: Context) -> None:
    inputs = [every(ids.LIBRARY_ACT, Act, "n_clicks", Clicks)]
    inputs += [Value(name, "n_clicks", Clicks) for name in (ids.REASON_CONFIRM, ids.REASON_CANCEL)]
    state = [
        Value(ids.REASON_FOR, "data", Unexplained | None),
        Value(ids.REASON, "value", Annotated[str, Field(max_length=2 * MAX_REASON)] | None),
    ]

    @registry.server(CHANGED, inputs, state, action=Action.READ, initial=False)
    def change(*values: Any) -> Any:
        unexplained, reason = values[-2:]
        return answer(CHANGED, pressed(context, unexplained, (reason or "").strip()))


def pressed(context: Context, unexplained: Mapping[str, str] | None, reason: str) -> Changed:
    """Return what changes once a button was pressed; those of the list are there as soon as they are drawn, and press nothing by that.

    Who may do it is for the store to say: a scenario's author may be somebody else.
    """
    name = ctx.triggered_id
    if not is_pressed():
        return {}
    if isinstance(name, dict):
        return _changed(context, name["index"], "")
    if unexplained is None:
        return {}
    if name == ids.REASON_CANCEL:
        return {**_no_reason(), **_redrawn(_button(unexplained["act"]))}
    return _changed(context, unexplained["act"], reason) if reason else {(ids.REASON, "error"): _("Écrivez d'abord le motif.")}


def _changed(context: Context, name: str, reason: str) -> Changed:
    act, scenario, version = name.split(".")
    try:
        focus = _done(context, act, scenario, int(version), reason)
    except ReasonNeeded:
        return {
            **_no_reason(),
            **_notice(""),
            (ids.REASON_FORM, "hidden"): False,
            (ids.REASON_FOR, "data"): {"id": ids.REASON, "act": name},
        }
    except Conflict:
        sentence = _("Quelqu'un d'autre vient de modifier ce scénario : la liste a été relue, recommencez.")
        return {**_no_reason(), **_notice(sentence), **_redrawn(name_id(scenario))}
    except REFUSALS as why:
        return _notice(str(why))
    return {**_no_reason(), **_notice(""), **_redrawn(focus)}


def _done(context: Context, act: str, scenario: str, version: int, reason: str) -> str:
    """Do it; return the id of what the keyboard goes to."""
    if act == "copy":
        copy_scenario(context, current_person(), scenario)
        return _button(f"copy.{scenario}.{version}")
    change = CHANGES[act]
    changed = change_scenario(
        context, current_person(), scenario, version, ScenarioChange(change.starred, change.archived, change.status, reason)
    )
    is_gone = change.archived is not None
    return ids.LIBRARY_ARCHIVED if is_gone else _button(f"{AFTERWARDS.get(act, act)}.{scenario}.{changed.version}")


def _button(name: str) -> str:
    act, scenario, version = name.split(".")
    return name_of(act_id(act, scenario, int(version)))


def _redrawn(focus: str) -> dict[Target, Any]:
    return {(ids.LIBRARY_STEP, "data"): {"at": step(), "focus": focus}}


def _notice(sentence: str) -> dict[Target, Any]:
    return {(ids.LIBRARY_NOTICE, "children"): sentence}


def _no_reason() -> dict[Target, Any]:
    return {(ids.REASON_FOR, "data"): None, (ids.REASON_FORM, "hidden"): True, (ids.REASON, "value"): "", (ids.REASON, "error"): ""}


# What is compared


def _declare_ticks(registry: Registry, context: Context) -> None:
    targets = [(ids.LIBRARY_TICKED, "value"), (ids.LIBRARY_COMPARE, "children"), (ids.LIBRARY_MOST, "children")]
    inputs = [Value(ids.LIBRARY_TICKED, "value", Ticked), Value(ids.LIBRARY_UNTICK, "n_clicks", Clicks)]
    inputs += [Value(ids.LIBRARY_STEP, "data", Redrawn | None), Value(ids.LIBRARY_QUERY, "data", Query)]

    @registry.server(targets, inputs, action=Action.READ, initial=False)
    def tick(ticked: list[str] | None, _clicks: int | None, _step: Any, query: dict[str, Any] | None) -> Any:
        return after_tick(context, ticked or [], LibraryQuery.model_validate(query or {}))


def after_tick(context: Context, ticked: Sequence[str], query: LibraryQuery) -> tuple[Any, str, str]:
    """Return which scenarios are compared: at most four, none that has left the list; how many they are; why one more is not."""
    try:
        still = [] if ctx.triggered_id == ids.LIBRARY_UNTICK else comparable(context, ticked, query)[:MOST_COMPARED]
    except StoreUnavailable as why:
        return no_update, compare_label(len(ticked)), str(why)
    most = _("Quatre scénarios au plus : retirez-en un.") if len(ticked) > MOST_COMPARED else ""
    return no_update if still == list(ticked) else still, compare_label(len(still)), most
