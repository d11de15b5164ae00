"""Callbacks of the bar that saves the answer of the screen « Scénarios »."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from dash import ctx
from dash.exceptions import PreventUpdate
from pydantic import Field

from access.identity import allowed, current_person, demand
from access.turns import heavy
from callbacks.explore import Query
from callbacks.registry import Registry, Target, Value, pressed_once
from callbacks.values import Clicks, Step, answer, is_pressed, step
from domain.address import MAX_QUERY_LENGTH
from domain.limits import MAX_NAME
from domain.person import VISITOR, Action, NotAllowed
from domain.saved import MAX_NOTE
from services.context import Context
from services.scenario_writing import save_scenario
from store.database import StoreUnavailable
from views.components import ids
from views.scenarios.saving import FORM, form_closed, form_opened, form_refused, form_saved, save_button

Name = Annotated[str, Field(max_length=2 * MAX_NAME)] | None
Note = Annotated[str, Field(max_length=2 * MAX_NOTE)] | None
Href = Annotated[str, Field(max_length=2 * MAX_QUERY_LENGTH)] | None
Outcome = dict[str, str] | None
"""What came of saving: ``id`` and ``link`` of what was saved, or ``error``, and ``sign_in`` when that would help; ``at`` tells the time."""


def declare(registry: Registry, context: Context) -> None:
    """Declare them."""
    _declare_form(registry)

    @registry.server([(ids.SAVE_BUTTON, "children")], [Value(ids.SAVE_ASK, "data", Step)], action=Action.READ)
    def show_save_button(_query: str | None) -> Any:
        return save_button(allowed(Action.SAVE_SCENARIO))

    inputs = [Value(ids.SAVE, "n_clicks", Clicks), Value(ids.SAVE_NAME, "n_submit", Clicks)]
    state = [Value(ids.SAVE_NAME, "value", Name), Value(ids.SAVE_NOTE, "value", Note), Value(ids.PLAN_ASK, "data", Query)]

    @registry.server([(ids.SAVED, "data")], inputs, state, action=Action.READ, initial=False, running=pressed_once(ids.SAVE))
    @heavy
    def save(_clicks: int | None, _entered: int | None, name: str | None, note: str | None, query: str | None) -> Any:
        return saved(context, name or "", note or "", query or "")

    registry.client("saved", [], [Value(ids.SAVED, "data")])
    registry.client("focus", [], [Value(ids.SAVE_FOCUS, "data")])


def saved(context: Context, name: str, note: str, query: str) -> dict[str, str]:
    """Save what is on screen; return what came of it. Who may not is told so, in the form that stays as it is."""
    if not is_pressed():
        raise PreventUpdate
    try:
        demand(Action.SAVE_SCENARIO)
        made = save_scenario(context, current_person(), query, name, note)
    except NotAllowed as why:
        return {"error": str(why), "at": step(), **({"sign_in": "1"} if current_person() is VISITOR else {})}
    except (StoreUnavailable, ValueError) as why:
        return {"error": str(why), "at": step()}
    return {"id": made.id, "link": made.link, "at": step()}


def _declare_form(registry: Registry) -> None:
    inputs = [Value(name, "n_clicks", Clicks) for name in (ids.SAVE_OPEN, ids.SAVE_CLOSE)] + [Value(ids.SAVED, "data", Outcome)]
    state = [Value(ids.SAVE_FORM, "hidden", bool | None), Value(ids.SAVE_NAME, "value", Name), Value(ids.URL, "href", Href)]

    @registry.server(FORM, inputs, state, action=Action.READ, initial=False)
    def show_form(
        _opened: int | None, _closed: int | None, outcome: Any, is_hidden: bool | None, name: str | None, href: str | None
    ) -> Any:
        return answer(FORM, form_after(outcome, bool(is_hidden), name, href))


def form_after(outcome: Mapping[str, str] | None, is_hidden: bool, name: str | None, href: str | None) -> Mapping[Target, Any]:
    """Return what changes of the form once it was opened or closed, or something came of saving."""
    now, at = dt.datetime.now(dt.UTC), urlsplit(href or "")
    if not is_pressed():
        return {}
    if ctx.triggered_id == ids.SAVED and outcome is not None:
        if "link" in outcome:
            return form_saved(outcome["link"], f"{at.scheme}://{at.netloc}", now)
        return form_refused(outcome.get("error", ""), "sign_in" in outcome, now)
    return form_opened(name, now) if ctx.triggered_id == ids.SAVE_OPEN and is_hidden else form_closed(now)
