"""Map layers of other services: those of the screen « Sources », which the facilitator adds, changes and removes; their features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from dash import ctx
from flask import Flask
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import current_person
from callbacks.files import cacheable
from callbacks.forms import problem
from callbacks.registry import Registry, Target, Value, every
from callbacks.values import Clicks, Step, Text, answer, is_pressed, step
from domain.external_layer import MAX_ADDRESS
from domain.person import Action, can
from i18n import gettext as _
from services.context import Context
from services.external_layers import FEATURES_PATH, REFUSALS, LayerChoice
from store.database import StoreUnavailable
from store.external_layers import NoLayer
from views.components import ids
from views.components.parts import note, trouble
from views.sources.external_layers import NEW, added_notice, chosen_form, found_form, listing

Address = Annotated[str, Field(max_length=MAX_ADDRESS + 200)] | None
Named = Annotated[str, Field(max_length=300)] | None
LayerId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,12}$")]
Opacity = Annotated[str, Field(pattern=r"^[0-9]{1,3}$")] | None
WRITTEN: Sequence[Target] = ((ids.EXTERNAL_STEP, "data"), (ids.EXTERNAL_NOTICE, "children"))
FOUND, CHOSEN = (ids.EXTERNAL_FOUND, "children"), (ids.EXTERNAL_CHOSEN, "children")
PRESSED = (ids.EXTERNAL_ADD, ids.EXTERNAL_REMOVE, ids.EXTERNAL_UP, ids.EXTERNAL_AGAIN)
WAITING = [((ids.EXTERNAL_WAIT, "hidden"), False, True)]


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks: what is there, what is found at an address, which layer of it, and what is done."""

    @registry.server([(ids.EXTERNAL_LIST, "children")], [Value(ids.EXTERNAL_STEP, "data", Step)], action=Action.READ)
    def show_external(_step: str | None) -> Any:
        try:
            return listing(context.external_layers.store.list(), can_manage=can(current_person(), Action.MANAGE_LAYERS))
        except StoreUnavailable as why:
            return trouble(str(why))

    address = every(ids.EXTERNAL_ADDRESS, LayerId, "value", Address)
    find = [every(ids.EXTERNAL_FIND, LayerId, "n_clicks", Clicks)]

    @registry.server([FOUND], find, [address], action=Action.MANAGE_LAYERS, initial=False, running=WAITING)
    def find_layers(_clicks: Any, addresses: list[str | None]) -> Any:
        return found(context, addresses) if is_pressed() else []

    chosen = [every(ids.EXTERNAL_LAYER, LayerId, "value", Named)]

    @registry.server([CHOSEN], chosen, [address], action=Action.MANAGE_LAYERS, initial=False)
    def choose_layer(names: list[str | None], addresses: list[str | None]) -> Any:
        return chosen_of(context, addresses, names)

    controls = [every(ids.EXTERNAL_SHOWN, LayerId, "checked", bool | None), every(ids.EXTERNAL_OPACITY, LayerId, "value", Opacity)]
    acts = [*(every(kind, LayerId, "n_clicks", Clicks) for kind in PRESSED), *controls]
    words = [every(kind, LayerId, "value", Text) for kind in (ids.EXTERNAL_NAME, ids.EXTERNAL_CREDIT)]

    @registry.server(WRITTEN, acts, [address, *chosen, *words], action=Action.MANAGE_LAYERS, initial=False, running=WAITING)
    def change_layers(*_values: Any) -> Any:
        return answer(WRITTEN, changed(context))


def found(context: Context, addresses: Sequence[str | None]) -> Any:
    """Return the list of what is found at the address that was pasted, or why nothing is."""
    try:
        return found_form(context.external_layers.find(current_person(), _only(addresses)))
    except REFUSALS as why:
        return trouble(str(why))


def chosen_of(context: Context, addresses: Sequence[str | None], names: Sequence[str | None]) -> Any:
    """Return what is asked of the layer that was chosen: its words, and how it is drawn."""
    if not _only(names):
        return []
    try:
        return chosen_form(context.external_layers.found(current_person(), _only(addresses)).layer(_only(names)))
    except REFUSALS as why:
        return trouble(str(why))


def changed(context: Context) -> dict[Target, Any]:
    """Return what changes once a button was pressed or a control moved; what is drawn does nothing by that."""
    name = ctx.triggered_id
    if not isinstance(name, dict) or (name["type"] in PRESSED and not is_pressed()):
        return {}
    try:
        outcome = done(context, name["type"], name["index"])
    except REFUSALS as why:
        return {WRITTEN[1]: trouble(str(why))}
    return {} if outcome is None else {WRITTEN[0]: step(), WRITTEN[1]: outcome}


def done(context: Context, kind: str, layer_id: str) -> Any:
    """Do what was asked; return what is told of it, None where nothing changed."""
    person, external = current_person(), context.external_layers
    if kind == ids.EXTERNAL_ADD:
        return added_notice(external.add(person, _choice()))
    if kind == ids.EXTERNAL_REMOVE:
        external.store.remove(person, layer_id)
        return note(_("Retiré : la carte ne le propose plus."))
    if kind == ids.EXTERNAL_UP:
        external.store.move_up(person, layer_id)
        return note(_("Ce calque est dessiné plus haut."))
    if kind == ids.EXTERNAL_AGAIN:
        return note(_("Objets relus : {n}.").format(n=external.read_again(person, layer_id)))
    value = ctx.triggered[0]["value"]
    if layer_id == NEW or value is None:
        return None
    changes = {"opacity": int(value)} if kind == ids.EXTERNAL_OPACITY else {"is_shown": bool(value)}
    return note(_("Enregistré.")) if external.store.change(person, layer_id, **changes) else None


def _choice() -> LayerChoice:
    """Return what the form of a new layer holds."""
    given = {
        one["id"]["type"]: one.get("value") for group in (*ctx.inputs_list, *ctx.states_list) for one in group if one["id"]["index"] == NEW
    }
    texts = (ids.EXTERNAL_ADDRESS, ids.EXTERNAL_LAYER, ids.EXTERNAL_NAME, ids.EXTERNAL_CREDIT)
    address, layer, name, credit = (str(given.get(kind) or "") for kind in texts)
    return LayerChoice(address, layer, name, credit, bool(given.get(ids.EXTERNAL_SHOWN)), int(given.get(ids.EXTERNAL_OPACITY) or 100))


def _only(values: Sequence[str | None]) -> str:
    return str(values[0] or "") if values else ""


def serve(server: Flask, context: Context) -> None:
    """Serve the features of the layers that are kept here."""

    @server.get(f"{FEATURES_PATH}/<layer_id>.json")
    def external_features(layer_id: str) -> AnyResponse:
        return features(context, layer_id)


def features(context: Context, layer_id: str) -> AnyResponse:
    """Return the features of a layer, or why there are none."""
    try:
        return cacheable(context.external_layers.features(layer_id[:64]))
    except NoLayer as why:
        return problem(why, 404)
    except StoreUnavailable as why:
        return problem(why, 503)
