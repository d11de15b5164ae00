"""Callbacks and routes of the imports: a file is sent by a route; its choices, its corrections and what it makes are callbacks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import ctx
from dash.exceptions import PreventUpdate
from flask import Flask, Response, abort, request

from access.identity import current_person, is_demonstration
from callbacks import import_placing
from callbacks.files import download
from callbacks.forms import private, problem, raw_body, refusable
from callbacks.import_forms import INPUTS, STATE, RunBefore, RunForm, gesture_of, outcome_of, request_of
from callbacks.registry import Registry, Value
from callbacks.values import answer
from domain.person import Action
from intake.table import MAX_BYTES, too_big
from services.context import Context
from services.imports import TEMPLATES, ImportService
from store.proposals import NotFound
from views.components import import_ids
from views.proposals.import_panel import BODY
from views.proposals.import_props import SHOWN, import_props, run_props

RUN = [(import_ids.RAN, "data"), (import_ids.RUN_BAR, "value"), (import_ids.RUN_BAR, "max"), (import_ids.RUN_COUNT, "children"),
       (import_ids.CUT, "children")]  # fmt: skip
WORKING = [((import_ids.BODY, "className"), f"{BODY} step-run", f"{BODY} step-run is-cut")]
"""While a part of a long action is done, its progress is shown; where no answer comes, how to go on."""


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks of the panel."""

    @registry.server(SHOWN, INPUTS, STATE, action=Action.PROPOSE, initial=False, running=[((import_ids.BUSY, "data"), True, False)])
    def panel(*values: Any) -> Any:
        trigger = ctx.triggered_id
        gesture = gesture_of(trigger["type"] if isinstance(trigger, dict) else trigger, values, matched(ctx.args_grouping))
        if gesture is None:
            raise PreventUpdate
        return answer(SHOWN, import_props(context.imports.after(current_person(), gesture)))

    requested, before = [Value(import_ids.ASK, "data", RunForm | None)], [Value(import_ids.RAN, "data", RunBefore | None)]

    @registry.server(RUN, requested, before, action=Action.PROPOSE, initial=False, running=WORKING)
    def run(requested: dict[str, Any] | None, before: dict[str, Any] | None) -> Any:
        if requested is None:
            raise PreventUpdate
        part = request_of(requested), outcome_of(before)
        return answer(RUN, run_props(context.imports.run(current_person(), *part, is_example=is_demonstration())))

    import_placing.declare(registry, context)
    _declare_browser(registry)


def matched(inputs: Sequence[Any]) -> dict[str, Any]:
    """Return what each text of the file is to stand for, by its index, of the inputs of a request."""
    return {one["id"]["index"]: one.get("value") for given in inputs if isinstance(given, list) for one in given}


def _declare_browser(registry: Registry) -> None:
    """What the browser does by itself: open and close the panel, begin a long action and go on with it, draw the rows on the map."""
    clicks = (import_ids.OPEN, import_ids.CLOSE, import_ids.LIST, import_ids.PUT)
    registry.client("importShown", [(import_ids.ROOT, "hidden")], [Value(name, "n_clicks") for name in clicks])
    began = (import_ids.GO, import_ids.CANCEL, import_ids.SUBMIT, import_ids.PLACE, import_ids.AGAIN)
    states = [Value(import_ids.AT, "data"), Value(import_ids.MODE, "value"), Value(import_ids.ASK, "data"), Value(import_ids.RAN, "data")]
    registry.client("importBegun", [(import_ids.ASK, "data")], [Value(name, "n_clicks") for name in began], states)
    registry.client("importRan", [(import_ids.OVER, "data")], [Value(import_ids.RAN, "data")], [Value(import_ids.ASK, "data")])
    registry.client("importColumns", [], [Value(import_ids.MAPPING, "cellValueChanged")])
    registry.client("importCells", [], [Value(import_ids.CELLS, "cellValueChanged")])
    registry.client("importIdle", [], [Value(import_ids.BUSY, "data")])
    registry.client("importPoints", [], [Value(import_ids.POINTS, "data")])
    registry.client("importStep", [], [Value(import_ids.AT, "data")])


def serve(server: Flask, service: ImportService) -> None:
    """Serve the files of the imports of whoever is signed in; those of others are not found."""

    @server.post("/import")
    @refusable
    def import_send() -> Response:
        sent = raw_body(MAX_BYTES, too_big())
        return private(service.send(current_person(), request.args.get("name", "")[:200], sent))

    @server.get("/import/template.<fmt>")
    def import_template(fmt: str) -> Response:
        if fmt not in TEMPLATES:
            abort(404)
        file = service.template(current_person(), fmt)
        return download(file.data, f"{file.name}.{fmt}")

    @server.get("/import/<import_id>/corrected.<fmt>")
    def import_corrected(import_id: str, fmt: str) -> Response:
        return _corrected(service, import_id, fmt)


def _corrected(service: ImportService, import_id: str, fmt: str) -> Response:
    """An import that is not there is a sentence of its own, not that of a scenario or a place that is not."""
    if fmt not in TEMPLATES:
        abort(404)
    try:
        file = service.corrected(current_person(), import_id, fmt, request.args.get("rows") != "all")
    except NotFound as why:
        return problem(why, 404)
    return download(file.data, f"{file.name}.{fmt}")
