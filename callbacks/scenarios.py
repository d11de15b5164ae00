"""Callbacks and routes of the screen « Scénarios »: answers, studies, the life of saved scenarios."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Annotated, Any

from flask import Flask, Response, abort, jsonify, redirect, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import allowed, current_person, demand
from access.turns import heavy
from callbacks.explore import Query
from callbacks.forms import Body, body, private, refusable
from callbacks.registry import Registry, Value
from domain.address import MAX_QUERY_LENGTH, Address, Key, joined, write
from domain.person import VISITOR, Action
from domain.saved import MAX_NAME, MAX_NOTE, MAX_REASON, ReasonNeeded, SavedScenario, Status
from i18n import gettext as _
from scenarios.curve import curve_of
from scenarios.slices import FRONT, ROBUST
from services.answer import Done
from services.context import Context
from services.saved_scenarios import difference_between, draft, is_unmoved, named, opened_scenario, place_name, saved_json, what_changed
from services.scenarios import plan_json
from store.database import StoreUnavailable
from store.scenarios import Conflict, NotFound
from views.components import ids
from views.components.parts import trouble
from views.scenarios.curve import curve
from views.scenarios.library import comparison, library, wanted_of
from views.scenarios.panels import front, nothing, robust, today_note
from views.scenarios.result import result, saved_result
from views.scenarios.saved_banner import moved_banner, old_banner, saved_banner
from views.scenarios.screen import save_button

STUDIES = {"safe": ROBUST, "front": FRONT}
MOST_COMPARED = 4
Step = Annotated[str, Field(max_length=80)] | None
Looked = Annotated[str, Field(max_length=2_000)] | None
Id = Annotated[str, Field(min_length=1, max_length=64)]


class KeyBody(Body):
    """Name of a computation."""

    key: Id


class SaveBody(Body):
    """A scenario to save."""

    name: Annotated[str, Field(max_length=MAX_NAME)]
    note: Annotated[str, Field(max_length=MAX_NOTE)] = ""
    query: Annotated[str, Field(max_length=MAX_QUERY_LENGTH)]


class ChangeBody(Body):
    """A change to a saved scenario; `version` is the one that the person saw."""

    version: int
    starred: bool | None = None
    archived: bool | None = None
    status: Annotated[str, Field(pattern="^(draft|proposed|chosen)$")] | None = None
    reason: Annotated[str, Field(max_length=MAX_REASON)] = ""


class CopyBody(Body):
    """The name of a copy."""

    name: Annotated[str, Field(max_length=MAX_NAME)]


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks. Each panel is asked for by the browser, which does so only while it is open."""
    query = Value(ids.PARAMS, "data", Query)

    @registry.server(
        [(ids.PLAN_RESULT, "children")], [Value(ids.PLAN_ASK, "data", Query), Value(ids.PLAN_STEP, "data", Step)], action=Action.READ
    )
    @heavy
    @store_failures_shown
    def show_result(asked: str | None, _step: str | None) -> Any:
        return [] if asked is None else _shown(context, asked)

    @registry.server([(ids.SAVE_BUTTON, "children")], [Value(ids.SAVE_ASK, "data", Step)], action=Action.READ)
    def show_save_button(_asked: str | None) -> Any:
        return save_button(allowed(Action.SAVE_SCENARIO))

    @registry.server([(ids.SAVED_BANNER, "children")], [query], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_banner(params: str | None) -> Any:
        return _banner(context, params or "")

    @registry.server([(ids.shown("curve"), "children")], [Value(ids.ask("curve"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_curve(asked: str | None) -> Any:
        if asked is None:
            return []
        drawn = curve(context.service.answer(asked, _asker()), curve_of(context.service, asked, _asker()))
        return [*_of_today(context, asked), *drawn]

    for panel, show in (("safe", robust), ("front", front)):
        _declare_study(registry, context, panel, show)

    _declare_saved(registry, context)
    registry.client("plan", [], [Value(ids.PLAN_RESULT, "children")])
    registry.client("library", [], [Value(ids.shown("library"), "children")])


def _declare_saved(registry: Registry, context: Context) -> None:
    @registry.server([(ids.shown("library"), "children")], [Value(ids.ask("library"), "data", Looked)], action=Action.READ)
    @store_failures_shown
    def show_library(asked: str | None) -> Any:
        if asked is None:
            return []
        wanted, number = wanted_of(asked)
        return library(
            context.scenarios.page(wanted, number), wanted, partial(allowed, Action.CHANGE_SCENARIO), allowed(Action.SAVE_SCENARIO)
        )

    @registry.server([(ids.shown("versus"), "children")], [Value(ids.ask("versus"), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_comparison(asked: str | None) -> Any:
        if asked is None:
            return []
        compared = _compared(context, asked)
        return comparison(compared, partial(place_name, context, compared))


def _declare_study(registry: Registry, context: Context, panel: str, show: Any) -> None:
    @registry.server([(ids.shown(panel), "children")], [Value(ids.ask(panel), "data", Query)], action=Action.READ)
    @heavy
    @store_failures_shown
    def show_study(asked: str | None) -> Any:
        if asked is None:
            return []
        answer, study = context.service.answer(asked), context.service.study(STUDIES[panel], asked, _asker())
        if answer.instance is None:
            return nothing()
        drawn = show(answer, study, study is not None and allowed(Action.STOP_COMPUTATION, study))
        return [*_of_today(context, asked), *drawn]


def _asker() -> str | None:
    """Return the id of whoever is asking, under which a computation may be stopped; None for whoever has not signed in."""
    person = current_person()
    return None if person is VISITOR else person.id


def _shown(context: Context, asked: str) -> Any:
    shown = opened_scenario(context, asked)
    if shown is not None:
        return saved_result(shown.plan.view, partial(place_name, context, [shown.saved]))
    answer = context.service.answer(asked, _asker())
    return result(answer, partial(place_name, context, []), allowed(Action.STOP_COMPUTATION, answer))


def _of_today(context: Context, asked: str) -> list[Any]:
    """Beside a plan as it was saved, say that a study is of today's data."""
    return today_note() if opened_scenario(context, asked) is not None else []


def store_failures_shown(show: Callable[..., Any]) -> Callable[..., Any]:
    """Where the store cannot be read, a panel says why instead of staying empty."""

    @wraps(show)
    def told(*args: Any) -> Any:
        try:
            return show(*args)
        except StoreUnavailable as why:
            return trouble(str(why))

    return told


def _compared(context: Context, query: str) -> list[SavedScenario]:
    found = [context.scenarios.get(name) for name in Address.parse(query).ids(Key.COMPARED_SCENARIOS, MOST_COMPARED)]
    return [item for item in found if item is not None]


def _banner(context: Context, query: str) -> Any:
    saved = named(context, query)
    if saved is None:
        return []
    if not is_unmoved(context, saved, query):
        return moved_banner(saved)
    shown = opened_scenario(context, query)
    if shown is None:
        return old_banner(saved)
    return saved_banner(saved, shown.plan.view, what_changed(context, shown, _asker()))


# Routes


def serve(server: Flask, context: Context) -> None:
    """Serve plans, studies and saved scenarios."""
    _serve_plans(server, context)
    _serve_computations(server, context)
    _serve_saved(server, context)
    _serve_saved_refusals(server)

    @server.errorhandler(StoreUnavailable)
    def unavailable(error: StoreUnavailable) -> tuple[Response, int]:
        return jsonify(error=str(error)), 503


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")[:MAX_QUERY_LENGTH]


def _serve_plans(server: Flask, context: Context) -> None:
    @server.get("/scenario/plan.json")
    @heavy
    def plan() -> Response:
        shown = opened_scenario(context, _query())
        if shown is not None:
            return private(saved_json(shown, context.territory))
        return private(plan_json(context.service.answer(_query(), _asker())))

    @server.get("/scenario/study/<panel>.json")
    @heavy
    def study(panel: str) -> Response:
        if panel == "curve":
            known = curve_of(context.service, _query(), _asker())
            return private({"steps": known.looks, "running": known.running, "finished": not known.running})
        if panel not in STUDIES:
            abort(404)
        found = context.service.study(STUDIES[panel], _query(), _asker())
        if found is None:
            return private({"steps": 0, "running": False, "finished": True})
        return private({"key": found.key, "steps": found.steps, "running": found.running, "finished": found.finished})

    @server.get("/scenario/difference.json")
    @heavy
    @refusable
    def difference() -> Response:
        saved = [context.scenarios.get(request.args.get(name, "")) for name in ("a", "b")]
        if saved[0] is None or saved[1] is None:
            abort(404)
        return private(difference_between(context, saved[0], saved[1]))


def _serve_computations(server: Flask, context: Context) -> None:
    @server.post("/scenario/cancel")
    def cancel() -> Response:
        computation = context.service.computation(body(KeyBody).key)
        if computation is not None:
            demand(Action.STOP_COMPUTATION, computation)
            context.service.cancel(computation.key)
        return private(Done())

    @server.post("/scenario/resume")
    def resume() -> Response:
        context.service.resume(body(KeyBody).key)
        return private(Done())


def _serve_saved_refusals(server: Flask) -> None:
    @server.errorhandler(NotFound)
    def missing(_error: NotFound) -> tuple[Response, int]:
        return jsonify(error=_("Ce scénario n'existe pas, ou plus.")), 404

    @server.errorhandler(Conflict)
    def changed(error: Conflict) -> tuple[Response, int]:
        return jsonify(error=_("Ce scénario vient d'être modifié par quelqu'un d'autre."), version=error.current.version), 409

    @server.errorhandler(ReasonNeeded)
    def unexplained(error: ReasonNeeded) -> tuple[Response, int]:
        return jsonify(error=str(error), needs="reason"), 422


def _serve_saved(server: Flask, context: Context) -> None:
    store = context.scenarios

    @server.post("/scenario/saved")
    @heavy
    @refusable
    def save() -> tuple[Response, int]:
        given = body(SaveBody)
        saved = store.create(current_person(), draft(context, given.query, given.name, given.note))
        return jsonify(_payload(saved)), 201

    @server.post("/scenario/saved/<name>")
    def change(name: str) -> Response:
        given = body(ChangeBody)
        status = None if given.status is None else Status(given.status)
        changed = store.update(
            current_person(),
            name,
            given.version,
            starred=given.starred,
            archived=given.archived,
            status=status,
            reason=given.reason,
        )
        return jsonify(_payload(changed))

    @server.post("/scenario/saved/<name>/copy")
    @refusable
    def copy(name: str) -> tuple[Response, int]:
        return jsonify(_payload(store.copy(current_person(), name, body(CopyBody).name))), 201

    @server.get("/s/<name>")
    def opened(name: str) -> AnyResponse:
        saved = store.get(name)
        if saved is None:
            abort(404)
        return redirect(f"/scenarios?{joined(saved.question, write([(Key.SAVED, saved.id)]))}")


def _payload(saved: SavedScenario) -> dict[str, Any]:
    return {"id": saved.id, "name": saved.name, "version": saved.version, "link": f"/s/{saved.id}"}
