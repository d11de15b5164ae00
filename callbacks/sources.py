"""Callbacks of the screen « Sources »: the official data checked, received, put in use."""

from __future__ import annotations

from typing import Annotated, Any

from dash import ctx, no_update
from pydantic import Field

from access.identity import current_person
from callbacks.registry import Registry, Value, every
from callbacks.values import Clicks, Step, is_pressed, step
from domain.person import Action
from i18n import gettext as _
from services.context import Context
from services.official_data import REFUSALS
from views.components import ids
from views.components.parts import note, trouble
from views.sources.freshness import EVERYTHING, freshness

Named = Annotated[str, Field(max_length=60, pattern=r"^(\*|[\w-]+)$")]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    inputs = [Value(ids.DATA_STEP, "data", Step), Value(ids.DATA_WAIT, "n_intervals", Clicks)]
    targets = [(ids.DATA_HEALTH, "children"), (ids.DATA_WAIT, "disabled")]

    @registry.server(targets, inputs, action=Action.READ)
    def show_health(_step: str | None, _ticks: int | None) -> Any:
        state = context.official_data.state(current_person())
        return freshness(state), not state.under_way

    buttons = [every(kind, Named, "n_clicks", Clicks) for kind in (ids.DATA_CHECK, ids.DATA_ACCEPT, ids.DATA_USE)]
    written = [(ids.DATA_NOTICE, "children"), (ids.DATA_STEP, "data")]

    @registry.server(written, buttons, action=Action.REFRESH_DATA, initial=False)
    def press(*_clicks: Any) -> Any:
        pressed = ctx.triggered_id
        if not pressed or not is_pressed():
            return no_update, no_update
        return done(context, str(pressed["type"]), str(pressed["index"])), step()


def done(context: Context, kind: str, index: str) -> Any:
    """Do what a button says; return what is told of it."""
    name = "" if index == EVERYTHING else index
    try:
        if kind == ids.DATA_USE:
            context.official_data.use(current_person(), name)
            return note(_("En service. Les pages ouvertes proposent de s'actualiser ; les plans enregistrés gardent leurs données."))
        context.official_data.refresh(current_person(), name, is_accepted=kind == ids.DATA_ACCEPT)
    except REFUSALS as why:
        return trouble(str(why))
    return note(_("Lecture commencée : ce qui est nouveau attendra d'être mis en service."))
