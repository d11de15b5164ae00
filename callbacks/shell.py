"""Callbacks of the frame: which screen, which state the address holds, light or dark."""

from __future__ import annotations

from typing import Any

from dash import no_update

from access.identity import current_person, example_persons
from callbacks.registry import Registry, Value
from domain.person import Action
from services.browser_state import browser_state
from services.context import Context
from views.components import ids
from views.shell.frame import page

Text = str | None


def register(registry: Registry, context: Context) -> None:
    """Declare them."""

    @registry.server(
        [(ids.PAGE, "children"), (ids.DRAWN, "data")],
        [Value(ids.URL, "pathname", Text)],
        [Value(ids.DRAWN, "data", Text)],
        action=Action.READ,
    )
    def show(path: str | None, drawn: str | None) -> Any:
        context.editions.current()  # whoever opens a screen learns, by the answer, whether the places have changed
        return (no_update, no_update) if path == drawn else (page(context, path, current_person(), example_persons()), path)

    @registry.server([(ids.STATE, "data")], [Value(ids.URL, "search", Text)], action=Action.READ)
    def read(search: str | None) -> Any:
        return browser_state(context, search or "").to_data()

    registry.client("start", [(ids.SINK, "data")], [Value(ids.STATE, "data"), Value(ids.CONFIG, "data")], initial=True)
    registry.client("mounted", [], [Value(ids.PAGE, "children")], initial=True)
    registry.client("scheme", [(ids.PROVIDER, "forceColorScheme")], [Value(ids.SCHEME, "data")], initial=True)
    registry.client("toggleScheme", [(ids.SCHEME, "data")], [Value(ids.SCHEME_BUTTON, "n_clicks")])
